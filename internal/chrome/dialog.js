/*
 * Whether a document may show alerts, confirms and prompts. The one that is being
 * left shows none: it answers as they would be answered. A document that comes
 * back out of the history asks again.
 */
(leaving) => {
    const kept = Symbol.for("poswarm.dialogs");
    const restore = () => {
        Object.assign(window, window[kept]);
        delete window[kept];
    };
    if (leaving && !window[kept]) {
        const { alert, confirm, prompt } = window;
        window[kept] = { alert, confirm, prompt };
        Object.assign(window, { alert: () => undefined, confirm: () => true, prompt: (_, value = "") => value });
        addEventListener("pageshow", ({ persisted }) => persisted && window[kept] && restore());
    } else if (!leaving && window[kept]) {
        restore();
    }
}
