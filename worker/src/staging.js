/**
 * Fills a snapshot: everything that its page needs to come up without a server. Nothing here
 * touches what is served; a snapshot that is cut short stays `staged` and is taken up again.
 */
import { bodyOf, readBody } from "./bodies.js";
import { whileWriting } from "./busy.js";
import { limited } from "./clock.js";
import { describe, fetchAndKeep, fixedKey, Refused } from "./fetching.js";
import { settle } from "./health.js";
import { each, wantImages } from "./images.js";
import { setKeepDays } from "./garbage.js";
import { note, noteError } from "./journal.js";
import { setLimits } from "./limits.js";
import { askManifest, isOf, manifestUrl, OTHER_LOGIN } from "./manifest.js";
import { namedResources, styleResources } from "./page.js";
import { pauseAsking } from "./refusals.js";
import { allSnapshots, announce, commit, learnFiles, saveSnapshot } from "./snapshots.js";
import { refreshTranslation } from "./translations.js";
import { urlKey } from "./keys.js";
import { ORIGIN } from "./scope.js";
import { caughtUp } from "./activate.js";

/** Few at a time: the cashier's own requests use the same six connections. */
const AT_ONCE = 3;

/** The same for what is no file. */
const QUESTION_PATIENCE = 60000;

/** Why a visit did without the manifest; priming does not. */
export const MANIFEST = "manifest";

/** @type {Map<string, Promise<boolean>>} */
const jobs = new Map();

/** What is refused while a snapshot is filled; until that is over the list from before counts. @type {Map<string, import("./types").Refusal[]>} */
const filling = new Map();

/**
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Refusal} refusal
 */
async function noteRefusal(record, refusal) {
    (filling.get(record.id) || record.refused).push(refusal);
    if (refusal.final) {
        await askLater(record, refusal.url);
    }
}

/**
 * What the server, alive, does not give may have been a gateway's word, or be mended.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} url
 */
async function askLater(record, url) {
    await pauseAsking([fixedKey(record, url)], false).catch(noteError); // a full disk forgets it with this worker
}

/**
 * @param {import("./types").Snapshot} record
 * @param {RequestCache} [cache]
 * @param {(bytes: number) => void} [progress]
 * @returns {Promise<boolean>} whether the snapshot is complete
 */
