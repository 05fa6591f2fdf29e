/*
 * Everything of Odoo that this page module relies on, in one place.
 *
 * `names` says where each name comes from, as module:export. `patches` says,
 * patch by patch, what it is for and what it relies on:
 *
 *     PosData#setup()          a method of the class
 *     PosData#network.offline  a property; each part is a name in the class
 *     rpc._rpc()               a function of the exported object itself
 *     rpc._rpc~RPC:RESPONSE    a text in the source of the function or class
 *     ConnectionLostError      the export alone
 *     odoo.pos_session_id      a value that the page's own script has set
 *     dom:.pos-loader          part of what Odoo draws
 *     storage:pos.order        a store, or part of a key, of the browser's storage
 *     text:/web/image/x        an address in Odoo's scripts or templates
 *
 * patches.js checks all but the last three when the page loads. A patch that
 * misses something is left out, alone: the point of sale is Odoo's own there.
 * The value is JSON, because docs/odoo-builds.md is generated from it and its
 * names are looked up in the sources of Odoo (tools/odoobuilds).
 */

export const DECLARED = {
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
            "why": "\"Reload Data\" in the menu says what would be lost before it drops the data.",
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
