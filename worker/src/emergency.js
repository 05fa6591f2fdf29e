/**
 * The page of last resort: nothing is stored for the POS that was asked. It names no other file,
 * says what to do, and goes on by itself when the server answers.
 */
/** @type {Record<string, string[]>} title, explanation, what to do, ready list, waiting */
const TEXTS = {
    en: [
        "The server cannot be reached",
        "This point of sale was not prepared for working offline on this device.",
        "Check the network cable or Wi-Fi. Do not clear the browser data: unsent orders are kept there.",
        "Ready on this device:",
        "This page tries again by itself.",
    ],
    fr: [
        "Le serveur est injoignable",
        "Ce point de vente n'a pas été préparé pour fonctionner hors ligne sur cet appareil.",
        "Vérifiez le câble réseau ou le Wi-Fi. N'effacez pas les données du navigateur : les commandes non envoyées s'y trouvent.",
        "Prêts sur cet appareil :",
        "Cette page réessaie toute seule.",
    ],
    de: [
        "Der Server ist nicht erreichbar",
        "Diese Kasse wurde auf diesem Gerät nicht für den Betrieb ohne Netz vorbereitet.",
        "Prüfen Sie Netzwerkkabel oder WLAN. Löschen Sie keine Browserdaten: nicht gesendete Bestellungen liegen dort.",
        "Auf diesem Gerät bereit:",
        "Diese Seite versucht es von selbst erneut.",
    ],
    es: [
        "No se puede conectar con el servidor",
        "Este punto de venta no se preparó para trabajar sin conexión en este dispositivo.",
        "Revise el cable de red o el wifi. No borre los datos del navegador: allí están los pedidos sin enviar.",
        "Listos en este dispositivo:",
        "Esta página lo intenta de nuevo sola.",
    ],
    nl: [
        "De server is niet bereikbaar",
        "Deze kassa is op dit apparaat niet voorbereid om offline te werken.",
        "Controleer de netwerkkabel of wifi. Wis de browsergegevens niet: niet verzonden bestellingen staan daar.",
        "Klaar op dit apparaat:",
        "Deze pagina probeert het vanzelf opnieuw.",
    ],
};

const STYLE =
    "body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:12vh auto;padding:0 1em;color:#222;background:#fff}" +
    "a{display:inline-block;margin:.3em .5em .3em 0;padding:.6em 1.2em;border-radius:.4em;background:#714b67;color:#fff;text-decoration:none}" +
    "small{color:#666}";

/** Runs in the page. Kept as a function so that it is checked like the rest of the code. */
/* c8 ignore start */
function retry() {
    const ask = async () => {
        try {
            const answer = await fetch("/pos/ping", {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: '{"jsonrpc":"2.0","method":"call","params":{},"id":0}',
            });
            if (/json/.test(answer.headers.get("content-type") || "")) {
                /** @type {any} */ (location).reload();
            }
        } catch {
            // Still away.
        }
    };
    setInterval(ask, 5000);
    addEventListener("online", ask);
}
/* c8 ignore stop */

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
    const [title, what, todo, list, again] = TEXTS[lang];
    const reason = config ? "never-cached" : away;
    const links = ready.map(
        (item) => `<a data-poswarm-config="${item.config}" href="/pos/ui/${item.config}">${escaped(item.name || `POS ${item.config}`)}</a>`
    );
    return (
        `<!DOCTYPE html><html lang="${lang}" data-poswarm="emergency" data-poswarm-asked="${config ?? ""}" ` +
        `data-poswarm-reason="${reason}" data-poswarm-away="${away}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>` +
        `<body><h1>${title}</h1>${config ? `<p>${what}</p>` : ""}<p>${todo}</p>` +
        (links.length ? `<p>${list}<br>${links.join("")}</p>` : "") +
        `<p><small>${again} (${escaped(away)})</small></p>` +
        `<script>(${retry})()</script></body></html>`
    );
}

/** @param {string} text */
function escaped(text) {
    return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
