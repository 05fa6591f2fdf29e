// An error dialog far below what fits on the screen.
whenBooted(() => {
    const dialog = document.createElement("div");
    dialog.className = "modal-dialog";
    dialog.style.cssText = "position: absolute; top: 9000px";
    dialog.textContent = "Nothing can be sold today";
    document.body.append(dialog);
});
