/*
 * Saves everything that the ledger holds to a file, for support.
 */
import { readAll } from "./storage";
import { waitingCommands } from "./commands";
import { waitingEntries } from "./waiting";

/** Of every POS of this terminal; of a ledger that cannot be read what the page has. */
async function everything() {
    const [orders, drafts, commands] = await Promise.all(["orders", "drafts", "commands"].map(readAll));
    return {
        schema: "poswarm.ledger/v1",
        saved: new Date().toISOString(),
        origin: location.origin,
        database: odoo.info?.db,
        config: odoo.pos_config_id,
        orders: orders ?? waitingEntries(),
        drafts: drafts ?? [],
        commands: commands ?? waitingCommands(),
    };
}

export async function saveCopy() {
    const copy = await everything();
    const url = URL.createObjectURL(new Blob([JSON.stringify(copy, null, 2)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `sales-of-this-terminal-${copy.saved.replaceAll(":", "-")}.json`;
    document.body.append(link);
    link.click();
    link.remove();
    // The browser reads it after the click.
    setTimeout(() => URL.revokeObjectURL(url), 60000);
}
