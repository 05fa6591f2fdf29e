/**
 * Translations: a snapshot names one full body per language, whatever hash is asked. Odoo's page
 * throws its own copy away when any backend tab meets a newer registry; then only ours is left.
 */
import { ask } from "./ask.js";
import { clientOf, whenKnown } from "./clients.js";
import { get, put } from "./db.js";
import { fetchOwn } from "./health.js";
import { fromJson, json } from "./json.js";
import { limits } from "./limits.js";
import { isLoggedIn, OTHER_LOGIN } from "./manifest.js";
import { allSnapshots, ownerOf, saveSnapshot, snapshot } from "./snapshots.js";
import { judgeHead, judgeTranslations } from "./trust.js";
import { ORIGIN } from "./scope.js";
import { translationsDoubt } from "./verdict.js";

const PATH = "/web/webclient/translations";

/**
 * Each body has a key of its own: what a snapshot names never changes under it.
 *
 * @param {string} database
 * @param {string} lang
 * @param {string} hash
 */
const keyOf = (database, lang, hash) => `translations/${database}/${lang}/${hash}`;

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
        client: event.clientId,
    });
    if (value && !doubt) {
        event.waitUntil(whenKnown(event.clientId, ({ snapshot: id }) => keepForTab(id, lang, value.text)));
        return value.response;
    }
    return offlineTranslation(await termsFor(event.clientId, lang), lang, hash);
}

/**
 * @param {string | null} id of the snapshot that the tab shows
 * @param {string} lang
 * @param {string} text
 */
async function keepForTab(id, lang, text) {
    const record = snapshot(id);
    if (record && (await keepTranslation(record, lang, text))) {
        // "Your hash is right", but the page's copy is not ours: get the whole body.
        await refreshTranslation(record, lang);
    }
    return record && saveSnapshot(record);
}

/**
 * The stored terms for a tab: those of its own snapshot, or of any in its database.
 *
 * @param {string} clientId
 * @param {string} lang
 * @returns {Promise<import("./types").Translation | null>}
 */
async function termsFor(clientId, lang) {
    const client = await clientOf(clientId);
    const database = (client?.owner || ownerOf(null))?.database;
    const others = allSnapshots().filter((record) => record.database === database && record.terms[lang]);
    const record = [snapshot(client?.snapshot), ...others].find((candidate) => candidate?.terms[lang]);
    return record ? (await get("meta", record.terms[lang])) || null : null;
}

/**
 * Stores a full body and names it in the snapshot. The short answer "your hash is still right" is
 * never stored as a body.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} lang
 * @param {string} text
 * @returns {Promise<string | null>} why not
 */
async function keepTranslation(record, lang, text) {
    const body = fromJson(text);
    const refusal = judgeTranslations(body);
    if (refusal) {
        const stored = record.terms[lang] && (await get("meta", record.terms[lang]));
        return stored && body?.hash === stored.hash ? null : refusal;
    }
    if ((await isLoggedIn(record)) === false) {
        return OTHER_LOGIN;
    }
    const key = keyOf(record.database, lang, body.hash);
    await put("meta", { key, hash: body.hash, body: new Blob([text]) });
    record.terms[lang] = key;
    return null;
}

/**
 * Brings the body that a snapshot names up to date; an unchanged one costs 69 bytes.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} lang
 * @param {AbortSignal} [signal]
 * @returns {Promise<string | null>} refusal code
 */
export async function refreshTranslation(record, lang, signal) {
    const hash = (record.terms[lang] && (await get("meta", record.terms[lang]))?.hash) || "";
    const response = await fetchOwn(`${PATH}?hash=${encodeURIComponent(hash)}&lang=${encodeURIComponent(lang)}`, {
        cache: "no-store",
        signal,
    });
    return judgeHead("json", response, ORIGIN) || keepTranslation(record, lang, await response.text());
}

/**
 * The answer while the server is away: a body for every question.
 *
 * @param {import("./types").Translation | null} stored
 * @param {string} lang
 * @param {string} hash what the page holds already
 */
function offlineTranslation(stored, lang, hash) {
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
