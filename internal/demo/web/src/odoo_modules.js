/**
 * Gives the demo's modules the names that Odoo's have, for the page module.
 */
import * as localization from "./core/localization.js";
import { started } from "./core/odoo_loader.js";
import * as rpc from "./core/rpc.js";
import * as dataService from "@build/data_service.js";
import * as indexedDB from "@build/indexed_db.js";
import * as posStore from "@build/pos_store.js";

started("@web/core/network/rpc", rpc);
started("@web/core/l10n/translation", localization);
started("@point_of_sale/app/models/utils/indexed_db", indexedDB);
started("@point_of_sale/app/services/data_service", dataService);
started("@point_of_sale/app/services/pos_store", posStore);
