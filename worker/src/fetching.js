/**
 * Fetches one file of a snapshot or one picture, asks trust, and stores it.
 */
import { writeBody } from "./bodies.js";
import { untilSilent } from "./clock.js";
import { fetchOwn } from "./health.js";
import { bodyKey, imageKey, urlKey } from "./keys.js";
import { isLoggedIn, OTHER_LOGIN } from "./manifest.js";
import { judgeHead, judgeLength, PLACEHOLDER } from "./trust.js";
import { kindOf } from "./page.js";
import { route } from "./route.js";
import { ORIGIN } from "./scope.js";

/** Immutable files have one version; its name stands where other files have a digest. */
const FIXED = "v";
const PICTURE = "i";

/** A file that hangs so long must not keep a snapshot staged for ever; it is tried again. */
const FILE_SILENCE = 60000;

/** An answer that must not be stored. */
export class Refused extends Error {
    /** @param {string} code @param {boolean} [gone] the server says that there is none */
    constructor(code, gone = false) {
        super(code);
        this.code = code;
        this.gone = gone;
    }
}

/**
 * What a file of a page is to us.
 *
 * @param {string} url
 */
export function routeOf(url) {
    return route({ method: "GET", url: new URL(url, ORIGIN).href, mode: "no-cors" }, ORIGIN);
}

/**
 * @param {string} url
 * @returns {import("./types").Described}
 */
export function describe(url) {
    const known = routeOf(url);
    if (known?.kind === "image") {
        const { key, ...picture } = imageKey(url, ORIGIN);
        return { url: key, version: PICTURE, kind: "image", shared: false, ...picture };
    }
    // Bundles and static files are the same for whoever asks; pictures of records are not.
    const shared = known?.kind === "file";
    const fixed = shared && known.immutable;
    return { url: urlKey(url, ORIGIN), version: fixed ? FIXED : "", kind: kindOf(new URL(url, ORIGIN).pathname), fixed, shared };
}

/**
 * Where the body of a picture is stored, or of a file whose address says that it never changes.
 *
 * @param {import("./types").Identity} who
 * @param {string} url
 */
export function fixedKey(who, url) {
    const what = describe(url);
    return bodyKey(what.shared ? null : who, what.version, what.url);
}

/**
 * Reads an answer to its end.
 *
 * @param {Response} response consumed here
 * @param {() => void} heard called for each piece
 * @returns {Promise<Blob>}
 */
export async function readThrough(response, heard) {
    const reader = response.body?.getReader();
    if (!reader) {
        return response.blob();
    }
    const pieces = [];
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
        heard();
        pieces.push(read.value);
    }
    return new Blob(pieces);
}

/**
 * The body of an answer that is good to its end.
 *
 * @param {import("./types").Kind} kind
 * @param {Response} response consumed here
 * @param {boolean} [loggedIn] it is known that the log-in lives: a placeholder is the truth then
 * @param {() => void} [heard] called for each piece
 */
export async function wholeBody(kind, response, loggedIn = false, heard = () => {}) {
    const refusal = judgeHead(kind, response, ORIGIN);
    if (refusal && !(loggedIn && refusal === PLACEHOLDER)) {
        throw new Refused(refusal, response.status === 404 || response.status === 410);
    }
    const blob = await readThrough(response, heard);
    const short = judgeLength(response.headers, blob.size);
    if (short) {
        throw new Refused(short);
    }
    return blob;
}

/**
 * Judges an answer and stores its body, if it is his whose it would be.
 *
 * @param {import("./types").Owner} who
 * @param {string} url
 * @param {Response} response consumed here
 * @param {import("./types").Kind} [kind]
 * @param {boolean} [loggedIn] as wholeBody() takes it
 * @param {() => void} [heard] the same
 */
export async function keepAnswer(who, url, response, kind, loggedIn, heard) {
    const what = describe(url);
    const asked = kind || what.kind;
    const body = await wholeBody(asked, response, loggedIn, heard);
    if (!what.shared && (await isLoggedIn(who)) === false) {
        throw new Refused(OTHER_LOGIN);
    }
    return writeBody(who, { ...what, kind: asked }, body, response.headers);
}

/**
 * @param {import("./types").Owner} who
 * @param {string} url
 * @param {RequestCache} cache
 * @param {import("./types").Kind} [kind] where its address does not tell
 */
export async function fetchAndKeep(who, url, cache, kind) {
    const attempt = (/** @type {RequestCache} */ mode) =>
        untilSilent(FILE_SILENCE, async (signal, heard) => keepAnswer(who, url, await fetchOwn(url, { cache: mode, signal }), kind, false, heard));
    try {
        return await attempt(cache);
    } catch (error) {
        // The browser's own cache may hold the placeholder of an expired log-in for a year.
        if (error instanceof Refused && error.code === PLACEHOLDER) {
            return attempt("reload");
        }
        throw error;
    }
}

/**
 * Stores a placeholder as what it is: the picture of a record that has none. Only for whom the
 * server has just named as logged in.
 *
 * @param {import("./types").Owner} who
 * @param {string} url
 */
export async function keepPlaceholder(who, url) {
    return untilSilent(FILE_SILENCE, async (signal, heard) => keepAnswer(who, url, await fetchOwn(url, { cache: "reload", signal }), "image", true, heard));
}
