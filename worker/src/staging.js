/**
 * Fills a snapshot: everything that its page needs to come up without a server. Nothing here
 * touches what is served; a snapshot that is cut short stays `staged` and is taken up again.
 */
import { get, put } from "./db.js";
import { bodyOf, readBody, storedBodies, writeEntries } from "./bodies.js";
import { describe, fetchAndKeep, fixedKey, Refused } from "./fetching.js";
import { namedResources, styleResources } from "./page.js";
import { announce, commit, saveSnapshot } from "./snapshots.js";
import { refreshTranslation } from "./translations.js";
import { limited } from "./clock.js";
import { settle } from "./health.js";
import { setLimits } from "./limits.js";
import { collectGarbage } from "./garbage.js";
import { urlKey } from "./keys.js";
import { ORIGIN } from "./scope.js";
import { jsonDoubt } from "./verdict.js";
import { caughtUp } from "./activate.js";

/** Few at a time: the cashier's own requests use the same six connections. */
const AT_ONCE = 3;

/** Somebody waits for priming: twice the connections, so that some are stored while others come. */
export const HURRY = 12;

/** The same for what is no file. */
const QUESTION_PATIENCE = 60000;

/** Why a visit did without the manifest; priming does not. */
export const MANIFEST = "manifest";

/** @type {Map<string, Promise<boolean>>} */
const jobs = new Map();

/** The last priming of each config: a visit leaves the pictures to it. @type {Record<number, any>} */
const primings = {};

/**
 * @param {import("./types").Snapshot} record
 * @param {RequestCache} [cache]
 * @param {(bytes: number) => void} [progress]
 * @returns {Promise<boolean>} whether the snapshot is complete
 */
export function stage(record, cache = "default", progress = () => {}) {
    const job =
        jobs.get(record.id) ||
        fill(record, cache, progress)
            .catch((error) => refuse(record, "", error))
            .finally(() => jobs.delete(record.id));
    jobs.set(record.id, job);
    return job;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} progress
 */
async function fill(record, cache, progress) {
    record.refused = [];
    const named = namedResources(record.html).map(({ url, kind }) => ({ url: new URL(url, ORIGIN).href, kind }));
    const own = named.filter(({ url }) => new URL(url).origin === ORIGIN);
    const manifest = manifestOf(record);
    const translations = translationsOf(record, [record.lang]);
    let complete = await keepAll(record, own, cache, progress);
    for (const { url } of own.filter(({ kind }) => kind === "style")) {
        const css = await bodyOf(record, url);
        complete = (await keepAll(record, css ? styleResources(await css.text(), url) : [], cache, progress)) && complete;
    }
    const { schema, extras = [], translations: languages = [] } = await manifest;
    complete &&= schema >= 0;
    const others = [...extras, ...record.learned].map((url) => ({ url }));
    complete = (await keepAll(record, others, cache, progress)) && complete;
    complete = (await translations) && (await translationsOf(record, languages.map(({ lang }) => lang))) && complete;
    if (complete && !record.completed) {
        record.completed = new Date().toISOString();
        announce(record, "staged");
    }
    await saveSnapshot(record);
    await commitIfReady(record);
    return complete;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {{url: string, kind?: import("./types").Kind}[]} resources
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} progress
 * @returns {Promise<boolean>} whether nothing that is needed is missing
 */
