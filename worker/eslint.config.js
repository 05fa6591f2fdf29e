import js from "@eslint/js";
import globals from "globals";

export const rules = {
    ...js.configs.recommended.rules,
    curly: "error",
    eqeqeq: "error",
    "no-shadow": "error",
    "no-unused-vars": "error",
    "no-var": "error",
    "prefer-const": "error",
    "max-lines": ["error", 500],
    "max-lines-per-function": ["error", 80],
};

export default [
    { ignores: ["node_modules/"] },
    { files: ["src/**/*.js"], languageOptions: { globals: globals.serviceworker }, rules },
    {
        files: ["test/**/*.js", "sim/**/*.js", "eslint*.config.js"],
        languageOptions: { globals: { ...globals.node } },
        rules: { ...rules, "max-lines-per-function": "off" },
    },
];
