/**
 * What is kept, and what goes. A body, a reply, a text lives as long as a snapshot that lives names
 * it; no age and no clock has a say. And a snapshot lives while it can be of use: to an open tab,
 * as the page that opens without a server, as the one before it, as the next one.
 */
import { dropBodies, unnamedBodies } from "./bodies.js";
import { isWriting } from "./busy.js";
import { pinnedSnapshots } from "./clients.js";
import { day } from "./days.js";
import { all, put, read, remove } from "./db.js";
import { fixedKey } from "./fetching.js";
import { imagesIn, listKeys } from "./images.js";
import { allSnapshots, dropSnapshots, ownerOf, sameOwner, snapshotsOf } from "./snapshots.js";

/** Days of this terminal's use after which the snapshots of a user who is not seen any more go. */
let keepDays = 90;

export async function loadKeepDays() {
    keepDays = (await read("meta", "keep_days"))?.days || keepDays;
}

/** @param {number | undefined} wanted from the manifest */
export async function setKeepDays(wanted) {
    if (wanted && wanted > 0 && wanted !== keepDays) {
        keepDays = wanted;
        await put("meta", { key: "keep_days", days: wanted });
    }
}

/**
 * The snapshots that are of no use any more.
 *
 * @param {import("./types").Snapshot[]} records
 * @param {(string | null)[]} pinned
 * @param {number} today
 */
function useless(records, pinned, today) {
    return records.filter((record) => {
        if (pinned.includes(record.id)) {
            return false;
        }
        const family = snapshotsOf(record);
        const owner = ownerOf(record.config);
        const unseen = today - Math.max(...family.map((member) => member.day)) > keepDays;
        if (unseen && owner && !sameOwner(owner, record)) {
            return true;
        }
        // A staged one may still be shown, unless a newer page has come.
        const newer = (/** @type {import("./types").Snapshot} */ { state, generation }) => state !== "previous" && generation > record.generation;
        return record.state === "staged" && family.some(newer);
    });
}

/**
 * What cannot be read ends it: a list that is not known names more than nothing.
 *
 * @returns {Promise<boolean>} whether everything unreachable is gone
 */
export async function collectGarbage() {
    const pinned = await pinnedSnapshots();
    await dropSnapshots(useless(allSnapshots(), pinned, day()));
    if (isWriting()) {
        return false;
    }
    const records = allSnapshots();
    const [replies, texts] = await Promise.all([all("replies"), all("meta")]);
    const named = new Set(records.flatMap((record) => Object.values(record.entries)));
    const meta = new Map(texts.map((row) => [row.key, row]));
    for (const record of records) {
        imagesIn(meta, record).forEach((url) => named.add(fixedKey(record, url)));
    }
    const bodies = await unnamedBodies(named);
    // Meanwhile something may have been written that is not named yet.
    if (isWriting()) {
        return false;
    }
    await dropBodies(bodies);
    const answered = new Set(records.flatMap((record) => Object.values(record.answers)));
    await remove("replies", replies.map(({ key }) => key).filter((key) => !answered.has(key)));
    const kept = new Set([...records.flatMap((record) => Object.values(record.terms)), ...listKeys()]);
    const lists = [...meta.keys()].filter((key) => /^(?:translations|images)\//.test(key));
    await remove("meta", lists.filter((key) => !kept.has(key)));
    return true;
}
