/*
 * Gives no receipt's number twice, and keeps what the point of sale has in
 * localStorage through a crash.
 *
 * Odoo gives the number of an order that is removed again, whatever became of the
 * order: one whose send was not answered, one that is put back after "Reload Data",
 * one that has its number from another terminal. So a number is free only when its
 * order was begun here and never sent, and when a number is given, those that any
 * order in this page or in the ledger has are not free, whoever said so.
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
import { mayBeSent, wasSent } from "./sent";
import { write } from "./owed";
import { readAll } from "./storage";
import { loadWaiting, waitingEntries } from "./waiting";

/** `26<device>-<config>-<number>` */
const REFERENCE = /^\d\d(.+)-(\d+)-(\d+)$/;

/** Orders that somebody may begin before their numbers are in the copy. */
const LEFT_OUT = 3;
/** The browser that runs has it: it goes with localStorage's last seconds. */
const RUNS = "poswarm-numbers";

const free = ({ unsynced_number_stack }) => unsynced_number_stack ?? [];

/** The number that this terminal has given for this point of sale; undefined for another's. */
function numberIn(reference, device) {
    const [, of, config, number] = REFERENCE.exec(reference ?? "") ?? [];
    return of === String(device) && Number(config) === odoo.pos_config_id ? Number(number) : undefined;
}

/** The numbers that orders have from this terminal: the ledger's, and those given. */
function usedNumbers(device, orders = []) {
    const references = [...waitingEntries().map(({ reference }) => reference), ...orders.map((order) => order.pos_reference)];
    return references.map((reference) => numberIn(reference, device)).filter((number) => number !== undefined);
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

/** Before a number is given: no order that is known here has it. */
function freeOnlyUnused(orders) {
    const found = parse(localStorage.getItem(numberKey()));
    const numbers = found && withoutUsed(found, usedNumbers(found.device_identifier, orders));
    if (numbers && !isSame(numbers, found)) {
        localStorage.setItem(numberKey(), JSON.stringify(numbers));
    }
}

/** Orders whose numbers may be given again when they are removed. */
function neverSent(device, orders) {
    return orders.filter((order) => numberIn(order.pos_reference, device) !== undefined && !wasSent(order) && !mayBeSent(order));
}

definePatch("ledger_numbers", ({ DeviceIdentifierSequence, PosData, PosStore }, { around, safely }) => {
    around(DeviceIdentifierSequence.prototype, {
        saveUnusedNumber(stock, orders) {
            return stock(neverSent(this.identifier, orders));
        },
    });

    around(PosStore.prototype, {
        setNextOrderRefs(stock, ...args) {
            safely(freeOnlyUnused)(this.models["pos.order"].getAll());
            return stock(...args);
        },
    });

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
