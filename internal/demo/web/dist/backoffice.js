// Built by go generate ./internal/demo from web/src; do not edit.
(() => {
  // web/src/core/session.js
  var session = odoo.__session_info__;
  delete odoo.__session_info__;

  // web/src/core/versioned_db.js
  var VERSION_STORE = "__DBVersion__";
  var VERSION_KEY = "__version__";
  function settled(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  var VersionedDB = class {
    constructor(name, version) {
      this.name = name;
      this.stores = /* @__PURE__ */ new Set([VERSION_STORE]);
      this.queue = this.checkVersion(version);
    }
    read(store, key) {
      this.stores.add(store);
      return this.next(
        () => this.withDB((db) => settled(db.transaction(store).objectStore(store).get(key)))
      );
    }
    write(store, key, value) {
      this.stores.add(store);
      return this.next(() => this.put(store, key, value));
    }
    /** Runs one task after the other. */
    next(task) {
      this.queue = this.queue.then(task, task);
      return this.queue;
    }
    put(store, key, value) {
      return this.withDB(
        (db) => settled(db.transaction(store, "readwrite").objectStore(store).put(value, key))
      );
    }
    async checkVersion(version) {
      const stored = await this.withDB(
        (db) => settled(db.transaction(VERSION_STORE).objectStore(VERSION_STORE).get(VERSION_KEY))
      );
      if (stored === version) {
        return;
      }
      if (stored) {
        await settled(indexedDB.deleteDatabase(this.name));
      }
      await this.put(VERSION_STORE, VERSION_KEY, version);
    }
    /** Opens, adds missing stores, uses and closes the database. */
    async withDB(use, version) {
      const request = indexedDB.open(this.name, version);
      request.onupgradeneeded = () => {
        const db2 = request.result;
        for (const store of this.missing(db2)) {
          db2.createObjectStore(store);
        }
      };
      const db = await settled(request);
      if (this.missing(db).length) {
        const next = db.version + 1;
        db.close();
        return this.withDB(use, next);
      }
      try {
        return await use(db);
      } finally {
        db.close();
      }
    }
    missing(db) {
      return [...this.stores].filter((store) => !db.objectStoreNames.contains(store));
    }
  };

  // web/src/core/localization.js
  var ROUTE = "/web/webclient/translations";
  var terms = {};
  var localization = {};
  function apply({ modules, lang_parameters: parameters }) {
    for (const addon of Object.keys(modules)) {
      for (const { id, string } of modules[addon].messages) {
        terms[id] = string;
      }
    }
    Object.assign(localization, {
      code: parameters.code,
      direction: parameters.direction,
      decimalPoint: parameters.decimal_point,
      thousandsSep: parameters.thousands_sep
    });
  }
  async function startLocalization() {
    const db = new VersionedDB("localization", session.registry_hash);
    const lang = session.user_context.lang;
    const key = JSON.stringify({ lang });
    async function fetchTranslations(hash = "") {
      const response = await fetch(`${ROUTE}?hash=${hash}&lang=${lang}`, { cache: "no-store" });
      if (!response.ok) {
        throw new Error("Error while fetching translations");
      }
      const body = await response.json();
      if (body.hash !== hash) {
        db.write(ROUTE, key, body);
        apply(body);
      }
    }
    const stored = await db.read(ROUTE, key);
    const fetched = fetchTranslations(stored?.hash);
    if (stored) {
      apply(stored);
    } else {
      await fetched;
    }
  }

  // web/src/backoffice.js
  startLocalization().then(() => {
    document.body.dataset.ready = "true";
  });
})();
