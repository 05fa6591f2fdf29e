import { session } from "./session.js";

const NOMENCLATURE_FIELDS = ["name", "rule_ids", "upc_ean_conv", "is_gs1_nomenclature", "gs1_separator_fnc1"];
const RULE_FIELDS = [
    "name",
    "sequence",
    "type",
    "encoding",
    "pattern",
    "alias",
    "gs1_content_type",
    "gs1_decimal_usage",
    "associated_uom_id",
];

/** Turns a rule's pattern into a regular expression: digits of a value stand in braces. */
function expression({ pattern }) {
    const body = pattern.replace(/\{(N*)(D*)\}/, (_, whole, decimals) => `(\\d{${whole.length + decimals.length}})`);
    return new RegExp(pattern === ".*" ? "^.*$" : `^${body}`);
}

export class BarcodeReader {
    constructor(nomenclature, rules) {
        this.nomenclature = nomenclature;
        this.rules = rules.map((rule) => ({ ...rule, expression: expression(rule) }));
        this.callbacks = {};
    }

    register(callbacks) {
        this.callbacks = callbacks;
    }

    /** Finds the rule of a code and hands the code to the screen. */
    scan(code) {
        const rule = this.rules.find(({ expression }) => expression.test(code));
        this.callbacks[rule?.type]?.(code);
        return rule?.type;
    }
}

function isEditable(element) {
    return element.matches("input, textarea, [contenteditable]");
}

/**
 * A scanner is a keyboard that types fast: keys that follow each other closely
 * are a code, at the latest with Enter or Tab.
 *
 * @param {(code: string) => void} scanned
 */
export function listenToScanner(scanned) {
    let code = "";
    let timer;
    const end = () => {
        if (code.length >= 3) {
            scanned(code);
        }
        code = "";
    };
    document.body.addEventListener("keydown", ({ key, target }) => {
        const last = key === "Enter" || key === "Tab";
        if (isEditable(target) || (key.length > 1 && !last)) {
            return;
        }
        clearTimeout(timer);
        if (last) {
            end();
        } else {
            code += key;
            timer = setTimeout(end, session.max_time_between_keys_in_ms);
        }
    });
}

/**
 * Loads the barcode rules. Failing is no reason not to start: the result is
 * then null, and the keyboard scanner stays dumb until the next load.
 */
export async function startBarcodeReader(orm) {
    if (!session.nomenclature_id) {
        return null;
    }
    try {
        const id = session.nomenclature_id;
        const [nomenclature] = await orm.read("barcode.nomenclature", [id], NOMENCLATURE_FIELDS);
        const rules = await orm.searchRead("barcode.rule", [["barcode_nomenclature_id", "=", id]], RULE_FIELDS);
        rules.sort((a, b) => a.sequence - b.sequence);
        return new BarcodeReader(nomenclature, rules);
    } catch (error) {
        console.warn("no barcode rules:", error);
        return null;
    }
}
