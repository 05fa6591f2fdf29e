/** Leaving the page tells the server nothing. */
export function leaving() {}
