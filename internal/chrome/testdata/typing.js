// Somebody types, and notes whatever takes the page from under the fingers.
(() => {
    const field = document.documentElement.appendChild(document.createElement("input"));
    field.focus();
    field.value = "half an ord";
    window.lost = [];
    for (const name of ["blur", "pagehide", "visibilitychange", "freeze"]) {
        addEventListener(name, () => lost.push(name), true);
    }
    localStorage.setItem("mark", "of the till");
    return document.activeElement === field;
})()
