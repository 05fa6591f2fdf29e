/*
 * What the point of sale has in localStorage and this till must not lose.
 */

export const numberKey = () => `${odoo.access_token}-unique_device_identifier`;
export const paramsKey = () => `pos_data_params_${odoo.pos_config_id}`;

const written = new Map();

/** What of it is not on the disk yet, as records of the ledger's store `kept`. */
export function numbersToKeep() {
    return [numberKey(), paramsKey()]
        .map((key) => ({ key, value: localStorage.getItem(key) }))
        .filter(({ key, value }) => value && written.get(key) !== value);
}

export function numbersKept(records) {
    records.forEach(({ key, value }) => written.set(key, value));
}
