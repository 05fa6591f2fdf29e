/**
 * Translations: one full body per database and language, whatever hash is asked. Odoo's page
 * throws its own copy away when any backend tab meets a newer registry; then only ours is left.
 */
import { ask } from "./ask.js";
import { clientOf, whenKnown } from "./clients.js";
import { get, put } from "./db.js";
import { fromJson, json } from "./json.js";
import { limits } from "./limits.js";
import { lastSeen } from "./snapshots.js";
import { judgeHead, judgeTranslations } from "./trust.js";
import { ORIGIN } from "./scope.js";
import { translationsDoubt } from "./verdict.js";

const PATH = "/web/webclient/translations";

/** @param {string} database @param {string} lang */
const keyOf = (database, lang) => `translations/${database}/${lang}`;

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondTranslations(event) {
    const { searchParams } = new URL(event.request.url);
    const [lang, hash] = [searchParams.get("lang") || "", searchParams.get("hash") || ""];
    const { value, doubt } = await ask({
        send: async (signal) => {
            const response = await fetch(event.request, { signal });
            return { response, text: await response.clone().text() };
        },
        doubt: ({ response, text }) => translationsDoubt(response, text, ORIGIN),
        // They may come from the browser's own cache.
        proves: false,
        stored: true,
        limit: limits.call,
    });
    if (value && !doubt) {
        event.waitUntil(
            whenKnown(event.clientId, async ({ owner }) => {
                if (owner && (await keepTranslation(owner.database, lang, value.text))) {
                    // "Your hash is right", but the page's copy is not ours: get the whole body.
                    await refreshTranslation(owner.database, lang);
                }
            })
        );
        return value.response;
    }
    const client = await clientOf(event.clientId);
    return offlineTranslation(client?.owner?.database || lastSeen()?.database || "", lang, hash);
}

/**
 * Stores a full body. The short answer "your hash is still right" is never stored as a body.
 *
 * @param {string} database
 * @param {string} lang
 * @param {string} text
 * @returns {Promise<string | null>} why not
 */
export async function keepTranslation(database, lang, text) {
    const body = fromJson(text);
    const refusal = judgeTranslations(body);
    if (refusal) {
        const stored = await get("meta", keyOf(database, lang));
        return stored && body?.hash === stored.hash ? null : refusal;
    }
    await put("meta", { key: keyOf(database, lang), hash: body.hash, body: new Blob([text]) });
    return null;
}

/**
 * Brings the stored body up to date; an unchanged one costs 69 bytes.
 *
 * @param {string} database
 * @param {string} lang
 * @param {AbortSignal} [signal]
 * @returns {Promise<string | null>} refusal code
 */
export async function refreshTranslation(database, lang, signal) {
    const hash = (await get("meta", keyOf(database, lang)))?.hash || "";
    const response = await fetch(`${PATH}?hash=${encodeURIComponent(hash)}&lang=${encodeURIComponent(lang)}`, {
        cache: "no-store",
        signal,
    });
    return judgeHead("json", response, ORIGIN) || keepTranslation(database, lang, await response.text());
}

/**
 * The answer while the server is away: a body for every question.
 *
 * @param {string} database
 * @param {string} lang
 * @param {string} hash what the page holds already
 */
export async function offlineTranslation(database, lang, hash) {
    /** @type {import("./types").Translation | undefined} */
    const stored = await get("meta", keyOf(database, lang));
    if (hash && (!stored || stored.hash === hash)) {
        return json(JSON.stringify({ lang, hash }));
    }
    return json(stored ? stored.body : JSON.stringify(emptyTranslation(lang)));
}

/**
 * A valid body without a single term: the POS comes up in English instead of not at all.
 *
 * @param {string} lang
 */
function emptyTranslation(lang) {
    return {
        lang,
        hash: "",
        lang_parameters: {
            direction: /^(?:ar|fa|he|ur)/.test(lang) ? "rtl" : "ltr",
            date_format: "%m/%d/%Y",
            time_format: "%H:%M:%S",
            grouping: "[3,0]",
            decimal_point: ".",
            thousands_sep: ",",
            week_start: 7,
        },
        modules: {},
        multi_lang: false,
    };
}
