/**
 * Gives the demo's modules the names that Odoo's have, for the page module.
 */
import * as localization from "./core/localization.js";
import { started } from "./core/odoo_loader.js";
import * as rpc from "./core/rpc.js";
import * as dataService from "@build/data_service.js";
import * as indexedDB from "@build/indexed_db.js";
import * as device from "./pos/device.js";
import * as posStore from "@build/pos_store.js";
import { recordClasses } from "@build/records.js";
import { ProductProduct, ProductTemplate } from "./pos/products.js";

started("@web/core/network/rpc", rpc);
started("@web/core/l10n/translation", localization);
started("@point_of_sale/app/models/utils/indexed_db", indexedDB);
started("@point_of_sale/app/services/data_service", dataService);
started("@point_of_sale/app/services/pos_store", posStore);
started("@point_of_sale/app/utils/devices_identifier_sequence", device);
started("@point_of_sale/app/models/pos_order", { PosOrder: recordClasses["pos.order"] });
started("@point_of_sale/app/models/product_product", { ProductProduct });
started("@point_of_sale/app/models/product_template", { ProductTemplate });

// What Odoo's screens name in their code and load when they are first shown.
odoo.loader.factories.set("@point_of_sale/app/screens", {
    fn: () => [
        "/point_of_sale/static/src/img/money.png",
        "/point_of_sale/static/src/img/card-bank.png",
        "/point_of_sale/static/src/img/pay-later.png",
        "/web/static/lib/zxing-library/zxing-library.js",
        "/web/static/img/odoo_logo.svg",
        "/web/static/img/spin.svg",
    ],
});
