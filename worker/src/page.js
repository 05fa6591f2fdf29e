/**
 * Reads and rewrites the text of a POS page. Pure: text in, text out.
 */
import { fromJson } from "./json.js";

/** Odoo writes the object as JSON, which has no line breaks. */
const OBJECT = /(\bvar\s+odoo\s*=\s*)(\{.*\})/;

/**
 * The object that the page assigns to `odoo`.
 *
 * @param {string} html
 * @returns {any} null: there is none
 */
function odooObject(html) {
    return fromJson(OBJECT.exec(html)?.[2]);
}

/**
 * @param {string} html
 * @returns {import("./types").Markers | null} null: this is no POS page
 */
export function markers(html) {
    const odoo = odooObject(html);
    const info = odoo?.__session_info__;
    const user = info?.uid;
    if (!odoo?.pos_config_id || !odoo.pos_session_id || !info?.db || !user) {
        return null;
    }
    return {
        database: info.db,
        user,
        config: odoo.pos_config_id,
        session: odoo.pos_session_id,
        lang: info.user_context?.lang || "en_US",
        user_name: String(info.name || info.username || ""),
        debug: String(odoo.debug || ""),
        tour: !!odoo.use_pos_fake_tours,
        off: /<meta name="poswarm" content="off"/.test(html),
    };
}

/**
 * Scripts, styles and icons that the page names, in its own order.
 *
 * @param {string} html
 * @returns {import("./types").Resource[]}
 */
export function namedResources(html) {
    /** @type {import("./types").Resource[]} */
    const found = [];
    for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/gi)) {
        const url = /\s(?:src|href)\s*=\s*["']([^"']+)/i.exec(tag)?.[1].replace(/&amp;/g, "&");
        const kind = /^<s/i.test(tag) ? "script" : /stylesheet/i.test(tag) ? "style" : /icon/i.test(tag) ? "image" : null;
        if (url && kind) {
            found.push({ url, kind });
        }
    }
    return found;
}

/**
 * Files that a style sheet can load: of every @font-face the one font that Chrome takes, and
 * every picture. Fonts offer the same glyphs in four formats; fetching all costs four times.
 *
 * @param {string} css
 * @param {string} base URL of the style sheet
 * @returns {import("./types").Resource[]}
 */
export function styleResources(css, base) {
    /** @type {Map<string, import("./types").Resource>} */
    const found = new Map();
    const rest = css.replace(/@font-face\s*\{[^}]*\}/gi, (face) => {
        const sources = face.split(/src\s*:/i).pop() || "";
        const font = styleUrls(sources, base).find((url) => kindOf(url.pathname) === "font");
        if (font) {
            found.set(font.href, { url: font.href, kind: "font" });
        }
        return "";
    });
    for (const url of styleUrls(rest, base)) {
        found.set(url.href, { url: url.href });
    }
    return [...found.values()];
}

/**
 * @param {string} css
 * @param {string} base
 * @returns {URL[]}
 */
function styleUrls(css, base) {
    const urls = [];
    for (const [, , text] of css.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/gi)) {
        const url = /^(?:data|blob|about):|^#/i.test(text) ? null : parsedUrl(text, base);
        if (url) {
            url.hash = "";
            urls.push(url);
        }
    }
    return urls.filter((url) => url.origin === new URL(base).origin);
}

/**
 * Safari 16 and Chrome 119 have no URL.canParse.
 *
 * @param {string} text
 * @param {string} base
 */
function parsedUrl(text, base) {
    try {
        return new URL(text, base);
    } catch {
        return null;
    }
}

/** @type {[RegExp, import("./types").Kind][]} */
const KINDS = [
    [/\.js$/i, "script"],
    [/\.css$/i, "style"],
    [/\.(?:woff2?|[to]tf)$/i, "font"],
    [/\.(?:png|jpe?g|gif|svg|ico|webp)$/i, "image"],
];

/**
 * What a file must be, judged by its name.
 *
 * @param {string} path
 * @returns {import("./types").Kind}
 */
export function kindOf(path) {
    return KINDS.find(([pattern]) => pattern.test(path))?.[1] || "static";
}

/**
 * The page as it is handed out while the server is away: with the POS session that the data of
 * the page holds, without the order to load everything anew, and with one line that tells the
 * page module what happened.
 *
 * @param {string} html
 * @param {{session: number, offline: import("./types").Offline}} changes
 */
export function offlinePage(html, { session, offline }) {
    const value = { ...odooObject(html), from_backend: 0, pos_session_id: session };
    return withoutForeignWaits(html)
        .replace(OBJECT, (_, assignment) => assignment + scriptJson(value))
        .replace(/<head[^>]*>/i, (head) => `${head}<script>window.poswarmOffline=${scriptJson(offline)}</script>`);
}

/** A script of another host, as those of payment terminals. */
const FOREIGN_SCRIPT = /<script\b(?=[^>]*\ssrc\s*=\s*["']?(?:https?:)?\/\/)[^>]*>/gi;
const FOREIGN_STYLE = /<link\b(?=[^>]*\srel\s*=\s*["']?stylesheet)(?=[^>]*\shref\s*=\s*["']?(?:https?:)?\/\/)[^>]*>/gi;

/**
 * Scripts and styles of other hosts stop the page where they stand until they are there, on a
 * dead network until its time-out. Here they load beside the page; the first script of the page
 * gets those that were lost when the network is back (first-visit.js).
 *
 * @param {string} html
 */
function withoutForeignWaits(html) {
    return html
        .replace(FOREIGN_SCRIPT, (tag) => tag.replace(/\s(?:async|defer)(?:=(["']).*?\1)?(?=[\s/>])/gi, "").replace(/^<script/i, "<script async data-poswarm-foreign"))
        .replace(FOREIGN_STYLE, (tag) => tag.replace(/\smedia\s*=\s*(["']).*?\1/i, "").replace(/^<link/i, `<link media="print" onload="this.media='all'"`));
}

/**
 * JSON that cannot end the script it stands in.
 *
 * @param {any} value
 */
function scriptJson(value) {
    return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}
