// Sends the request that note-cash-move.js kept once more, as a proxy does.
async () => {
    const { url, body } = window.late;
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    await answer.text();
}
