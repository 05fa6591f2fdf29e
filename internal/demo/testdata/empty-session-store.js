// Empties the page's store of sessions, and tells whether its data had the server's date.
async () => {
    const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith("point-of-sale-1-"));
    const db = await new Promise((resolve) => (indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result)));
    const tx = db.transaction(["pos.session", "pos.config"], "readwrite");
    tx.objectStore("pos.session").clear();
    const configs = tx.objectStore("pos.config").getAll();
    await new Promise((resolve) => (tx.oncomplete = resolve));
    db.close();
    return Boolean(configs.result[0]._data_server_date);
}
