/**
 * Reads and rewrites the text of a POS page. Pure: text in, text out.
 */

/**
 * The object that the page assigns to `odoo`, and where it stands in the text.
 *
 * @param {string} html
 * @returns {{start: number, end: number, value: any} | null}
 */
function odooObject(html) {
    const match = /var\s+odoo\s*=\s*/.exec(html);
    if (!match) {
        return null;
    }
    const start = match.index + match[0].length;
    const end = endOfObject(html, start);
    try {
        return { start, end, value: JSON.parse(html.slice(start, end)) };
    } catch {
        return null;
    }
}

/**
 * @param {string} text
 * @param {number} start index of an opening brace
 * @returns {number} index after the brace that closes it
 */
function endOfObject(text, start) {
    let depth = 0;
    let quoted = false;
    for (let i = start; i < text.length; i++) {
        const c = text[i];
        if (quoted) {
            if (c === "\\") {
                i++;
            } else if (c === '"') {
                quoted = false;
            }
        } else if (c === '"') {
            quoted = true;
        } else if (c === "{") {
            depth++;
        } else if (c === "}" && --depth === 0) {
            return i + 1;
        }
    }
    return text.length;
}

/**
 * @param {string} html
 * @returns {import("./types").Markers | null} null: this is no POS page
 */
export function markers(html) {
    const odoo = odooObject(html)?.value;
    const info = odoo?.__session_info__;
    const user = info && (info.uid ?? info.user_id ?? info.user_context?.uid);
    if (!odoo?.pos_config_id || !odoo.pos_session_id || !info?.db || !user) {
        return null;
    }
    return {
        database: info.db,
        user,
        config: odoo.pos_config_id,
        session: odoo.pos_session_id,
        lang: info.user_context?.lang || info.bundle_params?.lang || "en_US",
        debug: String(odoo.debug || ""),
        tour: !!odoo.use_pos_fake_tours,
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
    for (const [, tag, rest] of html.matchAll(/<(script|link)\b([^>]*)>/gi)) {
        const url = unescapeAttribute(attribute(rest, tag.toLowerCase() === "script" ? "src" : "href"));
        if (!url) {
            continue;
        }
        if (tag.toLowerCase() === "script") {
            found.push({ url, kind: "script" });
        } else if (/stylesheet/i.test(attribute(rest, "rel"))) {
            found.push({ url, kind: "style" });
        } else if (/icon/i.test(attribute(rest, "rel"))) {
            found.push({ url, kind: "image" });
        }
    }
    return found;
}

/**
 * @param {string} attributes
 * @param {string} name
 */
function attribute(attributes, name) {
    const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i").exec(attributes);
    return match ? (match[1] ?? match[2]) : "";
}

/** @param {string} text */
function unescapeAttribute(text) {
    return text.replace(/&amp;/g, "&");
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
        const font = styleUrls(sources, base).find((url) => /\.(?:woff2?|ttf|otf)$/i.test(url.pathname));
        if (font) {
            found.set(font.href, { url: font.href, kind: "font" });
        }
        return "";
    });
    for (const url of styleUrls(rest, base)) {
        const kind = kindOf(url.pathname);
        found.set(url.href, { url: url.href, kind: kind === "static" ? "image" : kind });
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
        if (!/^(?:data|blob|about):|^#/i.test(text) && URL.canParse(text, base)) {
            const url = new URL(text, base);
            url.hash = "";
            urls.push(url);
        }
    }
    return urls.filter((url) => url.origin === new URL(base).origin);
}

/**
 * What a file must be, judged by its name.
 *
 * @param {string} path
 * @returns {import("./types").Kind}
 */
export function kindOf(path) {
    if (/\.js$/i.test(path)) {
        return "script";
    }
    if (/\.css$/i.test(path)) {
        return "style";
    }
    if (/\.(?:woff2?|ttf|otf)$/i.test(path)) {
        return "font";
    }
    return /\.(?:png|jpe?g|gif|svg|ico|webp)$/i.test(path) ? "image" : "static";
}

/**
 * The page as it is handed out while the server is away: with the POS session that the data of
 * the page holds, without the order to load everything anew, and with one line that tells the
 * page module what happened.
 *
 * @param {string} html
 * @param {{session: number, offline: {reason: string, since: string, snapshot: string}}} changes
 */
export function offlinePage(html, { session, offline }) {
    const odoo = odooObject(html);
    if (!odoo) {
        return html;
    }
    const value = { ...odoo.value, from_backend: 0, pos_session_id: session };
    const page = html.slice(0, odoo.start) + scriptJson(value) + html.slice(odoo.end);
    const line = `<script>window.poswarmOffline=${scriptJson(offline)}</script>`;
    return page.replace(/<head[^>]*>/i, (head) => head + line);
}

/**
 * JSON that cannot end the script it stands in.
 *
 * @param {any} value
 */
export function scriptJson(value) {
    return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}