export function stage(record, cache = "default", progress = () => {}) {
    const job =
        jobs.get(record.id) ||
        whileWriting(() => fill(record, cache, progress))
            .catch((error) => cutShort(record, error))
            .finally(() => jobs.delete(record.id) && filling.delete(record.id));
    jobs.set(record.id, job);
    return job;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {any} error
 */
async function cutShort(record, error) {
    await refuse(record, "", error);
    record.refused = filling.get(record.id) || record.refused;
    return false;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} progress
 */
async function fill(record, cache, progress) {
    /** @type {import("./types").Refusal[]} */
    const refused = [];
    filling.set(record.id, refused);
    const named = namedResources(record.html).map(({ url, kind }) => ({ url: new URL(url, ORIGIN).href, kind }));
    const own = named.filter(({ url }) => new URL(url).origin === ORIGIN);
    const isShared = (/** @type {import("./types").Resource} */ { url }) => describe(url).shared;
    const manifest = manifestOf(record);
    const terms = manifest.then((told) => keepTerms(record, told));
    terms.catch(() => {}); // it may fail while something else does, which ends this first
    let complete = await keepAll(record, own.filter(isShared), cache, progress);
    // What is not the same for all users waits until it is known whose it would be.
    const { schema } = await manifest;
    const others = schema < 0 ? [] : [...own.filter((file) => !isShared(file)), ...record.learned.map((url) => ({ url }))];
    complete = (await keepAll(record, others, cache, progress)) && complete;
    for (const { url } of own.filter(({ kind }) => kind === "style")) {
        const css = await bodyOf(record, url);
        complete = (await keepAll(record, css ? styleResources(await css.text(), url) : [], cache, progress)) && complete;
    }
    complete = (await terms) && complete;
    filling.delete(record.id);
    record.refused = refused;
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
 * Keeps the files that the page says it may load later, and has the next snapshot fetch them too.
 *
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 */
export async function keepNamed(record, urls) {
    const names = urls.map((url) => urlKey(url, ORIGIN));
    learnFiles(record, names);
    await keepAll(record, names.filter((name) => !record.entries[name]).map((url) => ({ url })), "default", () => {});
    await saveSnapshot(record);
}

/** How files are asked for that a page has loaded without us: they are in the browser's own cache. */
export const PAST_US = "force-cache";

/** How they are asked for when a page did not come up with them. */
export const IN_DOUBT = "no-cache";

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
    // What a page has loaded past us is newer than what is here, and whoever presses Ctrl+F5 has a reason.
    const isNewer = cache === PAST_US || cache === IN_DOUBT;
    const known = !isNewer && describe(url).fixed && (await storedFixed(record, url, name));
    if (known) {
        record.entries[name] = known;
        return 0;
    }
    const { key, fresh } = await fetchAndKeep(record, url, cache, kind);
    record.entries[name] = key;
    record.absent = record.absent?.filter((other) => other !== name);
    if (fresh) {
        record.downloaded.files++;
        record.downloaded.bytes += fresh;
    }
    return fresh;
}

/**
 * A file that never changes may be here already, also under the key that an older version gave it.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {string} name
 * @returns {Promise<string | undefined>} its key
 */
async function storedFixed(record, url, name) {
    const family = allSnapshots().filter(({ database, user }) => database === record.database && user === record.user);
    const keys = new Set([fixedKey(record, url), ...family.map(({ entries }) => entries[name]).filter(Boolean)]);
    for (const key of keys) {
        if (await readBody(key)) {
            return key;
        }
    }
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
    // A page that is up has proven that it does without what the server does not have; of a
    // bundle another server behind the same address may have none yet.
    const dispensable = !needed || (record.up && !describe(url).fixed && !(await bodyOf(record, url)));
    const reason = refused ? error.code : error?.name === "QuotaExceededError" ? "quota" : "network-error";
    if (dispensable && refused && error.gone && (await settle(reason))) {
        note("absent", { url });
        record.absent = [...new Set([...(record.absent || []), urlKey(url, ORIGIN)])];
        await askLater(record, url);
        return true; // what the server does not have, a terminal does not miss
    }
    // A picture that the server, alive, does not give cannot be had; one that was cut off can.
    const fine = !needed && refused && reason !== OTHER_LOGIN && (await settle(reason));
    await noteRefusal(record, { url, reason, ...(fine && { final: true }) });
    if (!fine) {
        announce(record, "refused", reason);
    }
    return fine;
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<import("./types").Manifest>} its schema is 0 when the server has none, and -1 when the server is away, or takes us for somebody else
 */
async function manifestOf(record) {
    const manifest = await askManifest(record.config);
    if (!manifest) {
        const there = await settle("network-error"); // the ping knows better why
        await noteRefusal(record, { url: manifestUrl(record.config), reason: MANIFEST, ...(there && { final: true }) });
        return { schema: there ? 0 : -1 };
    }
    if (!isOf(manifest, record)) {
        await noteRefusal(record, { url: manifestUrl(record.config), reason: OTHER_LOGIN });
        return { schema: -1 };
    }
    record.name = manifest.config?.name || record.name;
    record.after_logout = !!manifest.after_logout;
    record.data_version = manifest.data_version;
    record.manifest_failed = manifest.failed || [];
    // What a disk does not take of these holds for this worker's life.
    await setLimits(manifest.deadlines).catch(noteError);
    await setKeepDays(manifest.keep_days).catch(noteError);
    if (manifest.images) {
        await wantImages(record, manifest.images);
    }
    return manifest;
}

/** Languages that need not be asked again for a snapshot. @type {Set<string>} */
const renewed = new Set();

/** Languages are asked anew; an unchanged one costs 69 bytes. @param {import("./types").Snapshot} record */
export function renewTranslations({ id }) {
    [...renewed].filter((name) => name.startsWith(`${id} `)).forEach((name) => renewed.delete(name));
}

/**
 * The terms of the page's language, and of those that the manifest names.
 *
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Manifest} manifest
 */
async function keepTerms(record, { schema, translations = [] }) {
    const languages = new Set([record.lang, ...translations.map(({ lang }) => lang)]);
    return schema >= 0 && translationsOf(record, [...languages]);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} languages
 */
async function translationsOf(record, languages) {
    let complete = true;
    for (const lang of languages.filter((name) => !renewed.has(`${record.id} ${name}`))) {
        try {
            const refusal = await limited(QUESTION_PATIENCE, (signal) => refreshTranslation(record, lang, signal));
            if (refusal) {
                throw new Refused(refusal);
            }
            renewed.add(`${record.id} ${lang}`);
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
    }
}
