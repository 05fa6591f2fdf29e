/**
 * The addon's list of what a POS config needs. Asking for it only reads: it opens no POS session.
 */
import { limited, now, within } from "./clock.js";
import { fetchOwn } from "./health.js";
import { heardLogin, heardNothing, lastLogin } from "./login.js";
import { ORIGIN } from "./scope.js";
import { jsonDoubt } from "./verdict.js";

const MANIFEST_PATIENCE = 60000;

/** What was said of the log-in holds for this long: pictures come by the hundred. */
const SAID_VALID = 5000;

/** A store waits this long to hear whose it is. */
const LOGIN_PATIENCE = 20000;

/** Why an answer is not stored: somebody else is logged in now, or in another database. */
export const OTHER_LOGIN = "other-login";

/** @param {number} config */
export const manifestUrl = (config) => `/poswarm/manifest/${config}`;

/**
 * @param {number} config
 * @returns {Promise<import("./types").Manifest | null>} null: the server gives none
 */
export async function askManifest(config) {
    const asked = now();
    const asking = limited(MANIFEST_PATIENCE, async (signal) => {
        const response = await fetchOwn(manifestUrl(config), { cache: "no-cache", signal });
        const doubt = jsonDoubt(response, ORIGIN);
        const body = doubt ? null : await response.json();
        // A gateway's {"message": …} is JSON too.
        const manifest = typeof body?.schema === "number" ? body : null;
        if (manifest || (doubt && response.redirected)) {
            // Led elsewhere is led to the log-in.
            heardLogin(manifest, asked);
        }
        return manifest;
    });
    return asking.catch(() => null).finally(() => heardNothing(asked));
}

/**
 * Whose an answer is, only the manifest says: another tab may have logged in as somebody else, or to
 * another database, since the page of a snapshot was loaded.
 *
 * @param {{user?: number, database?: string}} manifest
 * @param {import("./types").Identity} who
 */
export function isOf(manifest, { user, database }) {
    return manifest.user === user && manifest.database === database;
}

/** The question that is on its way, for all who ask meanwhile. @type {Promise<any> | undefined} */
let asking;

/**
 * Whether the server takes us for the user of a snapshot, now. Whatever is stored that is not the
 * same for all users asks this when it has come.
 *
 * @param {import("./types").Owner} who
 * @param {number} [valid] ms for which what was said before holds
 * @returns {Promise<boolean | null>} null: the server does not say, and nothing speaks against it
 */
export async function isLoggedIn(who, valid = SAID_VALID) {
    const since = now() - valid;
    while (lastLogin().askedAt < since && now() - since < valid + LOGIN_PATIENCE) {
        asking ??= askManifest(who.config).finally(() => (asking = undefined));
        await within(asking, LOGIN_PATIENCE, null);
    }
    const { named, saidAt } = lastLogin();
    const isTheirs = !!named && isOf(named, who);
    // What agrees and is old proves nothing; what speaks against it holds until the server says otherwise.
    return named === undefined || (isTheirs && saidAt < since) ? null : isTheirs;
}
