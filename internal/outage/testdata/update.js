// Asks for the worker's script again. That request comes from the browser
// process, not from the page.
navigator.serviceWorker.getRegistration("/pos/").then((r) => r.update()).then(() => "updated", () => "rejected")
