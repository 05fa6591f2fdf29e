/*
 * What this module says, in the user's language where Odoo translates it.
 */
import { definePatch } from "./patches";

const ADDON = "poswarm_offline_cache";

function untranslated(text, ...values) {
    return text.replaceAll("%s", () => values.shift());
}

let translate = untranslated;

definePatch("texts", ({ appTranslateFn }) => {
    translate = (text, ...values) => String(appTranslateFn(text, ADDON, ...values));
});

/** Named as Odoo names it: so Odoo finds the texts to translate. */
export function _t(text, ...values) {
    try {
        return translate(text, ...values);
    } catch {
        // Before its translations are there, Odoo's own throws.
        return untranslated(text, ...values);
    }
}