async function keepAll(record, resources, cache, progress) {
    let complete = true;
    await each(resources, AT_ONCE, async ({ url, kind }) => {
        try {
            progress(await keepFile(record, url, cache, kind));
        } catch (error) {
            const optional = await refuse(record, url, error, kind === "script" || kind === "style");
            complete &&= optional;
        }
    });
    return complete;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {RequestCache} cache
 * @param {import("./types").Kind} [kind]
 * @returns {Promise<number>} bytes that came new
 */
export async function keepFile(record, url, cache, kind) {
    const name = urlKey(url, ORIGIN);
    // What is served never changes under a page; only what is missing comes.
    if (record.state !== "staged" && (await bodyOf(record, url))) {
        return 0;
    }
    const known = describe(url).fixed && fixedKey(record, url);
    if (known && (await readBody(known))) {
        record.entries[name] = known;
        return 0;
    }
    const { key, fresh } = await fetchAndKeep(record, url, cache, kind);
    record.entries[name] = key;
    if (fresh) {
        record.downloaded.files++;
        record.downloaded.bytes += fresh;
    }
    return fresh;
}

/**
 * Notes what could not be stored.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {any} error
 * @param {boolean} [needed] the page does not start without it
 * @returns {Promise<boolean>} whether the snapshot can be complete without it
 */
async function refuse(record, url, error, needed = true) {
    const refused = error instanceof Refused;
    const reason = refused ? error.code : error?.name === "QuotaExceededError" ? "quota" : "network-error";
    record.refused.push({ url, reason });
    // A picture that the server, alive, does not give cannot be had; one that was cut off can.
    const fine = !needed && refused && (await settle(reason));
    if (!fine) {
        announce(record, "refused", reason);
    }
    return fine;
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<import("./types").Manifest>} its schema is 0 when the server has none, and -1 when the server is away
 */
async function manifestOf(record) {
    const url = `/poswarm/manifest/${record.config}`;
    const manifest = await readManifest(url).catch(() => null);
    if (!manifest) {
        record.refused.push({ url, reason: MANIFEST });
        return { schema: (await settle(MANIFEST)) ? 0 : -1 };
    }
    record.name = manifest.config?.name || record.name;
    record.after_logout = !!manifest.after_logout;
    await setLimits(manifest.deadlines);
    await put("meta", { key: imagesKey(record), urls: manifest.images || [] });
    return manifest;
}

/**
 * @param {string} url
 * @returns {Promise<import("./types").Manifest | null>}
 */
function readManifest(url) {
    return limited(QUESTION_PATIENCE, async (signal) => {
        const response = await fetch(url, { cache: "no-cache", signal });
        return jsonDoubt(response, ORIGIN) ? null : response.json();
    });
}

/** @param {import("./types").Owner} owner */
const imagesKey = ({ database, user, config }) => `images/${database}/${user}/${config}`;

/**
 * @param {import("./types").Owner} owner
 * @returns {Promise<string[]>} the pictures that the POS of this config shows
 */
export async function wantedImages(owner) {
    return (await get("meta", imagesKey(owner)))?.urls || [];
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} languages
 */
async function translationsOf(record, languages) {
    let complete = true;
    for (const lang of languages.filter((name) => !record.languages.includes(name))) {
        try {
            const refusal = await limited(QUESTION_PATIENCE, (signal) => refreshTranslation(record.database, lang, signal));
            if (refusal) {
                throw new Refused(refusal);
            }
            record.languages.push(lang);
        } catch (error) {
            complete = await refuse(record, `translations/${lang}`, error);
        }
    }
    return complete;
}

/**
 * Commits a complete snapshot whose page is up.
 *
 * @param {import("./types").Snapshot} record
 */
export async function commitIfReady(record) {
    if (record.state === "staged" && record.completed && record.up) {
        await commit(record);
        await caughtUp();
        await collectGarbage();
    }
}

/**
 * @param {import("./types").Owner} owner
 * @param {string[]} urls
 * @param {(bytes: number) => void} [progress]
 * @param {number} [width] at once
 */
export async function keepImages(owner, urls, progress = () => {}, width = AT_ONCE) {
    const { config } = owner;
    if (width === HURRY && urls.length) {
        primings[config] = {};
    }
    let turn = primings[config];
    const stored = await storedBodies();
    await each(urls, width, async (url) => {
        if (turn !== primings[config] || (stored.has(fixedKey(owner, url)) && describe(url).fixed)) {
            return progress(0);
        }
        const kept = await fetchAndKeep(owner, url, "default").catch((error) => {
            if (error?.name === "QuotaExceededError") {
                turn = null; // nobody's any more: the disk is full
            }
        });
        progress(kept?.fresh || 0);
    });
    await writeEntries().catch(() => {});
}

/**
 * @template T
 * @param {T[]} items
 * @param {number} width
 * @param {(item: T) => Promise<void>} work
 */
async function each(items, width, work) {
    const queue = [...items];
    const lane = async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
            await work(item);
        }
    };
    await Promise.all(Array.from({ length: width }, lane));
}
