/*
 * A sale that the server has otherwise, or does not take.
 *
 * Two terminals that do not hear each other can sell one open order: the server keeps
 * what comes first, and answers with it whatever is sent of the order afterwards. But
 * the other customer has paid as well, and has a receipt. Only a human being can say
 * whether it is one sale or two, so whoever looks at the list says it: the sale is
 * booked once more as one of its own, with numbers of its own, or the server is right.
 * The same for one that is refused for good, whose lines another sale has for example.
 */
import { ask } from "../ask";
import { _t } from "../texts";
import { decideOnce } from "./decisions";
import { rowsOf, paymentsIn, wordOf } from "./entries";
import { newName } from "./named";
import { isSale, UNNAMED } from "./names";
import { readByUuid } from "./reading";
import { renumber } from "./records";
import { refundsOf } from "./refunds";
import { restoreAndQueue, thePos } from "./restore";
import { entryFor, letGo, noteTrouble, replace } from "./waiting";
import { whyWaits } from "./words";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/** What was sold, for a reader: `2 × Bread Knife; 2.00`. */
function inWords(lines, total) {
    const sold = (lines ?? []).map(({ qty, full_product_name: name }) => `${qty} × ${name}`);
    return [...sold, Number(total).toFixed(2)].join("; ");
}

/** For each record of a sale by its model and id the id of another one, which nobody has seen yet. */
function otherIds(records, { opts }) {
    const ids = {};
    for (const [model, list] of Object.entries(records)) {
        const own = opts.dynamicModels.includes(model) ? list : [];
        ids[model] = new Map(own.map(({ id }) => [id, newName()]));
    }
    return ids;
}

/** The records of a sale as those of another one. */
function asAnother(records, ids, { models }) {
    const others = renumber(structuredClone(records), ids, models);
    for (const record of Object.keys(ids).flatMap((model) => (ids[model].size ? others[model] : []))) {
        if ("uuid" in record) {
            record.uuid = record.id;
        }
    }
    return others;
}

/** What Odoo gives a new order as its number. */
function nextNumber(pos) {
    const given = {};
    pos.setNextOrderRefs(given);
    return given;
}

function anotherEntry(pos, entry, ids) {
    const records = asAnother(entry.records, ids, pos);
    const [order] = records[ORDER];
    const note = [order.general_customer_note, _t("Receipt %s", entry.reference)].filter(Boolean).join("\n");
    Object.assign(order, nextNumber(pos), { name: UNNAMED, access_token: newName(), general_customer_note: note });
    const names = new Map(entry.payments.map(({ method, name }) => [method, name]));
    const payments = paymentsIn(records, names);
    return { ...entry, uuid: order.uuid, reference: order.pos_reference, payments, records, payload: null, trouble: null };
}

/** Nobody sends any more what is no sale by this uuid; what the server has stays as it has it. */
async function dropHere(pos, uuid) {
    const order = pos.models[ORDER].getBy("uuid", uuid);
    if (order && !order.isSynced) {
        pos.removePendingOrder(order);
        await pos.data.localDeleteCascade(order);
    }
}

/** The disk first: a page that ends in between must book it neither twice nor never. */
async function bookAnew(pos, entry) {
    const ids = otherIds(entry.records, pos.data);
    const lines = ids[LINE] ?? new Map();
    if (await replace(entry.uuid, anotherEntry(pos, entry, ids), refundsOf(entry, ({ id }) => lines.get(id)))) {
        await dropHere(pos, entry.uuid);
        await restoreAndQueue(pos);
        pos.syncAllOrdersDebounced?.();
    }
}

const keep = () => ["keep", _t("Leave it here")];

/** What may become of a sale, and what the server has of it or says to it. */
function questionOn({ trouble }, answer, theirs) {
    if (theirs && isSale(theirs.state)) {
        const lines = rowsOf(answer, theirs);
        return {
            title: _t("The server has this sale otherwise"),
            lines: [_t("On the server: %s", inWords(lines, theirs.amount_total))],
            choices: [keep(), ["own", _t("It is a sale of its own: book it")], ["remove", _t("It is the same sale, and the server is right")]],
        };
    }
    const remove = ["remove", _t("It is in the books otherwise: remove it")];
    const again = ["again", _t("Send it again")];
    const isWhole = trouble?.kind !== "damaged";
    return {
        title: _t("The server does not have this sale"),
        lines: [whyWaits({ kind: "paid", trouble })],
        choices: isWhole ? [keep(), again, ["own", _t("Book it under a new number")], remove] : [keep(), again, remove],
    };
}

const ways = {
    own: bookAnew,
    remove: async (pos, entry, answer) => {
        const there = new Set((answer[LINE] ?? []).map(({ uuid }) => uuid));
        const refunds = refundsOf(entry, ({ uuid }) => (there.has(uuid) ? uuid : false));
        await letGo([entry.uuid], { confirmed: true, others: refunds });
        await dropHere(pos, entry.uuid);
    },
};

/**
 * What this terminal and the server have of a sale, of which nothing is on its way; null where
 * nothing is left to decide.
 */
async function look(pos, uuid) {
    if (pos.syncingOrders.has(uuid)) {
        throw new Error(`${uuid} is being sent`);
    }
    const answer = await readByUuid(pos.data, [uuid]);
    const entry = entryFor(uuid);
    const found = entry && { entry, answer, ...wordOf(entry, answer) };
    if (found && found.word !== "settled") {
        return found;
    }
    await letGo([uuid], { confirmed: true }); // somebody has mended it there
    return null;
}

function sayUnanswered() {
    return ask({
        title: _t("The server does not answer"),
        lines: [_t("What it has of this sale is not known. Try again when it is there.")],
        choices: [["close", _t("Close")]],
    });
}

/** @returns {Promise<string>} what was chosen; "over" where there was nothing to choose */
async function decide(pos, uuid) {
    const found = await look(pos, uuid);
    if (!found) {
        return "over";
    }
    const { entry, answer, theirs, word } = found;
    const { title, lines, choices } = questionOn(entry, answer, theirs);
    const sale = [`${entry.reference}, ${new Date(entry.time).toLocaleString()}`, _t("Sold here: %s", inWords(entry.records[LINE], entry.total))];
    const choice = await ask({ title, lines: [...sale, ...lines], choices });
    if (!(choice in ways)) {
        return choice;
    }
    // Minutes may lie between a question and its answer: what is carried out is decided on what is now.
    const now = await look(pos, uuid);
    if (now && now.word !== word) {
        return decide(pos, uuid);
    }
    if (now) {
        await ways[choice](pos, now.entry, now.answer);
    }
    return choice;
}

/**
 * Asks what becomes of a sale that the server has otherwise or does not take, and does it.
 *
 * @returns {Promise<boolean>} whether anything was decided
 */
export async function decideSale({ uuid }) {
    const pos = thePos();
    const choice = await decideOnce(uuid, () =>
        decide(pos, uuid).catch(async (error) => {
            console.warn("poswarm: nothing is decided on a sale:", error);
            await sayUnanswered();
            return "keep";
        })
    );
    if (choice === "again") {
        // Not while somebody decides on it.
        await noteTrouble(uuid, null);
        await pos.syncAllOrders({ refusedToo: true });
    }
    return Boolean(choice) && choice !== "keep";
}
