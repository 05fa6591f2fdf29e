/*
 * What the ledger says to people.
 */
import { _t } from "../texts";

/** The server's own words, where it said any. */
export function wordsOf(error) {
    return error?.data?.message ?? error?.message ?? String(error);
}

/** Why an order is still on this terminal only. */
export function whyWaits({ kind, trouble }) {
    switch (trouble?.kind) {
        case "refused":
            return _t("The server refused it: %s", trouble.words);
        case "differs":
            return _t("The server has it otherwise: %s", trouble.words);
        case "damaged":
            return _t("A part of it is no longer known to this terminal. Save a copy for support.");
    }
    return kind === "draft" ? _t("Not paid yet.") : _t("Waits for the server.");
}

/** What is wrong with the ledger itself. */
export function whyRed(problem) {
    switch (problem.kind) {
        case "full":
            return _t("The disk of this terminal is full. Sales are not kept in a second place.");
        case "unknown":
            return _t("There is an entry of a newer version. It is left as it is.");
    }
    return _t("Sales cannot be kept in a second place: %s", problem.words);
}
