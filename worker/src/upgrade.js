/**
 * Reads snapshots that an older version of this worker stored, or a newer one: what a record lacks
 * is made good, and nothing that it has is thrown away. The keys of what is stored never change.
 */
import { all } from "./db.js";

/**
 * @param {any[]} stored
 * @returns {Promise<import("./types").Snapshot[]>}
 */
export async function upgraded(stored) {
    const records = stored.filter(isSnapshot);
    const old = records.filter(({ generation }) => !(generation > 0));
    if (!old.length) {
        return records;
    }
    const replies = /** @type {import("./types").Reply[]} */ (await all("replies"));
    // Of two old ones the later was later; all of them come before what this version makes.
    const order = [...old].sort((a, b) => String(a.created).localeCompare(String(b.created)));
    for (const record of old) {
        record.generation = order.indexOf(record) - old.length;
        record.day = record.day || 0;
        record.answers = record.answers || answersOf(record, replies);
        record.terms = record.terms || termsOf(record);
    }
    return records;
}

/** A record that was written in part, or by nobody we know, stops nothing. @param {any} record */
function isSnapshot(record) {
    return Boolean(record?.id && record.database && record.config && typeof record.html === "string" && record.entries && record.state);
}

/**
 * Replies were named by their question and belonged to whoever asked it.
 *
 * @param {any} record
 * @param {any[]} replies
 */
function answersOf({ database, user, config, pos_session }, replies) {
    const own = replies.filter((reply) => reply.database === database && reply.user === user && reply.config === config);
    const fitting = own.filter(({ session, question }) => !question && (!session || session === pos_session));
    return Object.fromEntries(fitting.map(({ key }) => [key, key]));
}

/** Terms were named by their language, one of each in a database. @param {any} record */
function termsOf({ database, languages = [] }) {
    return Object.fromEntries(languages.map((/** @type {string} */ lang) => [lang, `translations/${database}/${lang}`]));
}
