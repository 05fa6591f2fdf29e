/**
 * The deadlines of requests that have something stored in their place. The addon's manifest
 * brings them, as the shop has set them.
 */
import { put, read } from "./db.js";

/** @type {import("./types").Deadlines} */
export const limits = { page: 3000, call: 5000, ping: 4000 };

/** A page that took long has the next one waited for, up to this, in ms. */
const SLOWEST_PAGE = 8000;

const took = { page: 0 };

/** How long a page is waited for without a sign of the server, in ms. */
export function pagePatience() {
    return Math.max(limits.page, Math.min(1.5 * took.page, SLOWEST_PAGE));
}

/** @param {number} ms that the server took for a good page, in time or late */
export async function pageTook(ms) {
    const worthNoting = Math.max(ms, took.page) > limits.page / 2;
    took.page = ms;
    if (worthNoting) {
        await put("meta", { key: "took", page: ms });
    }
}

const LEAST = 500;
const MOST = 30000;

export async function loadLimits() {
    Object.assign(limits, (await read("meta", "deadlines"))?.limits);
    took.page = (await read("meta", "took"))?.page || 0;
}

/** @param {Partial<import("./types").Deadlines> | undefined} wanted from the manifest, in ms */
export async function setLimits(wanted = {}) {
    for (const name of /** @type {(keyof typeof limits)[]} */ (Object.keys(limits))) {
        const value = Number(wanted[name]);
        if (value >= LEAST && value <= MOST) {
            limits[name] = value;
        }
    }
    await put("meta", { key: "deadlines", limits: { ...limits } });
}
