// Says everything that a script can learn about a request that failed. Runs in
// page and worker; a worker has no XMLHttpRequest.
(async () => {
  const url = "/failure-" + Math.random().toString(36).slice(2);
  const told = await fetch(url, { cache: "no-store" }).then(String, (error) => `${error.name}: ${error.message}`);
  const event = await new Promise((done) => {
    if (!self.XMLHttpRequest) return done("none");
    const request = new XMLHttpRequest();
    request.onload = request.onerror = request.ontimeout = request.onabort = (e) => done(`${e.type} ${request.status}`);
    request.open("POST", url);
    request.send("x");
  });
  return `${told}; ${event}; onLine ${navigator.onLine}`;
})()
