// Built by go generate ./internal/demo from web/src; do not edit.
(() => {
  var __defProp = Object.defineProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };

  // web/src/core/odoo_loader.js
  odoo.loader ??= { modules: /* @__PURE__ */ new Map(), factories: /* @__PURE__ */ new Map(), bus: new EventTarget() };
  function started(moduleName, module) {
    const { default: byDefault, ...named2 } = module;
    odoo.loader.modules.set(moduleName, byDefault ? { ...named2, [/* @__PURE__ */ Symbol.for("default")]: byDefault } : named2);
    odoo.loader.bus.dispatchEvent(new CustomEvent("module-started", { detail: { moduleName, module } }));
  }

  // ../../addon/poswarm_offline_cache/static/src/app/answers.js
  var HEAD = 300;
  var SAYS_RPC = /"jsonrpc"\s*:\s*"2\.0"/;
  function isAnswer(body) {
    return SAYS_RPC.test(body.slice(0, HEAD)) || SAYS_RPC.test(body.slice(-HEAD));
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ask.js
  function element(name, classes, ...children) {
    const made = document.createElement(name);
    made.className = classes;
    made.append(...children);
    return made;
  }
  function cover(name, ...content) {
    const made = element("div", `modal d-block ${name}`, element("div", "modal-dialog", element("div", "modal-content", ...content)));
    made.setAttribute("role", "dialog");
    made.style.cssText = "display: block; z-index: 100000; background: rgb(0 0 0 / 50%)";
    document.body.append(made);
    return made;
  }
  function paragraphs(lines) {
    return lines.map((line) => element("p", "", line));
  }
  function ask({ title, lines, choices }) {
    return new Promise((resolve) => {
      const buttons = choices.map(([name, label], at) => {
        const look3 = at ? "btn btn-lg btn-secondary" : "btn btn-lg btn-primary";
        const button3 = element("button", look3, label);
        button3.dataset.poswarmChoice = name;
        button3.addEventListener("click", () => {
          box.remove();
          resolve(name);
        });
        return button3;
      });
      const box = cover(
        "poswarm-question",
        element("header", "modal-header", element("h4", "modal-title", title)),
        element("main", "modal-body", ...paragraphs(lines)),
        element("footer", "modal-footer gap-1", ...buttons)
      );
      buttons[0].focus();
    });
  }
  var LEAVING = 2e4;
  function showLeaving(text) {
    const box = cover("poswarm-leaving", element("main", "modal-body", ...paragraphs([text])));
    const swallow = (event) => {
      event.stopImmediatePropagation();
      event.preventDefault();
    };
    const keys = ["keydown", "keypress", "keyup"];
    keys.forEach((key) => window.addEventListener(key, swallow, true));
    setTimeout(() => {
      box.remove();
      keys.forEach((key) => window.removeEventListener(key, swallow, true));
    }, LEAVING);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/declared.js
  var DECLARED = {
    "names": {
      "ConnectionLostError": "@web/core/network/rpc:ConnectionLostError",
      "DeviceIdentifierSequence": "@point_of_sale/app/utils/devices_identifier_sequence:default",
      "IndexedDB": "@point_of_sale/app/models/utils/indexed_db:default",
      "PosData": "@point_of_sale/app/services/data_service:PosData",
      "PosOrder": "@point_of_sale/app/models/pos_order:PosOrder",
      "PosStore": "@point_of_sale/app/services/pos_store:PosStore",
      "ProductProduct": "@point_of_sale/app/models/product_product:ProductProduct",
      "ProductTemplate": "@point_of_sale/app/models/product_template:ProductTemplate",
      "appTranslateFn": "@web/core/l10n/translation:appTranslateFn",
      "rpc": "@web/core/network/rpc:rpc",
      "rpcBus": "@web/core/network/rpc:rpcBus"
    },
    "patches": [
      {
        "name": "boot_calls",
        "why": "The questions that the POS cannot start without wait until the worker sees them.",
        "relies": ["rpc._rpc()", "rpc._rpc~settings.xhr"]
      },
      {
        "name": "bus_worker",
        "why": "A captive portal's answer to the bus worker's script does not cover the screen with an error.",
        "relies": []
      },
      {
        "name": "connectivity",
        "why": "The POS enters its own offline mode on the word of the worker or after a lost call, and leaves it when a ping has succeeded.",
        "relies": [
          "PosData#initializeDeviceIdentifier()",
          "PosData#loadInitialData()",
          "PosData#checkConnectivity()",
          "PosData#checkConnectivityTimeout",
          "PosData#network.offline",
          "PosData#network.warningTriggered"
        ]
      },
      {
        "name": "data_stored",
        "why": "The worker is told that the page is up only when its data is on the disk.",
        "relies": ["PosData#synchronizeServerDataInIndexedDB()"]
      },
      {
        "name": "files_named",
        "why": "Files that a screen loads when it first needs them are on the terminal: sounds, images, the reader of the camera's barcodes.",
        "relies": ["text:/web/static/lib/zxing-library/"]
      },
      {
        "name": "images_attributes",
        "why": "The images of attribute values are on the terminal.",
        "relies": ["PosStore#models", "text:/web/image/product.template.attribute.value/"]
      },
      {
        "name": "images_cashiers",
        "why": "The images of those who may sell are on the terminal.",
        "relies": ["PosStore#models", "PosStore#config", "text:/web/image/res.users/", "text:/web/image/hr.employee.public/"]
      },
      {
        "name": "images_categories",
        "why": "The images of categories are on the terminal.",
        "relies": ["PosStore#models", "PosStore#config", "text:/web/image?model=pos.category&field=image_128&id="]
      },
      {
        "name": "images_company",
        "why": "The company's logos are on the terminal.",
        "relies": ["PosStore#company", "text:/web/image?model=res.company"]
      },
      {
        "name": "images_descriptions",
        "why": "The images in the descriptions of products are on the terminal.",
        "relies": ["PosStore#models"]
      },
      {
        "name": "images_events",
        "why": "The images of events are on the terminal, where tickets are sold.",
        "relies": ["PosStore#models", "text:/web/image?model=event.event"]
      },
      {
        "name": "images_payment_methods",
        "why": "The images of payment methods are on the terminal.",
        "relies": ["PosStore#models", "text:/web/image/pos.payment.method/"]
      },
      {
        "name": "images_products",
        "why": "The images of products and of the choices in a combo are on the terminal.",
        "relies": ["ProductProduct#getImageUrl()", "ProductTemplate#getImageUrl()", "PosStore#models", "PosStore#config"]
      },
      {
        "name": "ledger_amounts",
        "why": "A sale that waits over a change of taxes is sent with the amounts of its receipt.",
        "relies": ["PosOrder#setOrderPrices()"]
      },
      {
        "name": "ledger_cashier",
        "why": "The tab's cashier of before a log-out is not the one who sells after the next log-in.",
        "relies": ["PosStore#_getConnectedCashier()"]
      },
      {
        "name": "ledger_closing",
        "why": "A sale that was refused is tried once more before the register is closed.",
        "relies": ["PosStore#pushOrdersWithClosingPopup()"]
      },
      {
        "name": "ledger_commands",
        "why": "Cash moves, the opening control and the like live through a reload, in order, and are made once.",
        "relies": [
          "ConnectionLostError",
          "PosData#execute()",
          "PosData#syncData()",
          "PosData#orm",
          "PosData#network.offline",
          "PosData#network.unsyncData",
          "PosStore#afterProcessServerData()",
          "PosStore#data",
          "odoo.pos_session_id",
          "odoo.pos_config_id"
        ]
      },
      {
        "name": "ledger_drafts",
        "why": "What was changed or taken off on an order that the server knows is sent after a reload as well.",
        "relies": [
          "PosData#getLocalDataFromIndexedDB()",
          "PosData#synchronizeLocalDataInIndexedDB()",
          "PosData#models",
          "PosData#opts",
          "PosStore#afterProcessServerData()",
          "PosStore#addPendingOrder()",
          "PosStore#models",
          "odoo.pos_config_id"
        ]
      },
      {
        "name": "ledger_loyalty",
        "why": "Loyalty points and gift cards are settled once for each order, also when an answer was lost.",
        "relies": ["ConnectionLostError", "PosData#execute()"]
      },
      {
        "name": "ledger_numbers",
        "why": "The terminal's number and its next receipt number live through a crash, and no receipt number is given twice.",
        "relies": [
          "DeviceIdentifierSequence#identifier",
          "DeviceIdentifierSequence#saveUnusedNumber()",
          "PosData#initializeDeviceIdentifier()",
          "PosData#loadFieldsAndRelations()",
          "PosData#synchronizeLocalDataInIndexedDB()",
          "PosStore#setNextOrderRefs()",
          "odoo.access_token",
          "odoo.pos_config_id",
          "storage:-unique_device_identifier",
          "storage:pos_data_params_"
        ]
      },
      {
        "name": "ledger_open_orders",
        "why": "An open order that another user began is sold as the user who is logged in, also while that one's sales wait.",
        "relies": ["PosOrder#setup()"]
      },
      {
        "name": "ledger_refused",
        "why": "A refused sale that the cashier deletes goes from the ledger as well; an order that the server may have is not deleted before it was asked; one deleted without the server is cancelled there later.",
        "relies": ["PosStore#deleteOrders()", "PosStore#removeOrder()", "PosStore#removePendingOrder()", "PosData#call()"]
      },
      {
        "name": "ledger_owed",
        "why": "What a full or hanging disk did not take of the ledger is written as soon as it does, at the latest when the page ends.",
        "relies": []
      },
      {
        "name": "ledger_resets",
        "why": "What only this terminal has is in the ledger before anything deletes the POS's database.",
        "relies": ["PosData#resetIndexedDB()", "PosData#databaseName", "storage:point-of-sale-"]
      },
      {
        "name": "ledger_restore",
        "why": "What Odoo has lost of the sales that wait is put back into its models and its queue.",
        "relies": [
          "PosData#getLocalDataFromIndexedDB()",
          "PosData#synchronizeLocalDataInIndexedDB()",
          "PosData#localDeleteCascade()",
          "PosData#missingRecursive()",
          "PosData#models",
          "PosData#opts",
          "PosData#orm",
          "PosData#network.offline",
          "PosData~loadConnectedData",
          "PosStore#setup()",
          "PosStore#afterProcessServerData()",
          "PosStore#removePendingOrder()",
          "PosStore#addPendingOrder()",
          "PosStore#syncAllOrdersDebounced",
          "PosStore#models",
          "PosStore#data",
          "odoo.pos_config_id",
          "odoo.pos_session_id"
        ]
      },
      {
        "name": "ledger_stays_on_disk",
        "why": "An open order whose first send is answered is on the disk all the time, so a reload in that moment shows it.",
        "relies": ["IndexedDB#delete()", "PosData#opts", "PosStore#data", "PosStore#models"]
      },
      {
        "name": "ledger_sync",
        "why": "A sale is in the ledger before its receipt is shown; an order whose send was not answered is asked for by uuid before it is sent again; the server's older copy never replaces it.",
        "relies": [
          "ConnectionLostError",
          "PosData#execute()",
          "PosData#checkAndDeleteMissingOrders()",
          "PosData#orm",
          "PosData#models",
          "PosData#opts",
          "PosData#network.offline",
          "PosStore#syncAllOrders()",
          "PosStore#getPendingOrder()",
          "PosStore#addPendingOrder()",
          "PosStore#pendingOrder",
          "PosStore#syncingOrders",
          "PosStore#models",
          "PosStore#data"
        ]
      },
      {
        "name": "ledger_view",
        "why": "The cashier sees how many sales wait, which, why, and can save a copy.",
        "relies": ["dom:.pos-rightheader"]
      },
      {
        "name": "ledger_whole_writes",
        "why": "An order and its lines are on the disk as they were in one moment, wherever the page ends.",
        "relies": [
          "IndexedDB#create()",
          "IndexedDB#delete()",
          "IndexedDB#readAll()",
          "IndexedDB#getNewTransaction()",
          "PosData#synchronizeLocalDataInIndexedDB()",
          "PosData#indexedDB"
        ]
      },
      {
        "name": "ledger_who_sells",
        "why": "The POS sells as the user who is logged in, not as the one before.",
        "relies": [
          "PosData#getCachedServerDataFromIndexedDB()",
          "PosData#loadInitialData()",
          "PosData~_data_server_date",
          "PosData~odoo.from_backend",
          "PosData#network.offline",
          "odoo.pos_config_id"
        ]
      },
      {
        "name": "lost_calls",
        "why": "A call on a network that swallows everything ends, and the POS learns of it.",
        "relies": [
          "ConnectionLostError",
          "rpc._rpc()",
          "rpc._rpc~settings.xhr",
          "rpc._rpc~RPC:RESPONSE",
          "rpcBus.addEventListener()"
        ]
      },
      {
        "name": "offline_orders",
        "why": "Without the server the orders of the disk come into the POS, instead of being dropped and then deleted.",
        "relies": [
          "PosData#missingRecursive()",
          "PosData#checkAndDeleteMissingOrders()",
          "PosData#network.offline"
        ]
      },
      {
        "name": "offline_start",
        "why": "The POS starts without the server although an addon looks something up on the way.",
        "relies": ["PosData#execute()", "PosData#network.offline"]
      },
      {
        "name": "one_writer",
        "why": "A crash between two writes does not make Chrome delete the databases of the shop.",
        "relies": ["IndexedDB#getNewTransaction()", "IndexedDB#db"]
      },
      {
        "name": "pos_session",
        "why": "A register that was closed meanwhile: the cashier is led to the one that is open, or told to open it.",
        "relies": [
          "ConnectionLostError",
          "PosData#execute()",
          "PosData#orm",
          "PosData#network.offline",
          "PosData#checkConnectivity()",
          "PosStore#setup()",
          "PosStore#navigate()",
          "PosStore#getOrder()",
          "PosStore#router",
          "PosStore#data",
          "odoo.pos_session_id",
          "odoo.pos_config_id"
        ]
      },
      {
        "name": "reload_guard_box",
        "why": "The button in the box of a failed start says what would be lost before it resets everything.",
        "relies": ["dom:.pos-error", "dom:.btn-primary"]
      },
      {
        "name": "reload_guard_menu",
        "why": '"Reload Data" in the menu says what would be lost before it drops the data.',
        "relies": [
          "PosData#synchronizeLocalDataInIndexedDB()",
          "PosStore#reloadData()",
          "PosStore#syncAllOrders()",
          "PosStore#data"
        ]
      },
      {
        "name": "sub_path",
        "why": "The POS starts offline on an address inside it that names an order which the terminal does not hold.",
        "relies": [
          "ConnectionLostError",
          "PosStore#handleUrlParams()",
          "PosStore#defaultPage",
          "PosStore#router"
        ]
      },
      {
        "name": "texts",
        "why": "What this module says is in the user's language.",
        "relies": ["appTranslateFn"]
      },
      {
        "name": "told",
        "why": "The worker knows which of its stored answers this page was given, so that it keeps no page that would come up in part.",
        "relies": ["rpc._rpc~RPC:RESPONSE", "rpcBus.addEventListener()"]
      },
      {
        "name": "torn_data",
        "why": "The POS comes up without the server although its last start ended in the middle of writing its data.",
        "relies": [
          "PosData#getCachedServerDataFromIndexedDB()",
          "PosData~_data_server_date",
          "PosData#network.offline",
          "odoo.pos_session_id"
        ]
      },
      {
        "name": "up",
        "why": "The worker is told that the page came up; only then its copy is the one that opens offline.",
        "relies": [
          "odoo.pos_session_id",
          "odoo.pos_config_id",
          "storage:point-of-sale-",
          "dom:.pos-loader",
          "dom:.pos-error"
        ]
      },
      {
        "name": "wanted_later",
        "why": "The images of products that come with a search are on the terminal.",
        "relies": ["PosData#callRelated()"]
      },
      {
        "name": "whole_load",
        "why": "A load that is lost, or cut off while it is written, leaves the terminal with the whole data that it had.",
        "relies": [
          "IndexedDB#create()",
          "IndexedDB#delete()",
          "IndexedDB#getNewTransaction()",
          "IndexedDB#db",
          "PosData#loadInitialData()",
          "PosData#getCachedServerDataFromIndexedDB()",
          "PosData#resetIndexedDB()",
          "PosData#initIndexedDB()",
          "PosData#synchronizeServerDataInIndexedDB()",
          "PosData~odoo.from_backend",
          "PosData#databaseName",
          "PosData#indexedDB",
          "PosData#models",
          "PosData#network.offline",
          "PosData#opts"
        ]
      },
      {
        "name": "worker_link",
        "why": "The page hears from the worker that the server is away, and that the server's own page came late.",
        "relies": ["odoo.pos_config_id"]
      }
    ]
  };

  // ../../addon/poswarm_offline_cache/static/src/app/patches.js
  var NOT_LOOKED_UP = /^(dom|storage|text):/;
  var patches = [];
  var waiting = [];
  var followers = /* @__PURE__ */ new Set();
  var settled = false;
  var sources = /* @__PURE__ */ new WeakMap();
  var meant = /* @__PURE__ */ new WeakSet();
  function patchStates() {
    return patches.map((patch) => ({ ...patch }));
  }
  function followPatches(follower) {
    followers.add(follower);
  }
  function deliberate(error) {
    meant.add(error);
    return error;
  }
  function odooExport(name) {
    const [module, exported] = DECLARED.names[name].split(":");
    const key = exported === "default" ? /* @__PURE__ */ Symbol.for("default") : exported;
    return globalThis.odoo?.loader?.modules?.get(module)?.[key];
  }
  function parse(reliance) {
    const [, name, kind, member, call, text] = /^([\w$]+)(?:([#.])([^~()]+)(\(\))?)?(?:~(.+))?$/.exec(reliance);
    return { name, kind, member, isMethod: Boolean(call), text };
  }
  function sourceOf(value) {
    let source = "";
    for (let of = value; typeof of === "function" && of !== Function.prototype; of = Object.getPrototypeOf(of)) {
      source += sources.get(of) ?? Function.prototype.toString.call(of);
    }
    return source;
  }
  function describe(object, key) {
    for (let at = object; at; at = Object.getPrototypeOf(at)) {
      const found = Object.getOwnPropertyDescriptor(at, key);
      if (found) {
        return found;
      }
    }
  }
  function findMethod(holder, key) {
    const found = describe(holder, key);
    if (!found) {
      return "absent";
    }
    return typeof found.value === "function" ? "present" : "changed";
  }
  function findProperty(owner, path) {
    const source = sourceOf(owner);
    const [first, ...rest] = path.split(".");
    const made = Boolean(describe(owner.prototype, first)) || hasCode(source, `(\\bthis\\.|[{};
]\\s*)${first}\\b`);
    return made && rest.every((word) => hasCode(source, `\\.${word}\\b|\\b${word}:`)) ? "present" : "absent";
  }
  function hasCode(source, pattern) {
    return new RegExp(pattern).test(source);
  }
  function findMember(owner, { kind, member, isMethod, text }) {
    const holder = kind === "#" ? owner.prototype : owner;
    if (!holder) {
      return "changed";
    }
    if (text) {
      return sourceOf(describe(holder, member)?.value).includes(text) ? "present" : "changed";
    }
    if (isMethod) {
      return findMethod(holder, member);
    }
    return kind === "#" ? findProperty(owner, member) : describe(holder, member) ? "present" : "absent";
  }
  function find(reliance) {
    if (NOT_LOOKED_UP.test(reliance)) {
      return "present";
    }
    const parts = parse(reliance);
    const owner = parts.name === "odoo" ? globalThis.odoo : odooExport(parts.name);
    if (owner === void 0 || owner === null) {
      return "absent";
    }
    if (parts.kind) {
      return findMember(owner, parts);
    }
    return !parts.text || sourceOf(owner).includes(parts.text) ? "present" : "changed";
  }
  function note(patch, error) {
    const known = patch.error;
    patch.error = String(error);
    if (known !== patch.error) {
      console.warn(`poswarm: patch "${patch.name}" failed, the point of sale goes on without it:`, error);
      tellFollowers();
    }
  }
  function tellFollowers() {
    if (!settled) {
      return;
    }
    for (const follower of followers) {
      follower();
    }
  }
  var PatchedCall = class {
    constructor(patch, self, stock, args) {
      this.patch = patch;
      this.args = args;
      this.results = [];
      this.thrown = [];
      this.stock = (...given) => {
        try {
          const result = stock.apply(self, given);
          this.results.push(result);
          return result;
        } catch (error) {
          this.thrown.push(error);
          throw error;
        }
      };
    }
    run(self, around) {
      let answer;
      try {
        answer = around.call(self, this.stock, ...this.args);
      } catch (error) {
        if (this.thrown.includes(error) || meant.has(error)) {
          throw error;
        }
        return this.goOn(error);
      }
      if (this.results.includes(answer) || !(answer instanceof Promise)) {
        return answer;
      }
      return answer.catch((error) => this.settle(error));
    }
    /** An error of Odoo's passes; one of ours must not reach the till. */
    async settle(error) {
      const results = await Promise.allSettled(this.results);
      const reasons = [...this.thrown, ...results.map(({ reason }) => reason)];
      if (reasons.includes(error) || meant.has(error)) {
        throw error;
      }
      return this.goOn(error);
    }
    /** Odoo's own method runs once: a second cash move would be a second one on the server. */
    goOn(error) {
      note(this.patch, error);
      if (this.results.length) {
        return this.results.at(-1);
      }
      if (this.thrown.length) {
        throw this.thrown.at(-1);
      }
      return this.stock(...this.args);
    }
  };
  function putBefore(patch, target, arounds, undo) {
    for (const [key, around] of Object.entries(arounds)) {
      const own = Object.getOwnPropertyDescriptor(target, key);
      const parent = Object.getPrototypeOf(target);
      const stock = function() {
        return (own ? own.value : parent[key]).apply(this, arguments);
      };
      const wrapper = function(...args) {
        return new PatchedCall(patch, this, stock, args).run(this, around);
      };
      sources.set(wrapper, sourceOf(own ? own.value : parent[key]));
      Object.defineProperty(target, key, {
        value: wrapper,
        writable: true,
        configurable: true,
        enumerable: own?.enumerable ?? false
      });
      undo.push(() => own ? Object.defineProperty(target, key, own) : delete target[key]);
    }
  }
  function safe(patch, f) {
    return (...args) => {
      try {
        const done = f(...args);
        return done instanceof Promise ? done.catch((error) => note(patch, error)) : done;
      } catch (error) {
        note(patch, error);
      }
    };
  }
  function compare(patch, reliances) {
    for (const reliance of reliances) {
      const found = find(reliance);
      if (found !== "present") {
        (found === "absent" ? patch.missing : patch.changed).push(reliance);
      }
    }
    return !patch.missing.length && !patch.changed.length;
  }
  function namedIn(reliances) {
    const names = reliances.map((reliance) => !NOT_LOOKED_UP.test(reliance) && parse(reliance).name);
    return [...new Set(names)].filter((name) => name in DECLARED.names);
  }
  function install({ patch, relies, put: put3 }) {
    const undo = [];
    try {
      if (!compare(patch, relies)) {
        return;
      }
      put3(Object.fromEntries(namedIn(relies).map((name) => [name, odooExport(name)])), {
        around: (target, arounds) => putBefore(patch, target, arounds, undo),
        safely: (f) => safe(patch, f)
      });
      patch.state = "on";
    } catch (error) {
      undo.reverse().forEach((step) => step());
      note(patch, error);
    }
  }
  function isComplete({ relies }) {
    const modules = globalThis.odoo?.loader?.modules;
    return namedIn(relies).every((name) => modules?.has(DECLARED.names[name].split(":")[0]));
  }
  function installComplete() {
    const complete = waiting.filter(isComplete);
    waiting = waiting.filter((one) => !complete.includes(one));
    complete.forEach(install);
  }
  function definePatch(name, put3) {
    const relies = DECLARED.patches.find((one) => one.name === name)?.relies;
    const patch = { name, state: "off", missing: [], changed: [] };
    patches.push(patch);
    if (!relies) {
      note(patch, new Error("not in declared.js"));
      return;
    }
    waiting.push({ patch, relies, put: put3 });
    installComplete();
  }
  function settle() {
    waiting.splice(0).forEach(install);
    settled = true;
    if (window.poswarm) {
      window.poswarm.patches = patches;
    }
    const off = patches.filter(({ state: state2 }) => state2 === "off");
    if (off.length) {
      const why = off.map(({ name, missing, changed }) => `${name} (${[...missing, ...changed].join(", ")})`);
      console.warn(`poswarm: off, because this Odoo is none of the known ones: ${why.join("; ")}`);
    }
  }
  globalThis.odoo?.loader?.bus?.addEventListener?.("module-started", installComplete);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", settle, { once: true });
  } else {
    setTimeout(settle);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/bus_worker.js
  var BUS_WORKER = "/bus/websocket_worker_bundle";
  function keepFromOdoo(event) {
    const script = event.filename && new URL(event.filename, location.href);
    if (script && script.origin === location.origin && script.pathname === BUS_WORKER) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }
  definePatch("bus_worker", (_, { safely }) => {
    window.addEventListener("error", safely(keepFromOdoo));
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/named.js
  var KEY = "poswarm_command";
  function newName() {
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  function named(options, name) {
    if (options.type !== "call" || commandName(options)) {
      return options;
    }
    const { kwargs } = options;
    return { ...options, kwargs: { ...kwargs, context: { ...kwargs?.context, [KEY]: name } } };
  }
  function commandName({ kwargs }) {
    return kwargs?.context?.[KEY];
  }
  async function wasMade(data, name) {
    return (await data.orm.call("pos.session", "poswarm_made", [[name]])).includes(name);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/may_end.js
  var MAY_END = /* @__PURE__ */ new Set([
    "barcode.nomenclature.read",
    "barcode.rule.search_read",
    "event.event.get_slot_tickets_availability_pos",
    "event.event.read",
    "event.slot.read",
    "loyalty.card.get_gift_card_status",
    "loyalty.card.get_loyalty_card_partner_by_code",
    "loyalty.card.read",
    "loyalty.card.search_read",
    "pos.config.notify_synchronisation",
    "pos.config.read_config_open_orders",
    "pos.config.update_customer_display",
    "pos.config.use_coupon_code",
    "pos.order.get_and_set_online_payments_data",
    "pos.order.get_preparation_change",
    "pos.order.line.get_existing_lots",
    "pos.order.line.unlink",
    "pos.order.read",
    "pos.order.read_pos_orders",
    "pos.order.search_paid_order_ids",
    "pos.order.sync_from_ui",
    "pos.order.validate_coupon_programs",
    "pos.order.write",
    "pos.preset.get_available_slots",
    "pos.product.template.snooze.search_read",
    "pos.session.filter_local_data",
    "pos.session.get_cash_in_out_list",
    "pos.session.get_closing_control_data",
    "pos.session.load_data",
    "pos.session.load_data_params",
    "pos.session.read",
    "pos.session.search_count",
    "product.attribute.custom.value.read",
    "product.product.read",
    "product.product.search_read",
    "product.template.get_product_info_pos",
    "product.template.load_product_from_pos",
    "product.template.read",
    "res.partner.get_new_partner",
    "res.partner.read",
    "res.partner.search_read",
    "restaurant.floor.read",
    "restaurant.table.are_orders_still_in_draft",
    "sale.order.line.read",
    "sale.order.line.read_converted",
    "sale.order.load_sale_order_from_pos",
    "sale.order.read"
  ]);
  var READS = /* @__PURE__ */ new Set(["read", "search_count", "search_read"]);
  var LONG = /* @__PURE__ */ new Set([
    "pos.config.read_config_open_orders",
    "pos.order.search_paid_order_ids",
    "pos.session.filter_local_data",
    "pos.session.get_cash_in_out_list",
    "pos.session.get_closing_control_data"
  ]);

  // ../../addon/poswarm_offline_cache/static/src/app/ping.js
  var PING = "/pos/ping";
  var DEADLINE = 4e3;
  var QUESTION = JSON.stringify({ id: 0, jsonrpc: "2.0", method: "call", params: {} });
  var RESULT = /"result"\s*:/;
  var PONG = "pong";
  var SOMETHING = "something";
  async function ping() {
    try {
      const answer = await fetch(PING, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: QUESTION,
        signal: AbortSignal.timeout(DEADLINE)
      });
      const text = await answer.text();
      if (answer.status === 502 || !isAnswer(text)) {
        return "";
      }
      return RESULT.test(text) ? PONG : SOMETHING;
    } catch {
      return "";
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/calls.js
  var PING2 = "/pos/ping";
  var PING_DEADLINE = 4e3;
  var PATIENCE = 4e3;
  var LONGEST = 2e4;
  var LONGEST_PER_ORDER = 1e3;
  var LONGEST_OF_ALL = 12e4;
  var CONTROL_DEADLINE = 3e3;
  var VITAL = /* @__PURE__ */ new Set([
    "barcode.nomenclature.read",
    "barcode.rule.search_read",
    "pos.session.load_data_params",
    "pos.session.load_data",
    // From saas-19.4 on.
    "pos.order.get_receipt_template_for_pos_frontend"
  ]);
  var SALE_WAITS_FOR = /* @__PURE__ */ new Set([
    "pos.order.get_and_set_online_payments_data",
    "pos.order.get_preparation_change",
    "pos.order.line.unlink",
    "pos.order.read_pos_orders",
    "pos.order.sync_from_ui",
    "pos.order.validate_coupon_programs",
    "pos.order.write"
  ]);
  var sales = 0;
  async function whileSaleWaits(work) {
    sales += 1;
    try {
      return await work();
    } finally {
      sales -= 1;
    }
  }
  var inFlight = /* @__PURE__ */ new Map();
  var lossFollowers = /* @__PURE__ */ new Set();
  var lossSeen = false;
  function callWasLost() {
    return lossSeen;
  }
  function followLoss(follower) {
    lossFollowers.add(follower);
  }
  async function ping2() {
    const answers2 = await ping();
    lossSeen &&= !answers2;
    return answers2;
  }
  var isAnswered = false;
  function withPingAnswered(look3) {
    isAnswered = true;
    try {
      return look3();
    } finally {
      isAnswered = false;
    }
  }
  function tellLoss(confirmed) {
    lossSeen = true;
    for (const follower of lossFollowers) {
      follower(confirmed);
    }
  }
  function toOurServer(url) {
    return new URL(url, location.href).origin === location.origin;
  }
  var control = Promise.race([
    window.poswarm?.control,
    new Promise((resolve) => setTimeout(resolve, CONTROL_DEADLINE))
  ]).then(() => {
    control = null;
  });
  function sendWhenSeen(xhr) {
    const released = control;
    let held3 = true;
    const { abort, send } = xhr;
    xhr.abort = () => {
      held3 = false;
      abort.call(xhr);
    };
    xhr.send = (body) => {
      released.then(() => held3 && send.call(xhr, body)).catch(() => lose(xhr));
    };
  }
  function lose(xhr) {
    inFlight.delete(xhr);
    xhr.abort();
    xhr.dispatchEvent(new ProgressEvent("error"));
  }
  function loseAllThatMayEnd() {
    for (const [xhr, { mayEnd }] of [...inFlight]) {
      if (mayEnd) {
        lose(xhr);
      }
    }
  }
  function isStarting() {
    return [...inFlight.values()].some(({ name }) => VITAL.has(name));
  }
  function unanswered(xhr, ms) {
    return new Promise((resolve) => {
      const timer3 = setTimeout(() => resolve(inFlight.has(xhr)), ms);
      xhr.addEventListener("loadend", () => {
        clearTimeout(timer3);
        resolve(false);
      });
    });
  }
  async function isAway(holdsSale) {
    return !await ping2() && (holdsSale || !isStarting() && !await ping2());
  }
  async function guard(xhr, { holdsSale, patience }) {
    const end = performance.now() + patience;
    while (await unanswered(xhr, PATIENCE)) {
      const away2 = await isAway(holdsSale);
      if (!inFlight.has(xhr)) {
        return;
      }
      if (away2) {
        tellLoss(true);
        loseAllThatMayEnd();
      } else if (performance.now() > end) {
        lose(xhr);
      }
    }
  }
  async function limit(xhr, ms) {
    if (await unanswered(xhr, ms)) {
      lose(xhr);
    }
  }
  function patienceFor(name, params) {
    const sent = params?.method === "sync_from_ui" ? params.args[0].length : 0;
    return LONG.has(name) ? LONGEST_OF_ALL : LONGEST + sent * LONGEST_PER_ORDER;
  }
  function callOf(params) {
    const name = `${params?.model}.${params?.method}`;
    const isRead = sales > 0 && READS.has(params?.method);
    const isMadeOnce = Boolean(params && commandName(params));
    const holdsSale = sales > 0 || SALE_WAITS_FOR.has(name);
    return { name, mayEnd: MAY_END.has(name) || isRead || isMadeOnce, holdsSale, patience: patienceFor(name, params) };
  }
  function watch(xhr, url, params) {
    const call = callOf(params);
    inFlight.set(xhr, call);
    xhr.addEventListener("loadend", () => inFlight.delete(xhr));
    if (url === PING2) {
      return limit(xhr, PING_DEADLINE);
    }
    return call.mayEnd && !VITAL.has(call.name) && guard(xhr, call);
  }
  function withOwnRequest(url, settings) {
    if (settings.cache || !toOurServer(url)) {
      return null;
    }
    const own = { ...settings, xhr: settings.xhr || new XMLHttpRequest() };
    delete own.cache;
    return own;
  }
  var TOO_LARGE = 413;
  function refuseOtherAnswers(event) {
    const xhr = event.target;
    if (xhr.status !== TOO_LARGE && !isAnswer(xhr.responseText)) {
      event.stopImmediatePropagation();
      xhr.dispatchEvent(new ProgressEvent("error"));
    }
  }
  definePatch("lost_calls", ({ ConnectionLostError: ConnectionLostError2, rpc: rpc2, rpcBus: rpcBus2 }, { around, safely }) => {
    const watchSafely = safely(watch);
    const judge2 = safely(refuseOtherAnswers);
    around(rpc2, {
      _rpc(stock, url, params, settings, ...rest) {
        if (isAnswered && url === PING2) {
          return Promise.resolve();
        }
        const own = withOwnRequest(url, settings);
        own?.xhr.addEventListener("loadstart", () => watchSafely(own.xhr, url, params));
        own?.xhr.addEventListener("load", judge2);
        return stock(url, params, own ?? settings, ...rest);
      }
    });
    const hear3 = safely(({ detail }) => {
      const { error } = detail;
      if (error instanceof ConnectionLostError2 && error.url !== PING2 && toOurServer(error.url)) {
        tellLoss(false);
      }
    });
    rpcBus2.addEventListener("RPC:RESPONSE", hear3);
  });
  definePatch("boot_calls", ({ rpc: rpc2 }, { around }) => {
    around(rpc2, {
      _rpc(stock, url, params, settings, ...rest) {
        const waits = control && VITAL.has(`${params?.model}.${params?.method}`);
        const own = waits ? withOwnRequest(url, settings) : null;
        if (own) {
          sendWhenSeen(own.xhr);
        }
        return stock(url, params, own ?? settings, ...rest);
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/worker_link.js
  var SCHEMA = 1;
  var ANSWER_DEADLINE = 6e4;
  var away = window.poswarm?.offline ?? null;
  var followers2 = /* @__PURE__ */ new Set();
  var newerFollowers = /* @__PURE__ */ new Set();
  function serverIsAway() {
    return Boolean(away);
  }
  function followWorker(follower) {
    followers2.add(follower);
  }
  function followNewer(follower) {
    newerFollowers.add(follower);
  }
  function askWorker(worker2, message, patience = ANSWER_DEADLINE) {
    return new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      const deadline = setTimeout(() => {
        port1.close();
        reject(new Error(`no answer of the worker to ${message.type}`));
      }, patience);
      port1.onmessage = ({ data }) => {
        clearTimeout(deadline);
        port1.close();
        resolve(data);
      };
      worker2.postMessage({ ...message, schema: SCHEMA }, [port2]);
    });
  }
  function hear(data) {
    if (data.type === "away") {
      away = data.away;
      followers2.forEach((follower) => follower(away));
    } else if (data.type === "newer" && data.config === odoo.pos_config_id) {
      newerFollowers.forEach((follower) => follower(data));
    }
  }
  function listen() {
    const channel = new BroadcastChannel("poswarm");
    channel.addEventListener("message", ({ data }) => {
      if (data?.schema === SCHEMA) {
        hear(data);
      }
    });
  }
  definePatch("worker_link", () => {
    if (window.poswarm && !window.poswarm.unsupported) {
      listen();
    }
  });

  // ../../addon/poswarm_offline_cache/static/src/app/connectivity.js
  var RETRY = 2e3;
  var SHORTEST_RETRY = 100;
  var Checks = class {
    running = 0;
    /** Milliseconds, by a clock that nobody sets: one set back by a day would keep the till offline for a day. */
    last = -RETRY;
    wasOnline = false;
    constructor(data) {
      this.data = data;
    }
    /** A check on a mere sign; one that is under way will do. */
    onSign() {
      if (this.running) {
        return;
      }
      const wait = this.last + RETRY - performance.now();
      if (wait > 0) {
        this.in(wait);
      } else {
        this.latest = this.data.checkConnectivity();
      }
    }
    in(ms) {
      clearTimeout(this.data.checkConnectivityTimeout);
      this.data.checkConnectivityTimeout = setTimeout(() => this.data.checkConnectivity(), ms);
    }
    hear(away2) {
      if (away2 !== this.data.network.offline) {
        this.onSign();
      }
    }
    lose(confirmed) {
      this.silence();
      if (confirmed) {
        this.goOffline(0);
      } else if (!this.data.network.offline) {
        this.onSign();
      }
    }
    goOffline(elapsed) {
      this.data.network.offline = true;
      this.silence();
      this.in(Math.max(RETRY - elapsed, SHORTEST_RETRY));
    }
    /** No box where this page is known to go on without the server. */
    silence() {
      if (navigator.onLine || this.wasOnline || serverIsAway()) {
        this.data.network.warningTriggered = true;
      }
    }
    /** Odoo's own check calls the point of sale online before it asks. */
    async run(stock) {
      this.running++;
      clearTimeout(this.data.checkConnectivityTimeout);
      const started2 = performance.now();
      try {
        const answer = await ping2();
        if (answer) {
          this.wasOnline = true;
          return await (answer === PONG ? withPingAnswered(stock) : stock());
        }
      } finally {
        this.running--;
        this.last = performance.now();
      }
      this.goOffline(performance.now() - started2);
    }
  };
  var checks = /* @__PURE__ */ new WeakMap();
  function checksOf(data) {
    if (!checks.has(data)) {
      checks.set(data, new Checks(data));
    }
    return checks.get(data);
  }
  definePatch("connectivity", ({ PosData: PosData2 }, { around, safely }) => {
    around(PosData2.prototype, {
      async initializeDeviceIdentifier(stock, ...args) {
        const mine = checksOf(this);
        followWorker(safely((away2) => mine.hear(Boolean(away2))));
        followLoss(safely((confirmed) => mine.lose(confirmed)));
        if (!this.network.offline && (serverIsAway() || callWasLost())) {
          await this.checkConnectivity();
        }
        return stock(...args);
      },
      async loadInitialData(stock, ...args) {
        await checksOf(this).latest;
        return stock(...args);
      },
      async checkConnectivity(stock, ...args) {
        return checksOf(this).run(() => stock(...args));
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/again.js
  var PAUSES = [3e3, 1e4, 3e4, 12e4, 3e5];
  var pauseOf = (tries) => PAUSES[Math.min(tries, PAUSES.length - 1)];
  var Again = class {
    /** @type {Map<string, {tries: number, at: number}>} when each is due, by its key */
    plans = /* @__PURE__ */ new Map();
    timer = null;
    /**
     * @param {string[]} keys all that waits now; what is not among them is forgotten
     * @param {(due: string[]) => any} work
     */
    soon(keys, work) {
      const fresh = () => ({ tries: 0, at: performance.now() + pauseOf(0) });
      this.plans = new Map(keys.map((key) => [key, this.plans.get(key) ?? fresh()]));
      this.work = work;
      this.plan();
    }
    /** One more, beside those that wait. */
    add(key, work) {
      this.soon([...this.plans.keys(), key], work);
    }
    forget(key) {
      this.plans.delete(key);
    }
    plan() {
      clearTimeout(this.timer);
      if (this.plans.size) {
        const next = Math.min(...[...this.plans.values()].map(({ at }) => at));
        this.timer = setTimeout(() => this.turn(), Math.max(0, next - performance.now()));
      }
    }
    turn() {
      const now = performance.now();
      const due2 = [...this.plans].filter(([, { at }]) => at <= now);
      for (const [, plan] of due2) {
        plan.tries += 1;
        plan.at = now + pauseOf(plan.tries);
      }
      this.plan();
      if (due2.length) {
        this.work(due2.map(([key]) => key));
      }
    }
  };

  // ../../addon/poswarm_offline_cache/static/src/app/texts.js
  var ADDON = "poswarm_offline_cache";
  function untranslated(text, ...values) {
    return text.replaceAll("%s", () => values.shift());
  }
  var translate = untranslated;
  definePatch("texts", ({ appTranslateFn: appTranslateFn2 }) => {
    translate = (text, ...values) => String(appTranslateFn2(text, ADDON, ...values));
  });
  function _t(text, ...values) {
    try {
      return translate(text, ...values);
    } catch {
      return untranslated(text, ...values);
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/names.js
  var UNNAMED = "/";
  var NO_SALE = /* @__PURE__ */ new Set(["draft", "cancel"]);
  var isSale = (state2) => !NO_SALE.has(state2);

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/records.js
  var X2MANY = /* @__PURE__ */ new Set(["one2many", "many2many"]);
  var ORDER = "pos.order";
  function isOwnChild(record, field, dynamic) {
    const { type, relation, dummy } = field;
    return X2MANY.has(type) && !dummy && dynamic.has(relation) && relation !== ORDER && relation !== record.model.name && Boolean(record.models[relation]);
  }
  function isLocalTarget(record, field, opts) {
    const target = field.type === "many2one" && !field.dummy && record.models[field.relation] && record[field.name];
    const stored = target && field.relation in opts.databaseTable && !opts.dynamicModels.includes(field.relation);
    return Boolean(stored && !(target.id > 0));
  }
  function treeOf(order, opts) {
    const dynamic = new Set(opts.dynamicModels);
    const seen = /* @__PURE__ */ new Set();
    const found = [];
    const gather = (record) => {
      const key = `${record.model.name} ${record.id}`;
      if (seen.has(key)) {
        return;
      }
      seen.add(key);
      for (const field of Object.values(record.model.fields)) {
        if (isOwnChild(record, field, dynamic)) {
          (record[field.name] ?? []).forEach(gather);
        } else if (isLocalTarget(record, field, opts)) {
          gather(record[field.name]);
        }
      }
      found.push(record);
    };
    gather(order);
    return found;
  }
  function plain(value) {
    return JSON.parse(JSON.stringify(value));
  }
  function recordsOf(order, opts) {
    const records2 = {};
    for (const record of treeOf(order, opts)) {
      (records2[record.model.name] ??= []).push(plain(record.serializeForIndexedDB()));
    }
    return records2;
  }
  function copyCommands(models) {
    return Object.values(models.commands ?? {}).flatMap(
      (kinds) => Object.values(kinds).map((map) => [map, [...map]])
    );
  }
  function payloadOf(order, opts) {
    const dirty = treeOf(order, opts).map((record) => [record, record._dirty]);
    const commands2 = copyCommands(order.models);
    try {
      return plain(order.serializeForORM({ keepCommands: true }));
    } finally {
      dirty.forEach(([record, mark]) => record._dirty = mark);
      for (const [map, entries2] of commands2) {
        map.clear();
        entries2.forEach(([key, value]) => map.set(key, value));
      }
    }
  }
  function markAll(order, opts) {
    for (const record of treeOf(order, opts)) {
      record._dirty = true;
    }
  }
  function renumber(records2, ids, models) {
    const mapped = {};
    for (const [model, list] of Object.entries(records2)) {
      const fields = Object.values(models[model].fields).filter(({ relation }) => relation in ids);
      mapped[model] = list.map((record) => {
        const changed = { ...record, id: ids[model]?.get(record.id) ?? record.id };
        for (const { name, relation } of fields.filter((field) => field.name in record)) {
          const value = record[name];
          const to = (id) => ids[relation].get(id) ?? id;
          changed[name] = Array.isArray(value) ? value.map(to) : to(value);
        }
        return changed;
      });
    }
    return mapped;
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/entries.js
  var SCHEMA2 = 1;
  var SAME = 5e-4;
  var nameOf = (record) => record?.name ?? "";
  function entryOf(order, pos) {
    const { opts } = pos.data;
    order.setOrderPrices();
    return {
      schema: SCHEMA2,
      uuid: order.uuid,
      kind: order.state === "draft" ? "draft" : "paid",
      database: odoo.info?.db,
      config: odoo.pos_config_id,
      session: odoo.pos_session_id,
      reference: order.pos_reference,
      total: order.amount_total,
      rounding: pos.config?.cash_rounding && pos.config.rounding_method?.rounding || 0,
      payments: order.payment_ids.map((payment) => ({
        uuid: payment.uuid,
        amount: payment.amount,
        method: payment.payment_method_id?.id,
        name: nameOf(payment.payment_method_id)
      })),
      user: order.user_id?.id,
      userName: nameOf(order.user_id),
      cashier: nameOf(order.employee_id) || nameOf(order.user_id),
      time: (/* @__PURE__ */ new Date()).toISOString(),
      records: recordsOf(order, opts),
      payload: payloadOf(order, opts),
      trouble: null
    };
  }
  function isSaleOf(entry, order) {
    const has = new Map(entry.payments.map(({ uuid, amount }) => [uuid, amount]));
    const { payment_ids: payments } = order;
    return entry.kind === "paid" && order.finalized && payments.length === has.size && payments.every(({ uuid, amount }) => has.get(uuid) === amount);
  }
  function markOf(order) {
    const payments = order.payment_ids.map(({ uuid, amount }) => `${uuid} ${amount}`);
    return [order.state, order.id, order.lines.length, order.amount_total, ...payments].join("|");
  }
  function isUnderstood(entry) {
    const { schema, uuid, records: records2 } = entry;
    return schema === SCHEMA2 && Boolean(uuid) && Array.isArray(records2?.["pos.order"]);
  }
  function isOurs({ database, config }) {
    return database === odoo.info?.db && config === odoo.pos_config_id;
  }
  function same(a, b) {
    return Math.abs(Number(a) - Number(b)) < SAME;
  }
  function isSameTotal({ total, rounding = 0 }, theirs) {
    return same(theirs.amount_total, total) || Math.abs(theirs.amount_total - total) < rounding;
  }
  var idOf = (value) => Array.isArray(value) ? value[0] : value;
  var LINE = "pos.order.line";
  function isSameLine(mine, { qty, refunded_orderline_id: sold }) {
    return Boolean(mine) && same(qty, mine.qty) && Boolean(sold) === Boolean(mine.refunded_orderline_id);
  }
  function rowsOf(answer, { id }) {
    return answer[LINE]?.filter((line) => idOf(line.order_id) === id);
  }
  function paymentsIn(records2, names = /* @__PURE__ */ new Map()) {
    return (records2["pos.payment"] ?? []).map(({ uuid, amount, payment_method_id: method }) => ({
      uuid,
      amount,
      method,
      name: names.get(method) ?? ""
    }));
  }
  function hasPiecesOf({ records: records2 }, lines) {
    const pieces = new Map(lines.map(({ uuid, qty }) => [uuid, qty]));
    return (records2[LINE] ?? []).every(({ uuid, qty }) => pieces.get(uuid) === qty);
  }
  function hasOtherLines(entry, answer, theirs) {
    const mine = new Map(entry.records[LINE]?.map((line) => [line.uuid, line]));
    const lines = rowsOf(answer, theirs);
    return Boolean(lines) && (lines.length !== mine.size || lines.some((line) => !isSameLine(mine.get(line.uuid), line)));
  }
  function wordOf(entry, answer) {
    const theirs = answer["pos.order"].find(({ uuid }) => uuid === entry.uuid);
    if (!theirs || !isSale(theirs.state)) {
      return { word: "waits", theirs };
    }
    if (!isSameTotal(entry, theirs)) {
      return { word: "differs", why: `total ${theirs.amount_total}`, theirs };
    }
    const payments = answer["pos.payment"].filter((one) => idOf(one.pos_order_id) === theirs.id);
    const missing = entry.payments.filter(
      ({ uuid, amount, method }) => !payments.some(
        (one) => one.uuid === uuid && same(one.amount, amount) && idOf(one.payment_method_id) === method
      )
    );
    const known = new Set(entry.payments.map(({ uuid }) => uuid));
    const added2 = payments.filter((one) => !known.has(one.uuid) && !one.is_change);
    if (missing.length || added2.length) {
      return { word: "differs", why: `payments ${payments.map(({ amount }) => amount).join(", ")}`, theirs };
    }
    if (hasOtherLines(entry, answer, theirs)) {
      return { word: "differs", why: _t("other lines"), theirs };
    }
    return { word: "settled", theirs };
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/sends.js
  var CREATE = 0;
  var UPDATE = 1;
  var REMOVALS = { 2: "delete", 3: "unlink" };
  var words = /* @__PURE__ */ new Map();
  var doubtful = /* @__PURE__ */ new Set();
  var everDoubtful = /* @__PURE__ */ new Set();
  var held = /* @__PURE__ */ new Map();
  var removals = /* @__PURE__ */ new Map();
  function noteCommands(uuid, serialized) {
    for (const [field, commands2] of Object.entries(serialized)) {
      for (const command of Array.isArray(commands2) ? commands2 : []) {
        noteCommand(uuid, field, command);
      }
    }
  }
  function noteCommand(uuid, field, command) {
    const [code, id, values] = Array.isArray(command) ? command : [];
    if ((code === CREATE || code === UPDATE) && values?.uuid) {
      held.set(uuid, (held.get(uuid) ?? /* @__PURE__ */ new Set()).add(values.uuid));
    } else if (code in REMOVALS) {
      removals.set(uuid, [...removals.get(uuid) ?? [], { kind: REMOVALS[code], field, id }]);
    }
  }
  function noteSending(serialized) {
    serialized.forEach(({ uuid }) => words.set(uuid, "sent"));
  }
  function noteLost(serialized) {
    for (const order of serialized) {
      words.set(order.uuid, "lost");
      noteDoubt(order.uuid);
      noteCommands(order.uuid, order);
    }
  }
  function noteRefused(serialized) {
    for (const order of serialized) {
      words.set(order.uuid, "refused");
      noteDoubt(order.uuid);
    }
  }
  function noteAnswered(orders) {
    for (const { uuid, state: state2 } of orders) {
      words.set(uuid, isSale(state2) ? "paid" : state2);
      if (state2 === "cancel") {
        noteDoubt(uuid);
      }
    }
  }
  function noteDoubt(uuid) {
    doubtful.add(uuid);
    everDoubtful.add(uuid);
  }
  function isDoubtful(uuid) {
    return doubtful.has(uuid);
  }
  function noteAgreed(uuid) {
    doubtful.delete(uuid);
    held.delete(uuid);
    removals.delete(uuid);
  }
  function lastWord(uuid) {
    return words.get(uuid);
  }
  function forgetWord(uuid) {
    words.delete(uuid);
  }
  function heldByLostSends(uuid) {
    return held.get(uuid) ?? /* @__PURE__ */ new Set();
  }
  function restoreHeld(uuid, uuids) {
    if (uuids.length) {
      held.set(uuid, /* @__PURE__ */ new Set([...heldByLostSends(uuid), ...uuids]));
    }
  }
  function removalsOfLostSends(uuid) {
    return removals.get(uuid) ?? [];
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/agreement.js
  var ORDER2 = "pos.order";
  var LINE2 = "pos.order.line";
  var PAYMENT = "pos.payment";
  var OWN = /* @__PURE__ */ new Set(["id", "uuid", "create_date", "write_date", "create_uid", "write_uid", "display_name"]);
  function fieldsOf(models, model) {
    return Object.values(models[model].fields);
  }
  function fieldOf(models, model, name) {
    return fieldsOf(models, model).find((field) => field.name === name);
  }
  var isScalar = (value) => ["string", "number", "boolean"].includes(typeof value);
  function hasSameContent(mine, theirs, fields, ids) {
    return fields.every(({ name, relation }) => {
      if (OWN.has(name) || !isScalar(mine[name]) || !isScalar(theirs[name])) {
        return true;
      }
      return (ids[relation]?.get(mine[name]) ?? mine[name]) === theirs[name];
    });
  }
  function counterpart(mine, rows2, fields, ids, taken2) {
    const free2 = rows2.filter(({ id }) => !taken2.has(id));
    if (mine.uuid) {
      const same2 = free2.find(({ uuid }) => uuid === mine.uuid);
      if (same2 || free2.some(({ uuid }) => uuid)) {
        return same2;
      }
    }
    return free2.find((theirs) => theirs.id === mine.id) ?? free2.find((theirs) => hasSameContent(mine, theirs, fields, ids));
  }
  function match(records2, answer, models) {
    const ids = {};
    const pairs = /* @__PURE__ */ new Map();
    for (const [model, list] of Object.entries(records2).reverse()) {
      const fields = fieldsOf(models, model);
      const taken2 = /* @__PURE__ */ new Set();
      ids[model] = /* @__PURE__ */ new Map();
      for (const mine of list) {
        const theirs = counterpart(mine, answer[model] ?? [], fields, ids, taken2);
        if (theirs) {
          taken2.add(theirs.id);
          ids[model].set(mine.id, theirs.id);
          pairs.set(mine, theirs);
        }
      }
    }
    return { ids, pairs };
  }
  function renew(records2, { ids, pairs }, { dynamicModels }) {
    for (const [model, list] of Object.entries(records2)) {
      for (const mine of list) {
        if (model !== ORDER2 && dynamicModels.includes(model) && typeof mine.id === "number" && !pairs.has(mine)) {
          ids[model].set(mine.id, mine.uuid ?? newName());
        }
      }
    }
  }
  function joined(mine, theirs, related) {
    const known = Object.entries(theirs).filter(([name]) => mine[name] === void 0 && !related.has(name));
    return { ...Object.fromEntries(known), ...mine, write_date: theirs.write_date };
  }
  function joinAll(records2, pairs, models) {
    const full = {};
    for (const [model, list] of Object.entries(records2)) {
      const related = new Set(fieldsOf(models, model).filter(({ relation }) => relation).map(({ name }) => name));
      full[model] = list.map((mine) => pairs.has(mine) ? joined(mine, pairs.get(mine), related) : mine);
    }
    return full;
  }
  function commandMaps(order, opts) {
    const { commands: commands2 } = order.models;
    const found = [];
    for (const record of treeOf(order, opts)) {
      for (const map of Object.values(commands2?.[record.model.name] ?? {})) {
        found.push({ record, map });
      }
    }
    return found;
  }
  function dropRemovals(order, opts, answer, ids) {
    for (const { record, map } of commandMaps(order, opts)) {
      const { name: model } = record.model;
      const parent = ids[model]?.get(record.id) ?? record.id;
      for (const [field, list] of [...map]) {
        const rows2 = answer[fieldOf(order.models, model, field)?.relation];
        const there = ({ id }) => rows2 ? rows2.some((row2) => row2.id === id) : Boolean(answer[ORDER2]);
        const kept = list.filter((one) => one.parentId !== record.id && one.parentId !== parent || there(one)).map((one) => one.parentId === record.id ? { ...one, parentId: parent } : one);
        if (kept.length) {
          map.set(field, kept);
        } else {
          map.delete(field);
        }
      }
    }
  }
  function queueRemoval(models, field, id, parentId, kind = "delete") {
    const map = models.commands?.[ORDER2]?.[kind];
    const list = map?.get(field) ?? [];
    if (map && !list.some((one) => one.id === id && one.parentId === parentId)) {
      map.set(field, [...list, { id, parentId }]);
    }
  }
  function isRemovedHere(models, field, id, orderId) {
    return Object.values(models.commands?.[ORDER2] ?? {}).some(
      (map) => map.get(field)?.some((one) => one.id === id && one.parentId === orderId)
    );
  }
  var inWords = {
    [LINE2]: ({ qty, full_product_name: name, price_subtotal_incl: price }) => `${qty} × ${name}, ${price}`,
    [PAYMENT]: ({ amount, payment_method_id: method }, models) => `${models["pos.payment.method"].get(idOf(method))?.name ?? _t("Payment")}, ${amount}`
  };
  var whatToDo = {
    [LINE2]: () => _t("It is not part of the sale. Ring it up anew if it was served."),
    [PAYMENT]: () => _t("It was taken off the order. If the money was taken, give it back.")
  };
  function tellForeign(order, model, rows2) {
    ask({
      title: model === LINE2 ? _t("Ordered after the bill was paid") : _t("Paid twice"),
      lines: [
        _t("Another terminal added this to the order %s, which was paid here before:", order.pos_reference ?? ""),
        ...rows2.map((row2) => inWords[model](row2, order.models)),
        whatToDo[model]()
      ],
      choices: [["close", _t("Close")]]
    });
  }
  function settleExtra(order, records2, answer, theirs, ids) {
    const { models, uuid } = order;
    const mine = heldByLostSends(uuid);
    const paid = order.state !== "draft";
    const lostRemovals = removalsOfLostSends(uuid);
    const isTakenOff = (field, { id }) => isRemovedHere(models, field, id, theirs.id) || lostRemovals.some((one) => one.field === field && one.id === id);
    const foreign = { [LINE2]: [], [PAYMENT]: [] };
    const children = fieldsOf(models, ORDER2).filter(
      ({ type, relation, dummy }) => type === "one2many" && !dummy && relation !== ORDER2 && relation in answer
    );
    const [record] = records2[ORDER2];
    for (const { name: field, relation } of children) {
      const matched = new Set(ids[relation]?.values());
      const extra = (answer[relation] ?? []).filter(
        (row2) => (theirs[field] ?? []).includes(row2.id) && !matched.has(row2.id)
      );
      for (const row2 of extra) {
        if (mine.has(row2.uuid)) {
          queueRemoval(models, field, row2.id, theirs.id);
        } else if (isTakenOff(field, row2)) {
          continue;
        } else if (!paid) {
          (records2[relation] ??= []).push(row2);
          record[field] = [...record[field] ?? [], row2.id];
        } else if (relation in foreign) {
          queueRemoval(models, field, row2.id, theirs.id);
          foreign[relation].push(row2);
        }
      }
    }
    for (const [model, rows2] of Object.entries(foreign).filter(([, found]) => found.length)) {
      tellForeign(order, model, rows2);
    }
    for (const { kind, field, id } of lostRemovals) {
      if ((theirs[field] ?? []).includes(id)) {
        queueRemoval(models, field, id, theirs.id, kind);
      }
    }
  }
  function dropRenumbered(models, ids, opts) {
    for (const [model, map] of Object.entries(ids)) {
      const key = opts.databaseTable[model]?.key ?? "id";
      for (const [from, to] of map) {
        if (key === "id" && from !== to) {
          models[model].get(from)?.delete();
        }
      }
    }
  }
  function load(pos, order, records2, ids) {
    const before = order.id;
    const { models } = pos;
    dropRenumbered(models, ids, pos.data.opts);
    models.loadConnectedData(records2);
    const now = models[ORDER2].getBy("uuid", order.uuid);
    if (now.id !== before) {
      pos.pendingOrder.create.delete(before);
      pos.pendingOrder.write.delete(before);
    }
    markAll(now, pos.data.opts);
    pos.addPendingOrder([now.id]);
  }
  function adopt(pos, order, theirs, answer) {
    const { models } = pos;
    const { opts } = pos.data;
    const records2 = recordsOf(order, opts);
    const { ids, pairs } = match(records2, answer, models);
    dropRemovals(order, opts, answer, ids);
    renew(records2, { ids, pairs }, opts);
    const numbered = renumber(joinAll(records2, pairs, models), ids, models);
    settleExtra(order, numbered, answer, theirs, ids);
    load(pos, order, numbered, ids);
  }
  function disown(pos, order) {
    const { models } = pos;
    const { opts } = pos.data;
    const records2 = recordsOf(order, opts);
    const ids = {};
    for (const [model, list] of Object.entries(records2)) {
      const numbered = list.filter(({ id }) => opts.dynamicModels.includes(model) && typeof id === "number");
      ids[model] = new Map(numbered.map(({ id, uuid }) => [id, uuid ?? newName()]));
    }
    dropRemovals(order, opts, {}, {});
    load(pos, order, renumber(records2, ids, models), ids);
  }
  function agree(pos, order, answer) {
    const theirs = answer[ORDER2].find(({ uuid }) => uuid === order.uuid);
    if (theirs?.state === "draft") {
      adopt(pos, order, theirs, answer);
    } else if (!theirs && order.isSynced) {
      disown(pos, order);
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/browser_storage.js
  var numberKey = () => `${odoo.access_token}-unique_device_identifier`;
  var paramsKey = () => `pos_data_params_${odoo.pos_config_id}`;
  var written = /* @__PURE__ */ new Map();
  function numbersToKeep() {
    return [numberKey(), paramsKey()].map((key) => ({ key, value: localStorage.getItem(key) })).filter(({ key, value }) => value && written.get(key) !== value);
  }
  function numbersKept(records2) {
    records2.forEach(({ key, value }) => written.set(key, value));
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/storage.js
  var NAME = "poswarm-ledger";
  var VERSION = 1;
  var DEADLINE2 = 2e3;
  var STORES = { orders: "uuid", drafts: "uuid", commands: "id", kept: "key" };
  var opening = null;
  var bucket = null;
  var trouble = null;
  var followers3 = /* @__PURE__ */ new Set();
  function problem() {
    return trouble;
  }
  function followProblem(follower) {
    followers3.add(follower);
  }
  function setProblem(found) {
    if (found?.kind === trouble?.kind && found?.words === trouble?.words) {
      return;
    }
    trouble = found;
    if (found) {
      console.warn(`poswarm: the ledger: ${found.kind}: ${found.words}`);
    }
    followers3.forEach((follower) => follower());
  }
  function isInBucket() {
    return Boolean(navigator.storageBuckets);
  }
  function asPromise(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  function inTime(promise, what) {
    let timer3;
    const late = new Promise((_, reject) => {
      timer3 = setTimeout(() => reject(new Error(`${what}: no answer after ${DEADLINE2} ms`)), DEADLINE2);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer3));
  }
  async function factory() {
    if (!isInBucket()) {
      return indexedDB;
    }
    bucket = await navigator.storageBuckets.open(NAME, { persisted: true, durability: "strict" });
    return bucket.indexedDB;
  }
  async function open() {
    const request = (await factory()).open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        if (!request.result.objectStoreNames.contains(store)) {
          request.result.createObjectStore(store, { keyPath });
        }
      }
    };
    const database = await asPromise(request);
    database.onversionchange = () => {
      opening = null;
      database.close();
    };
    database.onclose = () => {
      opening = null;
    };
    return database;
  }
  async function opened() {
    opening ??= open();
    try {
      return await inTime(opening, "opening");
    } catch (error) {
      opening = null;
      throw error;
    }
  }
  function committed(transaction) {
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      transaction.onerror = () => {
      };
    });
  }
  function kindOf(error) {
    return error?.name === "QuotaExceededError" ? "full" : "closed";
  }
  function fails(error) {
    setProblem({ kind: kindOf(error), words: String(error?.message ?? error) });
  }
  async function transact(puts, removes, mayBeLate) {
    let transaction;
    try {
      const database = await opened();
      transaction = database.transaction(Object.keys({ ...puts, ...removes }), "readwrite", { durability: "strict" });
      const done = committed(transaction);
      for (const [store, records2] of Object.entries(puts)) {
        records2.forEach((record) => transaction.objectStore(store).put(record));
      }
      for (const [store, keys] of Object.entries(removes)) {
        keys.forEach((key) => transaction.objectStore(store).delete(key));
      }
      if (mayBeLate) {
        transaction.commit?.();
      }
      await inTime(done, "writing");
    } catch (error) {
      giveUp(transaction);
      throw error;
    }
  }
  async function writeOnce(puts, removes = {}, mayBeLate = false) {
    try {
      await transact(puts, removes, mayBeLate).catch(async (error) => {
        if (kindOf(error) !== "full" || !await makeRoom()) {
          throw error;
        }
        await transact(puts, removes, mayBeLate);
      });
      if (trouble && trouble.kind !== "unknown") {
        setProblem(null);
      }
      return true;
    } catch (error) {
      fails(error);
      return false;
    }
  }
  var makeRoom = async () => false;
  function setRoomMaker(way) {
    makeRoom = way;
  }
  function keyOf(store, record) {
    return record[STORES[store]];
  }
  function giveUp(transaction) {
    try {
      transaction?.abort();
    } catch {
    }
  }
  async function readAll(store) {
    try {
      const database = await opened();
      return await inTime(asPromise(database.transaction(store).objectStore(store).getAll()), "reading");
    } catch (error) {
      fails(error);
      return null;
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/turns.js
  function turns() {
    let last3 = Promise.resolve();
    return (work) => {
      const turn = last3.then(work);
      last3 = turn.catch(() => {
      });
      return turn;
    };
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/owed.js
  var RETRY2 = 3e3;
  var ROOM_DEADLINE = 2e3;
  var owed = /* @__PURE__ */ new Map();
  var timer = null;
  var inTurn = turns();
  var idOf2 = ({ store, key }) => `${store} ${key}`;
  function partsOf(puts, removes) {
    const put3 = Object.entries(puts).flatMap(([store, records2]) => records2.map((record) => ({ store, key: keyOf(store, record), record })));
    const removed = Object.entries(removes).flatMap(([store, keys]) => keys.map((key) => ({ store, key })));
    return [...put3, ...removed];
  }
  function due() {
    const puts = {};
    const removes = {};
    for (const { store, key, record } of owed.values()) {
      if (record) {
        (puts[store] ??= []).push(record);
      } else {
        (removes[store] ??= []).push(key);
      }
    }
    return [puts, removes];
  }
  function setTimer() {
    if (!owed.size) {
      clearInterval(timer);
      timer = null;
    } else {
      timer ??= setInterval(pay, RETRY2);
    }
  }
  async function payAll() {
    if (owed.size && await writeOnce(...due(), true)) {
      owed.clear();
      setTimer();
    }
  }
  function pay() {
    return inTurn(payAll);
  }
  async function writeOrOwe(puts, removes) {
    const written3 = await writeOnce(puts, removes, true);
    for (const part of partsOf(puts, removes)) {
      if (written3) {
        owed.delete(idOf2(part));
      } else {
        owed.set(idOf2(part), part);
      }
    }
    setTimer();
    return written3;
  }
  async function write(puts, removes = {}) {
    const written3 = await inTurn(() => writeOrOwe(puts, removes));
    if (written3) {
      pay();
    }
    return written3;
  }
  async function dropPictures() {
    const worker2 = navigator.serviceWorker?.controller;
    const answer = worker2 && await askWorker(worker2, { type: "poswarm/room" }, ROOM_DEADLINE).catch(() => null);
    return answer?.dropped > 0;
  }
  definePatch("ledger_owed", (_, { safely }) => {
    setRoomMaker(dropPictures);
    for (const type of ["beforeunload", "pagehide"]) {
      window.addEventListener(type, safely(pay), { capture: true });
    }
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/settled.js
  var KEY2 = "settled ";
  var MANY = 1e3;
  var settled2 = /* @__PURE__ */ new Map();
  async function read() {
    const kept = await readAll("kept") ?? [];
    return kept.filter(({ key }) => key.startsWith(KEY2));
  }
  var uuidOf = ({ key }) => key.slice(KEY2.length);
  async function loadSettled() {
    const records2 = await read();
    records2.forEach((record) => settled2.set(uuidOf(record), record.payments ? new Set(record.payments) : null));
    const lastFirst = records2.toSorted((a, b) => b.time - a.time);
    const old = lastFirst.slice(MANY).map(({ key }) => key);
    if (old.length) {
      await write({}, { kept: old });
    }
  }
  function addSettled(entries2) {
    return entries2.map(({ uuid, payments }) => {
      const uuids = payments.map((one) => one.uuid);
      settled2.set(uuid, new Set(uuids));
      return { key: KEY2 + uuid, time: (/* @__PURE__ */ new Date()).getTime(), payments: uuids };
    });
  }
  function wasSettled(uuid) {
    return settled2.has(uuid);
  }
  function isSettled({ uuid, payment_ids: payments }) {
    const known = settled2.get(uuid);
    return known === null || Boolean(known && payments.every((payment) => known.has(payment.uuid)));
  }
  async function settledOnDisk() {
    return new Set((await read()).map(uuidOf));
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/waiting.js
  var entries = /* @__PURE__ */ new Map();
  var marks = /* @__PURE__ */ new Map();
  var onDisk = /* @__PURE__ */ new Set();
  var followers4 = /* @__PURE__ */ new Set();
  var loading = null;
  var elsewhere = 0;
  function followWaiting(follower) {
    followers4.add(follower);
  }
  function tellWaiting() {
    followers4.forEach((follower) => follower());
  }
  async function load2() {
    const [stored] = await Promise.all([readAll("orders"), loadSettled()]);
    if (!stored) {
      loading = null;
      return;
    }
    const unknown = stored.filter((entry) => !isUnderstood(entry));
    if (unknown.length) {
      setProblem({ kind: "unknown", words: unknown.map(({ uuid }) => uuid).join(", ") });
    }
    elsewhere = stored.filter((entry) => isUnderstood(entry) && !isOurs(entry) && entry.kind === "paid").length;
    for (const entry of stored.toSorted((a, b) => String(a.time).localeCompare(String(b.time)))) {
      if (isUnderstood(entry) && isOurs(entry) && !entries.has(entry.uuid)) {
        entries.set(entry.uuid, entry);
        onDisk.add(entry.uuid);
      }
    }
    tellWaiting();
  }
  function loadWaiting() {
    loading ??= load2();
    return loading;
  }
  function loadWaitingAnew() {
    loading = load2();
    return loading;
  }
  function waitingElsewhere() {
    return elsewhere;
  }
  function waitingEntries() {
    return [...entries.values()];
  }
  function entryFor(uuid) {
    return entries.get(uuid);
  }
  function isKept(order) {
    const entry = entries.get(order.uuid);
    const isSame2 = entry && (marks.get(order.uuid) === markOf(order) || entry.payload && isSaleOf(entry, order));
    return Boolean(isSame2) && onDisk.has(order.uuid);
  }
  function entryNow(order, pos) {
    try {
      return { ...entryOf(order, pos), trouble: entries.get(order.uuid)?.trouble ?? null };
    } catch (error) {
      setProblem({ kind: "unknown", words: `${order.pos_reference}: ${error}` });
      return null;
    }
  }
  async function keep(orders, pos) {
    const changed = orders.filter((order) => !isKept(order));
    if (!changed.length) {
      return true;
    }
    const made = new Map(changed.map((order) => [order, entryNow(order, pos)]).filter(([, entry]) => entry));
    made.forEach((entry) => entries.set(entry.uuid, entry) && onDisk.delete(entry.uuid));
    const numbers = numbersToKeep();
    const kept = await write({ orders: [...made.values()], kept: numbers });
    if (kept) {
      numbersKept(numbers);
      made.forEach((_, order) => marks.set(order.uuid, markOf(order)) && onDisk.add(order.uuid));
    }
    tellWaiting();
    return kept && made.size === changed.length;
  }
  function forget(uuid) {
    entries.delete(uuid);
    marks.delete(uuid);
    onDisk.delete(uuid);
  }
  async function replace(uuid, made, others = []) {
    const entry = entries.get(uuid);
    if (!entry) {
      return false;
    }
    const numbers = numbersToKeep();
    const written3 = await writeOnce({ orders: [made, ...others], kept: [...addSettled([entry]), ...numbers] }, { orders: [uuid] });
    if (!written3 && !(await readAll("orders"))?.some((one) => one.uuid === made.uuid)) {
      return false;
    }
    numbersKept(numbers);
    forget(uuid);
    [made, ...others].forEach((one) => entries.set(one.uuid, one) && onDisk.add(one.uuid));
    tellWaiting();
    return true;
  }
  function noteKept(order) {
    marks.set(order.uuid, markOf(order));
  }
  async function noteTrouble(uuid, trouble2) {
    const entry = entries.get(uuid);
    if (!entry || JSON.stringify(entry.trouble) === JSON.stringify(trouble2)) {
      return;
    }
    entry.trouble = trouble2;
    tellWaiting();
    await write({ orders: [entry] });
  }
  async function letGo(uuids, { confirmed, others = [] }) {
    const known = uuids.map((uuid) => entries.get(uuid)).filter(Boolean);
    known.forEach(({ uuid }) => forget(uuid));
    others.forEach((one) => entries.set(one.uuid, one));
    if (known.length) {
      tellWaiting();
      const kept = confirmed ? { kept: addSettled(known) } : {};
      await write({ ...kept, ...others.length ? { orders: others } : {} }, { orders: known.map(({ uuid }) => uuid) });
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/amounts.js
  var ORDER3 = "pos.order";
  var LINE3 = "pos.order.line";
  var AMOUNTS = ["amount_tax", "amount_total", "amount_paid", "amount_return"];
  var SUBTOTALS = ["price_subtotal", "price_subtotal_incl"];
  function set(record, kept, names) {
    for (const name of names.filter((one) => kept?.[one] !== void 0 && record[one] !== kept[one])) {
      record[name] = kept[name];
    }
  }
  function keepAmounts(order) {
    const entry = entryFor(order.uuid);
    if (!entry || !isSaleOf(entry, order)) {
      return;
    }
    set(order, entry.records[ORDER3][0], AMOUNTS);
    const lines = new Map(entry.records[LINE3]?.map((line) => [line.uuid, line]));
    order.lines.forEach((line) => set(line, lines.get(line.uuid), SUBTOTALS));
  }
  definePatch("ledger_amounts", ({ PosOrder: PosOrder2 }, { around, safely }) => {
    around(PosOrder2.prototype, {
      setOrderPrices(stock, ...args) {
        const done = stock(...args);
        safely(keepAmounts)(this);
        return done;
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/reading.js
  var nothing = () => ({ "pos.order.line": [], "pos.payment": [] });
  async function readOrders(data, domain) {
    return { ...nothing(), ...await data.orm.call("pos.order", "read_pos_orders", [domain]) };
  }
  function readByUuid(data, uuids) {
    return readOrders(data, [["uuid", "in", uuids]]);
  }
  var isRefusal = (error) => error?.name === "RPC_ERROR";
  function joined2(answers2) {
    const all = {};
    for (const [model, records2] of answers2.flatMap(Object.entries)) {
      all[model] = [...all[model] ?? [], ...records2];
    }
    return all;
  }
  var ENOUGH = 3;
  async function readOneByOne(data, uuids) {
    const answers2 = [];
    const refused = /* @__PURE__ */ new Map();
    let hopeless = null;
    for (const uuid of uuids) {
      try {
        if (hopeless) {
          throw hopeless;
        }
        answers2.push(await readByUuid(data, [uuid]));
      } catch (error) {
        if (!isRefusal(error)) {
          throw error;
        }
        refused.set(uuid, error);
        hopeless = answers2.length || refused.size < ENOUGH ? null : error;
      }
    }
    return { answer: joined2([{ "pos.order": [], ...nothing() }, ...answers2]), refused };
  }
  async function readEach(data, uuids) {
    try {
      return { answer: await readByUuid(data, uuids), refused: /* @__PURE__ */ new Map() };
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      return uuids.length > 1 ? readOneByOne(data, uuids) : { answer: {}, refused: /* @__PURE__ */ new Map([[uuids[0], error]]) };
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/refunds.js
  var LINE4 = "pos.order.line";
  var isNumber = (id) => typeof id === "number";
  function soldLines(entry) {
    return (entry.records[LINE4] ?? []).map(({ refunded_orderline_id: id }) => id).filter(Boolean);
  }
  var asked = /* @__PURE__ */ new Set();
  function isWaitedFor(line) {
    return waitingEntries().some(({ records: records2 }) => records2[LINE4]?.some(({ id, uuid }) => id === line || uuid === line));
  }
  function lacksSale(data, order, entry) {
    const sold = data.network.offline ? [] : soldLines(entry);
    const lacks = sold.length > order.lines.filter((line) => line.refunded_orderline_id).length;
    return lacks && (!asked.has(entry.uuid) || sold.some(isWaitedFor));
  }
  function refundsOf(sale, otherLine) {
    const others = /* @__PURE__ */ new Map();
    for (const line of sale.records[LINE4] ?? []) {
      [line.id, line.uuid].forEach((id) => others.set(id, otherLine(line)));
    }
    const refunds = waitingEntries().filter((entry) => entry.uuid !== sale.uuid && soldLines(entry).some((id) => others.has(id)));
    const linked = (line) => others.has(line.refunded_orderline_id) ? { ...line, refunded_orderline_id: others.get(line.refunded_orderline_id) } : line;
    return refunds.map((entry) => ({ ...entry, records: { ...entry.records, [LINE4]: entry.records[LINE4].map(linked) } }));
  }
  async function loadSales(data, entry) {
    const lines = data.models[LINE4];
    const missing = soldLines(entry).filter((id) => !lines.get(id) && !lines.getBy("uuid", id));
    if (missing.length) {
      const numbers = ["lines", "in", missing.filter(isNumber)];
      const uuids = ["lines.uuid", "in", missing.filter((id) => !isNumber(id))];
      const answer = await readOrders(data, ["|", numbers, uuids]);
      data.models.loadConnectedData(answer);
    }
    asked.add(entry.uuid);
  }
  function linkedToSales(data, records2) {
    const linked = (line) => {
      const sold = line.refunded_orderline_id;
      const found = typeof sold === "string" && data.models[LINE4].getBy("uuid", sold);
      return found ? { ...line, refunded_orderline_id: found.id } : line;
    };
    return records2[LINE4] ? { ...records2, [LINE4]: records2[LINE4].map(linked) } : records2;
  }
  function waitsForItsSale(order) {
    return order.lines.some(({ refunded_orderline_id: sold }) => sold && !isNumber(sold.id));
  }
  function withoutTheirRefunds(serialized) {
    for (const { lines = [] } of serialized) {
      for (const [, , values] of lines) {
        delete values?.refund_orderline_ids;
      }
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/whole.js
  var ORDER4 = "pos.order";
  var LINE5 = "pos.order.line";
  var COMPARED = /* @__PURE__ */ new Set([ORDER4, LINE5, "pos.payment"]);
  function hasRecords(order, entry, opts) {
    const models = Object.keys(entry.records).filter((model) => opts.dynamicModels.includes(model) && !COMPARED.has(model));
    const tree = models.length ? treeOf(order, opts) : [];
    const count = (model) => tree.filter((record) => record.model.name === model).length;
    return models.every((model) => count(model) >= entry.records[model].length);
  }
  function isWhole(order, entry, opts) {
    if (entry.kind === "draft") {
      return true;
    }
    const sold = entry.records[LINE5]?.length ?? 0;
    if (isSaleOf(entry, order)) {
      return order.lines.length === sold && hasPiecesOf(entry, order.lines) && hasRecords(order, entry, opts);
    }
    const has = new Set(order.payment_ids.map(({ uuid }) => uuid));
    return order.lines.length >= sold && entry.payments.every(({ uuid }) => has.has(uuid));
  }
  function fieldsThatName(entry, models) {
    const fields = Object.values(models[ORDER4].fields).filter(({ type, dummy }) => type === "many2one" && !dummy);
    return fields.filter(({ name }) => entry.payload?.[name] > 0);
  }
  function namedIn2(entry, models) {
    return fieldsThatName(entry, models).map(({ name }) => name);
  }
  function unloadedOf(entry, records2, models) {
    const [order] = records2[ORDER4];
    const named2 = fieldsThatName(entry, models).map(({ name, relation }) => ({ model: relation, id: order[name] }));
    const isLoaded = ({ model, id }) => models[model]?.get(id) || records2[model]?.some((record) => record.id === id);
    return named2.filter((one) => one.id > 0 && models[one.model] && !isLoaded(one));
  }
  var asked2 = /* @__PURE__ */ new Set();
  function noteAsked({ uuid }) {
    asked2.add(uuid);
  }
  function lacksNamed(data, order, entry) {
    const mayAsk = !data.network.offline && !asked2.has(entry.uuid) && isSaleOf(entry, order);
    return mayAsk && namedIn2(entry, data.models).some((name) => !order[name]);
  }
  function isComplete2(data, order, entry) {
    return Boolean(order) && (entry.kind === "draft" || order.finalized) && isWhole(order, entry, data.opts) && !lacksSale(data, order, entry) && !lacksNamed(data, order, entry);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/as_sold.js
  var ORDER5 = "pos.order";
  var LINE6 = "pos.order.line";
  var SAYS = /* @__PURE__ */ new Set([0, 1]);
  var held2 = /* @__PURE__ */ new Map();
  var TRIES = 3;
  function fieldsThatName2({ models, opts }) {
    const fields = Object.values(models[LINE6].fields);
    return fields.filter(({ type, dummy, relation }) => ["many2many", "many2one"].includes(type) && !dummy && !opts.dynamicModels.includes(relation));
  }
  var isNothing = (value) => !value || Array.isArray(value) && !value.length;
  function putBackNames(data, entry, { lines = [] }) {
    const sold = new Map((entry.payload.lines ?? []).map(([, , values]) => [values?.uuid, values]));
    const fields = fieldsThatName2(data);
    for (const [, , values] of lines) {
      const was = sold.get(values?.uuid) ?? {};
      for (const { name } of fields.filter((field) => isNothing(values[field.name]) && !isNothing(was[field.name]))) {
        values[name] = was[name];
      }
    }
  }
  function putBack(data, serialized) {
    for (const order of serialized) {
      const entry = saleOf(data, order);
      if (entry) {
        putBackNames(data, entry, order);
      }
    }
  }
  function saleOf({ models }, { uuid }) {
    const entry = entryFor(uuid);
    const order = models[ORDER5].getBy("uuid", uuid);
    return entry?.payload && order && isSaleOf(entry, order) ? entry : null;
  }
  function isAsSold(data, serialized) {
    const { state: state2, lines } = serialized;
    const entry = saleOf(data, serialized);
    if (!entry || state2 === "draft") {
      return true;
    }
    const lost = namedIn2(entry, data.models).filter((name) => serialized[name] === false);
    const said = (lines ?? []).filter(([command]) => SAYS.has(command)).map(([, , values]) => values);
    const sold = new Set(entry.records[LINE6]?.map((line) => line.uuid));
    return hasPiecesOf(entry, said) && said.every((line) => sold.has(line.uuid)) && !lost.length;
  }
  function mustWait(data, serialized) {
    const wrong = serialized.filter((order) => (held2.get(order.uuid) ?? 0) < TRIES && !isAsSold(data, order));
    wrong.forEach(({ uuid }) => {
      held2.set(uuid, (held2.get(uuid) ?? 0) + 1);
      console.warn("poswarm: not sent, for it is not what was sold:", uuid);
    });
    return wrong.length > 0;
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/command_doubts.js
  var nameOf2 = ({ type, model, method }) => `${model}.${method ?? type}`;
  var CANCEL = "pos.order.action_pos_order_cancel";
  async function lookForRecord(data, options) {
    const uuid = options.values?.[0]?.uuid;
    if (!uuid) {
      return "unknown";
    }
    const found = await data.orm.call(options.model, "search_count", [[["uuid", "=", uuid]]]);
    return found ? "done" : "undone";
  }
  async function look(data, { options }) {
    const name = commandName(options);
    if (name) {
      return await wasMade(data, name) ? "done" : "undone";
    }
    if (options.type === "create") {
      return lookForRecord(data, options);
    }
    return options.type === "write" || options.type === "delete" ? "undone" : "unknown";
  }
  function wordsFor({ options }) {
    const { args = [] } = options;
    if (options.method === "try_cash_in_out") {
      const [, type, amount, reason] = args;
      return type === "in" ? _t("Cash in of %s (%s)", amount, reason) : _t("Cash out of %s (%s)", amount, reason);
    }
    if (options.method === "delete_cash_in_out") {
      return _t("Deletion of a cash move");
    }
    if (options.method === "confirm_coupon_programs") {
      return _t("Loyalty points of a sale");
    }
    if (nameOf2(options) === CANCEL) {
      return _t("Deletion of an open order");
    }
    if (options.method === "set_opening_control") {
      return _t("Opening of the register with %s in cash", args[1]);
    }
    return nameOf2(options);
  }
  function askCashier(command, { keep: keep4 }, { title, text, choices }, carryOut) {
    const lines = [`${wordsFor(command)}, ${new Date(command.time).toLocaleString()}`, text];
    keep4({ ...command, asked: "open" }).then(() => ask({ title, lines, choices })).then(carryOut).catch((error) => console.warn("poswarm: a command waits for an answer:", error));
    return "asked";
  }
  async function lookUp(data, command, ledger) {
    const found = await look(data, command);
    if (found === "done") {
      await ledger.drop(command.id);
      return "done";
    }
    if (found === "undone") {
      return "undone";
    }
    const question2 = {
      title: _t("Was this carried out?"),
      text: _t("The server's answer was lost, and it cannot be told whether the server has it."),
      choices: [
        ["done", _t("It is on the server")],
        ["again", _t("Send it again")]
      ]
    };
    return askCashier(
      command,
      ledger,
      question2,
      (answer) => answer === "done" ? ledger.drop(command.id) : ledger.again(command)
    );
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/cancelled_tables.js
  var ORDER6 = "pos.order";
  var LINE7 = "pos.order.line";
  var served = /* @__PURE__ */ new Map();
  function noteServed(records2) {
    for (const { id, qty } of records2[LINE7] ?? []) {
      served.set(id, qty);
    }
  }
  function removedFrom({ id, models }) {
    const kinds = Object.values(models.commands?.[ORDER6] ?? {});
    const removals2 = kinds.flatMap((map) => map.get("lines") ?? []);
    return removals2.filter(({ parentId }) => parentId === id).map((one) => ({ id: one.id, qty: served.get(one.id) }));
  }
  function added({ id, qty }, removed) {
    const mine = removed.find((one) => one.id === id);
    return mine ? qty - (mine.qty ?? qty) : qty;
  }
  var signsOf = ({ uuid, qty, write_date }) => [`${uuid} ${qty}`, `${uuid} ${write_date}`];
  function tablesOf(data, options) {
    if (nameOf2(options) !== CANCEL) {
      return void 0;
    }
    const orders = options.args[0].map((id) => data.models[ORDER6].get(id)).filter(Boolean);
    return orders.map((order) => ({
      uuid: order.uuid,
      lines: order.lines.flatMap((line) => signsOf(line.raw)),
      removed: removedFrom(order)
    }));
  }
  function openRows(answer, uuid) {
    const theirs = answer[ORDER6].find((order) => order.uuid === uuid && order.state === "draft");
    return theirs ? rowsOf(answer, theirs) : [];
  }
  function wentOn(answer, { uuid, lines, removed = [] }) {
    const rows2 = openRows(answer, uuid).filter((row2) => added(row2, removed) !== 0);
    const known = new Set(lines);
    return rows2.some((row2) => !signsOf(row2).some((sign) => known.has(sign)));
  }
  async function takeOff(data, command, answer, ledger) {
    const { tables } = command;
    const rows2 = tables.flatMap(({ uuid }) => openRows(answer, uuid));
    const removed = tables.flatMap((table2) => table2.removed);
    const moved = rows2.filter(({ id }) => removed.some((one) => one.id === id));
    const left = command.remains ?? moved.map((row2) => ({ id: row2.id, qty: Math.max(added(row2, removed), 0) }));
    await ledger.keep({ ...command, remains: left });
    const there = left.filter(({ id }) => rows2.some((row2) => row2.id === id));
    for (const { id, qty } of there.filter((one) => one.qty)) {
      await data.orm.call(LINE7, "write", [[id], { qty }]);
    }
    const gone = there.filter(({ qty }) => !qty).map(({ id }) => id);
    if (gone.length) {
      await data.orm.call(LINE7, "unlink", [gone]);
    }
    await ledger.drop(command.id);
    return "done";
  }
  async function lookAtTables(data, command, ledger) {
    const { tables } = command;
    if (!tables?.length) {
      return "undone";
    }
    const answer = await readByUuid(data, tables.map(({ uuid }) => uuid));
    if (!command.remains && !tables.some((table2) => wentOn(answer, table2))) {
      return "undone";
    }
    if (tables.every(({ lines, removed }) => !lines.length && removed?.length)) {
      return takeOff(data, command, answer, ledger);
    }
    const question2 = {
      title: _t("The table went on"),
      text: _t("It was deleted here without the server, and another terminal has served it since."),
      choices: [
        ["keep", _t("Keep the table")],
        ["delete", _t("Delete it")]
      ]
    };
    return askCashier(
      command,
      ledger,
      question2,
      (choice) => choice === "delete" ? ledger.again({ ...command, tables: void 0 }) : ledger.drop(command.id)
    );
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/closed_session.js
  var MOVE = "try_cash_in_out";
  var MOVES = /* @__PURE__ */ new Set([MOVE, "delete_cash_in_out"]);
  function choicesFor({ method }) {
    const later2 = ["later", _t("Decide later")];
    const counted = ["remove", _t("It was counted at the closing: remove it")];
    return method === MOVE ? [later2, ["here", _t("Put it into the open session")], counted] : [later2, ["remove", _t("Remove it")]];
  }
  function movedHere(command) {
    const [, ...rest] = command.options.args;
    const options = { ...command.options, args: [[odoo.pos_session_id], ...rest] };
    return { ...command, session: odoo.pos_session_id, options };
  }
  async function lookAtSession(data, command, ledger) {
    const { model, method, args } = command.options;
    if (model !== "pos.session" || !MOVES.has(method)) {
      return "undone";
    }
    const [session2] = args[0];
    const [found] = await data.orm.call(model, "read", [[session2], ["state"]]);
    if (!found) {
      throw new Error(_t("Its session is no longer there."));
    }
    if (found.state !== "closed") {
      return "undone";
    }
    if (session2 === odoo.pos_session_id) {
      return "later";
    }
    const question2 = {
      title: _t("The session was closed meanwhile"),
      text: _t("It did not reach the server before the session was closed, so it is not in its books."),
      choices: choicesFor(command.options)
    };
    const ways3 = {
      later: () => {
      },
      // the next start asks again
      here: () => ledger.again(movedHere(command)),
      remove: () => ledger.drop(command.id)
    };
    return askCashier(command, ledger, question2, (answer) => ways3[answer]());
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/decisions.js
  var open2 = /* @__PURE__ */ new Set();
  function isDecidedOn(uuid) {
    return open2.has(uuid);
  }
  async function decideOnce(uuid, work) {
    if (open2.has(uuid)) {
      return void 0;
    }
    open2.add(uuid);
    try {
      return await work();
    } finally {
      open2.delete(uuid);
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/own_faults.js
  var KINDS = [TypeError, ReferenceError, RangeError];
  function isOwnFault(error) {
    return KINDS.some((kind) => error instanceof kind);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/sent.js
  var begun = /* @__PURE__ */ new Set();
  function noteOfEarlierPage({ uuid, lines }) {
    if (lines.length) {
      begun.add(uuid);
    }
  }
  function wasSent({ uuid }) {
    return lastWord(uuid) !== void 0 || heldByLostSends(uuid).size > 0 || Boolean(entryFor(uuid));
  }
  function mayBeSent(order) {
    const { uuid } = order;
    if (lastWord(uuid) === "paid" || entryFor(uuid)) {
      return true;
    }
    return isDoubtful(uuid) && (wasSent(order) || begun.has(uuid) || order.lines.length > 0);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/whole_writes.js
  var collected = [];
  var collecting = 0;
  var lastWrite = Promise.resolve();
  var failed = false;
  var DEADLINE3 = 5e3;
  function isWritten() {
    return !failed;
  }
  function put(transaction, { method, store, of }) {
    for (const one of of) {
      try {
        transaction.objectStore(store)[method](one);
      } catch (error) {
        console.warn(`poswarm: a record of ${store} cannot be written to this terminal:`, error);
      }
    }
  }
  async function transact2(database, writes2) {
    const stores = new Set(writes2.map(({ store }) => store));
    const transaction = database.getNewTransaction([...stores], "readwrite");
    if (!transaction) {
      throw new Error("the database is not open");
    }
    const timer3 = setTimeout(() => transaction.abort(), DEADLINE3);
    try {
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error ?? new Error(`no end after ${DEADLINE3} ms`));
        writes2.forEach((one) => put(transaction, one));
      });
    } finally {
      clearTimeout(timer3);
      database.activeTransactions?.delete(transaction);
    }
  }
  var RETRY3 = 3e3;
  var retry = null;
  var writeAgain = () => {
  };
  async function commit(database, writes2) {
    try {
      await transact2(database, writes2);
      failed = false;
    } catch (error) {
      failed = true;
      console.warn("poswarm: orders were not written to this terminal:", error);
      clearTimeout(retry);
      retry = setTimeout(writeAgain, RETRY3);
    }
  }
  function write2(database) {
    if (collected.length) {
      lastWrite = commit(database, collected.splice(0));
    }
    return lastWrite;
  }
  definePatch("ledger_whole_writes", ({ IndexedDB: IndexedDB2, PosData: PosData2 }, { around }) => {
    around(IndexedDB2.prototype, {
      create(stock, store, records2, ...rest) {
        if (!collecting || !records2?.length) {
          return stock(store, records2, ...rest);
        }
        collected.push({ method: "put", store, of: JSON.parse(JSON.stringify(records2)) });
      },
      delete(stock, store, keys, ...rest) {
        if (!collecting || !keys?.length) {
          return stock(store, keys, ...rest);
        }
        collected.push({ method: "delete", store, of: [...keys] });
      },
      /** What is read behind a write is what was written. */
      readAll(stock, ...args) {
        write2(this);
        return stock(...args);
      }
    });
    around(PosData2.prototype, {
      async synchronizeLocalDataInIndexedDB(stock, ...args) {
        writeAgain = () => this.synchronizeLocalDataInIndexedDB();
        collecting += 1;
        const done = await stock(...args).finally(() => collecting -= 1);
        await write2(this.indexedDB);
        return done;
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/restore.js
  var ORDER7 = "pos.order";
  var LINE8 = "pos.order.line";
  var shop = null;
  function thePos() {
    return shop;
  }
  function orderOf(models, uuid) {
    return models[ORDER7].getBy("uuid", uuid);
  }
  function isPaidHere(order) {
    if (!order.finalized || order.state === "cancel" || isSettled(order)) {
      return false;
    }
    return Boolean(entryFor(order.uuid)) || !order.isSynced || order.name === UNNAMED || order.payment_ids.some((payment) => !payment.isSynced);
  }
  function keepPaid(pos) {
    const orders = pos.models[ORDER7].filter((order) => isPaidHere(order) && lastWord(order.uuid) !== "paid");
    return keep(orders, pos);
  }
  function inOrder(records2, known) {
    const { [ORDER7]: orders, ...others } = records2;
    return known ? { ...others, [ORDER7]: orders } : { [ORDER7]: orders, ...others };
  }
  function lacksProducts(data, records2) {
    const loaded = new Set(records2["product.product"]?.map(({ id }) => id));
    const ids = (records2[LINE8] ?? []).map(({ product_id: product }) => product);
    return ids.some((id) => id && !loaded.has(id) && !data.models["product.product"].get(id));
  }
  function inThisSession(data, records2) {
    const sessions = data.models["pos.session"];
    const [order] = records2[ORDER7];
    return sessions.get(order.session_id) ? records2 : { ...records2, [ORDER7]: [{ ...order, session_id: odoo.pos_session_id }] };
  }
  async function namedBy(data, { model, id }) {
    try {
      return await data.orm.read(model, [id], data.fields?.[model] ?? [], { load: false });
    } catch (error) {
      if (isRefusal(error)) {
        return [];
      }
      throw error;
    }
  }
  async function completed(data, entry, own) {
    const records2 = await data.missingRecursive(own);
    for (const one of unloadedOf(entry, records2, data.models)) {
      records2[one.model] = [...records2[one.model] ?? [], ...await namedBy(data, one)];
    }
    await loadSales(data, entry);
    noteAsked(entry);
    return linkedToSales(data, records2);
  }
  async function recordsOf2(data, entry) {
    const own = inThisSession(data, structuredClone(entry.records));
    if (data.network.offline) {
      return own;
    }
    try {
      return await whileSaleWaits(() => completed(data, entry, own));
    } catch (error) {
      console.warn("poswarm: what an order lacks was not to be had:", error);
      if (isOwnFault(error)) {
        noteAsked(entry);
      }
      return own;
    }
  }
  function dropOthers(data, entry) {
    const order = orderOf(data.models, entry.uuid);
    const sold = new Set(entry.records[LINE8]?.map(({ uuid }) => uuid));
    if (order && isSaleOf(entry, order)) {
      order.lines.filter(({ uuid }) => !sold.has(uuid)).forEach((line) => data.localDeleteCascade(line));
    }
  }
  async function putBack2(data, entry) {
    const records2 = await recordsOf2(data, entry);
    if (!lacksProducts(data, records2)) {
      dropOthers(data, entry);
      data.models.loadConnectedData(inOrder(records2, orderOf(data.models, entry.uuid)));
    }
  }
  async function judge(data, entry, error) {
    const order = orderOf(data.models, entry.uuid);
    const whole = order && isWhole(order, entry, data.opts);
    if (whole && entry.trouble?.kind === "damaged") {
      await noteTrouble(entry.uuid, null);
    } else if (!whole && (order || error)) {
      await noteTrouble(entry.uuid, { kind: "damaged", words: error && String(error) });
    }
  }
  async function restore(data, entry) {
    let failed2 = null;
    if (!isComplete2(data, orderOf(data.models, entry.uuid), entry)) {
      await putBack2(data, entry).catch((error) => failed2 = error);
    }
    await judge(data, entry, failed2);
    const order = orderOf(data.models, entry.uuid);
    if (!isComplete2(data, order, entry)) {
      return false;
    }
    markAll(order, data.opts);
    noteDoubt(entry.uuid);
    if (entry.payload) {
      noteKept(order);
    }
    return true;
  }
  function dropGhosts(data) {
    const ghosts = data.models[ORDER7].filter((order) => (!order.isSynced || order.state === "draft") && isSettled(order));
    ghosts.forEach((order) => data.localDeleteCascade(order));
  }
  async function restoreAll(data) {
    dropGhosts(data);
    for (const entry of waitingEntries()) {
      await restore(data, entry);
    }
  }
  function enqueue(pos, order) {
    markAll(order, pos.data.opts);
    pos.addPendingOrder([order.id]);
  }
  function isInTheWay(pos, { uuid, trouble: trouble2 }) {
    return trouble2?.kind === "refused" && Boolean(orderOf(pos.models, uuid)) && uuid !== pos.getOrder?.()?.uuid;
  }
  function takeOff2(pos, { uuid }) {
    const order = orderOf(pos.models, uuid);
    if (order) {
      pos.removePendingOrder(order);
    }
  }
  async function restoreAndQueue(pos, { refusedToo = false } = {}) {
    for (const entry of waitingEntries()) {
      if (isDecidedOn(entry.uuid) || !refusedToo && isInTheWay(pos, entry)) {
        takeOff2(pos, entry);
        continue;
      }
      if (lastWord(entry.uuid) === "paid") {
        continue;
      }
      const whole = isComplete2(pos.data, orderOf(pos.models, entry.uuid), entry) || await restore(pos.data, entry);
      const order = orderOf(pos.models, entry.uuid);
      if (entry.kind === "draft" || !order?.finalized) {
        continue;
      }
      if (whole && !waitsForItsSale(order)) {
        enqueue(pos, order);
      } else {
        pos.removePendingOrder(order);
      }
    }
  }
  definePatch("offline_orders", ({ PosData: PosData2 }, { around }) => {
    around(PosData2.prototype, {
      async missingRecursive(stock, records2, ids = {}, found = {}, ...rest) {
        if (!this.network.offline) {
          return stock(records2, ids, found, ...rest);
        }
        for (const [model, list] of Object.entries(records2)) {
          found[model] = (found[model] ?? []).concat(list);
        }
        return found;
      },
      /** Asks the server, and ends the boot when it does not answer. */
      async checkAndDeleteMissingOrders(stock, ...args) {
        return this.network.offline ? void 0 : stock(...args);
      }
    });
  });
  definePatch("ledger_restore", ({ PosData: PosData2, PosStore: PosStore2 }, { around, safely }) => {
    around(PosData2.prototype, {
      async getLocalDataFromIndexedDB(stock, ...args) {
        await loadWaitingAnew();
        const loaded = await stock(...args);
        await safely(restoreAll)(this);
        return loaded;
      },
      /** A draft that a reset would have taken is on Odoo's own disk again. */
      async synchronizeLocalDataInIndexedDB(stock, ...args) {
        const here = waitingEntries().filter(
          ({ kind, harvested, uuid }) => harvested && kind === "draft" && orderOf(this.models, uuid)
        );
        const done = await stock(...args);
        if (here.length && isWritten()) {
          await safely(letGo)(here.map(({ uuid }) => uuid), { confirmed: false });
        }
        return done;
      }
    });
    around(PosStore2.prototype, {
      async afterProcessServerData(stock, ...args) {
        shop = this;
        await safely(async () => {
          for (const order of this.models[ORDER7].filter((one) => !one.isSynced)) {
            noteDoubt(order.uuid);
            noteOfEarlierPage(order);
          }
          await keepPaid(this);
          await restoreAndQueue(this);
        })();
        return stock(...args);
      },
      async setup(stock, ...args) {
        await stock(...args);
        if (waitingEntries().length) {
          this.syncAllOrdersDebounced();
        }
        tellWaiting();
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/settle.js
  var SOON = 300;
  var BATCH = 50;
  var timer2 = null;
  var asking = null;
  var again = new Again();
  function taken() {
    return waitingEntries().filter(({ uuid, trouble: trouble2 }) => lastWord(uuid) === "paid" && trouble2?.kind !== "differs");
  }
  async function hear2(entry, answer, missing) {
    const { word, why } = wordOf(entry, answer);
    if (word === "settled") {
      await letGo([entry.uuid], { confirmed: true });
    } else if (word === "differs") {
      await noteTrouble(entry.uuid, { kind: "differs", words: why });
    } else {
      forgetWord(entry.uuid);
      noteDoubt(entry.uuid);
      missing.push(entry);
    }
  }
  async function ask2(data, onMissing) {
    const missing = [];
    const unread = [];
    const entries2 = taken();
    for (let at = 0; at < entries2.length; at += BATCH) {
      const batch = entries2.slice(at, at + BATCH);
      const { answer, refused } = await readEach(data, batch.map(({ uuid }) => uuid));
      for (const entry of batch.filter(({ uuid }) => !refused.has(uuid))) {
        await hear2(entry, answer, missing);
      }
      unread.push(...refused.values());
    }
    if (missing.length) {
      await onMissing();
    }
    if (unread.length) {
      throw unread[0];
    }
  }
  async function askOnce(data, onMissing) {
    try {
      await ask2(data, onMissing);
    } catch (error) {
      console.warn("the server was not asked for its orders:", error);
      again.add("settle", () => settleSoon(data, onMissing));
      return;
    } finally {
      asking = null;
    }
    again.forget("settle");
    settleSoon(data, onMissing);
  }
  function settle2(data, onMissing) {
    asking ??= askOnce(data, onMissing);
    return asking;
  }
  function settleSoon(data, onMissing) {
    if (timer2 || !taken().length) {
      return;
    }
    timer2 = setTimeout(() => {
      timer2 = null;
      settle2(data, onMissing);
    }, SOON);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/words.js
  function wordsOf(error) {
    return error?.data?.message ?? error?.message ?? String(error);
  }
  function whyWaits({ kind, trouble: trouble2 }) {
    switch (trouble2?.kind) {
      case "refused":
        return _t("The server refused it: %s", trouble2.words);
      case "differs":
        return _t("The server has it otherwise: %s", trouble2.words);
      case "damaged":
        return _t("A part of it is no longer known to this terminal. Save a copy for support.");
    }
    return kind === "draft" ? _t("Not paid yet.") : _t("Waits for the server.");
  }
  function whyRed(problem2) {
    switch (problem2.kind) {
      case "full":
        return _t("The disk of this terminal is full. Sales are not kept in a second place.");
      case "unknown":
        return _t("There is an entry of a newer version. It is left as it is.");
    }
    return _t("Sales cannot be kept in a second place: %s", problem2.words);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/commands.js
  var commands = /* @__PURE__ */ new Map();
  var dropped = /* @__PURE__ */ new Set();
  var leaving = /* @__PURE__ */ new Set();
  var later = new Again();
  var last = 0;
  function waitingCommands() {
    return [...commands.values()].sort((a, b) => a.order - b.order);
  }
  async function put2(command) {
    commands.set(command.id, command);
    dropped.delete(command.id);
    tellWaiting();
    return write({ commands: [command] });
  }
  function keepCommand(data, id, options) {
    return put2(commandOf(data, { uuid: id, args: [options] }, true));
  }
  async function dropCommand(id) {
    later.forget(id);
    if (commands.delete(id)) {
      dropped.add(id);
      tellWaiting();
      await write({}, { commands: [id] });
    }
  }
  function isQuestion(options) {
    return options.type === "read" || options.type === "search_read" || MAY_END.has(nameOf2(options));
  }
  function plain2(options) {
    return JSON.parse(JSON.stringify(options));
  }
  function commandOf(data, { uuid, args: [options] }, mayBeDone) {
    const time = /* @__PURE__ */ new Date();
    last = Math.max(last + 1, time.getTime());
    return {
      schema: SCHEMA2,
      id: uuid,
      order: last,
      database: odoo.info?.db,
      config: odoo.pos_config_id,
      session: odoo.pos_session_id,
      time: time.toISOString(),
      options: plain2(options),
      tables: tablesOf(data, options),
      mayBeDone,
      refused: null
    };
  }
  async function keepNew(data, mayBeDone) {
    const added2 = data.network.unsyncData.filter(({ uuid, args }) => !commands.has(uuid) && !isQuestion(args[0]));
    for (const waiting2 of added2) {
      await put2(commandOf(data, waiting2, mayBeDone));
    }
  }
  async function load3() {
    const stored = await readAll("commands") ?? [];
    for (const command of stored) {
      const { schema, database, config } = command;
      if (schema === SCHEMA2 && database === odoo.info?.db && config === odoo.pos_config_id) {
        commands.set(command.id, { ...command, asked: void 0 });
        last = Math.max(last, command.order);
      }
    }
  }
  var underWay = "";
  function queueAll(data, tryAgain = () => false) {
    const { unsyncData } = data.network;
    const there = new Set(unsyncData.map(({ uuid }) => uuid));
    const missing = waitingCommands().filter(
      ({ id, refused, asked: asked3 }) => !there.has(id) && !leaving.has(id) && (!refused || tryAgain(id)) && asked3 !== "open"
    );
    unsyncData.splice(
      underWay && unsyncData[0]?.uuid === underWay ? 1 : 0,
      0,
      ...missing.map(({ id, options, time }) => ({
        args: [options],
        date: globalThis.luxon?.DateTime.fromISO(time) ?? new Date(time),
        try: 1,
        uuid: id
      }))
    );
  }
  async function noteTry(command) {
    await put2({ ...command, mayBeDone: true });
  }
  function tryLater(data, { id }) {
    later.add(id, async (due2) => {
      if (!data.network.offline) {
        queueAll(data, (one) => due2.includes(one));
        await data.syncData();
      }
    });
  }
  function orderOf2(data, { type, model, ids, values }) {
    const orders = data.models["pos.order"];
    if (model === "pos.order.line") {
      const line = type === "create" ? null : data.models[model].get(ids?.[0]);
      return line?.order_id ?? orders.get(values?.[0]?.order_id);
    }
    return model === "pos.order" && ids ? orders.get(ids[0]) : null;
  }
  async function settleFirst(data, options) {
    if (waitsForSale(data, { options })) {
      await settle2(data, async () => {
      });
    }
  }
  async function makeQueued(data, options, make2, safely) {
    const leaves = !data.network.offline;
    const id = leaves && commandName(options);
    if (leaves) {
      await safely(settleFirst)(data, options);
    }
    if (id) {
      leaving.add(id);
      await keepCommand(data, id, options);
    }
    try {
      return await make2();
    } finally {
      await safely(keepNew)(data, leaves);
      if (id) {
        leaving.delete(id);
        await dropCommand(id);
      }
    }
  }
  function waitsForSale(data, { options }) {
    const order = orderOf2(data, options);
    return Boolean(order && entryFor(order.uuid)?.kind === "paid");
  }
  function isRemoval(options) {
    return options.type === "delete" || nameOf2(options) === CANCEL;
  }
  function isGone(error) {
    return error?.data?.name === "odoo.exceptions.MissingError";
  }
  async function again2(data, command) {
    await put2(command);
    queueAll(data);
    await data.syncData();
  }
  function sendAgain(command) {
    return again2(thePos().data, { ...command, refused: null });
  }
  async function refuse(data, id, error) {
    const command = commands.get(id);
    if (command) {
      await put2({ ...command, refused: wordsOf(error) });
      tryLater(data, command);
    }
  }
  async function findOut(data, command, isLost) {
    const ledger = {
      keep: put2,
      drop: dropCommand,
      // The cashier said that the server has it not.
      again: (one) => again2(data, { ...one, mayBeDone: false, asked: void 0 })
    };
    try {
      if (waitsForSale(data, command)) {
        return "makes way";
      }
      let found = command.mayBeDone ? await lookUp(data, command, ledger) : "undone";
      for (const look3 of [lookAtSession, lookAtTables]) {
        found = found === "undone" ? await look3(data, command, ledger) : found;
      }
      return found;
    } catch (error) {
      console.warn("poswarm: the server was not asked for a command:", error);
      if (isLost(error)) {
        return "later";
      }
      await refuse(data, command.id, error);
      return "refused";
    }
  }
  async function takeTurn(data, command, make2, isLost) {
    const found = await findOut(data, command, isLost);
    if (found === "later") {
      tryLater(data, command);
      return false;
    }
    if (found === "makes way") {
      tryLater(data, command);
    }
    if (found !== "undone") {
      return true;
    }
    await noteTry(command);
    try {
      const result = await make2();
      if (result) {
        await dropCommand(command.id);
      }
      return result;
    } catch (error) {
      if (isLost(error)) {
        throw error;
      }
      if (!commands.has(command.id)) {
        return true;
      }
      if (isGone(error) && isRemoval(command.options)) {
        await dropCommand(command.id);
      } else {
        await refuse(data, command.id, error);
      }
      return true;
    }
  }
  var QUEUED = /* @__PURE__ */ new Set(["pos.session.log_partner_message", CANCEL]);
  function queued(options) {
    const queue = options.queue || QUEUED.has(nameOf2(options));
    return queue && !isQuestion(options) ? named({ ...options, queue }, newName()) : options;
  }
  function asMade({ values }) {
    return values.map((record) => ({
      ...record,
      priceIncl: record.price_subtotal_incl || record.price_unit * (record.qty ?? 1)
    }));
  }
  definePatch("ledger_commands", ({ ConnectionLostError: ConnectionLostError2, PosData: PosData2, PosStore: PosStore2 }, { around, safely }) => {
    const isLost = (error) => error instanceof ConnectionLostError2;
    around(PosData2.prototype, {
      async execute(stock, options, ...rest) {
        if (dropped.has(options.uuid)) {
          return true;
        }
        if (options.uuid && !this.network.offline) {
          const make3 = () => stock(options, ...rest);
          const command = commands.get(options.uuid);
          underWay = options.uuid;
          try {
            return await (command ? takeTurn(this, command, make3, isLost) : make3());
          } finally {
            underWay = "";
          }
        }
        if (options.uuid) {
          return stock(options, ...rest);
        }
        const given = queued(options);
        const make2 = () => stock(given, ...rest);
        const done = await (given.queue ? makeQueued(this, given, make2, safely) : make2());
        return done ?? (options.type === "create" ? asMade(options) : done);
      }
    });
    around(PosStore2.prototype, {
      async afterProcessServerData(stock, ...args) {
        await safely(async () => {
          await load3();
          queueAll(this.data, () => true);
        })();
        if (!this.data.network.offline && commands.size) {
          safely(() => this.data.syncData())();
        }
        return stock(...args);
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/copy.js
  async function everything() {
    const [orders, drafts, commands2] = await Promise.all(["orders", "drafts", "commands"].map(readAll));
    return {
      schema: "poswarm.ledger/v1",
      saved: (/* @__PURE__ */ new Date()).toISOString(),
      origin: location.origin,
      database: odoo.info?.db,
      config: odoo.pos_config_id,
      orders: orders ?? waitingEntries(),
      drafts: drafts ?? [],
      commands: commands2 ?? waitingCommands()
    };
  }
  async function saveCopy() {
    const copy = await everything();
    const url = URL.createObjectURL(new Blob([JSON.stringify(copy, null, 2)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `sales-of-this-terminal-${copy.saved.replaceAll(":", "-")}.json`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 6e4);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/own_sale.js
  var ORDER8 = "pos.order";
  var LINE9 = "pos.order.line";
  function inWords2(lines, total) {
    const sold = (lines ?? []).map(({ qty, full_product_name: name }) => `${qty} × ${name}`);
    return [...sold, Number(total).toFixed(2)].join("; ");
  }
  function otherIds(records2, { opts }) {
    const ids = {};
    for (const [model, list] of Object.entries(records2)) {
      const own = opts.dynamicModels.includes(model) ? list : [];
      ids[model] = new Map(own.map(({ id }) => [id, newName()]));
    }
    return ids;
  }
  function asAnother(records2, ids, { models }) {
    const others = renumber(structuredClone(records2), ids, models);
    for (const record of Object.keys(ids).flatMap((model) => ids[model].size ? others[model] : [])) {
      if ("uuid" in record) {
        record.uuid = record.id;
      }
    }
    return others;
  }
  function nextNumber(pos) {
    const given = {};
    pos.setNextOrderRefs(given);
    return given;
  }
  function anotherEntry(pos, entry, ids) {
    const records2 = asAnother(entry.records, ids, pos);
    const [order] = records2[ORDER8];
    const note2 = [order.general_customer_note, _t("Receipt %s", entry.reference)].filter(Boolean).join("\n");
    Object.assign(order, nextNumber(pos), { name: UNNAMED, access_token: newName(), general_customer_note: note2 });
    const names = new Map(entry.payments.map(({ method, name }) => [method, name]));
    const payments = paymentsIn(records2, names);
    return { ...entry, uuid: order.uuid, reference: order.pos_reference, payments, records: records2, payload: null, trouble: null };
  }
  async function dropHere(pos, uuid) {
    const order = pos.models[ORDER8].getBy("uuid", uuid);
    if (order && !order.isSynced) {
      pos.removePendingOrder(order);
      await pos.data.localDeleteCascade(order);
    }
  }
  async function bookAnew(pos, entry) {
    const ids = otherIds(entry.records, pos.data);
    const lines = ids[LINE9] ?? /* @__PURE__ */ new Map();
    if (await replace(entry.uuid, anotherEntry(pos, entry, ids), refundsOf(entry, ({ id }) => lines.get(id)))) {
      await dropHere(pos, entry.uuid);
      await restoreAndQueue(pos);
      pos.syncAllOrdersDebounced?.();
    }
  }
  var keep2 = () => ["keep", _t("Leave it here")];
  function questionOn({ trouble: trouble2 }, answer, theirs) {
    if (theirs && isSale(theirs.state)) {
      const lines = rowsOf(answer, theirs);
      return {
        title: _t("The server has this sale otherwise"),
        lines: [_t("On the server: %s", inWords2(lines, theirs.amount_total))],
        choices: [keep2(), ["own", _t("It is a sale of its own: book it")], ["remove", _t("It is the same sale, and the server is right")]]
      };
    }
    const remove2 = ["remove", _t("It is in the books otherwise: remove it")];
    const again4 = ["again", _t("Send it again")];
    const isWhole2 = trouble2?.kind !== "damaged";
    return {
      title: _t("The server does not have this sale"),
      lines: [whyWaits({ kind: "paid", trouble: trouble2 })],
      choices: isWhole2 ? [keep2(), again4, ["own", _t("Book it under a new number")], remove2] : [keep2(), again4, remove2]
    };
  }
  var ways = {
    own: bookAnew,
    remove: async (pos, entry, answer) => {
      const there = new Set((answer[LINE9] ?? []).map(({ uuid }) => uuid));
      const refunds = refundsOf(entry, ({ uuid }) => there.has(uuid) ? uuid : false);
      await letGo([entry.uuid], { confirmed: true, others: refunds });
      await dropHere(pos, entry.uuid);
    }
  };
  async function look2(pos, uuid) {
    if (pos.syncingOrders.has(uuid)) {
      throw new Error(`${uuid} is being sent`);
    }
    const answer = await readByUuid(pos.data, [uuid]);
    const entry = entryFor(uuid);
    const found = entry && { entry, answer, ...wordOf(entry, answer) };
    if (found && found.word !== "settled") {
      return found;
    }
    await letGo([uuid], { confirmed: true });
    return null;
  }
  function sayUnanswered() {
    return ask({
      title: _t("The server does not answer"),
      lines: [_t("What it has of this sale is not known. Try again when it is there.")],
      choices: [["close", _t("Close")]]
    });
  }
  async function decide(pos, uuid) {
    const found = await look2(pos, uuid);
    if (!found) {
      return "over";
    }
    const { entry, answer, theirs, word } = found;
    const { title, lines, choices } = questionOn(entry, answer, theirs);
    const sale = [`${entry.reference}, ${new Date(entry.time).toLocaleString()}`, _t("Sold here: %s", inWords2(entry.records[LINE9], entry.total))];
    const choice = await ask({ title, lines: [...sale, ...lines], choices });
    if (!(choice in ways)) {
      return choice;
    }
    const now = await look2(pos, uuid);
    if (now && now.word !== word) {
      return decide(pos, uuid);
    }
    if (now) {
      await ways[choice](pos, now.entry, now.answer);
    }
    return choice;
  }
  async function decideSale({ uuid }) {
    const pos = thePos();
    const choice = await decideOnce(
      uuid,
      () => decide(pos, uuid).catch(async (error) => {
        console.warn("poswarm: nothing is decided on a sale:", error);
        await sayUnanswered();
        return "keep";
      })
    );
    if (choice === "again") {
      await noteTrouble(uuid, null);
      await pos.syncAllOrders({ refusedToo: true });
    }
    return Boolean(choice) && choice !== "keep";
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/list.js
  function element2(name, classes, ...children) {
    const made = document.createElement(name);
    made.className = classes;
    made.append(...children);
    return made;
  }
  function row(...cells) {
    return element2("tr", "", ...cells.map((cell) => element2("td", "p-2 align-top", cell)));
  }
  var timeOf = (time) => new Date(time).toLocaleString();
  function amountOf({ total }) {
    return Number(total).toLocaleString(void 0, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  async function decide2(command) {
    const choice = await ask({
      title: _t("The server refused it"),
      lines: [`${wordsFor(command)}, ${timeOf(command.time)}`, command.refused],
      choices: [
        ["keep", _t("Leave it here")],
        ["again", _t("Send it again")],
        ["remove", _t("Remove it")]
      ]
    });
    if (choice === "again") {
      await sendAgain(command);
    } else if (choice === "remove") {
      await dropCommand(command.id);
    }
    if (choice !== "keep") {
      showList();
    }
  }
  function withSettle(words2, settle3) {
    return element2("div", "", words2, " ", button(_t("Settle"), "btn-secondary poswarm-settle", settle3));
  }
  function whyCommandWaits(command) {
    if (!command.refused) {
      return _t("Waits for the server.");
    }
    return withSettle(_t("The server refused it: %s", command.refused), () => decide2(command));
  }
  async function decideOn(entry) {
    if (await decideSale(entry)) {
      showList();
    }
  }
  function whySaleWaits(entry) {
    if (!entry.trouble || entry.kind === "draft") {
      return whyWaits(entry);
    }
    return withSettle(whyWaits(entry), () => decideOn(entry));
  }
  function rows() {
    const orders = waitingEntries().map(
      (entry) => row(timeOf(entry.time), entry.reference ?? "", amountOf(entry), whySaleWaits(entry))
    );
    const commands2 = waitingCommands().map(
      (command) => row(timeOf(command.time), wordsFor(command), "", whyCommandWaits(command))
    );
    const others = waitingElsewhere();
    const why = _t("Of other points of sale of this terminal: open them here, and their sales are sent.");
    return [...orders, ...commands2, ...others ? [row("", String(others), "", why)] : []];
  }
  function table() {
    const heads = [_t("Time"), _t("Receipt"), _t("Total"), _t("Why")].map((head) => element2("th", "p-2", head));
    return element2(
      "table",
      "table w-100 text-start",
      element2("thead", "", element2("tr", "", ...heads)),
      element2("tbody", "", ...rows())
    );
  }
  function button(label, look3, press) {
    const made = element2("button", `btn btn-lg ${look3}`, label);
    made.addEventListener("click", press);
    return made;
  }
  function showList() {
    document.querySelector(".poswarm-waiting-list")?.remove();
    const cover2 = element2("div", "modal d-block poswarm-waiting-list");
    const red = problem();
    const body = element2("main", "modal-body overflow-auto", ...red ? [element2("p", "text-danger", whyRed(red))] : [], table());
    body.style.maxHeight = "60vh";
    const footer = element2(
      "footer",
      "modal-footer gap-1",
      button(_t("Close"), "btn-primary", () => cover2.remove()),
      button(_t("Save a copy"), "btn-secondary", () => saveCopy())
    );
    const header = element2("header", "modal-header", element2("h4", "modal-title", _t("Waiting for the server")));
    cover2.append(element2("div", "modal-dialog modal-lg", element2("div", "modal-content", header, body, footer)));
    cover2.setAttribute("role", "dialog");
    cover2.style.cssText = "display: block; z-index: 100000; background: rgb(0 0 0 / 50%)";
    document.body.append(cover2);
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/badge.js
  var SOON2 = 50;
  var button2 = null;
  var wanted = false;
  var drawn = false;
  function isTrouble({ trouble: trouble2 }) {
    return Boolean(trouble2);
  }
  function state() {
    const entries2 = waitingEntries();
    const commands2 = waitingCommands();
    return {
      sales: entries2.filter(({ kind }) => kind === "paid").length,
      drafts: entries2.filter(({ kind }) => kind === "draft").length,
      commands: commands2.length,
      elsewhere: waitingElsewhere(),
      trouble: entries2.filter(isTrouble).length + commands2.filter(({ refused }) => refused).length,
      problem: problem()
    };
  }
  function make() {
    const made = document.createElement("button");
    const icon = document.createElement("i");
    icon.className = "fa fa-fw fa-cloud-upload me-1";
    made.append(icon, document.createElement("span"));
    made.addEventListener("click", showList);
    return made;
  }
  function place() {
    const bar = document.querySelector(".pos-rightheader .status-buttons") ?? document.querySelector(".pos-rightheader");
    const home = bar ?? (document.querySelector(".pos") && document.body);
    button2.style.cssText = bar ? "" : "position: fixed; top: 0; right: 0; z-index: 1000";
    if (home && button2.parentNode !== home) {
      home.prepend(button2);
    }
  }
  function draw() {
    drawn = false;
    const now = state();
    window.poswarm.waiting = now;
    const number = now.sales + now.drafts + now.commands + now.elsewhere;
    wanted = Boolean(number || now.problem);
    if (!wanted) {
      button2?.remove();
      return;
    }
    button2 ??= make();
    const red = now.problem || now.trouble;
    button2.className = `poswarm-waiting btn btn-lg lh-lg ${red ? "btn-danger" : "btn-light"}`;
    const text = now.problem && !number ? "!" : String(number);
    if (button2.lastChild.textContent !== text) {
      button2.lastChild.textContent = text;
    }
    button2.title = _t("Sales that wait for the server: %s", now.sales);
    place();
  }
  function drawSoon() {
    if (!drawn) {
      drawn = true;
      setTimeout(draw, SOON2);
    }
  }
  definePatch("ledger_view", (_, { safely }) => {
    if (!window.poswarm) {
      return;
    }
    const soon = safely(drawSoon);
    followWaiting(soon);
    followProblem(soon);
    new MutationObserver(() => {
      if (wanted && !button2.isConnected) {
        soon();
      }
    }).observe(document.documentElement, { childList: true, subtree: true });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/closing.js
  definePatch("ledger_closing", ({ PosStore: PosStore2 }, { around }) => {
    around(PosStore2.prototype, {
      pushOrdersWithClosingPopup(stock, options, ...rest) {
        return stock({ ...options, refusedToo: true }, ...rest);
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/drafts.js
  var ORDER9 = "pos.order";
  var written2 = /* @__PURE__ */ new Map();
  var loading2 = null;
  async function load4() {
    const stored = await readAll("drafts") ?? [];
    const ours = stored.filter(({ database, config }) => database === odoo.info?.db && config === odoo.pos_config_id);
    ours.forEach((mark) => written2.set(mark.uuid, JSON.stringify(mark)));
    return ours;
  }
  function removalsOf(tree, commands2) {
    return tree.flatMap(
      (record) => Object.entries(commands2?.[record.model.name] ?? {}).flatMap(
        ([kind, map]) => [...map].flatMap(
          ([field, list]) => list.filter(({ parentId }) => parentId === record.id).map(({ id }) => ({ model: record.model.name, parent: record.id, kind, field, id }))
        )
      )
    );
  }
  function markOf2(order, opts) {
    const tree = treeOf(order, opts);
    return {
      uuid: order.uuid,
      database: odoo.info?.db,
      config: odoo.pos_config_id,
      dirty: tree.filter(({ _dirty }) => _dirty).map(({ model, id }) => [model.name, id]),
      removals: removalsOf(tree, order.models.commands),
      held: [...heldByLostSends(order.uuid)]
    };
  }
  function isMarked(order) {
    return !isSettled(order) && order.isDirty() && (order.isSynced || heldByLostSends(order.uuid).size > 0);
  }
  async function keepMarks(data) {
    const marks2 = data.models[ORDER9].filter(isMarked).map((order) => markOf2(order, data.opts));
    const now = new Set(marks2.map(({ uuid }) => uuid));
    const changed = marks2.filter((mark) => written2.get(mark.uuid) !== JSON.stringify(mark));
    const gone = [...written2.keys()].filter((uuid) => !now.has(uuid));
    if (!changed.length && !gone.length) {
      return;
    }
    if (await write({ drafts: changed }, { drafts: gone })) {
      changed.forEach((mark) => written2.set(mark.uuid, JSON.stringify(mark)));
      gone.forEach((uuid) => written2.delete(uuid));
    }
  }
  function setRemoval(models, { model, parent, kind, field, id }) {
    const map = models.commands?.[model]?.[kind];
    const list = map?.get(field) ?? [];
    if (map && !list.some((one) => one.id === id && one.parentId === parent)) {
      map.set(field, [...list, { id, parentId: parent }]);
    }
  }
  async function setMarks(data) {
    loading2 ??= load4();
    for (const mark of await loading2) {
      if (!data.models[ORDER9].getBy("uuid", mark.uuid)) {
        continue;
      }
      for (const [model, id] of mark.dirty) {
        const record = data.models[model]?.get(id);
        if (record) {
          record._dirty = true;
        }
      }
      mark.removals.forEach((removal) => setRemoval(data.models, removal));
      restoreHeld(mark.uuid, mark.held);
      noteDoubt(mark.uuid);
    }
  }
  definePatch("ledger_drafts", ({ PosData: PosData2, PosStore: PosStore2 }, { around, safely }) => {
    let set2 = false;
    around(PosData2.prototype, {
      async getLocalDataFromIndexedDB(stock, ...args) {
        const loaded = await stock(...args);
        await safely(setMarks)(this);
        set2 = true;
        return loaded;
      },
      async synchronizeLocalDataInIndexedDB(stock, ...args) {
        const done = await stock(...args);
        if (set2) {
          await safely(keepMarks)(this);
        }
        return done;
      }
    });
    around(PosStore2.prototype, {
      async afterProcessServerData(stock, ...args) {
        await safely(setMarks)(this.data);
        const marked = this.models[ORDER9].filter((order) => !order.finalized && isMarked(order));
        this.addPendingOrder(marked.map(({ id }) => id));
        return stock(...args);
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/elsewhere.js
  var ORDER10 = "pos.order";
  var LINE10 = "pos.order.line";
  async function takeOffOtherBills(pos, orders, answer) {
    const there = new Set(answer[ORDER10].map(({ uuid }) => uuid));
    const merged = orders.filter((order) => order.raw.table_id && isPaidHere(order) && !there.has(order.uuid));
    const paid = new Set(merged.flatMap(({ lines: lines2 }) => lines2.map(({ uuid }) => uuid)));
    if (!paid.size) {
      return;
    }
    const found = await readOrders(pos.data, [["lines.uuid", "in", [...paid]]]);
    const bills = new Set(found[ORDER10].filter(({ state: state2 }) => state2 === "draft").map(({ id }) => id));
    const lines = found[LINE10].filter(({ uuid, order_id: bill }) => paid.has(uuid) && bills.has(bill));
    if (lines.length) {
      await pos.data.orm.call(LINE10, "unlink", [lines.map(({ id }) => id)]);
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/one_send.js
  var underWay2 = /* @__PURE__ */ new Map();
  function sendOnce(serialized, send) {
    const content = JSON.stringify(serialized);
    const first = underWay2.get(content);
    if (first) {
      return first.then((answer) => structuredClone(answer));
    }
    const sending = send().finally(() => underWay2.delete(content));
    underWay2.set(content, sending);
    return sending;
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/sold_there.js
  var ORDER11 = "pos.order";
  var answers = /* @__PURE__ */ new Map();
  async function isSoldThere(data, { uuid }, answer) {
    const theirs = answer[ORDER11].find((one) => one.uuid === uuid);
    if (!theirs || !isSale(theirs.state) || wasSettled(uuid)) {
      return false;
    }
    const isAlone = answer[ORDER11].length === 1;
    answers.set(uuid, isAlone ? answer : await readByUuid(data, [uuid]));
    return true;
  }
  async function sendUnsold(serialized, send) {
    const known = serialized.map(({ uuid }) => answers.get(uuid)).filter(Boolean);
    const rest = serialized.filter(({ uuid }) => !answers.delete(uuid));
    const sent = rest.length ? [await sendOnce(rest, () => send(rest))] : [];
    return known.length ? joined2([{ "pos.session": [] }, ...known, ...sent]) : sent[0];
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/in_doubt.js
  var ORDER12 = "pos.order";
  function aboutToSend(pos, options) {
    const { orderToCreate, orderToUpdate } = pos.getPendingOrder();
    const orders = options.orders || [...orderToCreate, ...orderToUpdate];
    return orders.filter((order) => !pos.syncingOrders.has(order.uuid) && (order.isDirty() || options.force));
  }
  var inTurn2 = turns();
  async function orSentAsItIs(lost, work) {
    try {
      return await work();
    } catch (error) {
      if (!isOwnFault(error)) {
        throw lost(error);
      }
      console.error("poswarm: orders are sent as they are:", error);
      return null;
    }
  }
  async function reopen(pos, order, answer) {
    const theirs = answer[ORDER12].find(({ uuid }) => uuid === order.uuid);
    if (theirs?.state !== "cancel" || !isPaidHere(order)) {
      return true;
    }
    try {
      await pos.data.orm.call(ORDER12, "write", [[theirs.id], { state: "draft" }]);
    } catch (error) {
      await noteTrouble(order.uuid, { kind: "refused", words: wordsOf(error) });
      return false;
    }
    theirs.state = "draft";
    return true;
  }
  async function askFirst(pos, options, lost) {
    const orders = aboutToSend(pos, options).filter(({ uuid }) => isDoubtful(uuid));
    if (!orders.length) {
      return [];
    }
    const read3 = await orSentAsItIs(lost, () => readEach(pos.data, orders.map(({ uuid }) => uuid)));
    if (!read3) {
      return [];
    }
    const { answer, refused } = read3;
    if (refused.size === orders.length) {
      throw lost([...refused.values()][0]);
    }
    for (const order of orders.filter(({ uuid }) => !refused.has(uuid))) {
      try {
        await orSentAsItIs((error) => isRefusal(error) ? error : lost(error), () => agreeOn(pos, order, answer));
      } catch (error) {
        if (!isRefusal(error)) {
          throw error;
        }
        refused.set(order.uuid, error);
      }
    }
    refused.forEach((error, uuid) => noteTrouble(uuid, { kind: "refused", words: wordsOf(error) }));
    return orders.filter(({ uuid }) => refused.has(uuid));
  }
  async function agreeOn(pos, order, answer) {
    await takeOffOtherBills(pos, [order], answer);
    if (await isSoldThere(pos.data, order, answer)) {
      noteAgreed(order.uuid);
    } else if (await reopen(pos, order, answer)) {
      agree(pos, order, answer);
      noteAgreed(order.uuid);
    }
  }
  function agreeFirst(pos, options, lost) {
    return inTurn2(() => askFirst(pos, options, lost));
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/older_copies.js
  var ORDER13 = "pos.order";
  var LINE11 = "pos.order.line";
  var OF_LINE = ["qty", "price_unit", "discount", "customer_note", "note", "course_id"];
  var OF_ORDER = [
    "partner_id",
    "customer_count",
    "table_id",
    "floating_order_name",
    "general_customer_note",
    "internal_note",
    "to_invoice",
    "pricelist_id",
    "fiscal_position_id",
    "preset_id",
    "preset_time",
    "shipping_date"
  ];
  function valuesOf(record, names) {
    return names.map((name) => {
      const value = record[name];
      return value?.id ?? (typeof value === "object" ? String(value) : value) ?? null;
    });
  }
  function contentOf(order) {
    const lines = order.lines.map((line) => [line.uuid, line.pack_lot_ids?.length, ...valuesOf(line, OF_LINE)]);
    const payments = order.payment_ids.map(({ uuid, amount }) => [uuid, amount]);
    return JSON.stringify([lines, payments, valuesOf(order, OF_ORDER)]);
  }
  function isAhead(order, sent) {
    if (!order) {
      return false;
    }
    const changed = sent ? sent.has(order.uuid) && sent.get(order.uuid) !== contentOf(order) : order.isDirty();
    return isPaidHere(order) || order.state === "draft" && changed;
  }
  function isSold(order) {
    return Boolean(order) && (isPaidHere(order) || order.payment_ids?.length > 0);
  }
  function withoutSold(data, deleted) {
    const isKept2 = (model, id) => {
      const record = data.models[model]?.get(id);
      const order = model === ORDER13 ? record : record?.order_id ?? record?.pos_order_id;
      const kept = isSold(order);
      if (kept) {
        noteDoubt(order.uuid);
      }
      return kept;
    };
    return Object.fromEntries(
      Object.entries(deleted).map(([model, ids]) => [model, ids.filter((id) => !isKept2(model, id))])
    );
  }
  function childOf(stale2, staleLines, record) {
    const parent = record.order_id ?? record.pos_order_id;
    return stale2.has(parent) || staleLines.has(record.pos_order_line_id);
  }
  function withoutOlderCopies(data, records2, sent, onAhead) {
    const mine = new Map(data.models[ORDER13].map((order) => [order.uuid, order]));
    const stale2 = /* @__PURE__ */ new Set();
    for (const { id, uuid, state: state2 } of records2[ORDER13]) {
      const order = mine.get(uuid);
      if (state2 === "draft" && isAhead(order, sent) || state2 === "cancel" && isSold(order)) {
        stale2.add(id);
        noteDoubt(uuid);
        if (state2 === "draft") {
          onAhead?.(order);
        }
      }
    }
    if (!stale2.size) {
      return records2;
    }
    const lines = (records2[LINE11] ?? []).filter(({ order_id }) => stale2.has(order_id));
    const staleLines = new Set(lines.map(({ id }) => id));
    const fresh = ([model, list]) => [
      model,
      list.filter((one) => model === ORDER13 ? !stale2.has(one.id) : !childOf(stale2, staleLines, one))
    ];
    return Object.fromEntries(Object.entries(records2).map(fresh));
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/on_disk.js
  var DEADLINE4 = 2e3;
  function timeout() {
    return new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`not written after ${DEADLINE4} ms`)), DEADLINE4);
    });
  }
  async function bringToDisk(data) {
    const pos = thePos();
    const writes2 = [data.synchronizeLocalDataInIndexedDB(), pos && keepPaid(pos)];
    try {
      const [, kept] = await Promise.race([Promise.all(writes2), timeout()]);
      return kept !== false && isWritten();
    } catch (error) {
      console.warn("what is on the screen could not be written to this terminal:", error);
      return false;
    }
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/sync.js
  var ORDER14 = "pos.order";
  var SEND = "sync_from_ui";
  var READS2 = /* @__PURE__ */ new Set([SEND, "read_config_open_orders", "read_pos_orders"]);
  async function onDiskFirst(pos, options) {
    const open4 = aboutToSend(pos, options).some((order) => !order.finalized);
    await (open4 ? bringToDisk(pos.data) : keepPaid(pos));
  }
  function queueForLater(pos, options) {
    const orders = aboutToSend(pos, options);
    pos.addPendingOrder(orders.map(({ id }) => id));
    orders.filter(({ isSynced }) => isSynced).forEach(({ uuid }) => noteDoubt(uuid));
  }
  function keepInQueue(data, serialized) {
    for (const { uuid } of serialized) {
      const order = data.models[ORDER14].getBy("uuid", uuid);
      if (order) {
        markAll(order, data.opts);
      }
    }
  }
  function noteFailure(data, serialized, error, isLost) {
    if (isLost) {
      noteLost(serialized);
      keepInQueue(data, serialized);
      return;
    }
    noteRefused(serialized);
    keepInQueue(data, serialized.filter(({ uuid }) => entryFor(uuid)));
    serialized.forEach(({ uuid }) => noteTrouble(uuid, { kind: "refused", words: wordsOf(error) }));
  }
  function hearAnswer(method, records2) {
    if (method !== SEND) {
      return;
    }
    noteAnswered(records2[ORDER14] ?? []);
    for (const { uuid, state: state2 } of records2[ORDER14] ?? []) {
      if (isSale(state2)) {
        noteTrouble(uuid, null);
      }
    }
  }
  async function keepRefused(pos, uuids) {
    for (const uuid of uuids) {
      const order = pos.models[ORDER14].getBy("uuid", uuid);
      const entry = entryFor(uuid);
      if (entry && order && !order.finalized) {
        Object.assign(entry, { ...entryOf(order, pos), trouble: entry.trouble });
        await write({ orders: [entry] });
        tellWaiting();
      }
    }
  }
  var heldUp = /* @__PURE__ */ new Map();
  var TRIES2 = 3;
  function isHeldUp({ uuid, kind, trouble: trouble2 }) {
    const word = lastWord(uuid);
    if (kind !== "paid" || trouble2 || word !== void 0 && word !== "draft" && word !== "cancel") {
      heldUp.delete(uuid);
      return false;
    }
    heldUp.set(uuid, (heldUp.get(uuid) ?? 0) + 1);
    return heldUp.get(uuid) <= TRIES2;
  }
  function sendHeldUp(pos) {
    const some = waitingEntries().filter(isHeldUp).length;
    if (some && !pos.data.network.offline) {
      pos.syncAllOrdersDebounced?.();
    }
  }
  function stillWaiting() {
    const some = waitingEntries().filter(({ kind, uuid, trouble: trouble2 }) => {
      const word = lastWord(uuid);
      return kind === "paid" && word !== "paid" && trouble2?.kind !== "differs" && trouble2?.kind !== "damaged";
    });
    return some.map(({ uuid }) => uuid);
  }
  var again3 = new Again();
  async function sendAgain2(pos) {
    if (!pos.data.network.offline) {
      await pos.syncAllOrders({ refusedToo: true });
    }
  }
  async function sendCurrent(pos, options, send) {
    const current = pos.getOrder?.();
    const all = options.throw && !options.orders ? aboutToSend(pos, options) : [];
    const others = all.filter((one) => one !== current && entryFor(one.uuid));
    if (!others.length) {
      return send(options);
    }
    if (!all.includes(current)) {
      return send({ ...options, throw: false, orders: others });
    }
    try {
      return await send({ ...options, orders: [current] });
    } finally {
      setTimeout(() => pos.syncAllOrdersDebounced?.());
    }
  }
  async function sendWithout(pos, unread, options, send) {
    unread.forEach((order) => pos.removePendingOrder(order));
    const { orders } = options;
    try {
      return await send(orders ? { ...options, orders: orders.filter((one) => !unread.includes(one)) } : options);
    } finally {
      pos.addPendingOrder(unread.map(({ id }) => id));
    }
  }
  var goneOn = /* @__PURE__ */ new Set();
  function contentsOf(data, serialized) {
    const orders = serialized.map(({ uuid }) => data.models[ORDER14].getBy("uuid", uuid)).filter(Boolean);
    return new Map(orders.map((order) => [order.uuid, contentOf(order)]));
  }
  function markGoneOn(pos) {
    for (const uuid of goneOn) {
      const order = pos.models[ORDER14].getBy("uuid", uuid);
      if (order) {
        markAll(order, pos.data.opts);
        pos.addPendingOrder([order.id]);
      }
    }
    if (goneOn.size) {
      goneOn.clear();
      pos.syncAllOrdersDebounced?.();
    }
  }
  async function lookAfter(pos) {
    markGoneOn(pos);
    await restoreAndQueue(pos);
    sendHeldUp(pos);
    again3.soon(stillWaiting(), () => sendAgain2(pos));
    settleSoon(pos.data, async () => {
      await restoreAndQueue(pos);
      pos.syncAllOrdersDebounced?.();
    });
  }
  function takeIn(data, method, heard, sent) {
    const deleted = heard?.deleted_record_ids;
    const answer = deleted ? { ...heard, deleted_record_ids: withoutSold(data, deleted) } : heard;
    const records2 = answer?.dynamic_records ?? answer;
    if (!records2?.[ORDER14]?.length) {
      return answer;
    }
    hearAnswer(method, records2);
    noteServed(records2);
    const fresh = withoutOlderCopies(data, records2, sent, (order) => sent && goneOn.add(order.uuid));
    return answer.dynamic_records ? { ...answer, dynamic_records: fresh } : fresh;
  }
  function holdsUp(pos, options, unread) {
    return options.orders ? options.orders.every((one) => unread.includes(one)) : options.throw && unread.includes(pos.getOrder?.());
  }
  async function makeReady(pos, options, { ConnectionLostError: ConnectionLostError2, safely }) {
    if (pos.data.network.offline) {
      queueForLater(pos, options);
      return { unread: [] };
    }
    await safely(restoreAndQueue)(pos, options);
    try {
      const unanswered2 = (error) => error instanceof ConnectionLostError2 ? error : new ConnectionLostError2("read_pos_orders");
      const unread = await agreeFirst(pos, options, unanswered2);
      if (unread.length && holdsUp(pos, options, unread)) {
        throw unanswered2();
      }
      return { unread };
    } catch (error) {
      if (!(error instanceof ConnectionLostError2)) {
        throw error;
      }
      safely(lookAfter)(pos);
      return { lost: error, unread: [] };
    }
  }
  definePatch("ledger_sync", ({ ConnectionLostError: ConnectionLostError2, PosData: PosData2, PosStore: PosStore2 }, { around, safely }) => {
    const begin2 = (data, serialized) => {
      withoutTheirRefunds(serialized);
      safely(putBack)(data, serialized);
      if (safely(mustWait)(data, serialized)) {
        keepInQueue(data, serialized);
        throw deliberate(new ConnectionLostError2(SEND));
      }
      noteSending(serialized);
    };
    around(PosData2.prototype, {
      async execute(stock, options, ...rest) {
        const { method, args } = options;
        if (!READS2.has(method)) {
          return stock(options, ...rest);
        }
        let answer;
        const sent = method === SEND ? contentsOf(this, args[0]) : null;
        if (method === SEND) {
          begin2(this, args[0]);
        }
        try {
          const ask3 = (orders) => stock({ ...options, args: [orders, ...args.slice(1)] }, ...rest);
          answer = await (method === SEND ? sendUnsold(args[0], ask3) : stock(options, ...rest));
        } catch (error) {
          if (method === SEND) {
            safely(noteFailure)(this, args[0], error, error instanceof ConnectionLostError2);
          }
          throw error;
        }
        return takeIn(this, method, answer, sent);
      }
    });
    around(PosData2.prototype, {
      /** Asks for what the server has of the page's orders, and deletes or overwrites the rest. */
      async checkAndDeleteMissingOrders(stock, results, ...rest) {
        await safely(setMarks)(this);
        const orders = results?.[ORDER14]?.filter((order) => !isAhead(order, null));
        return stock(orders ? { ...results, [ORDER14]: orders } : results, ...rest);
      }
    });
    const sendAll = async (pos, options, send) => {
      await safely(onDiskFirst)(pos, options);
      const { lost, unread } = await makeReady(pos, options, { ConnectionLostError: ConnectionLostError2, safely });
      if (lost) {
        if (options.throw) {
          throw deliberate(lost);
        }
        return lost;
      }
      const waiting2 = waitingEntries().map(({ uuid }) => uuid);
      try {
        return await sendWithout(pos, unread, options, (some) => sendCurrent(pos, some, send));
      } catch (error) {
        if (!(error instanceof ConnectionLostError2)) {
          const refused = waiting2.filter((uuid) => lastWord(uuid) === "refused");
          setTimeout(safely(() => keepRefused(pos, refused)));
        }
        throw error;
      } finally {
        safely(lookAfter)(pos);
      }
    };
    around(PosStore2.prototype, {
      syncAllOrders(stock, asked3 = {}, ...rest) {
        const options = asked3.orders ? { ...asked3, orders: asked3.orders.filter((one) => !waitsForItsSale(one)) } : asked3;
        return whileSaleWaits(() => sendAll(this, options, (some) => stock(some, ...rest)));
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/deletions.js
  var ORDER15 = "pos.order";
  function say(title, text) {
    ask({ title, lines: [text], choices: [["close", _t("Close")]] });
  }
  async function mayDelete(pos, orders) {
    const doubtful2 = orders.filter((order) => order && mayBeSent(order));
    if (!doubtful2.length) {
      return true;
    }
    let answer;
    try {
      answer = await readByUuid(pos.data, doubtful2.map(({ uuid }) => uuid));
    } catch {
      if (!doubtful2.some(wasSent)) {
        return true;
      }
      say(_t("This order cannot be deleted now"), _t("Whether the server has it is not known. Delete it when the server is there."));
      return false;
    }
    for (const order of doubtful2) {
      const theirs = answer[ORDER15].find(({ uuid }) => uuid === order.uuid);
      if (theirs && isSale(theirs.state)) {
        pos.models.loadConnectedData(answer);
        hearAnswer("sync_from_ui", answer);
        settleSoon(pos.data, () => {
        });
        say(_t("This order is not deleted"), _t("The server has it as paid: %s", order.pos_reference ?? ""));
        return false;
      }
      agree(pos, order, answer);
      noteAgreed(order.uuid);
    }
    return true;
  }
  definePatch("ledger_refused", ({ PosStore: PosStore2 }, { around, safely }) => {
    around(PosStore2.prototype, {
      /** A refused order that the cashier gives up is none any more. */
      async deleteOrders(stock, orders, ...rest) {
        const uuids = (orders ?? []).map((order) => order?.uuid);
        if (!await mayDelete(this, orders ?? [])) {
          return false;
        }
        const deleted = await stock(orders, ...rest);
        if (deleted) {
          await safely(letGo)(uuids.filter((uuid) => entryFor(uuid)?.kind === "draft"), { confirmed: false });
        }
        return deleted;
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/page_database.js
  function asPromise2(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("the database is being changed"));
    });
  }
  async function open3(name) {
    const database = await asPromise2(indexedDB.open(name));
    database.onversionchange = () => database.close();
    return database;
  }
  var OF_ORDERS = /^(pos\.(order|payment|pack)|restaurant\.order|product\.attribute\.custom|loyalty\.card|event\.registration)/;
  async function readStores(name, wanted3 = OF_ORDERS) {
    const database = await open3(name);
    try {
      const stores = [...database.objectStoreNames].filter((store) => wanted3.test(store));
      if (!stores.length) {
        return {};
      }
      const transaction = database.transaction(stores);
      const read3 = async (store) => [store, await asPromise2(transaction.objectStore(store).getAll())];
      return Object.fromEntries(await Promise.all(stores.map(read3)));
    } finally {
      database.close();
    }
  }
  async function storedRecords(store) {
    const prefix = `point-of-sale-${odoo.pos_config_id}-`;
    const exactly = new RegExp(`^${store.replaceAll(".", "\\.")}$`);
    const records2 = [];
    for (const { name } of await indexedDB.databases()) {
      if (name.startsWith(prefix)) {
        records2.push(...(await readStores(name, exactly))[store] ?? []);
      }
    }
    return records2;
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/harvest.js
  var NAME2 = /^point-of-sale-(\d+)-(.+)$/;
  var ORDER16 = "pos.order";
  var LINE12 = "pos.order.line";
  var isNumber2 = (id) => typeof id === "number";
  var listOf = (values) => [...values ?? []];
  function ownerOf(name) {
    const [, config, database] = NAME2.exec(name ?? "") ?? [];
    return config ? { config: Number(config), database } : null;
  }
  function isUnsent({ uuid, id, name, state: state2, lines, payment_ids }, marked) {
    if (state2 === "draft") {
      return listOf(lines).length > 0 && (!isNumber2(id) || marked.has(uuid));
    }
    const known = isNumber2(id) && name !== UNNAMED && listOf(payment_ids).every(isNumber2);
    return state2 === "paid" && !known;
  }
  function belongs(record, order, lines) {
    const { order_id, pos_order_id, pos_order_line_id, order_line_id } = record;
    return [order_id, pos_order_id].includes(order.id) || lines.has(pos_order_line_id) || lines.has(order_line_id);
  }
  function isPointedTo(model, record, lines) {
    if (model === "product.attribute.custom.value") {
      return lines.some(({ custom_attribute_value_ids }) => listOf(custom_attribute_value_ids).includes(record.id));
    }
    return model === "loyalty.card" && record.id < 0 && lines.some(({ coupon_id }) => coupon_id === record.id);
  }
  function recordsOf3(order, stores) {
    const lines = (stores[LINE12] ?? []).filter(({ order_id }) => order_id === order.id);
    const lineIds = new Set(lines.map(({ id }) => id));
    const records2 = {};
    for (const [model, list] of Object.entries(stores)) {
      if (model === ORDER16) {
        continue;
      }
      const own = list.filter((record) => belongs(record, order, lineIds) || isPointedTo(model, record, lines));
      if (own.length) {
        records2[model] = own;
      }
    }
    return { ...records2, [ORDER16]: [order] };
  }
  function entryOf2(order, stores, owner) {
    const records2 = recordsOf3(order, stores);
    return {
      schema: SCHEMA2,
      uuid: order.uuid,
      kind: order.state === "draft" ? "draft" : "paid",
      ...owner,
      session: order.session_id,
      reference: order.pos_reference,
      total: order.amount_total ?? 0,
      payments: paymentsIn(records2),
      user: order.user_id,
      userName: "",
      cashier: "",
      time: (/* @__PURE__ */ new Date()).toISOString(),
      records: JSON.parse(JSON.stringify(records2)),
      payload: null,
      trouble: null,
      harvested: true
    };
  }
  async function harvest(name) {
    const owner = ownerOf(name);
    if (!owner) {
      return [];
    }
    const [kept, marks2, stores, settled4] = await Promise.all([
      readAll("orders"),
      readAll("drafts"),
      readStores(name),
      settledOnDisk()
    ]);
    const known = /* @__PURE__ */ new Set([...settled4, ...(kept ?? []).map(({ uuid }) => uuid)]);
    const marked = new Set((marks2 ?? []).map(({ uuid }) => uuid));
    return (stores[ORDER16] ?? []).filter((order) => !known.has(order.uuid) && isUnsent(order, marked)).map((order) => entryOf2(order, stores, owner));
  }
  async function countUnsent() {
    const [orders, commands2] = await Promise.all([readAll("orders"), readAll("commands")]);
    let count = (orders?.length ?? 0) + (commands2?.length ?? 0);
    for (const { name } of await indexedDB.databases()) {
      count += (await harvest(name)).length;
    }
    return count;
  }

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/loyalty.js
  var METHOD = "confirm_coupon_programs";
  var idOf3 = (order) => `${METHOD} ${order}`;
  definePatch("ledger_loyalty", ({ ConnectionLostError: ConnectionLostError2, PosData: PosData2 }, { around, safely }) => {
    around(PosData2.prototype, {
      async execute(stock, options, ...rest) {
        const { method, args, uuid } = options;
        if (method !== METHOD || uuid) {
          return stock(options, ...rest);
        }
        const id = idOf3([args[0]].flat()[0]);
        const given = named(options, id);
        await safely(keepCommand)(this, id, given);
        try {
          const answer = await stock(given, ...rest);
          await safely(dropCommand)(id);
          return answer;
        } catch (error) {
          if (!(error instanceof ConnectionLostError2)) {
            await safely(refuse)(this, id, error);
            return {};
          }
          safely(queueAll)(this);
          throw error;
        }
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/numbers.js
  var REFERENCE = /^\d\d(.+)-(\d+)-(\d+)$/;
  var LEFT_OUT = 3;
  var RUNS = "poswarm-numbers";
  var free = ({ unsynced_number_stack }) => unsynced_number_stack ?? [];
  function numberIn(reference, device) {
    const [, of, config, number] = REFERENCE.exec(reference ?? "") ?? [];
    return of === String(device) && Number(config) === odoo.pos_config_id ? Number(number) : void 0;
  }
  function usedNumbers(device, orders = []) {
    const references = [...waitingEntries().map(({ reference }) => reference), ...orders.map((order) => order.pos_reference)];
    return references.map((reference) => numberIn(reference, device)).filter((number) => number !== void 0);
  }
  function joinNumbers(kept, found) {
    if (!kept || !found || kept.device_identifier !== found.device_identifier) {
      return found ?? kept;
    }
    if (kept.next_number !== found.next_number) {
      return kept.next_number > found.next_number ? kept : found;
    }
    const both = new Set(free(kept));
    return { ...found, unsynced_number_stack: free(found).filter((number) => both.has(number)) };
  }
  function withoutUsed(numbers, used) {
    const taken2 = new Set(used);
    return {
      ...numbers,
      next_number: Math.max(numbers.next_number, ...used.map((number) => number + 1)),
      unsynced_number_stack: free(numbers).filter((number) => !taken2.has(number))
    };
  }
  function afterANewStart({ next_number, ...numbers }) {
    return { ...numbers, next_number: next_number + LEFT_OUT, unsynced_number_stack: [] };
  }
  var parse2 = (text) => text ? JSON.parse(text) : null;
  function isSame(one, other) {
    return one.device_identifier === other?.device_identifier && one.next_number === other.next_number && free(one).join() === free(other).join();
  }
  function numbersFrom(keptText, foundText, runs) {
    const [kept, found] = [parse2(keptText), parse2(foundText)];
    const joined3 = joinNumbers(kept, found);
    if (!joined3) {
      return null;
    }
    const certain = runs ? joined3 : afterANewStart(joined3);
    const numbers = withoutUsed(certain, usedNumbers(joined3.device_identifier));
    if (isSame(numbers, found)) {
      return foundText;
    }
    return isSame(numbers, kept) ? keptText : JSON.stringify(numbers);
  }
  async function restore2() {
    const kept = new Map((await readAll("kept"))?.map(({ key, value }) => [key, value]));
    await loadWaiting();
    const runs = sessionStorage.getItem(RUNS) !== null;
    const numbers = numbersFrom(kept.get(numberKey()), localStorage.getItem(numberKey()), runs);
    if (numbers) {
      localStorage.setItem(numberKey(), numbers);
    }
    sessionStorage.setItem(RUNS, "");
    if (kept.has(paramsKey()) && !localStorage.getItem(paramsKey())) {
      localStorage.setItem(paramsKey(), kept.get(paramsKey()));
    }
  }
  async function keep3() {
    const records2 = numbersToKeep();
    if (records2.length && await write({ kept: records2 })) {
      numbersKept(records2);
    }
  }
  function freeOnlyUnused(orders) {
    const found = parse2(localStorage.getItem(numberKey()));
    const numbers = found && withoutUsed(found, usedNumbers(found.device_identifier, orders));
    if (numbers && !isSame(numbers, found)) {
      localStorage.setItem(numberKey(), JSON.stringify(numbers));
    }
  }
  function neverSent(device, orders) {
    return orders.filter((order) => numberIn(order.pos_reference, device) !== void 0 && !wasSent(order) && !mayBeSent(order));
  }
  definePatch("ledger_numbers", ({ DeviceIdentifierSequence: DeviceIdentifierSequence2, PosData: PosData2, PosStore: PosStore2 }, { around, safely }) => {
    around(DeviceIdentifierSequence2.prototype, {
      saveUnusedNumber(stock, orders) {
        return stock(neverSent(this.identifier, orders));
      }
    });
    around(PosStore2.prototype, {
      setNextOrderRefs(stock, ...args) {
        safely(freeOnlyUnused)(this.models["pos.order"].getAll());
        return stock(...args);
      }
    });
    around(PosData2.prototype, {
      async initializeDeviceIdentifier(stock, ...args) {
        await safely(restore2)();
        const done = await stock(...args);
        await safely(keep3)();
        return done;
      },
      async loadFieldsAndRelations(stock, ...args) {
        const loaded = await stock(...args);
        safely(keep3)();
        return loaded;
      },
      async synchronizeLocalDataInIndexedDB(stock, ...args) {
        const done = await stock(...args);
        await safely(keep3)();
        return done;
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/resets.js
  var ORDER17 = "pos.order";
  var DEADLINE5 = 2500;
  var Deletion = class extends EventTarget {
    result = void 0;
    error = null;
    readyState = "pending";
    onsuccess = null;
    onerror = null;
    onblocked = null;
    tell(type) {
      if (type !== "blocked") {
        this.readyState = "done";
      }
      const event = new Event(type);
      this.dispatchEvent(event);
      this[`on${type}`]?.(event);
    }
  };
  function onScreen(name) {
    const pos = thePos();
    if (!pos || pos.data.databaseName !== name) {
      return [];
    }
    const drafts = pos.models[ORDER17].filter((order) => !order.finalized && order.lines.length && order.isDirty());
    return drafts.map((order) => ({ ...entryOf(order, pos), harvested: true }));
  }
  async function rescue(name) {
    const found = new Map((await harvest(name)).map((entry) => [entry.uuid, entry]));
    onScreen(name).forEach((entry) => found.set(entry.uuid, entry));
    return !found.size || writeOnce({ orders: [...found.values()] });
  }
  async function isSafe(name) {
    try {
      return await rescue(name);
    } catch (error) {
      console.warn(`poswarm: ${name} is not deleted, what it has could not be kept:`, error);
      return false;
    }
  }
  function forward(request, deletion) {
    request.onsuccess = () => deletion.tell("success");
    request.onblocked = () => deletion.tell("blocked");
    request.onerror = () => {
      deletion.error = request.error;
      deletion.tell("error");
    };
  }
  async function deleteSafely(name, deletion, remove2) {
    const started2 = performance.now();
    const safe2 = await isSafe(name);
    if (safe2 && performance.now() - started2 < DEADLINE5) {
      forward(remove2(), deletion);
    } else {
      deletion.tell("success");
    }
  }
  var rescued = /* @__PURE__ */ new Set();
  definePatch("ledger_resets", ({ PosData: PosData2 }, { around }) => {
    around(PosData2.prototype, {
      /** Odoo opens the database anew behind this: nothing may be in between there. */
      async resetIndexedDB(stock2, ...args) {
        if (!await isSafe(this.databaseName)) {
          return;
        }
        rescued.add(this.databaseName);
        return stock2(...args);
      }
    });
    const { prototype } = IDBFactory;
    const stock = prototype.deleteDatabase;
    prototype.deleteDatabase = function(name) {
      const isLedger = name === NAME && !isInBucket();
      if (this !== globalThis.indexedDB || !isLedger && !ownerOf(name) || rescued.delete(name)) {
        return stock.apply(this, arguments);
      }
      const deletion = new Deletion();
      if (isLedger) {
        setTimeout(() => deletion.tell("success"));
      } else {
        deleteSafely(name, deletion, () => stock.call(this, name));
      }
      return deletion;
    };
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/stays_on_disk.js
  function isHere({ data, models }, store, key) {
    const record = models[store]?.getBy("uuid", key);
    return Boolean(record) && !data.opts.databaseTable[store].condition?.(record);
  }
  definePatch("ledger_stays_on_disk", ({ IndexedDB: IndexedDB2 }, { around }) => {
    around(IndexedDB2.prototype, {
      delete(stock, store, keys, ...rest) {
        const pos = thePos();
        if (pos?.data.opts.databaseTable[store]?.key !== "uuid") {
          return stock(store, keys, ...rest);
        }
        return Promise.resolve().then(() => stock(store, keys?.filter((key) => !isHere(pos, store, key)), ...rest));
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/whole_load.js
  var SESSION = "pos.session";
  var CONFIG = "pos.config";
  var LAST = [SESSION, CONFIG, "res.users", "res.company"];
  var BEGUN = "_poswarm_load_begun";
  var TRIES3 = 3;
  var RETRY4 = 3e3;
  var Load = class {
    /** What the disk has, by model; Odoo adds the answer to it. */
    before = {};
    /** Of that, as it was, where it is whole; else none. */
    configs = [];
    /** Odoo would have dropped all of it. */
    replaces = false;
    /** What Odoo deletes on the way, as [model, keys]. */
    removals = [];
    answered = false;
  };
  var load5 = null;
  var last2 = null;
  function isLoadStored() {
    return !last2;
  }
  var isOpen = () => Boolean(load5 && !load5.answered);
  var clone = (value) => JSON.parse(JSON.stringify(value));
  var isLast = ([model]) => LAST.includes(model);
  var isSession = ([model]) => model === SESSION;
  async function insist(step) {
    for (let tries = 1; ; tries++) {
      try {
        return await step();
      } catch (error) {
        if (tries === TRIES3) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY4));
      }
    }
  }
  async function writeModel(database, model, records2) {
    const ends = await Promise.allSettled(await database.create(model, records2) ?? []);
    if (ends.some(({ status, value }) => status === "rejected" || value?.status === "rejected")) {
      throw new Error(`the disk did not take all of ${model}`);
    }
  }
  var deletions = (removals2) => removals2.map(([store, of]) => ({ method: "delete", store, of }));
  async function begin(database, configs, sessions, removals2) {
    await transact2(database, [
      ...deletions(removals2),
      { method: "put", store: SESSION, of: sessions },
      { method: "put", store: CONFIG, of: configs.map((config) => ({ ...config, [BEGUN]: true })) }
    ]);
  }
  async function writeLast(database, removals2) {
    const records2 = last2;
    last2 = null;
    try {
      await transact2(database, [
        ...deletions(removals2),
        ...[...records2].map(([store, of]) => ({ method: "put", store, of }))
      ]);
    } catch (error) {
      last2 = records2;
      throw error;
    }
  }
  function stale({ before, replaces }, data, orderModels) {
    const models = replaces ? Object.keys(before).filter((model) => !(model in orderModels)) : [];
    return models.map((model) => {
      const fresh = new Set((data[model] ?? []).map(({ id }) => id));
      return [model, before[model].map(({ id }) => id).filter((id) => Number.isInteger(id) && !fresh.has(id))];
    });
  }
  async function remove({ indexedDB: indexedDB2, models }, [model, keys]) {
    await indexedDB2.delete(
      model,
      keys.filter((key) => !models[model]?.get(key))
    );
  }
  async function write3(posData, { configs, sessions, models, removals: removals2 }) {
    const { indexedDB: indexedDB2 } = posData;
    const isStored = ([model]) => indexedDB2.db.objectStoreNames.contains(model);
    const removalsOf2 = (test) => removals2.filter((one) => isStored(one) && test(one));
    if (configs.length) {
      await insist(() => begin(indexedDB2, configs, sessions, removalsOf2(isSession)));
    }
    for (const [model, records2] of models.filter(isStored)) {
      await insist(() => writeModel(indexedDB2, model, records2));
    }
    await insist(() => writeLast(indexedDB2, removalsOf2(([model]) => last2.has(model))));
    for (const removal of removalsOf2((one) => !isLast(one))) {
      await remove(posData, removal);
    }
  }
  async function takeOver(data, posData, mine) {
    const entries2 = Object.entries(data);
    const job = {
      configs: clone(mine.configs),
      sessions: clone(data[SESSION]),
      models: entries2.filter((entry) => !isLast(entry)),
      removals: [...mine.removals, ...stale(mine, data, posData.opts.databaseTable)]
    };
    last2 = new Map(clone(entries2.filter((one) => isLast(one) && !(job.configs.length && isSession(one)))));
    mine.before = {};
    try {
      await write3(posData, job);
    } catch (error) {
      console.warn("poswarm: what was loaded is not on this terminal, which keeps what it had:", error);
    }
  }
  function withoutLast(data) {
    const now = { ...data };
    for (const [model, records2] of Object.entries(data)) {
      if (last2.has(model)) {
        const byId = new Map([...last2.get(model), ...clone(records2)].map((record) => [record.id, record]));
        last2.set(model, [...byId.values()]);
        delete now[model];
      }
    }
    return now;
  }
  definePatch("whole_load", ({ IndexedDB: IndexedDB2, PosData: PosData2 }, { around }) => {
    around(PosData2.prototype, {
      async loadInitialData(stock, ...args) {
        const mine = load5 = new Load();
        const opened2 = odoo.from_backend;
        try {
          const data = await stock(...args);
          const isLost = mine.replaces && !mine.answered && !Object.keys(data).length;
          return isLost ? mine.before : data;
        } finally {
          load5 = null;
          odoo.from_backend = opened2;
        }
      },
      async getCachedServerDataFromIndexedDB(stock, ...args) {
        const data = await stock(...args);
        if (isOpen() && data) {
          load5.before = data;
          load5.configs = data[SESSION]?.length && data[CONFIG] || [];
          odoo.from_backend ||= !this.network.offline && Boolean(data[CONFIG]?.[0]?.[BEGUN]);
        }
        return data;
      },
      async resetIndexedDB(stock, ...args) {
        if (!isOpen()) {
          return stock(...args);
        }
        await isSafe(this.databaseName);
        load5.replaces = true;
      },
      /** It is still open where it was not deleted. */
      async initIndexedDB(stock, ...args) {
        if (!isOpen() || !load5.replaces) {
          return stock(...args);
        }
      },
      synchronizeServerDataInIndexedDB(stock, data = {}, ...rest) {
        if (isOpen() && data[SESSION]?.length) {
          load5.answered = true;
          return takeOver(data, this, load5);
        }
        return stock(last2 ? withoutLast(data) : data, ...rest);
      }
    });
    around(IndexedDB2.prototype, {
      delete(stock, store, keys, ...rest) {
        if (!isOpen()) {
          return stock(store, keys, ...rest);
        }
        load5.removals.push([store, keys ?? []]);
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/ledger/who_sells.js
  var USERS = "res.users";
  var info = globalThis.odoo?.__session_info__ ?? {};
  var uid = info.uid ?? info.user_id?.[0] ?? info.user_id;
  var keyOf2 = (user) => `user ${odoo.info?.db} ${odoo.pos_config_id} ${user}`;
  async function keptUser() {
    const kept = await readAll("kept");
    return kept?.find(({ key }) => key === keyOf2(uid))?.value;
  }
  var roleOf = ({ role, _role }) => _role ?? role;
  function withRole(role) {
    return { role, _role: role };
  }
  function unknownUser() {
    return { id: uid, name: info.name ?? info.username ?? "", partner_id: info.partner_id, ...withRole("cashier") };
  }
  function askForEverything(data) {
    odoo.from_backend = true;
    for (const config of data["pos.config"] ?? []) {
      delete config._data_server_date;
    }
  }
  async function becomeUser(data) {
    const kept = await keptUser();
    for (const config of data["pos.config"] ?? []) {
      config._has_cash_move_perm = kept?.cashMoves ?? false;
    }
    return kept?.record ?? unknownUser();
  }
  function meFirst(users) {
    return [...users.filter(({ id }) => id === uid), ...users.filter(({ id }) => id !== uid)];
  }
  var isThere = (data) => Boolean(data[USERS]?.some(({ id }) => id === uid));
  function takeUser(data, offline) {
    if (uid && data["pos.config"]?.length && !isThere(data) && !offline) {
      askForEverything(data);
    }
  }
  async function addSellers(data) {
    await loadWaiting();
    const users = data[USERS];
    if (!isThere(data)) {
      users.push(await becomeUser(data));
    }
    const known = new Set(users.map(({ id }) => id));
    for (const { user, userName } of waitingEntries()) {
      if (user && !known.has(user)) {
        known.add(user);
        users.push({ id: user, name: userName });
      }
    }
    data[USERS] = meFirst(users);
  }
  async function keepUser(data) {
    const record = data[USERS]?.find((user) => user.id === uid && roleOf(user));
    if (record) {
      const value = { record, cashMoves: data["pos.config"]?.[0]?._has_cash_move_perm };
      await write({ kept: [{ key: keyOf2(uid), value }] });
    }
  }
  definePatch("ledger_who_sells", ({ PosData: PosData2 }, { around, safely }) => {
    around(PosData2.prototype, {
      async getCachedServerDataFromIndexedDB(stock, ...args) {
        const data = await stock(...args);
        safely(takeUser)(data, this.network.offline);
        return data;
      },
      async loadInitialData(stock, ...args) {
        const opened2 = odoo.from_backend;
        const data = await stock(...args).finally(() => {
          odoo.from_backend = opened2;
        });
        if (uid && data[USERS]?.length) {
          await safely(addSellers)(data);
          safely(keepUser)(data);
        }
        return data;
      }
    });
  });
  definePatch("ledger_open_orders", ({ PosOrder: PosOrder2 }, { around, safely }) => {
    const takeOver2 = safely((order) => {
      const me = order.state === "draft" && order.models[USERS].get(uid);
      if (me && order.user_id?.id !== uid) {
        order.user_id = me;
      }
    });
    around(PosOrder2.prototype, {
      /** An open order of somebody whom Odoo does not load becomes the user's here. Sales that wait have us load others. */
      setup(stock, ...args) {
        const done = stock(...args);
        takeOver2(this);
        return done;
      }
    });
  });
  definePatch("ledger_cashier", ({ PosStore: PosStore2 }, { around }) => {
    around(PosStore2.prototype, {
      /** The tab remembers the cashier, and outlives a log-out. An employee of pos_hr is another thing. */
      _getConnectedCashier(stock, ...args) {
        const cashier = stock(...args);
        return uid && cashier && cashier.model.name === USERS && cashier.id !== uid ? false : cashier;
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/offline_start.js
  definePatch("offline_start", ({ PosData: PosData2 }, { around }) => {
    around(PosData2.prototype, {
      async execute(stock, options, ...rest) {
        if (this.network.offline && options.type === "search_read" && !window.posmodel) {
          return [];
        }
        return stock(options, ...rest);
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/one_writer.js
  definePatch("one_writer", ({ IndexedDB: IndexedDB2 }, { around }) => {
    around(IndexedDB2.prototype, {
      getNewTransaction(stock, stores, ...rest) {
        const [first] = this.db?.objectStoreNames ?? [];
        return stock(first ? [...stores, first] : stores, ...rest);
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/pos_session.js
  var IDLE = /* @__PURE__ */ new Set(["FloorScreen", "LoginScreen", "SaverScreen"]);
  function isSelling(pos) {
    const screen = pos.router.state.current;
    const order = pos.getOrder();
    const isEmpty = !order || !order.finalized && !order.lines.length && !order.payment_ids.length;
    return !IDLE.has(screen) && !(screen === "ProductScreen" && isEmpty);
  }
  var question = null;
  function askOnce2(content) {
    question ??= ask(content).finally(() => {
      question = null;
    });
    return question;
  }
  function agreesToReload() {
    return askOnce2({
      title: _t("The register was opened anew"),
      lines: [
        _t("While the server was away this register was closed and opened again."),
        _t("Your sales are safe on this terminal and go to the register that is open now.")
      ],
      choices: [
        ["reload", _t("Go to the open register")],
        ["later", _t("After the next sale")]
      ]
    });
  }
  function agreesToOpen() {
    return askOnce2({
      title: _t("The register is closed"),
      lines: [
        _t("The register was closed on the server, and none is open that takes the sales of this terminal."),
        _t("They are safe here. Open the register: they are sent by themselves then.")
      ],
      choices: [
        ["open", _t("Open the register")],
        ["later", _t("Later")]
      ]
    });
  }
  async function load6(data, isFree = () => true) {
    if (await bringToDisk(data) && isFree()) {
      showLeaving(_t("The register is loaded anew."));
      location.assign(`/pos/ui/${odoo.pos_config_id}`);
    }
  }
  var Way = class {
    newer = null;
    /** What the server has is only better: no sale is interrupted for it. */
    better = false;
    up = false;
    interrupts = false;
    constructor(pos) {
      this.pos = pos;
    }
    hear(page) {
      if (page.pos_session !== odoo.pos_session_id) {
        this.newer = page;
        return this.look();
      }
      this.better ||= page.why === "build" || page.why === "data";
    }
    /** Another screen: one sale is over and the next has not begun, or not yet. */
    async pass() {
      await this.look();
      if (this.better && this.up && !question && !isSelling(this.pos)) {
        await this.reload();
      }
    }
    async look() {
      if (!this.newer || !this.up || question) {
        return;
      }
      if (isSelling(this.pos)) {
        this.interrupts = true;
      } else if (!this.interrupts || await agreesToReload() === "reload" && !isSelling(this.pos)) {
        await this.reload();
      }
    }
    /**
     * Only with the server there: else the old page would come again. Server and disk take their
     * time, in which the next sale may begin: then it is the screen behind that one.
     */
    async reload() {
      const { data } = this.pos;
      await data.checkConnectivity();
      if (!data.network.offline) {
        await load6(data, () => !isSelling(this.pos));
      }
    }
  };
  async function checkSession(data) {
    let session2;
    try {
      [session2] = await data.orm.read("pos.session", [odoo.pos_session_id], ["state"]);
    } catch {
      return;
    }
    const open4 = session2 && !["closed", "closing_control"].includes(session2.state);
    if (!open4 && await agreesToOpen() === "open") {
      await load6(data);
    }
  }
  var ways2 = /* @__PURE__ */ new WeakMap();
  definePatch("pos_session", ({ ConnectionLostError: ConnectionLostError2, PosData: PosData2, PosStore: PosStore2 }, { around, safely }) => {
    around(PosStore2.prototype, {
      async setup(stock, ...args) {
        const way = new Way(this);
        ways2.set(this, way);
        followNewer(safely((page) => way.hear(page)));
        const done = await stock(...args);
        way.up = true;
        safely(() => way.look())();
        return done;
      },
      navigate(stock, ...args) {
        const shown = stock(...args);
        safely(() => ways2.get(this)?.pass())();
        return shown;
      }
    });
    around(PosData2.prototype, {
      async execute(stock, options, ...rest) {
        try {
          return await stock(options, ...rest);
        } catch (error) {
          if (options?.method === "sync_from_ui" && !(error instanceof ConnectionLostError2)) {
            safely(checkSession)(this);
          }
          throw error;
        }
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/reload_guard.js
  var STATUS_DEADLINE = 2e3;
  async function isReadyOffline() {
    const worker2 = navigator.serviceWorker?.controller;
    if (!worker2) {
      return false;
    }
    const status = await askWorker(worker2, { type: "poswarm/status" }, STATUS_DEADLINE).catch(() => null);
    return Boolean(
      status?.snapshots?.some(
        ({ config, state: state2 }) => config === odoo.pos_config_id && state2 === "current"
      )
    );
  }
  async function orElse(value, question2) {
    try {
      return await question2;
    } catch (error) {
      console.warn("could not look before the data is reloaded:", error);
      return value;
    }
  }
  async function losses() {
    const [unsent, reachable, ready] = await Promise.all([
      orElse(null, countUnsent()),
      orElse(false, ping2()),
      orElse(true, isReadyOffline())
    ]);
    const lines = [];
    const broken = Boolean(problem());
    if (unsent && broken) {
      lines.push(_t("Orders that only this terminal has, and that would be lost: %s", unsent));
    } else if (unsent === null) {
      lines.push(_t("Whether this terminal has orders that would be lost could not be found out."));
    }
    if (!reachable) {
      if (unsent && !broken) {
        lines.push(_t("Orders that only this terminal has, and that are kept: %s", unsent));
      }
      lines.push(_t("The server does not answer. Without it this terminal would not come up again."));
      if (ready) {
        lines.push(_t("As it is, this terminal is ready to work without the server."));
      }
    }
    return lines;
  }
  async function mayReset() {
    const lines = await losses();
    if (!lines.length) {
      return true;
    }
    const answer = await ask({
      title: _t("Reload Data"),
      lines,
      choices: [
        ["keep", _t("Keep the data")],
        ["reset", _t("Reload all the same")]
      ]
    });
    return answer === "reset";
  }
  definePatch("reload_guard_menu", ({ PosStore: PosStore2 }, { around }) => {
    around(PosStore2.prototype, {
      async reloadData(stock, ...args) {
        await this.data.synchronizeLocalDataInIndexedDB();
        await this.syncAllOrders();
        await this.data.synchronizeLocalDataInIndexedDB();
        if (await mayReset()) {
          showLeaving(_t("The register is loaded anew."));
          return stock(...args);
        }
      }
    });
  });
  var asking2 = false;
  var allowed = null;
  async function guardClick(button3) {
    asking2 = true;
    try {
      if (await mayReset()) {
        allowed = button3;
        button3.click();
      }
    } finally {
      asking2 = false;
      allowed = null;
    }
  }
  function standBefore(event) {
    const button3 = event.target instanceof Element && event.target.closest(".pos-error .btn-primary");
    if (!button3 || button3 === allowed) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!asking2) {
      return guardClick(button3);
    }
  }
  definePatch("reload_guard_box", (_, { safely }) => {
    window.addEventListener("click", safely(standBefore), { capture: true });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/sub_path.js
  definePatch("sub_path", ({ ConnectionLostError: ConnectionLostError2, PosStore: PosStore2 }, { around }) => {
    around(PosStore2.prototype, {
      async handleUrlParams(stock, ...args) {
        try {
          return await stock(...args);
        } catch (error) {
          if (!(error instanceof ConnectionLostError2)) {
            throw error;
          }
          const { page, params } = this.defaultPage;
          this.router.navigate(page, params);
        }
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/torn_data.js
  definePatch("torn_data", ({ PosData: PosData2 }, { around }) => {
    around(PosData2.prototype, {
      async getCachedServerDataFromIndexedDB(stock, ...args) {
        const data = await stock(...args);
        const held3 = data["pos.session"]?.[0]?.id === odoo.pos_session_id;
        if (this.network.offline && !held3) {
          for (const config of data["pos.config"] ?? []) {
            delete config._data_server_date;
          }
        }
        return data;
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/wanted.js
  var CALM = 500;
  var imageParts = [];
  var fileParts = [];
  var followers5 = /* @__PURE__ */ new Set();
  var changing = null;
  function followWanted(follower) {
    followers5.add(follower);
  }
  function collect(parts) {
    const urls = parts.flatMap((part) => part() ?? []);
    return [...new Set(urls.filter((url) => typeof url === "string" && url.startsWith("/")))];
  }
  function wanted2() {
    return { images: collect(imageParts), files: collect(fileParts) };
  }
  function images(name, list) {
    definePatch(name, (_, { safely }) => {
      imageParts.push(safely(() => list(window.posmodel)));
    });
  }
  function records(pos, model) {
    return pos.models[model]?.getAll() ?? [];
  }
  images("images_products", (pos) => {
    if (!pos.config.show_product_images) {
      return [];
    }
    const choices = records(pos, "product.combo.item").map(({ product_id }) => product_id);
    return [...records(pos, "product.template"), ...choices].map((product) => product?.getImageUrl());
  });
  function picturesIn(html) {
    if (!html?.includes?.("<img")) {
      return [];
    }
    const { images: found } = new DOMParser().parseFromString(html, "text/html");
    return [...found].map((image) => image.getAttribute("src"));
  }
  images(
    "images_descriptions",
    (pos) => records(pos, "product.template").flatMap(({ public_description }) => picturesIn(public_description))
  );
  images(
    "images_events",
    (pos) => records(pos, "event.event").map(
      ({ id, write_date }) => `/web/image?model=event.event&id=${id}&field=image_1024&unique=${write_date}`
    )
  );
  images("images_categories", (pos) => {
    const shown = pos.config.show_category_images ? records(pos, "pos.category") : [];
    return shown.filter(({ has_image }) => has_image).map(({ id }) => `/web/image?model=pos.category&field=image_128&id=${id}`);
  });
  images(
    "images_payment_methods",
    (pos) => records(pos, "pos.payment.method").filter(({ image }) => image).map(({ id }) => `/web/image/pos.payment.method/${id}/image`)
  );
  images(
    "images_attributes",
    (pos) => records(pos, "product.template.attribute.value").filter(({ image }) => image).map(({ id }) => `/web/image/product.template.attribute.value/${id}/image`)
  );
  images("images_cashiers", (pos) => [
    ...records(pos, "res.users").map(({ id }) => `/web/image/res.users/${id}/avatar_128`),
    ...(pos.config.module_pos_hr ? records(pos, "hr.employee") : []).map(
      ({ id }) => `/web/image/hr.employee.public/${id}/avatar_128`
    )
  ]);
  images("images_company", (pos) => {
    const company = pos.company.id;
    return [
      `/web/image?model=res.company&id=${company}&field=logo`,
      // The receipt's; some builds have it in their data instead.
      `/web/image/res.company/${company}/logo/256x256`
    ];
  });
  var OURS = /^@(point_of_sale|pos_\w+)[/.]|\.bundle\.xml$/;
  var NAMED_FILE = /(?<=["'`(\s])\/\w+\/static\/[\w./-]+(?=["'`)\s?])/g;
  var LOADED = /\.(png|jpe?g|gif|svg|webp|ico|ogg|mp3|wav|woff2?|ttf|otf|wasm|json)$|\/lib\/.*\.js$/;
  var SOUND = /\/(sounds|audio)\/[\w-]+$/;
  function withEnding(path) {
    if (!SOUND.test(path)) {
      return path;
    }
    return path + (new Audio().canPlayType("audio/ogg; codecs=vorbis") ? ".ogg" : ".mp3");
  }
  definePatch("files_named", (_, { safely }) => {
    fileParts.push(
      safely(() => {
        const named2 = /* @__PURE__ */ new Set();
        for (const [name, { fn }] of odoo.loader.factories) {
          const text = OURS.test(name) ? Function.prototype.toString.call(fn) : "";
          for (const [path] of text.matchAll(NAMED_FILE)) {
            named2.add(withEnding(path));
          }
        }
        return [...named2].filter((path) => LOADED.test(path));
      })
    );
  });
  definePatch("wanted_later", ({ PosData: PosData2 }, { around }) => {
    around(PosData2.prototype, {
      async callRelated(stock, ...args) {
        const loaded = await stock(...args);
        clearTimeout(changing);
        changing = setTimeout(() => followers5.forEach((follower) => follower()), CALM);
        return loaded;
      }
    });
  });

  // ../../addon/poswarm_offline_cache/static/src/app/up.js
  var WRITE_DEADLINE = 12e4;
  var LOOK_AGAIN = 500;
  var told = [];
  var mountedYet = false;
  function noteTold({ detail }) {
    const { error, data } = detail;
    const params = data?.params;
    if (!mountedYet && !error && VITAL.has(`${params?.model}.${params?.method}`)) {
      told.push(JSON.parse(JSON.stringify(params)));
    }
  }
  definePatch("told", ({ rpcBus: rpcBus2 }, { safely }) => {
    rpcBus2.addEventListener("RPC:RESPONSE", safely(noteTold));
  });
  var writes = /* @__PURE__ */ new Set();
  definePatch("data_stored", ({ PosData: PosData2 }, { around }) => {
    around(PosData2.prototype, {
      synchronizeServerDataInIndexedDB(stock, ...args) {
        const written3 = stock(...args);
        const write4 = Promise.resolve(written3);
        const done = () => writes.delete(write4);
        writes.add(write4);
        write4.then(done, done);
        return written3;
      }
    });
  });
  function isMounted() {
    return Boolean(window.posmodel) && !document.querySelector(".pos-loader");
  }
  async function mounted() {
    if (isMounted()) {
      return;
    }
    await new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (isMounted()) {
          observer.disconnect();
          resolve();
        }
      });
      observer.observe(document.documentElement, { childList: true, subtree: true });
    });
  }
  async function dataIsStored() {
    const deadline = performance.now() + WRITE_DEADLINE;
    while (performance.now() < deadline) {
      await Promise.allSettled([...writes]);
      const sessions = await storedRecords("pos.session");
      if (isLoadStored() && sessions.some(({ id }) => id === odoo.pos_session_id)) {
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    }
    return false;
  }
  async function worker() {
    const container = navigator.serviceWorker;
    if (!window.poswarm.firstVisit) {
      await window.poswarm.control;
    }
    return container.controller ?? (await container.ready).active;
  }
  var TELL_AGAIN = 3e4;
  var triesLeft = 20;
  var informed = null;
  async function tellUp(recipient) {
    const ask3 = () => askWorker(recipient, {
      type: "poswarm/up",
      config: odoo.pos_config_id,
      session: odoo.pos_session_id,
      told,
      patches: patchStates(),
      ...wanted2()
    });
    const answer = await ask3();
    if (answer?.reason !== "no-snapshot") {
      return answer;
    }
    window.poswarm.handOverAgain?.(recipient);
    return ask3();
  }
  async function tell() {
    const recipient = await worker();
    if (recipient === informed) {
      return true;
    }
    if (!await dataIsStored()) {
      return false;
    }
    informed = recipient;
    try {
      window.poswarm.up = await tellUp(recipient);
    } catch (error) {
      forget2(recipient);
      throw error;
    }
    delete window.poswarm.upError;
    const isDone = !window.poswarm.up.again;
    if (!isDone) {
      forget2(recipient);
    }
    return isDone;
  }
  function forget2(recipient) {
    informed = informed === recipient ? null : informed;
  }
  function tellMore() {
    const recipient = informed;
    if (recipient) {
      askWorker(recipient, { type: "poswarm/images", urls: wanted2().images }).catch(() => {
        forget2(recipient);
        tellOrNote();
      });
    }
  }
  function tellOrNote() {
    tell().catch((error) => {
      window.poswarm.upError = String(error);
    }).then((heard) => {
      if (!heard && triesLeft-- > 0) {
        setTimeout(tellOrNote, TELL_AGAIN);
      }
    });
  }
  async function report() {
    await mounted();
    mountedYet = true;
    if (document.querySelector(".pos-error")) {
      return;
    }
    navigator.serviceWorker.addEventListener("controllerchange", tellOrNote);
    followWanted(tellMore);
    followPatches(() => {
      informed = null;
      tellOrNote();
    });
    tellOrNote();
  }
  definePatch("up", (_, { safely }) => {
    if (window.poswarm && !window.poswarm.unsupported) {
      safely(report)();
    }
  });

  // web/src/core/localization.js
  var localization_exports = {};
  __export(localization_exports, {
    _t: () => _t2,
    appTranslateFn: () => appTranslateFn,
    localization: () => localization,
    startLocalization: () => startLocalization
  });

  // web/src/core/session.js
  var session = odoo.__session_info__;
  delete odoo.__session_info__;

  // web/src/core/versioned_db.js
  var VERSION_STORE = "__DBVersion__";
  var VERSION_KEY = "__version__";
  function settled3(request) {
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
        () => this.withDB((db) => settled3(db.transaction(store).objectStore(store).get(key)))
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
        (db) => settled3(db.transaction(store, "readwrite").objectStore(store).put(value, key))
      );
    }
    async checkVersion(version) {
      const stored = await this.withDB(
        (db) => settled3(db.transaction(VERSION_STORE).objectStore(VERSION_STORE).get(VERSION_KEY))
      );
      if (stored === version) {
        return;
      }
      if (stored) {
        await settled3(indexedDB.deleteDatabase(this.name));
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
      const db = await settled3(request);
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
  function _t2(text, ...values) {
    return (terms[text] ?? text).replaceAll("%s", () => values.shift());
  }
  function appTranslateFn(text, _addon, ...values) {
    return _t2(text, ...values);
  }
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

  // web/src/core/rpc.js
  var rpc_exports = {};
  __export(rpc_exports, {
    ConnectionAbortedError: () => ConnectionAbortedError,
    ConnectionLostError: () => ConnectionLostError,
    RPCError: () => RPCError,
    rpc: () => rpc,
    rpcBus: () => rpcBus
  });
  var rpcBus = new EventTarget();
  function trigger(type, detail) {
    rpcBus.dispatchEvent(new CustomEvent(type, { detail }));
  }
  var RPCError = class extends Error {
    name = "RPC_ERROR";
  };
  var ConnectionLostError = class extends Error {
    constructor(url, ...rest) {
      super(`Connection to "${url}" couldn't be established or was interrupted`, ...rest);
      this.url = url;
    }
  };
  var ConnectionAbortedError = class extends Error {
  };
  function asError({ code, message, data }) {
    return Object.assign(new RPCError(message), { code, data, exceptionName: data?.name });
  }
  var nextId = 0;
  function read2(request, url) {
    if (request.status === 502) {
      throw new ConnectionLostError(url);
    }
    let body;
    try {
      body = JSON.parse(request.response);
    } catch {
      throw new ConnectionLostError(url);
    }
    if (body.error) {
      throw asError(body.error);
    }
    return body.result;
  }
  function rpc(url, params = {}, settings = {}) {
    return rpc._rpc(url, params, settings);
  }
  rpc._rpc = function(url, params, settings) {
    const request = settings.xhr || new XMLHttpRequest();
    const data = { id: nextId++, jsonrpc: "2.0", method: "call", params };
    let fail;
    const promise = new Promise((resolve, reject) => {
      fail = (error) => {
        trigger("RPC:RESPONSE", { data, settings, error });
        reject(error);
      };
      request.addEventListener("load", () => {
        let result;
        try {
          result = read2(request, url);
        } catch (error) {
          fail(error);
          return;
        }
        trigger("RPC:RESPONSE", { data, settings, result });
        resolve(result);
      });
      request.addEventListener("error", () => fail(new ConnectionLostError(url)));
      trigger("RPC:REQUEST", { data, url, settings });
      request.open("POST", url);
      request.setRequestHeader("Content-Type", "application/json");
      request.send(JSON.stringify(data));
    });
    promise.abort = (rejects = true) => {
      request.abort();
      const error = new ConnectionAbortedError("XmlHttpRequestError abort");
      if (rejects) {
        fail(error);
      } else {
        trigger("RPC:RESPONSE", { data, settings, error });
      }
    };
    return promise;
  };

  // web/src/builds/19.0-2026-06/data_service.js
  var data_service_exports = {};
  __export(data_service_exports, {
    PosData: () => PosData
  });

  // web/src/core/reactive.js
  function observed(target, changed) {
    return new Proxy(target, {
      get(object, key) {
        const value = object[key];
        const plain3 = Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype;
        return plain3 ? observed(value, changed) : value;
      },
      set(object, key, value) {
        const differs = object[key] !== value;
        object[key] = value;
        if (differs) {
          changed();
        }
        return true;
      }
    });
  }
  function debounce(f, ms) {
    let timer3;
    let waiting2;
    return (...args) => {
      clearTimeout(timer3);
      waiting2 ??= Promise.withResolvers();
      const { promise, resolve, reject } = waiting2;
      timer3 = setTimeout(() => {
        waiting2 = void 0;
        Promise.resolve(f(...args)).then(resolve, reject);
      }, ms);
      return promise;
    };
  }
  function batched(f) {
    let planned = false;
    return () => {
      if (!planned) {
        planned = true;
        queueMicrotask(() => {
          planned = false;
          f();
        });
      }
    };
  }

  // web/src/pos/device.js
  var device_exports = {};
  __export(device_exports, {
    default: () => DeviceIdentifierSequence
  });
  var DeviceIdentifierSequence = class {
    constructor(orm) {
      this.orm = orm;
      this.key = `${odoo.access_token}-unique_device_identifier`;
    }
    get data() {
      return JSON.parse(localStorage.getItem(this.key));
    }
    get identifier() {
      return this.data.device_identifier;
    }
    async initialize() {
      if (!localStorage.getItem(this.key)) {
        const { device_identifier } = await this.orm.call("pos.config", "register_new_device_identifier", [
          odoo.pos_config_id
        ]);
        this.save({ device_identifier, next_number: 1, unsynced_number_stack: [] });
      }
    }
    save(data) {
      localStorage.setItem(this.key, JSON.stringify(data));
    }
    useNext() {
      const data = this.data;
      const [reused, ...rest] = [...data.unsynced_number_stack].sort((a, b) => a - b);
      if (reused) {
        this.save({ ...data, unsynced_number_stack: rest });
        return reused;
      }
      this.save({ ...data, next_number: data.next_number + 1 });
      return data.next_number;
    }
    /** The numbers of orders that are thrown away are used again. */
    saveUnusedNumber(orders) {
      const numbers = orders.filter((order) => !order.isSynced).map((order) => parseInt(order.raw.pos_reference.split("-")[2]));
      const stack = /* @__PURE__ */ new Set([...this.data.unsynced_number_stack, ...numbers]);
      this.save({ ...this.data, unsynced_number_stack: [...stack] });
    }
  };

  // web/src/builds/19.0-2026-06/indexed_db.js
  var indexed_db_exports = {};
  __export(indexed_db_exports, {
    default: () => IndexedDB
  });

  // web/src/pos/indexed_db.js
  var BATCH2 = 500;
  var CommonIndexedDB = class {
    /** @param {[string, string][]} stores key path and name of every store */
    constructor(name, stores) {
      this.name = name;
      this.stores = stores;
      this.db = null;
    }
    async open(version) {
      this.db = await new Promise((resolve, reject) => {
        const request = indexedDB.open(this.name, version);
        request.onupgradeneeded = () => {
          const have = request.result.objectStoreNames;
          for (const [keyPath, store] of this.stores) {
            if (!have.contains(store)) {
              request.result.createObjectStore(store, { keyPath });
            }
          }
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      if (this.stores.some(([, store]) => !this.db.objectStoreNames.contains(store))) {
        const next = this.db.version + 1;
        this.db.close();
        await this.open(next);
      }
      return this;
    }
    create(store, records2) {
      return this.inBatches(store, records2, (target, record) => target.put(record));
    }
    delete(store, keys) {
      return this.inBatches(store, keys, (target, key) => target.delete(key));
    }
    /** Answers with what became of each batch, as Odoo's does. */
    async inBatches(store, items, act) {
      const results = [];
      for (let i = 0; i < (items?.length ?? 0); i += BATCH2) {
        try {
          await this.transact(store, (target) => {
            for (const item of items.slice(i, i + BATCH2)) {
              act(target, item);
            }
          });
          results.push({ status: "fulfilled" });
        } catch (reason) {
          console.warn(`IndexedDB: ${store} was not written:`, reason);
          results.push({ status: "rejected", reason });
        }
      }
      return results;
    }
    /** Odoo's reads and writes alike. */
    getNewTransaction(stores) {
      return this.db.transaction(stores, "readwrite");
    }
    transact(store, act) {
      return new Promise((resolve, reject) => {
        const transaction = this.getNewTransaction([store]);
        const request = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error);
      });
    }
    /** Reads whole stores, all of them unless named. */
    async readAll(names = [...this.db.objectStoreNames]) {
      const results = {};
      await Promise.all(
        names.map(async (store) => {
          results[store] = await this.transact(store, (target) => target.getAll());
        })
      );
      return results;
    }
  };

  // web/src/builds/19.0-2026-06/indexed_db.js
  var RESET_DEADLINE = 3e3;
  var IndexedDB = class extends CommonIndexedDB {
    async readAllExceptStores(ignored = []) {
      const names = this.stores.map(([, store]) => store);
      return this.readAll(names.filter((store) => !ignored.includes(store)));
    }
    /** Drops the database; gives up when another page has it open. */
    reset() {
      this.db.close();
      return new Promise((resolve) => {
        setTimeout(() => resolve(false), RESET_DEADLINE);
        const request = indexedDB.deleteDatabase(this.name);
        request.onsuccess = () => resolve(true);
        request.onerror = request.onblocked = () => resolve(false);
      });
    }
  };

  // web/src/pos/options.js
  var CommonOptions = class {
    get dynamicModels() {
      return [
        "pos.order",
        "pos.order.line",
        "pos.payment",
        "pos.pack.operation.lot",
        "product.attribute.custom.value"
      ];
    }
    /** Models of which the newest answer replaces all that was there. */
    get uniqueModels() {
      return ["pos.session", "res.users", "res.company"];
    }
    /** Models of which the server is asked what is gone. */
    get cleanupModels() {
      return ["product.template", "product.product"];
    }
  };

  // web/src/builds/19.0-2026-06/options.js
  var DataServiceOptions = class extends CommonOptions {
    /** Models that a till creates: how they are stored, and when they may go. */
    get databaseTable() {
      const done = (order) => order?.canBeRemovedFromIndexedDB;
      return {
        "pos.order": { key: "uuid", condition: (record) => done(record) },
        "pos.order.line": { key: "uuid", condition: (record) => done(record.order_id) },
        "pos.payment": { key: "uuid", condition: (record) => done(record.pos_order_id) },
        "product.attribute.custom.value": {
          key: "id",
          condition: (record) => done(record.pos_order_id),
          getRecordsBasedOnLines: (lines) => lines.flatMap((line) => line.custom_attribute_value_ids)
        }
      };
    }
  };

  // web/src/pos/models.js
  var X2MANY2 = ["one2many", "many2many"];
  var UI_STATE = "JSONuiState";
  var REMOVALS2 = [
    ["unlink", 3],
    ["delete", 2]
  ];
  function isLocal({ compute, related }) {
    return Boolean(compute || related);
  }
  var Base = class {
    constructor(model, raw) {
      this.model = model;
      this.models = model.models;
      this.raw = raw;
    }
    /** Once in the life of a record. */
    initState() {
    }
    /** When a record is made, and each time the server's record comes over it. */
    setup() {
      this._dirty = !this.isSynced;
    }
    get id() {
      return this.raw.id;
    }
    get isSynced() {
      return typeof this.raw.id === "number";
    }
    isDirty() {
      return this._dirty;
    }
    _markDirty() {
      if (this.models.loading || this._dirty) {
        return;
      }
      this._dirty = true;
      for (const name of this.model.parents) {
        this[name]?._markDirty();
      }
    }
    update(values) {
      const changed = Object.keys(values).filter((name) => this.raw[name] !== values[name]);
      if (!changed.length) {
        return;
      }
      Object.assign(this.raw, values);
      this._markDirty();
      this.model.trigger("update", { id: this.raw.id });
    }
    /** Removed with `backend` a record is deleted by the server, else taken out of its parent. */
    delete(options) {
      this.model.delete(this, options);
    }
    /** With the state of the screen, which Odoo keeps beside the fields. */
    serializeForIndexedDB() {
      const { [UI_STATE]: _, ...fields } = this.raw;
      return this.uiState ? { ...fields, [UI_STATE]: JSON.stringify(this.uiState) } : fields;
    }
    restoreState(text) {
      this.uiState = JSON.parse(text);
    }
    /**
     * The record as commands for the server. Unless `keepCommands`, it counts as
     * sent from here on: whether the server gets it is known only later.
     */
    serializeForORM(options = {}) {
      const result = {};
      for (const field of this.model.fields) {
        if (isLocal(field) || field.relation && !this.models[field.relation]) {
          continue;
        }
        if (field.name !== "id" || this.isSynced) {
          result[field.name] = this.serializeField(field, options);
        }
      }
      if (!options.keepCommands) {
        this._dirty = false;
      }
      return result;
    }
    serializeField(field, options) {
      const { name, type, relation } = field;
      if (X2MANY2.includes(type)) {
        return this.models[relation].dynamic ? [...this.serializeChildren(field, options), ...this.takeRemovals(field, options)] : this.raw[name] ?? [];
      }
      if (type === "many2one" && this.model.parents.includes(name)) {
        return void 0;
      }
      if (type === "many2one" && this.models[relation]) {
        const linked = this[name];
        return linked ? linked.isSynced ? linked.id : void 0 : false;
      }
      return this.raw[name] ?? false;
    }
    serializeChildren({ name }, options) {
      return this[name].filter((child) => !child.isSynced || child.isDirty()).map(
        (child) => child.isSynced ? [1, child.id, child.serializeForORM(options)] : [0, 0, child.serializeForORM(options)]
      );
    }
    takeRemovals({ name }, { keepCommands }) {
      const commands2 = this.models.commands[this.model.name];
      const result = [];
      for (const [how, code] of REMOVALS2) {
        const waiting2 = commands2[how].get(name) ?? [];
        const others = waiting2.filter(({ parentId }) => parentId !== this.id);
        for (const { id, parentId } of waiting2) {
          if (parentId === this.id) {
            result.push([code, id]);
          }
        }
        if (!keepCommands) {
          commands2[how].set(name, others);
        }
      }
      return result;
    }
  };
  function recordClass(fields, ExtraClass) {
    const Record = class extends (ExtraClass ?? Base) {
    };
    for (const field of fields) {
      if (Object.getOwnPropertyDescriptor(Record.prototype, field.name) || field.name in Record.prototype) {
        continue;
      }
      Object.defineProperty(Record.prototype, field.name, {
        get() {
          return this.model.follow(this, field);
        },
        set(value) {
          this.update({ [field.name]: unlink(value) });
        }
      });
    }
    return Record;
  }
  function unlink(value) {
    if (Array.isArray(value)) {
      return value.map(unlink);
    }
    return value instanceof Base ? value.raw.id : value;
  }
  var Model = class extends EventTarget {
    constructor(models, name, relations, { key = "id", stored = false, dynamic = false, ExtraClass }) {
      super();
      this.models = models;
      this.name = name;
      this.key = key;
      this.stored = stored;
      this.dynamic = dynamic;
      this.fields = Object.values(relations);
      this.parents = this.fields.filter((f) => f.ondelete === "cascade" && dynamic).map((f) => f.name);
      this.records = /* @__PURE__ */ new Map();
      this.byId = /* @__PURE__ */ new Map();
      this.Record = recordClass(this.fields, ExtraClass);
    }
    follow(record, { name, type, relation }) {
      const value = record.raw[name];
      const target = relation && this.models[relation];
      if (!target) {
        return value;
      }
      if (type === "many2one") {
        return target.get(value) ?? (typeof value === "string" ? target.getBy("uuid", value) : void 0);
      }
      return (value || []).map((id) => target.get(id)).filter(Boolean);
    }
    get length() {
      return this.records.size;
    }
    getAll() {
      return [...this.records.values()];
    }
    getFirst() {
      return this.records.values().next().value;
    }
    get(id) {
      return this.byId.get(id);
    }
    getBy(field, value) {
      return field === this.key ? this.records.get(value) : this.find((r) => r.raw[field] === value);
    }
    readMany(ids) {
      return ids.map((id) => this.get(id));
    }
    filter(f) {
      return this.getAll().filter(f);
    }
    find(f) {
      return this.getAll().find(f);
    }
    some(f) {
      return this.getAll().some(f);
    }
    map(f) {
      return this.getAll().map(f);
    }
    forEach(f) {
      this.getAll().forEach(f);
    }
    /** A record of this till: its id is its uuid until the server gives one. */
    create(values) {
      const uuid = values.uuid ?? crypto.randomUUID();
      return this.put({ id: uuid, uuid, ...values });
    }
    /** Adds or refreshes a record. */
    put(raw) {
      const known = this.records.get(raw[this.key]);
      const record = known ?? new this.Record(this, raw);
      if (known) {
        this.byId.delete(known.raw.id);
        Object.assign(known.raw, raw, this.withLocalChildren(known, raw));
      } else {
        this.records.set(raw[this.key], record);
        record.initState();
      }
      this.byId.set(raw.id, record);
      if (raw[UI_STATE]) {
        record.restoreState(raw[UI_STATE]);
      }
      record.setup();
      this.trigger("update", { id: raw.id });
      return record;
    }
    /** Children that only this till has stay, whatever the server says of their parent. */
    withLocalChildren(known, raw) {
      const result = {};
      for (const { name, type, relation } of this.fields) {
        if (X2MANY2.includes(type) && name in raw && this.models[relation]?.stored) {
          const local = known[name].filter((child) => !child.isSynced).map(({ id }) => id);
          result[name] = [.../* @__PURE__ */ new Set([...local, ...raw[name]])];
        }
      }
      return result;
    }
    delete(record, { backend = false } = {}) {
      const { id } = record;
      this.records.delete(record.raw[this.key]);
      this.byId.delete(id);
      for (const field of this.parents) {
        this.detach(record, field, backend);
      }
      this.trigger("delete", { key: record.raw[this.key], id });
    }
    /** Takes a record out of its parent; of one that the server knows a command stays. */
    detach(record, field, backend) {
      const parent = record[field];
      const inverse = parent?.model.fields.find((f) => f.relation === this.name && f.inverse_name === field);
      if (!inverse) {
        return;
      }
      if (record.isSynced) {
        const commands2 = this.models.commands[parent.model.name][backend ? "delete" : "unlink"];
        const waiting2 = commands2.get(inverse.name) ?? [];
        commands2.set(inverse.name, [...waiting2, { id: record.id, parentId: parent.id }]);
      }
      parent.update({ [inverse.name]: parent.raw[inverse.name].filter((id) => id !== record.id) });
    }
    trigger(type, detail) {
      if (!this.models.loading) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
      }
    }
  };
  function createRelatedModels(relations, opts, classes) {
    const models = {};
    Object.defineProperty(models, "loading", { value: false, writable: true });
    Object.defineProperty(models, "commands", { value: {} });
    Object.defineProperty(models, "loadConnectedData", { value: (data) => loadRecords(models, data) });
    for (const [name, fields] of Object.entries(relations)) {
      models[name] = new Model(models, name, fields, {
        key: opts.databaseTable[name]?.key,
        stored: name in opts.databaseTable,
        dynamic: opts.dynamicModels.includes(name),
        ExtraClass: classes[name]
      });
      models.commands[name] = { unlink: /* @__PURE__ */ new Map(), delete: /* @__PURE__ */ new Map() };
    }
    return models;
  }
  function loadRecords(models, data) {
    const loaded = {};
    models.loading = true;
    try {
      for (const [name, records2] of Object.entries(data)) {
        if (models[name]) {
          loaded[name] = records2.map((raw) => models[name].put(raw));
        }
      }
    } finally {
      models.loading = false;
    }
    for (const [name, records2] of Object.entries(loaded)) {
      if (models[name].dynamic && records2.length) {
        models[name].trigger("update", { id: records2.at(-1).raw.id });
      }
    }
    return loaded;
  }

  // web/src/pos/products.js
  function zoned(sql) {
    const date = /* @__PURE__ */ new Date(`${sql.replace(" ", "T")}Z`);
    const minutes = -date.getTimezoneOffset();
    const local = new Date(date.getTime() + minutes * 6e4).toISOString().slice(0, 23);
    const pad = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    return `${local}${minutes < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
  }
  var ProductTemplate = class extends Base {
    /** Unlike Odoo's, none for a product without a picture. */
    getImageUrl() {
      const { image_128: pictured, write_date } = this.raw;
      const unique = pictured && zoned(write_date);
      return pictured && `/web/image?model=product.template&field=image_128&id=${this.id}&unique=${unique}`;
    }
  };
  var ProductProduct = class extends Base {
    getImageUrl() {
      return this.product_tmpl_id?.getImageUrl();
    }
  };

  // web/src/pos/records.js
  function round(amount) {
    return Math.round(amount * 100) / 100;
  }
  var CommonOrder = class extends Base {
    initState() {
      this.uiState = { screen_data: {}, displayed: true, couponPointChanges: {} };
    }
    /** What is not loaded is the user's and this session's, as in Odoo (setup() of pos_order.js). */
    setup() {
      super.setup();
      if (!this.session_id && !(this.finalized && this.isSynced)) {
        this.raw.session_id = odoo.pos_session_id;
      }
      if (!this.user_id) {
        this.raw.user_id = this.models["res.users"].getFirst()?.id ?? false;
      }
    }
    get finalized() {
      return this.raw.state !== "draft";
    }
    get isUnsyncedPaid() {
      return this.finalized && !this.isSynced;
    }
    setScreenData(value) {
      this.uiState.screen_data.value = value;
    }
    /** As Odoo names it. */
    get priceIncl() {
      return round(this.lines.reduce((sum, line) => sum + line.raw.price_subtotal_incl, 0));
    }
    get paid() {
      return round(this.payment_ids.reduce((sum, payment) => sum + payment.raw.amount, 0));
    }
    /** What the customer gets back, below zero, as in Odoo. */
    get change() {
      return -round(Math.max(this.paid - this.priceIncl, 0));
    }
    /** Taken out of the order: the server is told with the next sync. */
    removeOrderline(line) {
      line.delete();
    }
    removePaymentline(payment) {
      payment.delete({ backend: true });
    }
    isPaid() {
      return this.payment_ids.length > 0 && round(this.paid - this.priceIncl) >= 0;
    }
    /** Amounts are worked out on the screen and written when they are sent. */
    setOrderPrices() {
      Object.assign(this.raw, {
        amount_total: this.priceIncl,
        amount_paid: this.paid,
        amount_return: this.change,
        amount_tax: 0
      });
    }
    /** Notes that the kitchen, had the shop one, knows about every line. */
    updateLastOrderChange() {
      this.raw.last_order_preparation_change = JSON.stringify({
        lines: {},
        metadata: {},
        general_customer_note: "",
        internal_note: "",
        sittingMode: 0
      });
      this._markDirty();
    }
  };
  var PosOrderLine = class extends Base {
    setQuantity(qty) {
      const subtotal = round(qty * this.raw.price_unit);
      this.update({ qty, price_subtotal: subtotal, price_subtotal_incl: subtotal });
    }
  };
  function sqlNow() {
    return (/* @__PURE__ */ new Date()).toISOString().slice(0, 19).replace("T", " ");
  }

  // web/src/builds/19.0-2026-06/records.js
  var PosOrder = class extends CommonOrder {
    get canBeRemovedFromIndexedDB() {
      return this.finalized && this.isSynced || this.state === "cancel";
    }
  };
  var PosPayment = class extends Base {
    setup() {
      super.setup();
      this.raw.payment_date ||= sqlNow();
    }
  };
  var recordClasses = {
    "pos.order": PosOrder,
    "pos.order.line": PosOrderLine,
    "pos.payment": PosPayment,
    "product.product": ProductProduct,
    "product.template": ProductTemplate
  };

  // web/src/pos/data_service.js
  var RETRY5 = 2e3;
  var CommonPosData = class extends EventTarget {
    async setup(env, { orm, bus_service }) {
      this.orm = orm;
      this.bus = bus_service;
      this.opts = new DataServiceOptions();
      this.channels = [];
      this.syncing = Promise.resolve();
      this.debouncedSynchronizeLocalDataInIndexedDB = debounce(() => this.synchronizeLocalDataInIndexedDB(), 300);
      this.network = observed(
        { warningTriggered: false, offline: false, loading: true, unsyncData: [] },
        () => this.dispatchEvent(new Event("network"))
      );
      await this.connectBeforeData();
      this.initializeWebsocket();
      await this.initializeDeviceIdentifier();
      await this.intializeDataRelation();
      window.addEventListener("online", () => this.checkConnectivity());
      window.addEventListener("offline", () => this.checkConnectivity());
      this.bus.addEventListener("BUS:CONNECT", () => this.reconnectWebSocket());
    }
    async initializeDeviceIdentifier() {
      this.device = new DeviceIdentifierSequence(this.orm);
      await this.device.initialize();
    }
    /** Online until a ping is lost; then, while the cable is in, asks again. */
    async checkConnectivity() {
      clearTimeout(this.checkConnectivityTimeout);
      this.network.offline = false;
      this.network.warningTriggered = false;
      try {
        await rpc("/pos/ping");
        await this.syncData();
        window.dispatchEvent(new CustomEvent("pos-network-online"));
      } catch (error) {
        if (!(error instanceof ConnectionLostError)) {
          return;
        }
        this.network.offline = true;
        if (navigator.onLine) {
          this.checkConnectivityTimeout = setTimeout(() => this.checkConnectivity(), RETRY5);
        }
      }
    }
    initializeWebsocket() {
      this.bus.addChannel(odoo.access_token);
    }
    /** Odoo leaves the old subscriptions, too: from here on it hears everything twice. */
    reconnectWebSocket() {
      this.initializeWebsocket();
      for (const { channel, method } of this.channels.splice(0)) {
        this.connectWebSocket(channel, method);
      }
    }
    connectWebSocket(channel, method) {
      this.channels.push({ channel, method });
      this.bus.subscribe(`${odoo.access_token}-${channel}`, method);
    }
    get databaseName() {
      return `point-of-sale-${odoo.pos_config_id}-${odoo.info?.db}`;
    }
    async resetIndexedDB() {
      await this.indexedDB.reset();
    }
    async initIndexedDB(relations) {
      const names = /* @__PURE__ */ new Set([...Object.keys(relations), ...Object.keys(this.opts.databaseTable)]);
      const stores = [...names].map((name) => [this.opts.databaseTable[name]?.key || "id", name]);
      this.indexedDB = await new IndexedDB(this.databaseName, stores).open();
    }
    async loadFieldsAndRelations() {
      const key = `pos_data_params_${odoo.pos_config_id}`;
      const kept = () => JSON.parse(localStorage.getItem(key));
      if (this.network.offline) {
        return kept();
      }
      try {
        const params = await this.orm.call("pos.session", "load_data_params", [odoo.pos_session_id]);
        localStorage.setItem(key, JSON.stringify(params));
        return params;
      } catch {
        return kept();
      }
    }
    // The name is misspelt in Odoo, too.
    async intializeDataRelation() {
      const params = await this.loadFieldsAndRelations();
      await this.initIndexedDB(params);
      this.fields = {};
      this.relations = {};
      for (const [model, { fields, relations }] of Object.entries(params)) {
        this.fields[model] = fields;
        this.relations[model] = relations;
      }
      this.models = createRelatedModels(this.relations, this.opts, recordClasses);
      await this.initData();
      await this.getLocalDataFromIndexedDB();
      this.initListeners();
      this.network.loading = false;
    }
    async initData() {
      this.models.loadConnectedData(await this.loadInitialData());
    }
    isLimitedLoading() {
      const url = new URL(location.href);
      const limited = url.searchParams.get("limited_loading") !== "0";
      if (!limited) {
        url.searchParams.delete("limited_loading");
        history.replaceState({}, "", url);
      }
      return limited;
    }
    /**
     * The data of the last load, refreshed by the server unless the session in
     * it is the page's own and open. Without the server: an alert, and on with
     * what there is.
     */
    async loadInitialData() {
      let localData = await this.getCachedServerDataFromIndexedDB();
      const session2 = localData["pos.session"]?.[0];
      if ((this.network.offline || session2?.state === "opened") && session2?.id === odoo.pos_session_id && !odoo.from_backend) {
        return localData;
      }
      try {
        const watermark = localData["pos.config"]?.[0]?._data_server_date;
        if (watermark && watermark < odoo.last_data_change) {
          await this.resetIndexedDB();
          await this.initIndexedDB(this.relations);
          localData = {};
        }
        return await this.refreshData(localData, watermark);
      } catch (error) {
        const reason = error instanceof RPCError ? error.data.message : error.message;
        window.alert(_t2("An error occurred while loading the Point of Sale: \n") + reason);
        return localData;
      }
    }
    async refreshData(localData, watermark) {
      const since = watermark && watermark > odoo.last_data_change ? watermark : false;
      const data = await this.orm.call("pos.session", "load_data", [odoo.pos_session_id, []], {
        context: { pos_last_server_date: since, pos_limited_loading: this.isLimitedLoading() }
      });
      const known = {};
      for (const model of this.opts.cleanupModels.filter((name) => localData[name]?.length)) {
        known[model] = localData[model].map(({ id }) => id);
      }
      const gone = await this.orm.call("pos.session", "filter_local_data", [odoo.pos_session_id, known]);
      for (const [model, values] of Object.entries(data)) {
        localData[model] = this.merge(model, localData[model] || [], values, gone[model] || []);
      }
      this.synchronizeServerDataInIndexedDB(localData);
      return localData;
    }
    merge(model, local, values, gone) {
      if (this.opts.uniqueModels.includes(model) && values.length) {
        this.indexedDB.delete(
          model,
          local.map(({ id }) => id)
        );
        return values;
      }
      if (gone.length) {
        this.indexedDB.delete(model, gone);
        local = local.filter(({ id }) => !gone.includes(id));
      }
      return local.concat(values);
    }
    async synchronizeServerDataInIndexedDB(serverData = {}) {
      for (const [model, records2] of Object.entries(serverData)) {
        await this.indexedDB.create(model, records2);
      }
    }
    async getLocalDataFromIndexedDB() {
      const data = await this.indexedDB.readAll(Object.keys(this.opts.databaseTable));
      const complete = this.keepUsable(await this.missingRecursive(data));
      const results = loadRecords(this.models, complete);
      await this.checkAndDeleteMissingOrders(results);
      return results;
    }
    /** Orders that the server no longer has are dropped; asking may fail the boot. */
    async checkAndDeleteMissingOrders(results) {
      const synced = (results["pos.order"] ?? []).filter((order) => order.isSynced);
      if (!synced.length) {
        return;
      }
      const orders = await this.loadServerOrders([["id", "in", synced.map(({ id }) => id)]]);
      const known = orders.map(({ id }) => id);
      for (const order of synced.filter(({ id }) => !known.includes(id))) {
        this.localDeleteCascade(order);
      }
    }
    /** An order with all that hangs on it, in memory and on the disk. */
    localDeleteCascade(order) {
      for (const record of [...order.lines, ...order.payment_ids, order]) {
        this.deleteFromDisk(record.model.name, [record.uuid]);
        record.delete();
      }
    }
    async loadServerOrders(domain) {
      const result = await this.callRelated("pos.order", "read_pos_orders", [domain]);
      const orders = result["pos.order"] || [];
      for (const order of orders) {
        order.serializeForORM();
      }
      return orders;
    }
    initListeners() {
      for (const name of this.opts.dynamicModels) {
        this.models[name].addEventListener("update", () => this.debouncedSynchronizeLocalDataInIndexedDB());
      }
      for (const name of Object.keys(this.models)) {
        if (name in this.opts.databaseTable) {
          continue;
        }
        this.models[name].addEventListener("delete", ({ detail }) => this.indexedDB.delete(name, [detail.key]));
        this.models[name].addEventListener("update", ({ detail }) => {
          this.synchronizeServerDataInIndexedDB({ [name]: [this.models[name].get(detail.id).raw] });
        });
      }
    }
    /**
     * Every call after the boot. Offline it fails at once; a call that may wait
     * is kept in memory instead and made when the server is back.
     */
    async execute(options) {
      this.network.loading = true;
      try {
        if (this.network.offline) {
          throw new ConnectionLostError();
        }
        const { type, model, method, args = [], kwargs = {}, ids, fields, values } = options;
        switch (type) {
          case "create":
            [values[0].id] = await this.orm.call(model, "create", [values]);
            return values;
          case "read":
            return await this.orm.read(model, ids, this.sortedFields(model, fields), { load: false });
          case "search_read":
            return await this.orm.searchRead(model, args, this.sortedFields(model, fields), { load: false });
        }
        return await this.orm.call(model, method, args, kwargs) ?? true;
      } catch (error) {
        const { queue, method, uuid } = options;
        const waits = queue && method !== "sync_from_ui" && error instanceof ConnectionLostError;
        if (!waits || this.network.unsyncData.some((call) => call.uuid === uuid)) {
          throw error;
        }
        this.network.unsyncData.push({ args: [options], date: luxon.DateTime.now(), try: 1, uuid: crypto.randomUUID() });
      } finally {
        this.network.loading = false;
      }
    }
    /** Odoo sorts the model's own list of fields as a side effect. */
    sortedFields(model, fields) {
      return (fields?.length ? fields : this.fields[model]).sort();
    }
    call(model, method, args = [], kwargs = {}, queue = false) {
      return this.execute({ type: "call", model, method, args, kwargs, queue });
    }
    searchRead(model, domain, fields) {
      return this.execute({ type: "search_read", model, args: domain, fields });
    }
    read(model, ids, fields) {
      return this.execute({ type: "read", model, ids, fields });
    }
    /** Calls a method that answers with records of several models. */
    async callRelated(model, method, args = [], kwargs = {}) {
      const data = await this.execute({ type: "call", model, method, args, kwargs });
      const complete = await this.missingRecursive(data);
      const records2 = loadRecords(this.models, complete);
      this.synchronizeServerDataInIndexedDB(complete);
      return records2;
    }
    /**
     * Records together with the customers that they mention and that are not here; of the
     * rest the demo sends everything at once. Offline Odoo forgets even what it was given.
     */
    async missingRecursive(recordMap) {
      if (this.network.offline) {
        return {};
      }
      const partners = this.models["res.partner"];
      const mentioned = (recordMap["pos.order"] ?? []).map(({ partner_id: id }) => id);
      const missing = mentioned.filter((id) => id > 0 && partners && !partners.get(id));
      if (!missing.length) {
        return recordMap;
      }
      const found = await this.orm.read("res.partner", missing, this.fields["res.partner"], { load: false }).catch(() => []);
      return { ...recordMap, "res.partner": [...recordMap["res.partner"] ?? [], ...found] };
    }
    /** Makes the calls that had to wait, in their order. */
    syncData() {
      const afterwards = this.syncing.catch(() => {
      });
      this.syncing = afterwards.then(async () => {
        while (this.network.unsyncData.length) {
          const [waiting2] = this.network.unsyncData;
          if (!await this.execute({ ...waiting2.args[0], uuid: waiting2.uuid })) {
            waiting2.try += 1;
            return;
          }
          this.network.unsyncData.shift();
        }
      });
      return this.syncing;
    }
  };

  // web/src/builds/19.0-2026-06/data_service.js
  var PosData = class _PosData extends CommonPosData {
    static async start(env, services) {
      const data = new _PosData();
      await data.setup(env, services);
      return data;
    }
    /** Asks the server at every start, and waits for the answer. */
    async connectBeforeData() {
      await this.checkConnectivity();
    }
    /** Without the orders: offline nothing else brings them, see `missingRecursive`. */
    async getCachedServerDataFromIndexedDB() {
      return await this.indexedDB.readAllExceptStores(Object.keys(this.opts.databaseTable));
    }
    /** A line whose product is gone is left out. */
    keepUsable(data) {
      const products = this.models["product.product"];
      const lines = data["pos.order.line"]?.filter((line) => products.get(line.product_id));
      return { ...data, "pos.order.line": lines ?? [] };
    }
    async deleteRecordsInIndexedDB(model, keys) {
      return await this.indexedDB.delete(model, keys);
    }
    deleteFromDisk(model, keys) {
      return this.deleteRecordsInIndexedDB(model, keys);
    }
    /**
     * Keeps what this till made, and drops from the disk whatever is not in
     * memory: an order that only the disk has is gone with the next one's.
     */
    async synchronizeLocalDataInIndexedDB() {
      const kept = {};
      for (const [model, records2] of Object.entries(this.recordsForDisk())) {
        await this.indexedDB.create(
          model,
          records2.map((record) => record.serializeForIndexedDB())
        );
        kept[model] = new Set(records2);
      }
      this.dropFromDisk(kept);
      return kept;
    }
    recordsForDisk() {
      const result = {};
      const tables = Object.entries(this.opts.databaseTable);
      for (const [model, { condition, getRecordsBasedOnLines }] of tables) {
        if (!getRecordsBasedOnLines) {
          result[model] = this.models[model].filter((record) => !condition(record));
        }
      }
      for (const [model, { getRecordsBasedOnLines }] of tables) {
        if (getRecordsBasedOnLines) {
          result[model] = [...new Set(getRecordsBasedOnLines(result["pos.order.line"]))];
        }
      }
      return result;
    }
    async dropFromDisk(kept) {
      const stored = await this.indexedDB.readAll(Object.keys(this.opts.databaseTable));
      for (const [model, records2] of Object.entries(stored)) {
        const { key } = this.opts.databaseTable[model];
        const gone = records2.filter(({ id }) => !kept[model].has(this.models[model].get(id)));
        await this.indexedDB.delete(
          model,
          gone.map((record) => record[key])
        );
      }
    }
  };

  // web/src/builds/19.0-2026-06/pos_store.js
  var pos_store_exports = {};
  __export(pos_store_exports, {
    PosStore: () => PosStore
  });

  // web/src/core/orm.js
  var ORM = class {
    call(model, method, args = [], kwargs = {}) {
      const context = { ...session.user_context, ...kwargs.context };
      return rpc(`/web/dataset/call_kw/${model}/${method}`, {
        model,
        method,
        args,
        kwargs: { ...kwargs, context }
      });
    }
    read(model, ids, fields, kwargs = {}) {
      return this.call(model, "read", [ids, fields], kwargs);
    }
    searchRead(model, domain, fields, kwargs = {}) {
      return this.call(model, "search_read", [], { ...kwargs, domain, fields });
    }
  };

  // web/src/pos/device_sync.js
  var DevicesSynchronisation = class {
    constructor(pos) {
      this.pos = pos;
      this.models = pos.models;
      pos.data.connectWebSocket("SYNCHRONISATION", (message) => this.collect(message));
    }
    collect({ session_id, device_identifier }) {
      if (Number(odoo.pos_session_id) === session_id && device_identifier !== this.pos.device.identifier) {
        return this.readDataFromServer();
      }
    }
    /** Asks for drafts that are not here, and which of ours are gone. */
    constructOrdersDomain() {
      const ids = this.pos.getOpenOrders().filter((order) => order.isSynced);
      const known = ids.map(({ id }) => id);
      const config = this.pos.config.id;
      const unknown = ["&", "&", ["id", "not in", known], ["state", "=", "draft"], ["config_id", "in", [config]]];
      const changed = ids.flatMap((order) => [
        "|",
        "|",
        "&",
        ["id", "=", order.id],
        ["write_date", ">=", secondAfter(order.raw.write_date)],
        "&",
        ["id", "=", order.id],
        ["state", "!=", order.raw.state]
      ]);
      return { domain: { "pos.order": [...changed, ...unknown] }, recordIds: { "pos.order": known } };
    }
    async readDataFromServer() {
      const { domain, recordIds } = this.constructOrdersDomain();
      let answer;
      try {
        answer = await this.pos.data.call("pos.config", "read_config_open_orders", [
          odoo.pos_config_id,
          domain,
          recordIds
        ]);
      } catch (error) {
        console.warn("open orders were not read:", error);
        return;
      }
      const loaded = loadRecords(this.models, answer.dynamic_records);
      for (const order of loaded["pos.order"] ?? []) {
        order.serializeForORM();
      }
      for (const [model, ids] of Object.entries(answer.deleted_record_ids)) {
        for (const record of this.models[model].readMany(ids).filter(Boolean)) {
          record.delete();
        }
      }
    }
  };
  function secondAfter(date) {
    return new Date(Date.parse(`${date.replace(" ", "T")}Z`) + 1e3).toISOString().slice(0, 19).replace("T", " ");
  }

  // web/src/pos/pos_store.js
  var CommonPosStore = class extends EventTarget {
    async setup(env, { pos_data, dialog, ui, pos_router, barcode_reader }) {
      this.env = env;
      this.data = pos_data;
      this.dialog = dialog;
      this.ui = ui;
      this.router = pos_router;
      this.barcodeReader = barcode_reader;
      this.pendingOrder = { write: /* @__PURE__ */ new Set(), delete: /* @__PURE__ */ new Set(), create: /* @__PURE__ */ new Set() };
      this.syncingOrders = /* @__PURE__ */ new Set();
      this.selectedOrderUuid = null;
      this.cashier = false;
      this.changed = batched(() => this.dispatchEvent(new Event("change")));
      this.search = observed({ word: "", category: null }, this.changed);
      await this.initServerData();
      this.closeOtherTabs();
      this.syncAllOrdersDebounced = debounce((options) => this.syncAllOrders(options), 100);
      window.addEventListener("pos-network-online", () => this.serverIsBack());
      this.router.addEventListener("change", this.changed);
      this.data.addEventListener("network", this.changed);
      for (const name of this.data.opts.dynamicModels) {
        this.models[name].addEventListener("update", this.changed);
        this.models[name].addEventListener("delete", this.changed);
      }
    }
    async initServerData() {
      await this.processServerData();
      await this.handleUrlParams();
      this.data.connectWebSocket("CLOSING_SESSION", (data) => this.closingSessionNotification(data));
      await this.afterProcessServerData();
      if (this.router.state.current !== "LoginScreen") {
        this.setCashier(this.user);
      }
      const { current, params } = this.router.state;
      const page = current === "LoginScreen" ? this.firstPage : { page: current, params };
      this.navigate(page.page, page.params);
    }
    async processServerData() {
      this.models = this.data.models;
      this.device = this.data.device;
      this.config = this.models["pos.config"].getFirst();
      this.user = this.models["res.users"].getFirst();
      this.currency = this.config.currency_id;
      this.deviceSync = new DevicesSynchronisation(this);
      await this.deviceSync.readDataFromServer();
      await this.processProductAttributes();
      await this.loadReceiptLogo();
    }
    /** Variants of configurable products may come later than the products. */
    async processProductAttributes() {
      const templates = this.models["product.template"].filter((t) => t.attribute_line_ids.length);
      if (!templates.length) {
        return;
      }
      const variants = templates.flatMap((t) => t.product_variant_ids.map(({ id }) => id));
      const domain = ["&", ["id", "not in", variants], ["product_tmpl_id", "in", templates.map(({ id }) => id)]];
      try {
        loadRecords(this.models, { "product.product": await this.data.searchRead("product.product", domain) });
      } catch (error) {
        console.warn("variants were not loaded:", error);
      }
    }
    /** Loads products that a search or a barcode names. */
    loadNewProducts(domain, offset = 0, limit2 = 0) {
      return this.data.callRelated("product.template", "load_product_from_pos", [
        odoo.pos_config_id,
        domain,
        offset,
        limit2
      ]);
    }
    /** Kept as text, so that a receipt has its logo offline as well. */
    async loadReceiptLogo() {
      try {
        const response = await fetch(`/web/image/res.company/${this.company.id}/logo/256x256`);
        const blob = await response.blob();
        this.receiptLogo = await new Promise((resolve, reject) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result);
          reader.onerror = () => reject(reader.error);
          reader.readAsDataURL(blob);
        });
      } catch (error) {
        console.warn("no logo for receipts:", error);
      }
    }
    get session() {
      return this.data.models["pos.session"].get(odoo.pos_session_id);
    }
    get company() {
      return this.config.company_id;
    }
    async handleUrlParams() {
      const uuid = this.router.state.params.orderUuid;
      const here = () => this.models["pos.order"].getBy("uuid", uuid);
      if (uuid && !here()) {
        await this.loadOrderOfUrl(uuid);
        if (!here()) {
          const { page, params } = this.defaultPage;
          this.router.navigate(page, params);
          return;
        }
      }
      this.setOrder(uuid && here());
    }
    async afterProcessServerData() {
      const unsynced = this.models["pos.order"].filter((order) => order.isUnsyncedPaid);
      this.addPendingOrder(unsynced.map(({ id }) => id));
      const open4 = this.getOpenOrders();
      await this.syncAllOrders();
      const last3 = this.config.module_pos_restaurant ? null : open4.at(-1)?.uuid;
      this.selectedOrderUuid = this.router.state.params.orderUuid ?? last3 ?? null;
      await this.deviceSync.readDataFromServer();
    }
    get firstPage() {
      if (odoo.from_backend) {
        const url = new URL(location.href);
        url.searchParams.delete("from_backend");
        history.replaceState({}, "", url);
        this.setCashier(this.user);
      } else {
        this.resetCashier();
      }
      return this.cashier ? this.defaultPage : { page: "LoginScreen", params: {} };
    }
    get defaultPage() {
      if (this.config.module_pos_restaurant) {
        return { page: "FloorScreen", params: {} };
      }
      return { page: "ProductScreen", params: { orderUuid: this.openOrder.uuid } };
    }
    showDefault() {
      const { page, params } = this.defaultPage;
      if (params.orderUuid) {
        this.setOrder(this.models["pos.order"].getBy("uuid", params.orderUuid));
      }
      this.navigate(page, params);
    }
    navigate(page, params = {}) {
      this.getOrder()?.setScreenData({ name: page, props: params });
      this.router.navigate(page, params);
    }
    setCashier(user) {
      this.cashier = user;
      this._storeConnectedCashier(user);
    }
    /** Whoever stood at this tab before, unless the POS does not know him. */
    checkPreviousLoggedCashier() {
      const before = this._getConnectedCashier();
      if (before) {
        this.setCashier(before);
      }
    }
    _getConnectedCashier() {
      const id = Number(sessionStorage.getItem(`connected_cashier_${this.config.id}`));
      return id && this.models["res.users"].get(id) || false;
    }
    _storeConnectedCashier(user) {
      sessionStorage.setItem(`connected_cashier_${this.config.id}`, user.id);
    }
    _resetConnectedCashier() {
      sessionStorage.removeItem(`connected_cashier_${this.config.id}`);
    }
    resetCashier() {
      this.cashier = false;
      this._resetConnectedCashier();
    }
    showLoginScreen() {
      this.resetCashier();
      this.navigate("LoginScreen");
      this.dialog.closeAll();
    }
    getOrder() {
      return this.selectedOrderUuid ? this.models["pos.order"].getBy("uuid", this.selectedOrderUuid) : void 0;
    }
    get selectedOrder() {
      return this.getOrder();
    }
    setOrder(order) {
      this.selectedOrderUuid = order?.uuid;
      this.changed();
    }
    getOpenOrders() {
      return this.models["pos.order"].filter((order) => !order.finalized);
    }
    get openOrder() {
      return this.models["pos.order"].find((order) => order.state === "draft") || this.addNewOrder();
    }
    /** Goes on with the table's order, or starts one. */
    async setTable(table2) {
      this.deviceSync.readDataFromServer();
      const order = this.getTableOrders(table2)[0] ?? this.addNewOrder({ table_id: table2.id });
      this.setOrder(order);
      this.navigate("ProductScreen", { orderUuid: order.uuid });
    }
    getTableOrders(table2) {
      return this.getOpenOrders().filter((order) => order.raw.table_id === table2.id);
    }
    /** Back at the floor plan an order goes to the server, an empty one away. */
    async unsetTable() {
      const order = this.getOrder();
      this.setOrder(void 0);
      if (!order || order.finalized) {
        return;
      }
      if (!order.isSynced && !order.lines.length) {
        this.removeOrder(order);
        return;
      }
      if (order.isDirty()) {
        this.addPendingOrder([order.id]);
      }
      await this.syncAllOrders();
    }
    addNewOrder(values = {}) {
      const order = this.models["pos.order"].create({
        name: "/",
        access_token: crypto.randomUUID(),
        state: "draft",
        session_id: odoo.pos_session_id,
        config_id: this.config.id,
        company_id: this.company.id,
        user_id: this.user.id,
        date_order: sqlNow(),
        pos_reference: "",
        tracking_number: "",
        ticket_code: crypto.randomUUID().slice(0, 5),
        sequence_number: 0,
        nb_print: 0,
        general_customer_note: "",
        internal_note: "",
        last_order_preparation_change: "{}",
        lines: [],
        payment_ids: [],
        ...values
      });
      this.setNextOrderRefs(order);
      this.selectedOrderUuid = order.uuid;
      return order;
    }
    setNextOrderRefs(order) {
      const device = this.device.identifier;
      const number = String(this.device.useNext()).padStart(6, "0");
      order.pos_reference = `${String((/* @__PURE__ */ new Date()).getFullYear()).slice(-2)}${device}-${this.config.id}-${number}`;
      order.tracking_number = device + String(Number(number) % 1e3).padStart(3, "0");
    }
    addLineToCurrentOrder(product, template) {
      const order = this.getOrder();
      if (order.finalized) {
        throw new Error("Finalized Order cannot be modified");
      }
      const line = order.lines.find((l) => l.raw.product_id === product.id);
      if (line) {
        line.setQuantity(line.raw.qty + 1);
        return line;
      }
      const price = product.lst_price;
      const added2 = this.models["pos.order.line"].create({
        order_id: order.id,
        product_id: product.id,
        full_product_name: template.name,
        qty: 1,
        price_unit: price,
        price_subtotal: price,
        price_subtotal_incl: price,
        price_type: "original",
        price_extra: 0,
        tax_ids: []
      });
      order.update({ lines: [...order.raw.lines, added2.id] });
      return added2;
    }
    /** A tip is a line of its own. */
    setTip(tip) {
      const product = this.config.tip_product_id;
      const order = this.getOrder();
      const line = order.lines.find((l) => l.raw.product_id === product.id) ?? this.addLineToCurrentOrder(product, product.product_tmpl_id);
      line.update({ qty: 1, price_unit: tip, price_subtotal: tip, price_subtotal_incl: tip });
      order.update({ is_tipped: true, tip_amount: tip });
      return line;
    }
    /** Takes lines of a paid order back: a new order with less than nothing. */
    refundOrder(refunded) {
      const order = this.addNewOrder({ is_refund: true });
      for (const line of refunded.lines) {
        const { id: _, uuid: __, ...values } = line.raw;
        const taken2 = this.models["pos.order.line"].create({
          ...values,
          order_id: order.id,
          qty: -line.raw.qty,
          price_subtotal: -line.raw.price_subtotal,
          price_subtotal_incl: -line.raw.price_subtotal_incl,
          refunded_orderline_id: line.id
        });
        order.update({ lines: [...order.raw.lines, taken2.id] });
        line.update({ refund_orderline_ids: [...line.raw.refund_orderline_ids ?? [], taken2.id] });
      }
      return order;
    }
    logEmployeeMessage(action, message) {
      const args = [this.session.id, this.user.raw.partner_id, action, message];
      return this.data.call("pos.session", "log_partner_message", args, {}, true);
    }
    /** Cancels orders on the server and forgets them here. */
    async deleteOrders(orders, serverIds = []) {
      const cancel = (ids) => this.data.call("pos.order", "action_pos_order_cancel", [ids], {
        context: { device_identifier: this.device.identifier }
      });
      try {
        for (const order of orders.filter((one) => one.isSynced)) {
          await cancel([order.id]);
        }
        if (serverIds.length) {
          await cancel([...new Set(serverIds)]);
          serverIds.forEach((id) => this.pendingOrder.delete.delete(id));
        }
      } finally {
        for (const order of orders) {
          this.removeOrder(order);
          this.removePendingOrder(order);
        }
      }
      return true;
    }
    removeOrder(order) {
      this.device.saveUnusedNumber([order]);
      return this.data.localDeleteCascade(order);
    }
    getOrderIdsToDelete() {
      return [...this.pendingOrder.delete];
    }
    addPaymentline(method) {
      const order = this.getOrder();
      const due2 = order.priceIncl - order.paid;
      const payment = this.models["pos.payment"].create({
        pos_order_id: order.id,
        payment_method_id: method.id,
        amount: Math.round(due2 * 100) / 100,
        ticket: "",
        is_change: false
      });
      order.update({ payment_ids: [...order.raw.payment_ids, payment.id] });
      return payment;
    }
    addPendingOrder(ids, remove2 = false) {
      for (const id of ids) {
        if (remove2) {
          this.pendingOrder.delete.add(id);
          continue;
        }
        this.pendingOrder[typeof id === "number" ? "write" : "create"].add(id);
      }
      return true;
    }
    getPendingOrder() {
      const orders = this.models["pos.order"];
      return {
        orderToCreate: orders.filter((o) => this.pendingOrder.create.has(o.id) && o.lines.length > 0),
        orderToUpdate: orders.readMany([...this.pendingOrder.write]).filter(Boolean),
        orderToDelete: orders.readMany([...this.pendingOrder.delete]).filter(Boolean)
      };
    }
    removePendingOrder(order, id = order.id) {
      for (const set2 of Object.values(this.pendingOrder)) {
        set2.delete(id);
        set2.delete(order.uuid);
      }
    }
    /**
     * Sends what waits, one order at a time. An order that was sent once counts
     * as clean, arrived or not; only `force` sends a clean one again. That hole
     * is Odoo's, and scenarios are about it.
     */
    async syncAllOrders(options = {}) {
      if (this.data.network.offline) {
        const error = new ConnectionLostError();
        if (options.throw) {
          throw error;
        }
        return error;
      }
      const { orderToCreate, orderToUpdate } = this.getPendingOrder();
      const orders = (options.orders || [...orderToCreate, ...orderToUpdate]).filter(
        (order) => !this.syncingOrders.has(order.uuid) && (order.isDirty() || options.force)
      );
      if (this.pendingOrder.delete.size) {
        await this.deleteOrders([], this.getOrderIdsToDelete());
      }
      if (!orders.length) {
        return;
      }
      let refused = false;
      const synced = [];
      for (const order of orders) {
        await this.preSyncAllOrders([order]);
        try {
          synced.push(...await this.syncOrder(order));
        } catch (error) {
          if (options.throw) {
            throw error;
          }
          refused ||= !(error instanceof ConnectionLostError);
        }
      }
      if (refused) {
        this.deviceSync.readDataFromServer();
      }
      return synced;
    }
    /** Modules of the shop's have work to do before. */
    async preSyncAllOrders(orders) {
      return orders;
    }
    getSyncAllOrdersContext() {
      return { config_id: this.config.id, device_identifier: this.device.identifier };
    }
    async syncOrder(order) {
      const { id } = order;
      const context = this.getSyncAllOrdersContext();
      order.setOrderPrices();
      this.markSyncing(order);
      try {
        const answer = await this.sendOrder(order, context);
        const loaded = loadRecords(this.models, await this.data.missingRecursive(answer));
        await this.postSyncAllOrders(loaded["pos.order"]);
        this.removePendingOrder(order, id);
        return loaded["pos.order"];
      } finally {
        this.syncingOrders.delete(order.uuid);
      }
    }
    /** pos_loyalty's part: an order's points are a call of their own, made once and forgotten. */
    async postSyncAllOrders(orders) {
      for (const order of orders) {
        const changes = order.uiState.couponPointChanges ?? {};
        if (order.state === "draft" || order.state === "cancel" || !Object.keys(changes).length) {
          continue;
        }
        await this.data.call("pos.order", "confirm_coupon_programs", [order.id, changes]);
        order.uiState.couponPointChanges = {};
      }
    }
    async pushOrdersWithClosingPopup(options = {}) {
      try {
        await this.syncAllOrders(options);
        return true;
      } catch (error) {
        console.warn("Some orders could not be submitted to the server", error);
        this.dialog.alert(_t2("Offline Orders"), _t2("Some orders could not be submitted to the server."));
        return false;
      }
    }
    /** "Reload Data": everything anew from the server; the numbers of unsent orders may be given again. */
    async reloadData(fullReload = false) {
      this.device.saveUnusedNumber(this.models["pos.order"].getAll());
      await this.data.resetIndexedDB();
      const url = new URL(location.href);
      if (fullReload) {
        url.searchParams.set("limited_loading", "0");
      }
      location.href = url.href;
    }
    /** Leaves for the back office; an unopened session is given up. */
    async closePos() {
      this.resetCashier();
      if (this.session.state === "opening_control") {
        await this.data.call("pos.session", "delete_opening_control_session", [this.session.id]);
      }
      if (await this.pushOrdersWithClosingPopup()) {
        window.location = "/odoo/action-point_of_sale.action_client_pos_menu";
      }
    }
    /** Two tabs would write the same receipt numbers: the newest one stays. */
    closeOtherTabs() {
      localStorage.message = "";
      localStorage.message = JSON.stringify({ message: "close_tabs", session: this.session.id });
      window.addEventListener("storage", ({ key, newValue }) => {
        if (key !== "message" || !newValue) {
          return;
        }
        const { message, session: session2 } = JSON.parse(newValue);
        if (message === "close_tabs" && session2 === this.session.id) {
          console.warn("POS / Session opened in another window. EXITING POS");
          this.closePos();
        }
      });
    }
    /** The register was closed elsewhere: sends what it can, and makes way for the next session. */
    async closingSessionNotification({ device_identifier, session_id }) {
      if (device_identifier === this.device.identifier || this.session.id !== Number(session_id)) {
        return;
      }
      const orders = this.models["pos.order"];
      try {
        this.addPendingOrder(orders.filter((o) => o.state === "paid" && !o.isSynced).map(({ id }) => id));
        await this.syncAllOrders({ throw: true });
        this.dialog.alert(
          _t2("Closing Session"),
          _t2("The session is being closed by another user. The page will be reloaded.")
        );
      } catch {
        this.dialog.alert(
          _t2("Error"),
          _t2(
            "An error occurred while closing the session. Unsynced orders will be available in the next session. The page will be reloaded."
          )
        );
      }
      for (const order of orders.filter((o) => o.isSynced && !o.finalized)) {
        order.state = "cancel";
      }
      this.session.state = "closed";
      setTimeout(() => location.reload(), 3e3);
    }
  };

  // web/src/builds/19.0-2026-06/pos_store.js
  var PosStore = class extends CommonPosStore {
    async posBackOnline() {
      this.syncAllOrdersDebounced();
    }
    serverIsBack() {
      this.posBackOnline();
    }
    async loadOrderOfUrl(uuid) {
      try {
        await this.data.loadServerOrders([["uuid", "=", uuid]]);
      } catch (error) {
        if (!(error instanceof ConnectionLostError)) {
          throw error;
        }
      }
    }
    navigate(page, params = {}) {
      if (params.orderUuid) {
        this.selectedOrderUuid = params.orderUuid;
      }
      super.navigate(page, params);
    }
    markSyncing(order) {
      this.syncingOrders.add(order.uuid);
    }
    getSyncAllOrdersContext() {
      return { ...super.getSyncAllOrdersContext(), current_order_uuid: this.getOrder()?.uuid };
    }
    /** What was serialized counts as sent when the server has answered. */
    async sendOrder(order, context) {
      const serialized = order.serializeForORM({ keepCommands: true });
      const answer = await this.data.call("pos.order", "sync_from_ui", [[serialized]], { context });
      order.serializeForORM();
      return answer;
    }
    allowProductCreation() {
      return new ORM().call("product.product", "has_access", [[], "create"]);
    }
    /** Nobody catches it: without the server the page tells that the connection is lost. */
    askForProductAccess() {
      this.allowProductCreation();
    }
  };

  // web/src/odoo_modules.js
  started("@web/core/network/rpc", rpc_exports);
  started("@web/core/l10n/translation", localization_exports);
  started("@point_of_sale/app/models/utils/indexed_db", indexed_db_exports);
  started("@point_of_sale/app/services/data_service", data_service_exports);
  started("@point_of_sale/app/services/pos_store", pos_store_exports);
  started("@point_of_sale/app/utils/devices_identifier_sequence", device_exports);
  started("@point_of_sale/app/models/pos_order", { PosOrder: recordClasses["pos.order"] });
  started("@point_of_sale/app/models/product_product", { ProductProduct });
  started("@point_of_sale/app/models/product_template", { ProductTemplate });
  odoo.loader.factories.set("@point_of_sale/app/screens", {
    fn: () => [
      "/point_of_sale/static/src/img/money.png",
      "/point_of_sale/static/src/img/card-bank.png",
      "/point_of_sale/static/src/img/pay-later.png",
      "/web/static/lib/zxing-library/zxing-library.js",
      "/web/static/img/odoo_logo.svg",
      "/web/static/img/spin.svg"
    ]
  });

  // web/src/core/luxon.js
  var DateTime = class _DateTime {
    constructor(ms) {
      this.ts = ms;
    }
    static now() {
      return new _DateTime(Date.now());
    }
    static fromISO(text) {
      return new _DateTime(Date.parse(text));
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
  };
  globalThis.luxon = { DateTime };

  // web/src/builds/19.0-2026-06/unload.js
  function leaving2({ session: session2 }) {
    if (session2?.state !== "opening_control") {
      return;
    }
    const params = {
      model: "pos.session",
      method: "delete_opening_control_session",
      args: [[session2.id]],
      kwargs: {}
    };
    const call = JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params });
    navigator.sendBeacon("/web/dataset/call_kw", new Blob([call], { type: "application/json" }));
  }

  // web/src/core/barcode.js
  var NOMENCLATURE_FIELDS = ["name", "rule_ids", "upc_ean_conv", "is_gs1_nomenclature", "gs1_separator_fnc1"];
  var RULE_FIELDS = [
    "name",
    "sequence",
    "type",
    "encoding",
    "pattern",
    "alias",
    "gs1_content_type",
    "gs1_decimal_usage",
    "associated_uom_id"
  ];
  function expression({ pattern }) {
    const body = pattern.replace(/\{(N*)(D*)\}/, (_, whole, decimals) => `(\\d{${whole.length + decimals.length}})`);
    return new RegExp(pattern === ".*" ? "^.*$" : `^${body}`);
  }
  var BarcodeReader = class {
    constructor(nomenclature, rules) {
      this.nomenclature = nomenclature;
      this.rules = rules.map((rule) => ({ ...rule, expression: expression(rule) }));
      this.callbacks = {};
    }
    register(callbacks) {
      this.callbacks = callbacks;
    }
    /** Finds the rule of a code and hands the code to the screen. */
    scan(code) {
      const rule = this.rules.find(({ expression: expression2 }) => expression2.test(code));
      this.callbacks[rule?.type]?.(code);
      return rule?.type;
    }
  };
  function isEditable(element3) {
    return element3.matches("input, textarea, [contenteditable]");
  }
  function listenToScanner(scanned) {
    let code = "";
    let timer3;
    const end = () => {
      if (code.length >= 3) {
        scanned(code);
      }
      code = "";
    };
    document.body.addEventListener("keydown", ({ key, target }) => {
      const last3 = key === "Enter" || key === "Tab";
      if (isEditable(target) || key.length > 1 && !last3) {
        return;
      }
      clearTimeout(timer3);
      if (last3) {
        end();
      } else {
        code += key;
        timer3 = setTimeout(end, session.max_time_between_keys_in_ms);
      }
    });
  }
  async function startBarcodeReader(orm) {
    if (!session.nomenclature_id) {
      return null;
    }
    try {
      const id = session.nomenclature_id;
      const [nomenclature] = await orm.read("barcode.nomenclature", [id], NOMENCLATURE_FIELDS);
      const rules = await orm.searchRead("barcode.rule", [["barcode_nomenclature_id", "=", id]], RULE_FIELDS);
      rules.sort((a, b) => a.sequence - b.sequence);
      return new BarcodeReader(nomenclature, rules);
    } catch (error) {
      console.warn("no barcode rules:", error);
      return null;
    }
  }

  // web/src/core/bus.js
  var BACK_ONLINE = 5e3;
  var LAST2 = `legacy_multi_tab.${location.origin.replace(/:\/{0,2}/g, "_")}.last_notification_id`;
  var Bus = class extends EventTarget {
    notifications = new EventTarget();
    addChannel(channel) {
      this.ready ??= this.start();
      this.send("BUS:ADD_CHANNEL", channel);
      this.send("BUS:START");
    }
    /** Calls back as often as it was subscribed, the same function included. */
    subscribe(type, callback) {
      this.notifications.addEventListener(type, ({ detail }) => callback(detail));
    }
    start() {
      let onlineTimer;
      window.addEventListener("pagehide", ({ persisted }) => persisted || this.send("BUS:LEAVE"));
      window.addEventListener("online", () => {
        onlineTimer = setTimeout(() => this.send("BUS:START"), BACK_ONLINE);
      });
      window.addEventListener("offline", () => {
        clearTimeout(onlineTimer);
        this.send("BUS:STOP");
      });
      return new Promise((resolve) => this.tryWorker(Boolean(window.SharedWorker), resolve)).then(
        () => this.post("BUS:INITIALIZE_CONNECTION", { lastNotificationId: Number(localStorage.getItem(LAST2)) })
      );
    }
    tryWorker(shared, started2) {
      const url = `/bus/websocket_worker_bundle?v=${session.websocket_worker_version}`;
      const worker2 = shared ? new SharedWorker(url, { name: "odoo:bus_shared_worker" }) : new Worker(url, { name: "odoo:bus_worker" });
      const port = shared ? worker2.port : worker2;
      this.post = (action, data) => port.postMessage({ action, data });
      worker2.onerror = () => {
        if (shared) {
          console.warn("Error while loading SharedWorker, fallback on Worker");
          this.tryWorker(false, started2);
        } else {
          console.warn("Worker service failed to initialize");
        }
      };
      port.addEventListener("message", ({ data: { type, data } }) => {
        if (type === "BASE:INITIALIZED") {
          started2();
        } else if (type === "BUS:NOTIFICATION") {
          this.hear(data);
        } else {
          this.dispatchEvent(new CustomEvent(type, { detail: data }));
        }
      });
      port.start?.();
      this.post("BASE:INIT");
    }
    async send(action, data) {
      await this.ready;
      this.post(action, data);
    }
    hear(notifications) {
      localStorage.setItem(LAST2, notifications.at(-1).id);
      for (const { message } of notifications) {
        this.notifications.dispatchEvent(new CustomEvent(message.type, { detail: message.payload }));
      }
    }
  };

  // web/src/core/dom.js
  function h(tag, attributes = {}, ...children) {
    const [name, ...classes] = tag.split(".");
    const element3 = document.createElement(name || "div");
    if (classes.length) {
      element3.className = classes.join(" ");
    }
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) {
        element3.addEventListener(key.slice(2), value);
      } else if (value !== false && value !== null && value !== void 0) {
        element3.setAttribute(key, value === true ? "" : value);
      }
    }
    element3.append(...children.flat().filter((child) => child !== null && child !== void 0 && child !== false));
    return element3;
  }

  // web/src/core/dialog.js
  var DialogService = class {
    constructor() {
      this.open = /* @__PURE__ */ new Set();
      this.host = null;
      this.early = [];
    }
    /** Dialogs stand in the POS's frame: none is seen before that, or without it. */
    attach(host) {
      this.host = host;
      this.host.append(...this.early);
    }
    /**
     * Shows a dialog and gives the function that closes it.
     *
     * @param {{title: string, body: (Node|string)[], buttons: {label: string, class: string, run?: (close: () => void) => any}[]}} content
     */
    add({ title, body, buttons }) {
      const close = () => {
        overlay.remove();
        this.early = this.early.filter((other) => other !== overlay);
        this.open.delete(close);
        document.body.classList.toggle("modal-open", this.open.size > 0);
      };
      const footer = buttons.map(
        (button3) => h(
          "button",
          {
            class: `button btn btn-lg ${button3.class}`,
            onclick: () => button3.run ? button3.run(close) : close()
          },
          button3.label
        )
      );
      const overlay = h(
        "div.modal.o_technical_modal",
        { role: "dialog" },
        h(
          "div.modal-dialog",
          {},
          h(
            "div.modal-content",
            {},
            h("header.modal-header", {}, h("h4.modal-title", {}, title)),
            h("main.modal-body", {}, ...body),
            h("footer.modal-footer", {}, ...footer)
          )
        )
      );
      if (this.host) {
        this.host.append(overlay);
      } else {
        this.early.push(overlay);
      }
      this.open.add(close);
      document.body.classList.add("modal-open");
      return close;
    }
    alert(title, text, confirm = "Ok") {
      return this.add({ title, body: [h("p", {}, text)], buttons: [{ label: confirm, class: "btn-primary" }] });
    }
    closeAll() {
      for (const close of [...this.open]) {
        close();
      }
    }
  };
  var BlockService = class {
    constructor() {
      this.depth = 0;
    }
    block() {
      if (this.depth++ === 0) {
        this.cover = h("div.o_blockUI", {}, h("img", { src: "/web/static/img/spin.svg", alt: "Loading..." }));
        document.body.append(this.cover);
      }
    }
    unblock() {
      if (--this.depth === 0) {
        this.cover.remove();
      }
    }
  };

  // web/src/core/errors.js
  function showRPCError(dialog, error) {
    dialog.alert(_t2("Odoo Server Error"), error.data?.message ?? error.message);
  }
  function watchErrors(env) {
    const show = (error) => {
      const { dialog, pos } = env.services;
      if (error instanceof ConnectionLostError) {
        if (pos && !pos.data.network.warningTriggered) {
          pos.data.network.warningTriggered = true;
          dialog.alert(
            _t2("Connection Lost"),
            _t2(
              "Until the connection is reestablished, Odoo Point of Sale will operate with limited functionality."
            ),
            _t2("Continue with limited functionality")
          );
        }
      } else if (error instanceof RPCError) {
        showRPCError(dialog, error);
      } else {
        dialog.alert(_t2("Oops!"), _t2("Something went wrong...") + ` ${error?.message ?? error}`);
      }
    };
    window.addEventListener("unhandledrejection", ({ reason }) => show(reason));
    window.addEventListener("error", ({ error, message, filename, lineno, colno }) => {
      if (filename || lineno || colno) {
        show(error ?? new Error(message));
      }
    });
  }

  // web/src/loader.js
  async function quietly(step) {
    try {
      await step();
    } catch {
    }
  }
  async function fullReset() {
    await quietly(() => localStorage.clear());
    await quietly(() => sessionStorage.clear());
    await quietly(async () => {
      const registrations = await navigator.serviceWorker.getRegistrations();
      await Promise.allSettled(registrations.map((registration) => registration.unregister()));
    });
    await quietly(async () => {
      await Promise.allSettled((await caches.keys()).map((name) => caches.delete(name)));
    });
    await quietly(async () => {
      const databases = await indexedDB.databases();
      await Promise.allSettled(
        databases.map(
          ({ name }) => new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(name);
            request.onsuccess = request.onerror = request.onblocked = resolve;
          })
        )
      );
    });
    location.reload();
  }
  var Loader = class {
    constructor() {
      this.element = h("div.pos-loader", {}, h("div.loader-feedback", {}, h("div.lds-ellipsis", {}, "● ● ●")));
      document.body.append(this.element);
    }
    hide() {
      this.element.remove();
    }
    fail(error) {
      const details = h("pre", { hidden: true }, error?.stack ?? String(error));
      this.element.replaceChildren(
        h(
          "div.pos-error.card",
          {},
          h("h1", {}, "Oops!"),
          h("p", {}, "Something went wrong... If you really are stuck, share the report with your friendly support service"),
          h("button.btn.btn-link", { onclick: () => details.hidden = !details.hidden }, "Show details"),
          details,
          h("button.btn.btn-primary", { onclick: fullReset }, "Reload data")
        )
      );
    }
    /** Without its texts Odoo's page loses even the loader. */
    vanish() {
      this.element.remove();
      document.body.style.background = "#eee";
    }
  };

  // web/src/pos/router.js
  var ROUTES = {
    LoginScreen: "login",
    ProductScreen: "product/{orderUuid}",
    PaymentScreen: "payment/{orderUuid}",
    ReceiptScreen: "receipt/{orderUuid}",
    FloorScreen: "floor"
  };
  function base() {
    return `/pos/ui/${odoo.pos_config_id}`;
  }
  var PosRouter = class extends EventTarget {
    constructor() {
      super();
      this.state = { current: null, params: {}, previous: null };
      window.addEventListener("popstate", () => {
        this.matchURL();
        this.dispatchEvent(new Event("change"));
      });
      this.matchURL();
    }
    /** Any address that is no screen means the log-in screen. */
    matchURL(params = {}) {
      const [screen, orderUuid] = location.pathname.slice(base().length + 1).split("/");
      const found = Object.entries(ROUTES).find(([, route]) => screen && route.split("/")[0] === screen);
      this.state.current = found?.[0] ?? "LoginScreen";
      this.state.params = { ...params, ...orderUuid ? { orderUuid } : {} };
    }
    navigate(name, params = {}) {
      const url = new URL(location.href);
      url.pathname = `${base()}/${ROUTES[name].replace("{orderUuid}", params.orderUuid)}`;
      this.state.previous = location.pathname;
      history.pushState({}, "", url);
      this.matchURL(params);
      this.dispatchEvent(new Event("change"));
    }
    /** Leaves for a fresh page, which is how a register is closed. */
    close() {
      window.location.href = base();
    }
  };

  // web/src/pos/money.js
  function formatCurrency(amount, currency) {
    const text = Number(amount).toLocaleString("en-US", {
      minimumFractionDigits: currency.decimal_places,
      maximumFractionDigits: currency.decimal_places
    });
    return currency.position === "before" ? `${currency.symbol} ${text}` : `${text} ${currency.symbol}`;
  }

  // web/src/pos/customer_display.js
  var CustomerDisplayPosAdapter = class {
    constructor() {
      this.channel = new BroadcastChannel("UPDATE_CUSTOMER_DISPLAY");
    }
    format(order, pos) {
      const money = (amount) => formatCurrency(amount, pos.currency);
      return {
        finalized: order.finalized,
        general_customer_note: "",
        amount: money(order.priceIncl),
        subtotal: false,
        amountTaxes: false,
        change: order.finalized ? Math.max(order.paid - order.priceIncl, 0) : 0,
        paymentLines: order.payment_ids.map((payment) => ({
          name: payment.payment_method_id.name,
          amount: money(payment.raw.amount)
        })),
        lines: order.lines.map((line) => this.formatLine(line, money)),
        onlinePaymentData: {},
        scaleData: null
      };
    }
    formatLine(line, money) {
      return {
        productId: line.raw.product_id,
        taxGroupLabels: "",
        discount: "",
        customerNote: "",
        internalNote: "[]",
        productName: line.raw.full_product_name,
        price: money(line.raw.price_subtotal_incl),
        qty: String(line.raw.qty),
        unit: "Units",
        unitPrice: money(line.raw.price_unit),
        packLotLines: [],
        comboParent: "",
        price_without_discount: money(line.raw.price_subtotal_incl),
        isSelected: true
      };
    }
    dispatch(order, pos) {
      const data = this.format(order, pos);
      this.channel.postMessage(data);
      pos.data.call("pos.config", "update_customer_display", [
        [pos.config.id],
        data,
        localStorage.getItem("device_uuid")
      ]).catch((error) => console.warn("Failed to update customer display", error));
    }
  };

  // web/src/screens/cash_move_popup.js
  function openCashMovePopup(pos) {
    let type = "out";
    const kind = (value, label) => h("button.input-type.btn", { "data-type": value, onclick: () => type = value }, label);
    const amount = h("input.form-control", { name: "amount" });
    const reason = h("textarea.cash-reason.form-control", { name: "reason" });
    pos.dialog.add({
      title: _t2("Cash in / out"),
      body: [h("div.input-amount", {}, kind("in", _t2("Cash In")), kind("out", _t2("Cash Out")), amount), reason],
      buttons: [
        {
          label: _t2("Confirm"),
          class: "confirm btn-primary",
          run: async (close) => {
            await makeCashMove(pos, type, parseFloat(amount.value), reason.value.trim());
            close();
          }
        },
        { label: _t2("Discard"), class: "cancel btn-secondary" }
      ]
    });
  }
  async function makeCashMove(pos, type, amount, reason) {
    if (!amount) {
      return;
    }
    const formattedAmount = formatCurrency(amount, pos.currency);
    const partner = pos.user.raw.partner_id;
    const extras = { formattedAmount, translatedType: _t2(type) };
    const move = [[pos.session.id], type, amount, reason, partner, extras];
    await pos.data.call("pos.session", "try_cash_in_out", move, {}, true);
    await pos.logEmployeeMessage(`${_t2("Cash")} ${_t2(type)} - ${_t2("Amount")}: ${formattedAmount}`, "CASH_DRAWER_ACTION");
  }

  // web/src/screens/closing_popup.js
  async function openClosingPopup(pos) {
    const info2 = await pos.data.call("pos.session", "get_closing_control_data", [[pos.session.id]]);
    const counted = h("input.form-control", { value: "0" });
    const notes = h("textarea.closing-notes.form-control");
    pos.dialog.add({
      title: _t2("Closing Register"),
      body: [
        h("p", {}, `${info2.orders_details.quantity} ${_t2("orders")}`),
        h("p", {}, `${_t2("Cash")}: ${formatCurrency(info2.default_cash_details.amount, pos.currency)}`),
        h("label", {}, _t2("Counted"), counted),
        h("label", {}, _t2("Closing note"), notes)
      ],
      buttons: [
        {
          label: _t2("Close Register"),
          class: "btn-primary",
          run: (close) => confirmDifference(pos, info2, counted.value, () => {
            close();
            return closeSession(pos, info2, counted.value, notes.value);
          })
        },
        { label: _t2("Discard"), class: "btn-secondary" }
      ]
    });
  }
  function confirmDifference(pos, info2, counted, proceed) {
    if (parseFloat(counted) === info2.default_cash_details.amount) {
      return proceed();
    }
    pos.dialog.add({
      title: _t2("Payments Difference"),
      body: [h("p", {}, _t2("The money counted doesn't match what we expected."))],
      buttons: [
        {
          label: _t2("Proceed Anyway"),
          class: "btn-primary",
          run: (close) => {
            close();
            return proceed();
          }
        },
        { label: _t2("Discard"), class: "btn-secondary" }
      ]
    });
  }
  async function closeSession(pos, info2, counted, notes) {
    const { id } = pos.session;
    const call = (method, args, kwargs = {}) => pos.data.call("pos.session", method, args, kwargs);
    if (!await pos.pushOrdersWithClosingPopup()) {
      return;
    }
    const refused = (answer2) => {
      if (!answer2.successful) {
        pos.dialog.alert(answer2.title ?? _t2("Error"), answer2.message);
      }
      return !answer2.successful;
    };
    if (refused(await call("post_closing_cash_details", [id], { counted_cash: parseFloat(counted) }))) {
      return;
    }
    await call("update_closing_control_state_session", [id, notes]);
    const banks = info2.non_cash_payment_methods.filter((method) => method.type === "bank");
    const answer = await call("close_session_from_ui", [id, banks.map((method) => [method.id, 0])], {
      context: { device_identifier: pos.device.identifier }
    });
    if (refused(answer)) {
      return;
    }
    pos.session.state = "closed";
    pos.router.close();
  }

  // web/src/screens/opening_control_popup.js
  function openOpeningControl(pos) {
    const cash = h("input.form-control", { value: pos.session.raw.cash_register_balance_start || 0 });
    const notes = h("textarea.opening-notes.form-control", { placeholder: _t2("Add an opening note...") });
    pos.dialog.add({
      title: _t2("Opening Control"),
      body: [
        h("div.opening-cash-section", {}, h("label", {}, _t2("Opening cash")), cash),
        h("div.opening-notes-container", {}, h("label", {}, _t2("Opening note")), notes)
      ],
      buttons: [
        {
          label: _t2("Open Register"),
          class: "btn-primary",
          run: async (close) => {
            const args = [pos.session.id, parseFloat(cash.value) || 0, notes.value];
            await pos.data.call("pos.session", "set_opening_control", args, {}, true);
            pos.session.state = "opened";
            close();
          }
        },
        { label: _t2("Discard"), class: "btn-secondary backend-button", run: () => pos.showLoginScreen() }
      ]
    });
  }

  // web/src/screens/floor_screen.js
  var FloorScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.map = h("div.floor-map");
      this.element = h("div.floor-screen.screen", {}, this.map);
      pos.unsetTable();
      if (pos.session.state === "opening_control") {
        openOpeningControl(pos);
      }
    }
    render() {
      this.map.replaceChildren(...this.pos.models["restaurant.table"].map((table2) => this.table(table2)));
    }
    table(table2) {
      const occupied = this.pos.getTableOrders(table2).length ? " occupied" : "";
      return h(
        "div",
        { class: `floor-table table tableId-${table2.id}${occupied}`, onclick: () => this.pos.setTable(table2) },
        h("div.info", {}, h("div.label", {}, String(table2.raw.table_number)))
      );
    }
  };

  // web/src/screens/login_screen.js
  var LoginScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.element = h(
        "div.login-overlay",
        {},
        h(
          "div.screen-login-header",
          {},
          h("img", { src: `/web/image?model=res.company&id=${pos.company.id}&field=logo`, alt: "Logo" })
        ),
        h("h1", {}, pos.config.name),
        // Where cashiers change (pos_hr), Odoo shows this one before there is a cashier.
        h("img.avatar", { src: "", width: 40, height: 40 }),
        h("button.open-register-btn.btn", { onclick: () => this.selectUser() }, _t2("Open Register")),
        h("img.o_logo", { src: "/web/static/img/odoo_logo.svg", alt: "" }),
        h("button.select-logout.btn", { onclick: () => pos.closePos() }, _t2("Backend"))
      );
    }
    selectUser() {
      this.pos.setCashier(this.pos.user);
      this.pos.showDefault();
    }
    render() {
    }
  };

  // web/src/pos/order_payment_validation.js
  var OrderPaymentValidation = class {
    constructor(pos, order) {
      this.pos = pos;
      this.order = order;
    }
    async validateOrder() {
      if (!this.order.isPaid()) {
        return false;
      }
      this.pos.ui.block();
      try {
        if (await this.finalizeValidation() instanceof RPCError) {
          return false;
        }
      } finally {
        this.pos.ui.unblock();
      }
      this.pos.navigate("ReceiptScreen", { orderUuid: this.order.uuid });
      return true;
    }
    async finalizeValidation() {
      this.order.update({ date_order: sqlNow(), state: "paid" });
      this.pos.addPendingOrder([this.order.id]);
      try {
        await this.pos.syncAllOrders({ throw: true });
        this.afterOrderValidation();
      } catch (error) {
        return this.handleValidationError(error);
      }
    }
    handleValidationError(error) {
      if (error instanceof ConnectionLostError) {
        this.afterOrderValidation();
        Promise.reject(error);
      } else if (error instanceof RPCError) {
        this.order.update({ state: "draft" });
        showRPCError(this.pos.dialog, error);
      } else {
        throw error;
      }
      return error;
    }
    /** Asks the kitchen's view of the order; this also makes an order dirty again. */
    async afterOrderValidation() {
      this.order.updateLastOrderChange();
      if (this.order.isSynced) {
        await this.pos.data.call("pos.order", "get_preparation_change", [this.order.id]).catch(() => {
        });
        this.order._dirty = false;
      }
    }
  };

  // web/src/screens/payment_screen.js
  var ICONS = { cash: "money", bank: "card-bank", pay_later: "pay-later" };
  var PaymentScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.element = h("div.payment-screen.screen");
    }
    render() {
      const order = this.pos.getOrder();
      const money = (amount) => formatCurrency(amount, this.pos.currency);
      this.element.replaceChildren(
        h(
          "div.left-content",
          {},
          h(
            "div.paymentmethods",
            {},
            ...this.pos.models["pos.payment.method"].map((method) => this.method(method, order))
          ),
          h("button.back.btn", { onclick: () => this.back(order) }, _t2("Back"))
        ),
        h(
          "div.center-content",
          {},
          h("div.total", {}, money(order?.priceIncl ?? 0)),
          h(
            "div.paymentlines",
            {},
            ...(order?.payment_ids ?? []).map(
              (payment) => h("div.paymentline", {}, payment.payment_method_id.name, " ", money(payment.raw.amount))
            )
          ),
          h(
            "button.validation-button.next.btn",
            {
              class: `button validation-button next validation btn ${order?.isPaid() ? "highlight" : "disabled"}`,
              onclick: () => new OrderPaymentValidation(this.pos, order).validateOrder()
            },
            _t2("Validate")
          )
        )
      );
    }
    method(method, order) {
      return h(
        "div.button.paymentmethod.btn",
        { onclick: () => order.paid !== order.priceIncl && this.pos.addPaymentline(method) },
        h("img.payment-method-icon", { src: `/point_of_sale/static/src/img/${ICONS[method.raw.type]}.png` }),
        h("span.payment-name", {}, method.raw.name)
      );
    }
    back(order) {
      this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
    }
  };

  // web/src/screens/configurator.js
  function openConfigurator(pos, template) {
    const variants = template.product_variant_ids;
    const name = (variant) => variant.product_template_attribute_value_ids.map((value) => value.raw.name).join(", ");
    let chosen = variants[0];
    const choice = h(
      "select",
      { onchange: ({ target }) => chosen = variants[target.selectedIndex] },
      ...variants.map((variant) => h("option", {}, name(variant)))
    );
    pos.dialog.add({
      title: template.raw.name,
      body: [choice],
      buttons: [
        {
          label: _t2("Add"),
          class: "btn-primary",
          run: (close) => {
            pos.addLineToCurrentOrder(chosen, { name: `${template.raw.name} (${name(chosen)})` });
            close();
          }
        },
        { label: _t2("Discard"), class: "btn-secondary" }
      ]
    });
  }

  // web/src/screens/product_screen.js
  var SHOWN = 100;
  var ProductScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.left = h("div.leftpane");
      this.list = h("div.product-list");
      this.categories = h("div.category-list");
      this.element = h("div.product-screen", {}, this.left, h("div.rightpane", {}, this.categories, this.list));
      this.searchBox = h("input.o_input", {
        placeholder: _t2("Search products..."),
        value: pos.search.word,
        oninput: ({ target }) => pos.search.word = target.value,
        onkeydown: ({ key }) => key === "Enter" && this.searchServer()
      });
      pos.barcodeReader?.register({ product: (code) => this.scanned(code) });
      if (pos.session.state === "opening_control") {
        openOpeningControl(pos);
      }
    }
    async scanned(code) {
      const find2 = () => this.pos.models["product.template"].find((t) => t.raw.barcode === code);
      if (!find2()) {
        await this.pos.loadNewProducts([["product_variant_ids.barcode", "in", [code]]]);
      }
      if (find2()) {
        this.add(find2());
      } else {
        this.pos.dialog.alert(_t2("Unknown Barcode"), code);
      }
    }
    /** Looks on the server for products that were too many to load. */
    async searchServer() {
      const { word } = this.pos.search;
      if (!word) {
        return;
      }
      const either = ["name", "default_code", "barcode"].map((field) => [field, "ilike", word]);
      await this.pos.loadNewProducts(["|", "|", ...either, ["available_in_pos", "=", true]], 0, 30);
      this.drawn = null;
      this.render();
    }
    add(template) {
      if (!this.pos.getOrder()) {
        this.pos.addNewOrder();
      }
      if (template.attribute_line_ids.length) {
        openConfigurator(this.pos, template);
      } else {
        this.pos.addLineToCurrentOrder(template.product_variant_ids[0], template);
      }
    }
    render() {
      const order = this.pos.getOrder();
      if (order && order.state !== "draft") {
        this.pos.navigate("ProductScreen", { orderUuid: this.pos.addNewOrder().uuid });
        return;
      }
      this.renderOrder();
      const drawn2 = JSON.stringify([this.pos.search.word, this.pos.search.category]);
      if (drawn2 !== this.drawn) {
        this.drawn = drawn2;
        this.renderCategories();
        this.list.replaceChildren(...this.visible().map((template) => this.tile(template)));
      }
    }
    visible() {
      const word = this.pos.search.word.toLowerCase();
      const { category } = this.pos.search;
      const found = [];
      for (const template of this.pos.models["product.template"].records.values()) {
        const { raw } = template;
        const fits = raw.available_in_pos && raw.name.toLowerCase().includes(word) && (!category || raw.pos_categ_ids.includes(category));
        if (fits && found.push(template) === SHOWN) {
          break;
        }
      }
      return found;
    }
    tile(template) {
      const image = this.pos.config.show_product_images && template.getImageUrl();
      return h(
        "article.product",
        { tabindex: 0, "data-product-id": template.id, onclick: () => this.add(template) },
        h(
          "div.product-img",
          {},
          image && h("img", { src: image, alt: template.raw.name, draggable: "false" })
        ),
        h("div.product-content", {}, h("div.product-name", {}, template.raw.name))
      );
    }
    renderCategories() {
      const choose = (id) => () => this.pos.search.category = this.pos.search.category === id ? null : id;
      this.categories.replaceChildren(
        ...this.pos.models["pos.category"].map(
          (category) => h(
            "button.category-button.btn",
            { onclick: choose(category.id) },
            category.raw.has_image && h("img", { src: `/web/image?model=pos.category&field=image_128&id=${category.id}` }),
            h("span", {}, category.raw.name)
          )
        )
      );
    }
    renderOrder() {
      const order = this.pos.getOrder();
      const money = (amount) => formatCurrency(amount, this.pos.currency);
      const lines = order?.lines ?? [];
      const parts = [
        h("i.oi", { "aria-hidden": true }, "⋮"),
        h("ul.order-container", {}, ...lines.map((line) => this.line(line, money))),
        lines.length > 0 && h("div.order-summary", {}, _t2("Total"), h("span.total", {}, money(order.priceIncl))),
        lines.length > 0 && h(
          "button.pay-order-button.button.btn",
          { onclick: () => this.pos.navigate("PaymentScreen", { orderUuid: order.uuid }) },
          _t2("Payment")
        )
      ];
      this.left.replaceChildren(...parts.filter(Boolean));
    }
    line(line, money) {
      return h(
        "li.orderline",
        {},
        h("span.qty", {}, String(line.raw.qty)),
        h("span.product-name", {}, line.raw.full_product_name),
        h("span.price", {}, money(line.raw.price_subtotal_incl))
      );
    }
  };

  // web/src/screens/receipt_screen.js
  var ReceiptScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.element = h("div.receipt-screen.screen");
    }
    render() {
      const order = this.pos.getOrder();
      if (!order) {
        return;
      }
      const money = (amount) => formatCurrency(amount, this.pos.currency);
      this.element.replaceChildren(
        h(
          "div.actions",
          {},
          h("h1", {}, `${_t2("Payment Successful")}: ${money(order.priceIncl)}`),
          h("button.button.next.validation.btn", { name: "done", onclick: () => this.next() }, _t2("New Order"))
        ),
        h(
          "div.pos-receipt",
          {},
          h("img.pos-receipt-logo", { src: this.pos.receiptLogo, alt: "Logo" }),
          h("div", {}, `${_t2("Ticket")} ${order.raw.pos_reference}`),
          ...order.lines.map(
            (line) => h(
              "div.orderline",
              {},
              `${line.raw.qty} ${line.raw.full_product_name} `,
              h("span.price", {}, money(line.raw.price_subtotal_incl))
            )
          ),
          h("div.receipt-total", {}, `${_t2("Total")} ${money(order.priceIncl)}`),
          ...order.payment_ids.map(
            (payment) => h("div.paymentlines", {}, `${payment.payment_method_id.name} ${money(payment.raw.amount)}`)
          )
        )
      );
    }
    next() {
      if (this.pos.config.module_pos_restaurant) {
        this.pos.showDefault();
        return;
      }
      const order = this.pos.addNewOrder();
      this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
    }
  };

  // web/src/screens/chrome.js
  var SCREENS = { LoginScreen, ProductScreen, PaymentScreen, ReceiptScreen, FloorScreen };
  var Chrome = class {
    constructor(pos) {
      this.pos = pos;
      this.display = new CustomerDisplayPosAdapter();
      this.header = h("div.pos-topheader");
      this.content = h("div.pos-content");
      this.element = h("div.pos", {}, this.header, this.content);
      this.menuOpen = false;
    }
    mount() {
      document.body.append(this.element);
      this.pos.dialog.attach(document.body);
      this.pos.addEventListener("change", () => this.render());
      this.watchOrders();
      listenToScanner((code) => this.scanned(code));
      this.render();
      this.pos.askForProductAccess();
    }
    scanned(code) {
      if (this.pos.barcodeReader) {
        this.pos.barcodeReader.scan(code);
      } else {
        this.pos.dialog.alert(
          _t2("Unable to parse barcode"),
          _t2("The barcode nomenclature was not loaded. Reload the page when the server is back.")
        );
      }
    }
    watchOrders() {
      const send = () => {
        const order = this.pos.getOrder();
        if (order) {
          this.display.dispatch(order, this.pos);
        }
      };
      let pending = false;
      const later2 = () => {
        if (!pending) {
          pending = true;
          setTimeout(() => {
            pending = false;
            send();
          });
        }
      };
      for (const model of ["pos.order", "pos.order.line", "pos.payment"]) {
        this.pos.models[model].addEventListener("update", later2);
      }
      if (this.pos.getOrder()) {
        later2();
      }
    }
    render() {
      const name = this.pos.router.state.current;
      const uuid = this.pos.router.state.params.orderUuid;
      if (uuid && this.pos.selectedOrderUuid !== uuid && this.pos.models["pos.order"].getBy("uuid", uuid)) {
        this.pos.selectedOrderUuid = uuid;
      }
      if (this.screenName !== name) {
        this.screenName = name;
        this.screen = new SCREENS[name](this.pos);
        this.content.replaceChildren(this.screen.element);
      }
      this.screen.render();
      const focused = document.activeElement;
      this.header.replaceChildren(this.left(), this.right());
      if (focused?.isConnected) {
        focused.focus();
      }
    }
    left() {
      const orders = this.pos.getOpenOrders().filter((order) => !order.raw.table_id);
      const show = (order) => () => {
        this.pos.setOrder(order);
        this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
      };
      return h(
        "div.pos-leftheader",
        {},
        h("button.register-label.btn", { onclick: () => this.toProducts() }, _t2("Register")),
        h("button.list-plus-btn.btn", { onclick: () => show(this.pos.addNewOrder())() }, h("i.fa", {}, "+")),
        ...orders.map(
          (order) => h(
            "button.btn",
            {
              class: `btn floating-order ${order.uuid === this.pos.selectedOrderUuid ? "active" : ""}`,
              onclick: show(order)
            },
            order.raw.tracking_number
          )
        )
      );
    }
    toProducts() {
      this.pos.showDefault();
    }
    right() {
      const { offline, loading: loading3 } = this.pos.data.network;
      return h(
        "div.pos-rightheader",
        {},
        this.screenName === "ProductScreen" && this.screen.searchBox,
        (offline || loading3) && h("div.oe_status.btn", {}, offline ? h("div.fa.fa-chain-broken", { title: _t2("Offline") }, "⚡") : "…"),
        h("button.cashier-name.btn", {}, h("img.avatar", { src: `/web/image/res.users/${this.pos.user.id}/avatar_128` })),
        h("button.btn.o-dropdown", { onclick: () => this.toggleMenu() }, h("i.fa.fa-bars", {}, "☰")),
        this.menuOpen && this.menu()
      );
    }
    toggleMenu() {
      this.menuOpen = !this.menuOpen;
      this.render();
    }
    menu() {
      const item = (label, run) => h(
        "span.dropdown-item",
        {
          onclick: () => {
            this.toggleMenu();
            run();
          }
        },
        _t2(label)
      );
      return h(
        "div.o-dropdown--menu",
        {},
        item("Lock", () => this.pos.showLoginScreen()),
        item("Cash In/Out", () => openCashMovePopup(this.pos)),
        item("Reload Data", () => this.pos.reloadData(true)),
        item("Backend", () => this.pos.closePos()),
        item("Close Register", () => openClosingPopup(this.pos))
      );
    }
  };

  // web/src/main.js
  var FONT_DEADLINE = 5e3;
  odoo.info = {
    db: session.db,
    server_version: session.server_version,
    server_version_info: session.server_version_info,
    isEnterprise: session.server_version_info.at(-1) === "e"
  };
  function documentReady() {
    return document.readyState === "loading" ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve)) : Promise.resolve();
  }
  function fontsLoaded() {
    return Promise.race([
      Promise.allSettled(["Lato", "Inconsolata"].map((name) => document.fonts.load(`16px ${name}`))),
      new Promise((resolve) => setTimeout(resolve, FONT_DEADLINE))
    ]);
  }
  function registerServiceWorker() {
    const urlsToCache = JSON.parse(odoo.urls_to_cache);
    urlsToCache.push("/web/static/lib/zxing-library/zxing-library.js");
    navigator.serviceWorker?.register("/pos/service-worker.js").then(({ installing, waiting: waiting2, active }) => {
      (installing || waiting2 || active).postMessage({ urlsToCache });
    });
  }
  function askBeforeLeaving(pos) {
    window.addEventListener("beforeunload", (event) => {
      if (!pos.data.network.offline) {
        leaving2(pos);
      } else {
        event.preventDefault();
        event.returnValue = _t2(
          "You are currently offline. Reloading the page may cause you to lose unsaved data."
        );
      }
    });
  }
  async function startServices(env, loader) {
    const services = { orm: new ORM(), bus_service: new Bus(), dialog: new DialogService(), ui: new BlockService() };
    Object.assign(env.services, services);
    watchErrors(env);
    const barcodes = startBarcodeReader(services.orm);
    try {
      await startLocalization();
    } catch (error) {
      loader.vanish();
      throw error;
    }
    services.barcode_reader = await barcodes;
    services.pos_router = new PosRouter();
    services.pos_data = await PosData.start(env, services);
    const pos = new PosStore();
    await pos.setup(env, services);
    Object.assign(env.services, services, { pos });
    return pos;
  }
  async function start() {
    await documentReady();
    const loader = new Loader();
    const env = { services: {} };
    try {
      const pos = await startServices(env, loader);
      const chrome = new Chrome(pos);
      window.posmodel = pos;
      await fontsLoaded();
      chrome.mount();
      loader.hide();
      askBeforeLeaving(pos);
      registerServiceWorker();
    } catch (error) {
      loader.fail(error);
      throw error;
    }
  }
  start();
})();
