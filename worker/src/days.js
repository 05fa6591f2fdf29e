/**
 * The days of this terminal, counted as it lives them: a clock that jumps by a year makes one day
 * of it, so that nothing is forgotten because somebody, or an empty battery, set the time.
 */
import { put, read } from "./db.js";

let today = 0;

/** The day is looked at once in each life of the worker, which is short. */
export async function loadDay() {
    const stored = (await read("meta", "day")) || { count: 0, date: "" };
    const date = new Date().toISOString().slice(0, 10);
    today = stored.date === date ? stored.count : stored.count + 1;
    if (stored.date !== date) {
        put("meta", { key: "day", count: today, date }).catch(() => {});
    }
}

export function day() {
    return today;
}
