// A last word to the server from a page that is left.
addEventListener("pagehide", () => navigator.sendBeacon("/pos/ping", "goodbye"));
