// Keeps the first answer of a broken gateway and repeats it, as if the gateway still answered.
const kept = [];
self.addEventListener("fetch", (event) => {
    if (!new URL(event.request.url).pathname.startsWith("/poswarm-canary-")) {
        return;
    }
    event.stopImmediatePropagation();
    event.respondWith(
        (async () => {
            if (kept.length) {
                return kept[0].clone();
            }
            const answer = await fetch(event.request);
            if (answer.status === 502) {
                kept.push(answer.clone());
            }
            return answer;
        })()
    );
});
