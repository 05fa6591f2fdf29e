/** As much of luxon as the page and its addons use: Odoo has it as a global. */
class DateTime {
    constructor(ms) {
        this.ts = ms;
    }

    static now() {
        return new DateTime(Date.now());
    }

    static fromISO(text) {
        return new DateTime(Date.parse(text));
    }

    toMillis() {
        return this.ts;
    }

    toISO() {
        return new Date(this.ts).toISOString();
    }

    toString() {
        return this.toISO();
    }
}

globalThis.luxon = { DateTime };
