/**
 * The page of last resort: nothing is stored for the POS that was asked. It names no other file,
 * says what to do, and goes on by itself when the server answers.
 */
/** @type {Record<string, string[]>} title, nothing stored, logged out, and in both cases */
const TEXTS = {
    en: [
        "Server unreachable",
        "This POS is not ready for offline use.",
        "Logged out. Log in when the server is back.",
        "Check the network. Keep the browser data: unsent orders are in it.",
    ],
    fr: [
        "Serveur injoignable",
        "Cette caisse n'est pas prête hors ligne.",
        "Déconnecté. Reconnectez-vous au retour du serveur.",
        "Vérifiez le réseau. N'effacez pas les données du navigateur : commandes non envoyées.",
    ],
    de: [
        "Server nicht erreichbar",
        "Diese Kasse ist nicht offline bereit.",
        "Abgemeldet. Anmelden, wenn der Server zurück ist.",
        "Netzwerk prüfen. Browserdaten nicht löschen: nicht gesendete Bestellungen.",
    ],
    es: [
        "Servidor inaccesible",
        "Esta caja no está lista sin conexión.",
        "Sesión cerrada. Iníciela cuando vuelva el servidor.",
        "Revise la red. No borre los datos del navegador: pedidos sin enviar.",
    ],
    nl: [
        "Server onbereikbaar",
        "Deze kassa is niet offline klaar.",
        "Afgemeld. Log in als de server terug is.",
        "Controleer het netwerk. Wis geen browserdata: onverzonden bestellingen.",
    ],
};

/** Why a POS that is stored is not shown. */
export const LOGGED_OUT = "logged-out";

const STYLE =
    "body{font:18px/1.5 sans-serif;max-width:36em;margin:12vh auto;padding:1em}" +
    "a{display:inline-block;margin:.3em;padding:1em;background:#714b67;color:#fff}";

/** Runs in the page. Kept as a function so that it is checked like the rest of the code. */
function retry() {
    const ask = () =>
        fetch("/pos/ping", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}',
        })
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
    const lang = wanted.match(/\b\w\w\b/g)?.find((name) => TEXTS[name]) || "en";
    const [title, missing, out, todo] = TEXTS[lang];
    const reason = config && away !== LOGGED_OUT ? "never-cached" : away;
    const links = ready.map(
        ({ config: id, name }) => `<a data-poswarm-config="${id}" href="/pos/ui/${id}">${escaped(name || `POS ${id}`)}</a>`
    );
    return (
        `<!DOCTYPE html><html lang="${lang}" data-poswarm="emergency" data-poswarm-asked="${config ?? ""}" ` +
        `data-poswarm-reason="${reason}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>` +
        `<body><h1>${title}</h1><p>${away === LOGGED_OUT ? out : missing}</p><p>${todo}</p>` +
        `<p>${links.join("")}</p><p><small>${away}</small></p>` +
        `<script>(${retry})()</script></body></html>`
    );
}

/** @param {string} text */
function escaped(text) {
    return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
