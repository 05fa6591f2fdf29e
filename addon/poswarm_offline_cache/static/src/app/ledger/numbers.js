/*
 * Keeps what the point of sale has in localStorage through a crash.
 *
 * Odoo keeps the terminal's number, the number of the next receipt and the list
 * of its models there. Chrome brings localStorage to the disk some seconds
 * later: after a power cut the terminal asks for a new number, which without the
 * server ends in the critical error box, or it gives a receipt's number twice. So
 * a copy stands in the ledger, and what is found at the start is compared with
 * it: what of the two has gone further counts, a number is free only where both
 * say so, and the number of an order in the ledger is never given again. The copy
 * is written some hundred milliseconds after an order was begun, so after a new
 * start of the browser, which may follow a power cut, some numbers are left out.
 *
 * The entries are `<access token>-unique_device_identifier`
 * (`{device_identifier, next_number, unsynced_number_stack}`,
 * `APP/utils/devices_identifier_sequence.js`) and `pos_data_params_<config>`;
 * `initializeDeviceIdentifier()` is awaited at boot before either is read.
 */
import { definePatch } from "../patches";
import { numberKey, numbersKept, numbersToKeep, paramsKey } from "./browser_storage";
import { readAll, write } from "./storage";
import { loadWaiting, waitingEntries } from "./waiting";

/** `26<device>-<config>-<number>` */
const REFERENCE = /^\d\d(.+)-(\d+)-(\d+)$/;

/** Orders that somebody may begin before their numbers are in the copy. */
const LEFT_OUT = 3;
/** The browser that runs has it: it goes with localStorage's last seconds. */
const RUNS = "poswarm-numbers";

const free = ({ unsynced_number_stack }) => unsynced_number_stack ?? [];

/** The numbers that the ledger's orders have from this terminal. */
function usedNumbers(device) {
    return waitingEntries()
        .map(({ reference }) => REFERENCE.exec(reference ?? ""))
        .filter((parts) => parts?.[1] === String(device) && Number(parts[2]) === odoo.pos_config_id)
        .map((parts) => Number(parts[3]));
}

/** One state of the terminal's numbers from the copy and what localStorage has. */
export function joinNumbers(kept, found) {
    if (!kept || !found || kept.device_identifier !== found.device_identifier) {
        return found ?? kept;
    }
    if (kept.next_number !== found.next_number) {
        return kept.next_number > found.next_number ? kept : found;
    }
    const both = new Set(free(kept));
    return { ...found, unsynced_number_stack: free(found).filter((number) => both.has(number)) };
}

export function withoutUsed(numbers, used) {
    const taken = new Set(used);
    return {
        ...numbers,
        next_number: Math.max(numbers.next_number, ...used.map((number) => number + 1)),
        unsynced_number_stack: free(numbers).filter((number) => !taken.has(number)),
    };
}

function afterANewStart({ next_number, ...numbers }) {
    return { ...numbers, next_number: next_number + LEFT_OUT, unsynced_number_stack: [] };
}

const parse = (text) => (text ? JSON.parse(text) : null);

function isSame(one, other) {
    return (
        one.device_identifier === other?.device_identifier &&
        one.next_number === other.next_number &&
        free(one).join() === free(other).join()
    );
}

/** What localStorage must have; one of the two texts as it is, if it says so already. */
function numbersFrom(keptText, foundText, runs) {
    const [kept, found] = [parse(keptText), parse(foundText)];
    const joined = joinNumbers(kept, found);
    if (!joined) {
        return null;
    }
    const certain = runs ? joined : afterANewStart(joined);
    const numbers = withoutUsed(certain, usedNumbers(joined.device_identifier));
    if (isSame(numbers, found)) {
        return foundText;
    }
    return isSame(numbers, kept) ? keptText : JSON.stringify(numbers);
}

async function restore() {
    const kept = new Map((await readAll("kept"))?.map(({ key, value }) => [key, value]));
    await loadWaiting();
    const runs = sessionStorage.getItem(RUNS) !== null;
    const numbers = numbersFrom(kept.get(numberKey()), localStorage.getItem(numberKey()), runs);
    if (numbers) {
        localStorage.setItem(numberKey(), numbers);
    }
    sessionStorage.setItem(RUNS, "");
    if (kept.has(paramsKey()) && !localStorage.getItem(paramsKey())) {
        localStorage.setItem(paramsKey(), kept.get(paramsKey()));
    }
}

async function keep() {
    const records = numbersToKeep();
    if (records.length && (await write({ kept: records }))) {
        numbersKept(records);
    }
}

definePatch("ledger_numbers", ({ PosData }, { around, safely }) => {
    around(PosData.prototype, {
        async initializeDeviceIdentifier(stock, ...args) {
            await safely(restore)();
            const done = await stock(...args);
            await safely(keep)();
            return done;
        },

        async loadFieldsAndRelations(stock, ...args) {
            const loaded = await stock(...args);
            safely(keep)();
            return loaded;
        },

        async synchronizeLocalDataInIndexedDB(stock, ...args) {
            const done = await stock(...args);
            await safely(keep)();
            return done;
        },
    });
});
