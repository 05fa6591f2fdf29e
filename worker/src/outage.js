/**
 * Decides whether an answer means that the server is away. Slow is not dead and an error of Odoo
 * is an answer; a gateway's error page and a captive portal are not.
 */

/**
 * @param {import("./types").Kind} kind what was asked
 * @param {{status: number, type: string, redirected: boolean, url: string, headers: Headers}} response
 * @returns {string | null} a stable reason, or null
 */
export function awayReason(kind, response) {
    if (/^50[234]$/.test(String(response.status))) {
        return `status-${response.status}`;
    }
    if (response.type === "opaque") {
        return "foreign-redirect";
    }
    if (kind === "page" || response.status !== 200) {
        return null;
    }
    const html = /^text\/html/i.test(response.headers.get("content-type") || "");
    const login = response.redirected && new URL(response.url).pathname.startsWith("/web/login");
    return html && !login ? "portal" : null;
}

/**
 * A page needs a second look: a redirect of a navigation hides where it goes, and a page without
 * the marks of the POS may be Odoo's own. The caller settles these by a ping.
 *
 * @param {{status: number, type: string}} response
 * @param {string | null} refusal what judgePage said
 * @returns {string | null}
 */
export function suspicion(response, refusal) {
    if (response.type === "opaqueredirect") {
        return "foreign-redirect";
    }
    return response.status === 200 && refusal === "not-a-pos-page" ? "portal" : null;
}
