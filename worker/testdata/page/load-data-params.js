// Asks for the POS's parameters as Odoo's page does, and tells how the question ends.
new Promise(done => {
    const x = new XMLHttpRequest();
    for (const end of ["load", "error", "abort"]) x.addEventListener(end, () => done(end));
    x.open("POST", "/web/dataset/call_kw/pos.session/load_data_params");
    x.send(JSON.stringify({id: 1, params: {model: "pos.session", method: "load_data_params", args: [99], kwargs: {}}}));
})
