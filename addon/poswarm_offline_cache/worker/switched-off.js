/* POS Offline Reload, switched off (LGPL-3).
 *
 * These lines follow the text of Odoo's own worker. They take the place of our
 * worker at once, and of what it kept nothing stays. Odoo's own caches and
 * databases, and with them every unsent sale, are left alone.
 */
(function () {
    "use strict";

    self.addEventListener("install", function () {
        self.skipWaiting();
    });

    self.addEventListener("activate", function (event) {
        event.waitUntil(Promise.all([self.clients.claim(), removeCaches(), removeDatabases()]));
    });

    async function removeCaches() {
        const names = await caches.keys();
        const ours = names.filter((name) => name.startsWith("poswarm-"));
        await Promise.all(ours.map((name) => caches.delete(name)));
    }

    function removeDatabases() {
        const ours = ["poswarm", "poswarm-settings"].map((name) => indexedDB.deleteDatabase(name));
        // Blocked: the browser deletes it when the last reader lets go.
        const gone = (request) => new Promise((resolve) => (request.onsuccess = request.onerror = request.onblocked = resolve));
        return Promise.all(ours.map(gone));
    }
})();
