// A POS server in small, for the tests of the built worker: its page, its files, its calls.
import { answer } from "./platform.js";

const ODOO = (change = {}) =>
    JSON.stringify({
        __session_info__: { uid: 2, db: "shop", user_context: { lang: "en_US", uid: 2 } },
        from_backend: 0,
        pos_session_id: 7,
        pos_config_id: 1,
        debug: "",
        ...change,
    });

export const HTML = { "content-type": "text/html" };
export const JS = { "content-type": "text/javascript" };
export const CSS = { "content-type": "text/css" };
export const JSON_TYPE = { "content-type": "application/json" };
export const PNG = { "content-type": "image/png" };

export const PONG = '{"jsonrpc": "2.0", "id": 0, "result": {}}';

/** What every manifest says. */
export const MANIFEST = { schema: 1, user: 2, database: "shop", config: { id: 1, name: "Bar" } };

export const IMAGES = ["/web/image?id=1&unique=a", "/web/image?id=2&unique=a"];

/** The text of the POS page. */
export const PAGE = (change, build = "0a1b2c3", head = "") =>
    `<!DOCTYPE html><html><head><script>var odoo = ${ODOO(change)};</script>${head}
<link rel="stylesheet" href="/web/assets/${build}/a.min.css"><script src="/web/assets/${build}/a.min.js"></script></head></html>`;

/** A server that has everything; a test replaces what it needs otherwise. */
export function shop(change = {}) {
    const files = {
        "/pos/ui/1": () => answer("/pos/ui/1", PAGE(), { headers: HTML }),
        "/web/assets/0a1b2c3/a.min.js": (path) => answer(path, "code", { headers: JS }),
        "/web/assets/0a1b2c3/a.min.css": (path) => answer(path, "@font-face{src:url(/web/static/a.woff2)}", { headers: CSS }),
        "/web/static/a.woff2": (path) => answer(path, "font", { headers: { "content-type": "font/woff2" } }),
        "/web/webclient/translations": (path) => answer(path, '{"hash":"h","modules":{},"lang_parameters":{}}', { headers: JSON_TYPE }),
        "/pos/ping": (path) => answer(path, PONG, { headers: JSON_TYPE }),
        "/poswarm/manifest/1": (path) =>
            answer(path, JSON.stringify({ ...MANIFEST, images: IMAGES }), { headers: JSON_TYPE }),
        "/web/image": (path) => answer(path, "png", { headers: PNG }),
        ...change,
    };
    return async (request) => {
        const { pathname } = new URL(request.url);
        return files[pathname] ? files[pathname](pathname, request) : answer(pathname, "no", { status: 404 });
    };
}

/** A network on which nothing is answered. */
export const dead = async () => {
    throw new TypeError("Failed to fetch");
};

/** A network that swallows everything; a request ends when it is given up. */
export const hung = (request, init = {}) =>
    new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(init.signal.reason)));

export const page = (terminal, path = "/pos/ui/1", client = "tab") => terminal.request(path, { mode: "navigate", client });

export const isUp = (terminal, session = 7, client = "tab") =>
    terminal.message({ type: "poswarm/up", schema: 1, config: 1, session }, client).then(([first]) => first);

export const status = (terminal) => terminal.message({ type: "poswarm/status", schema: 1 }).then(([first]) => first);
