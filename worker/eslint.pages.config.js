// What runs in a POS page: the addon's page module, and what the command line
// puts into a page. Run from the repository's top folder.
import globals from "globals";

import { rules } from "./eslint.config.js";

const page = { ...globals.browser, odoo: "readonly" };

export default [
    {
        files: ["addon/*/static/src/**/*.js", "verify/*.js", "warm/*.js", "internal/posui/*.js", "internal/chrome/*.js"],
        languageOptions: { globals: page },
        rules,
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
