/**
 * The deadlines of requests that have something stored in their place. The addon's manifest
 * brings them, as the shop has set them.
 */
import { put, read } from "./db.js";

/** @type {import("./types").Deadlines} */
export const limits = { page: 3000, call: 5000, ping: 4000 };

const LEAST = 500;
const MOST = 30000;

export async function loadLimits() {
    Object.assign(limits, (await read("meta", "deadlines"))?.limits);
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
