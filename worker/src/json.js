/**
 * JSON in and out.
 */

/**
 * @param {string | undefined} text
 * @returns {any} null: it is no JSON
 */
export function fromJson(text) {
    try {
        return JSON.parse(text || "");
    } catch {
        return null;
    }
}

/** @param {BodyInit} body */
export function json(body) {
    return new Response(body, { headers: { "Content-Type": "application/json; charset=utf-8" } });
}
