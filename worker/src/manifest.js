/**
 * The addon's list of what a POS config needs. Asking for it only reads: it opens no POS session.
 */
import { limited } from "./clock.js";
import { fetchOwn } from "./health.js";
import { ORIGIN } from "./scope.js";
import { jsonDoubt } from "./verdict.js";

const MANIFEST_PATIENCE = 60000;

/** @param {number} config */
export const manifestUrl = (config) => `/poswarm/manifest/${config}`;

/**
 * @param {number} config
 * @returns {Promise<import("./types").Manifest | null>} null: the server gives none
 */
export async function askManifest(config) {
    const asking = limited(MANIFEST_PATIENCE, async (signal) => {
        const response = await fetchOwn(manifestUrl(config), { cache: "no-cache", signal });
        const body = jsonDoubt(response, ORIGIN) ? null : await response.json();
        // A gateway's {"message": …} is JSON too.
        return typeof body?.schema === "number" ? body : null;
    });
    return asking.catch(() => null);
}

/**
 * Whose an answer is, only the manifest says: another tab may have logged in as somebody else, or to
 * another database, since the page of a snapshot was loaded.
 *
 * @param {import("./types").Manifest} manifest
 * @param {import("./types").Identity} who
 */
export function isOf(manifest, { user, database }) {
    return manifest.user === user && manifest.database === database;
}

/**
 * Whether the server takes us for the user of a snapshot, now.
 *
 * @param {import("./types").Owner} who
 * @returns {Promise<boolean | null>} null: it does not say
 */
export async function isLoggedIn(who) {
    const manifest = await askManifest(who.config);
    return manifest && isOf(manifest, who);
}
