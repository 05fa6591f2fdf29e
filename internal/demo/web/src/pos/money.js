/** An amount as the shop writes it: the symbol, a hard space, two decimals. */
export function formatCurrency(amount, currency) {
    const text = Number(amount).toLocaleString("en-US", {
        minimumFractionDigits: currency.decimal_places,
        maximumFractionDigits: currency.decimal_places,
    });
    return currency.position === "before" ? `${currency.symbol}\u00a0${text}` : `${text}\u00a0${currency.symbol}`;
}
