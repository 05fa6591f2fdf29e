import { session } from "./session.js";
import { VersionedDB } from "./versioned_db.js";

const ROUTE = "/web/webclient/translations";
const terms = {};

export const localization = {};

/** Translates a text of the page. */
export function _t(text, ...values) {
    return (terms[text] ?? text).replaceAll("%s", () => values.shift());
}

/** As Odoo's `_t` is called for a given addon; the demo has one set of terms. */
export function appTranslateFn(text, _addon, ...values) {
    return _t(text, ...values);
}

function apply({ modules, lang_parameters: parameters }) {
    for (const addon of Object.keys(modules)) {
        for (const { id, string } of modules[addon].messages) {
            terms[id] = string;
        }
    }
    Object.assign(localization, {
        code: parameters.code,
        direction: parameters.direction,
        decimalPoint: parameters.decimal_point,
        thousandsSep: parameters.thousands_sep,
    });
}

/**
 * Translations come from the page's own database at once, and from the server
 * for the next time; only a page that has none waits for the server.
 */
export async function startLocalization() {
    const db = new VersionedDB("localization", session.registry_hash);
    const lang = session.user_context.lang;
    const key = JSON.stringify({ lang });

    async function fetchTranslations(hash = "") {
        const response = await fetch(`${ROUTE}?hash=${hash}&lang=${lang}`, { cache: "no-store" });
        if (!response.ok) {
            throw new Error("Error while fetching translations");
        }
        const body = await response.json();
        if (body.hash !== hash) {
            db.write(ROUTE, key, body);
            apply(body);
        }
    }

    const stored = await db.read(ROUTE, key);
    const fetched = fetchTranslations(stored?.hash);
    if (stored) {
        apply(stored);
    } else {
        await fetched;
    }
}
