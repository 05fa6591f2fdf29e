/* POS Offline Reload: the first script of every POS page (LGPL-3).
 *
 * It stands inline at the top of <head>, before the bundle: a worker that is
 * registered here controls the page before the bundle runs, so one visit is
 * enough to keep the whole boot. A classic script, because it must run at
 * once; and it must never throw, because it stands before everything else.
 */
(function () {
    "use strict";
    var NO_UP = 30000;
    var poswarm = {
        schema: 1,
        firstVisit: false,
        // Set by the line that the worker adds to a page from a snapshot.
        offline: window.poswarmOffline || null,
    };
    window.poswarm = poswarm;
    var inCharge;
    // Settles when our worker is in charge of this page, or nothing will come of it.
    poswarm.control = new Promise(function (resolve) {
        inCharge = resolve;
    });

    // Browsers hide service workers from plain http pages of other hosts.
    if (!("serviceWorker" in navigator) || !navigator.serviceWorker) {
        poswarm.unsupported = true;
        inCharge();
        return;
    }
    var container = navigator.serviceWorker;
    var html = null;
    var informed = null;
    // Whether the worker in charge did not see this page on its way here.
    var first = container.controller;
    var unseen = !first;
    poswarm.firstVisit = !first;

    /* Gives the worker the page that it did not see on its way here. */
    function handOver(worker) {
        var config = window.odoo && window.odoo.pos_config_id;
        if (!unseen || !worker || !html || !config || worker === informed) {
            return;
        }
        informed = worker;
        worker.postMessage({
            type: "poswarm/page",
            schema: 1,
            config: config,
            html: html,
            url: location.href,
        });
    }

    function handOverWhenReady() {
        handOver(container.controller);
        if (poswarm.firstVisit) {
            // A forced reload stays without a controller, though a worker is there.
            container.ready.then(function (registration) {
                handOver(container.controller || registration.active);
            });
        }
    }

    /* Registering the address of Odoo's own worker again changes nothing, and
     * the browser would look for a new worker only when the page has settled. */
    function replaceOther(registration) {
        if (poswarm.firstVisit || !window.caches) {
            return null;
        }
        return caches.keys().then(function (names) {
            var ours = names.some(function (name) {
                return name.indexOf("poswarm-") === 0;
            });
            return ours ? registration : registration.update();
        }).then(function (found) {
            if (found.installing || found.waiting) {
                insist(found);
            } else if (found.active === first) {
                // Nothing newer is on its way: the worker in charge is ours.
                inCharge();
            }
        });
    }

    /* Chrome drops the change of workers when a request reaches the old one in
     * that instant, and then sends even navigations nowhere: ask again. */
    function insist(registration) {
        var timer = setInterval(function () {
            if (registration.waiting) {
                registration.waiting.postMessage({ type: "poswarm/take-over", schema: 1 });
            }
        }, 250);
        poswarm.control.then(function () {
            clearInterval(timer);
        });
    }

    function noteError(error) {
        poswarm.registerError = String(error);
        inCharge();
    }

    /* Tells the worker that the page of its snapshot does not come up, so that it
     * can go back to the one before. Here, because the bundle may be what is
     * broken. Not from a page that is being left: a quick second F5 is no
     * failure. */
    function watchStart() {
        var over = false;
        var hadLoader = false;

        function end() {
            over = true;
            observer.disconnect();
            clearTimeout(timer);
        }

        function fail(reason) {
            var config = window.odoo && window.odoo.pos_config_id;
            if (over) {
                return;
            }
            end();
            if (!poswarm.up && container.controller && config) {
                container.controller.postMessage({
                    type: "poswarm/failed",
                    schema: 1,
                    config: config,
                    reason: reason,
                });
            }
        }

        /* The box of a failed start, or nothing at all: without its texts Odoo
         * takes even the loader away. */
        function look() {
            var loader = document.querySelector(".pos-loader");
            var gone = hadLoader && !loader && !window.posmodel;
            hadLoader = hadLoader || Boolean(loader);
            if (poswarm.up) {
                end();
            } else if (document.querySelector(".pos-error") || (gone && !document.body.innerText.trim())) {
                fail("boot-error");
            }
        }

        var observer = new MutationObserver(look);
        observer.observe(document, { childList: true, subtree: true });
        var timer = setTimeout(fail, NO_UP, "no-up");
        // A script of the snapshot that is not there: nothing will start.
        window.addEventListener("error", function (event) {
            if (event.target instanceof HTMLScriptElement && event.target.src) {
                fail("boot-error");
            }
        }, true);
        window.addEventListener("pagehide", end);
    }

    try {
        container.register("/pos/service-worker.js").then(replaceOther).catch(noteError);
        // A page that came from a snapshot is no news for the worker.
        if (poswarm.offline) {
            watchStart();
            inCharge();
            return;
        }
        document.addEventListener("DOMContentLoaded", function () {
            html = "<!DOCTYPE html>\n" + document.documentElement.outerHTML;
            handOverWhenReady();
        });
        // Also when another worker, as Odoo's own, controlled the page before.
        container.addEventListener("controllerchange", function () {
            unseen = true;
            handOver(container.controller);
            inCharge();
        });
    } catch (error) {
        noteError(error);
    }
})();
