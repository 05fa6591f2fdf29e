// An error dialog that opens when nobody looks any more: with the last request of the cut.
let asked = 0;
const honest = window.fetch;
window.fetch = (url, ...rest) => {
    if (String(url).includes("/poswarm-canary-") && window.poswarmOffline && ++asked === 1) {
        const dialog = document.createElement("div");
        dialog.className = "modal-dialog";
        dialog.textContent = "Nothing can be sold any more";
        document.body.append(dialog);
    }
    return honest(url, ...rest);
};
