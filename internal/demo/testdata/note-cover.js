// Notes in the session storage whether a page that goes is covered, and whether its keys still work.
() => new MutationObserver((_, observer) => {
    if (!document.querySelector(".poswarm-leaving")) return;
    observer.disconnect();
    const { left, top } = document.querySelector("article.product").getBoundingClientRect();
    let typed = 0;
    document.body.addEventListener("keydown", () => typed++);
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true }));
    const covered = Boolean(document.elementFromPoint(left + 5, top + 5).closest(".poswarm-leaving"));
    sessionStorage.setItem("leaving", [covered, typed].join());
}).observe(document.body, { childList: true })
