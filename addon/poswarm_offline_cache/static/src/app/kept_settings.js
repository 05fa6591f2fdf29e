/*
 * Keeps what the point of sale has in localStorage through a crash.
 *
 * Odoo keeps the terminal's number, the number of the next receipt and the list
 * of its models there. Chrome brings localStorage to the disk some seconds
 * later: after a power cut or a crash the terminal asks for a new number, which
 * without the server ends in the critical error box, or it gives a receipt's
 * number twice. IndexedDB is written at once, so a copy stands there, and the
 * newer of the two counts.
 *
 * The entries are `<access token>-unique_device_identifier`
 * (`{device_identifier, next_number}`, `APP/utils/devices_identifier_sequence.js`)
 * and `pos_data_params_<config>`; `initializeDeviceIdentifier()` is awaited at
 * boot before either is read.
 */
import { definePatch } from "./patches";

const DATABASE = "poswarm-settings";
const STORE = "kept";
/** Milliseconds; a disk that hangs must not keep the boot. */
const DEADLINE = 2000;

const device = () => `${odoo.access_token}-unique_device_identifier`;
const params = () => `pos_data_params_${odoo.pos_config_id}`;

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

let opened = null;

async function open() {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    const database = await asPromise(request);
    // "Reload data" deletes it, and an open connection would be in its way.
    database.onversionchange = () => {
        opened = null;
        database.close();
    };
    return database;
}

async function store(mode) {
    opened ??= open();
    return (await opened).transaction(STORE, mode).objectStore(STORE);
}

/** Whether the copy of the terminal's number is newer than what localStorage has. */
function isNewer(copy, present) {
    const [kept, found] = [JSON.parse(copy), JSON.parse(present)];
    return (
        kept.device_identifier === found.device_identifier && kept.next_number >= found.next_number
    );
}

async function restore() {
    const copies = await store("readonly");
    const [number, models] = await Promise.all(
        [device(), params()].map((key) => asPromise(copies.get(key)))
    );
    const present = localStorage.getItem(device());
    if (number && (!present || isNewer(number, present))) {
        localStorage.setItem(device(), number);
    }
    if (models && !localStorage.getItem(params())) {
        localStorage.setItem(params(), models);
    }
}

const written = new Map();

async function keep() {
    for (const key of [device(), params()]) {
        const value = localStorage.getItem(key);
        if (value && written.get(key) !== value) {
            await asPromise((await store("readwrite")).put(value, key));
            written.set(key, value);
        }
    }
}

/** Waits for a step whose failure must not stop the point of sale. */
async function quietly(step) {
    const late = new Promise((resolve) => setTimeout(resolve, DEADLINE));
    try {
        await Promise.race([step(), late]);
    } catch (error) {
        console.warn("the copy of this terminal's settings is not there:", error);
    }
}

definePatch("kept_settings", ({ PosData }, { around }) => {
    around(PosData.prototype, {
        async initializeDeviceIdentifier(stock, ...args) {
            await quietly(restore);
            const done = await stock(...args);
            await quietly(keep);
            return done;
        },

        async loadFieldsAndRelations(stock, ...args) {
            const loaded = await stock(...args);
            quietly(keep);
            return loaded;
        },

        /** Before the receipt as well, see durable.js. */
        async synchronizeLocalDataInIndexedDB(stock, ...args) {
            const done = await stock(...args);
            await quietly(keep);
            return done;
        },
    });
});
