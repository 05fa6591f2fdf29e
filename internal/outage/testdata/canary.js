// Asks for a random address and says what came back. Runs in page and worker.
(async () => {
  const url = "/canary-" + Math.random().toString(36).slice(2);
  try {
    const response = await fetch(url, { cache: "no-store", credentials: "omit" });
    return response.status + " " + (await response.text());
  } catch {
    return "rejected";
  }
})()
