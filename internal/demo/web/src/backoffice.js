/**
 * What a back office tab does to a till that shares its browser: it opens the
 * same translations database, and after an upgrade of the server it empties it.
 */
import { startLocalization } from "./core/localization.js";

startLocalization().then(() => {
    document.body.dataset.ready = "true";
});
