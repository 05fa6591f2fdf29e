/**
 * The page of last resort: nothing is stored for the POS that was asked. It names no other file,
 * says what to do, and goes on by itself when the server answers.
 */
import { loginUrl } from "./route.js";
import { isLogin } from "./verdict.js";

/** @type {Record<string, string[]>} title, nothing stored, logged out, in all cases, a log-in is in the way, its link */
const TEXTS = {
    en: [
        "Server unreachable",
        "This POS is not ready for offline use.",
        "Logged out. Log in when the server is back.",
        "Check the network. Keep the browser data: unsent orders are in it.",
        "The network or the server asks for a log-in first.",
        "Log in",
    ],
    fr: [
        "Serveur injoignable",
        "Cette caisse n'est pas prête hors ligne.",
        "Déconnecté. Reconnectez-vous au retour du serveur.",
        "Vérifiez le réseau. N'effacez pas les données du navigateur : commandes non envoyées.",
        "Le réseau ou le serveur demande d'abord une connexion.",
        "Se connecter",
    ],
    de: [
        "Server nicht erreichbar",
        "Diese Kasse ist nicht offline bereit.",
        "Abgemeldet. Anmelden, wenn der Server zurück ist.",
        "Netzwerk prüfen. Browserdaten nicht löschen: nicht gesendete Bestellungen.",
        "Das Netzwerk oder der Server verlangt zuerst eine Anmeldung.",
        "Anmelden",
    ],
    es: [
        "Servidor inaccesible",
        "Esta caja no está lista sin conexión.",
        "Sesión cerrada. Iníciela cuando vuelva el servidor.",
        "Revise la red. No borre los datos del navegador: pedidos sin enviar.",
        "La red o el servidor pide primero iniciar sesión.",
        "Iniciar sesión",
    ],
    nl: [
        "Server onbereikbaar",
        "Deze kassa is niet offline klaar.",
        "Afgemeld. Log in als de server terug is.",
        "Controleer het netwerk. Wis geen browserdata: onverzonden bestellingen.",
        "Het netwerk of de server vraagt eerst om aan te melden.",
        "Aanmelden",
    ],
};

/** Why a POS that is stored is not shown. */
export const LOGGED_OUT = "logged-out";

/** The browser does not give what is stored; whether anything is, is not known. */
export const STORAGE = "storage";

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
            .then((reply) => "jsonrpc" in reply && again())
            .catch(() => {});
    // A load that is under way is not begun anew: a slow server's page would never come.
    let going = false;
    const again = () => {
        if (!going) {
            going = true;
            setTimeout(() => (going = false), 120000);
            /** @type {any} */ (location).reload();
        }
    };
    setInterval(ask, 5000);
    addEventListener("online", ask);
    // A page that came late, or the return of the server, is told by the worker.
    new BroadcastChannel("poswarm").onmessage = ({ data }) => {
        if (data.type === "newer" || (data.type === "away" && !data.away)) {
            again();
        }
    };
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
    const [title, missing, out, todo, login, loginLink] = TEXTS[lang];
    const unknown = away === LOGGED_OUT || away === STORAGE;
    const reason = config && !unknown ? "never-cached" : away;
    const about = away === LOGGED_OUT ? out : away === STORAGE ? "" : missing;
    const links = ready.map(
        ({ config: id, name }) => `<a data-poswarm-config="${id}" href="/pos/ui/${id}">${escaped(name || `POS ${id}`)}</a>`
    );
    const way = isLogin(away) && config ? `<p>${login}</p><p><a data-poswarm-login href="${loginUrl(config)}">${loginLink}</a></p>` : "";
    return (
        `<!DOCTYPE html><html lang="${lang}" data-poswarm="emergency" data-poswarm-asked="${config ?? ""}" ` +
        `data-poswarm-reason="${reason}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>` +
        `<body><h1>${title}</h1><p>${about}</p><p>${todo}</p>` +
        `${way}<p>${links.join("")}</p><p><small>${away}</small></p>` +
        `<script>(${retry})()</script></body></html>`
    );
}

/** @param {string} text */
function escaped(text) {
    return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
