// What runs in a POS page: the addon's page module, and what the command line
// puts into a page. Run from the repository's top folder.
import globals from "globals";

import { rules } from "./eslint.config.js";

const page = { ...globals.browser, odoo: "readonly" };

export default [
    {
        files: ["addon/*/static/src/**/*.js", "verify/*.js", "warm/*.js", "internal/odooui/*.js", "internal/chrome/*.js", "tools/browsers/*.js"],
        languageOptions: { globals: page },
        rules,
    },
    {
        // A clock that is set back would keep a till offline for as long.
        files: ["addon/*/static/src/app/**/*.js"],
        rules: {
            "no-restricted-properties": [
                "error",
                { object: "Date", property: "now", message: "performance.now() for a time that passes, new Date() for a moment." },
            ],
        },
    },
    {
        // Runs before everything else, as a classic script.
        files: ["addon/*/worker/first-visit.js"],
        languageOptions: { globals: page, sourceType: "script" },
        rules: { ...rules, "no-var": "off" },
    },
    {
        // Follows the text of Odoo's own worker.
        files: ["addon/*/worker/switched-off.js"],
        languageOptions: { globals: globals.serviceworker, sourceType: "script" },
        rules,
    },
];
