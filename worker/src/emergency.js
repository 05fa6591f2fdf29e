/**
 * The page of last resort: nothing is stored for the POS that was asked. It names no other file,
 * says what to do, and goes on by itself when the server answers.
 */
/** @type {Record<string, string[]>} title, what to do */
const TEXTS = {
    en: [
        "The server cannot be reached",
        "This POS was not prepared for offline use. Check the network. Do not clear browser data: it holds unsent orders.",
    ],
    fr: [
        "Serveur injoignable",
        "Ce point de vente n'est pas prêt pour le mode hors ligne. Vérifiez le réseau. N'effacez pas les données du navigateur : elles contiennent les commandes non envoyées.",
    ],
    de: [
        "Server nicht erreichbar",
        "Diese Kasse ist nicht für den Offline-Betrieb vorbereitet. Netzwerk prüfen. Browserdaten nicht löschen: sie enthalten nicht gesendete Bestellungen.",
    ],
    es: [
        "Servidor inaccesible",
        "Este punto de venta no está preparado para trabajar sin conexión. Revise la red. No borre los datos del navegador: contienen pedidos sin enviar.",
    ],
    nl: [
        "Server niet bereikbaar",
        "Deze kassa is niet voorbereid op offline gebruik. Controleer het netwerk. Wis de browsergegevens niet: ze bevatten niet-verzonden bestellingen.",
    ],
};

const STYLE =
    "body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:12vh auto;padding:0 1em}" +
    "a{display:inline-block;margin:.3em;padding:.6em 1.2em;background:#714b67;color:#fff}";

/** Runs in the page. Kept as a function so that it is checked like the rest of the code. */
function retry() {
    const init = {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}',
    };
    const ask = () =>
        fetch("/pos/ping", init)
            .then((answer) => answer.json())
            .then(() => /** @type {any} */ (location).reload())
            .catch(() => {});
    setInterval(ask, 5000);
    addEventListener("online", ask);
}

/**
 * @param {Request} request
 * @param {number | null} config
 * @param {string} away
 * @param {{config: number, name: string}[]} ready
 */
export function emergencyPage(request, config, away, ready) {
    const wanted = request.headers.get("accept-language") || navigator.language || "en";
    return new Response(emergencyHtml(wanted, config, away, ready), {
        status: 503,
        headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
    });
}

/**
 * @param {string} wanted value of Accept-Language
 * @param {number | null} config
 * @param {string} away
 * @param {{config: number, name: string}[]} ready
 */
export function emergencyHtml(wanted, config, away, ready) {
    const lang = wanted.split(",").map((part) => part.trim().slice(0, 2).toLowerCase()).find((name) => TEXTS[name]) || "en";
    const [title, todo] = TEXTS[lang];
    const reason = config ? "never-cached" : away;
    const links = ready.map(
        ({ config: id, name }) => `<a data-poswarm-config="${id}" href="/pos/ui/${id}">${escaped(name || `POS ${id}`)}</a>`
    );
    return (
        `<!DOCTYPE html><html lang="${lang}" data-poswarm="emergency" data-poswarm-asked="${config ?? ""}" ` +
        `data-poswarm-reason="${reason}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>` +
        `<body><h1>${title}</h1><p>${todo}</p>` +
        `<p>${links.join("")}</p><p><small>${away}</small></p>` +
        `<script>(${retry})()</script></body></html>`
    );
}

/** @param {string} text */
function escaped(text) {
    return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
