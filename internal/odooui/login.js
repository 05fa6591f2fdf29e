// The log-in name of the user whose page this is. Odoo's bundle deletes the
// session info once it has read it (addons/web/static/src/session.js); the
// inline script that brought it stays in the document.
() => {
    for (const { text } of document.scripts) {
        const [, name] = /"username":\s*("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
        if (name && text.includes("__session_info__")) {
            return JSON.parse(name);
        }
    }
    return "";
}
