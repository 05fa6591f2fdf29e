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
    // The way back from a log-in that stood in front of the POS: now the POS itself.
    if (/[?&]poswarm=login(?:&|$)/.test(location.search)) {
        location.replace(location.pathname);
        return;
    }
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
            age: performance.now(),
        });
    }

    /* A worker that the browser ended on this page's way here knows nothing of it. */
    poswarm.handOverAgain = function (worker) {
        unseen = true;
        informed = null;
        handOver(worker);
    };

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
        // A script of the snapshot that is not there: nothing will start. Those of
        // other hosts, as of payment terminals, are not in it: they come later.
        window.addEventListener("error", function (event) {
            var script = event.target;
            if (script instanceof HTMLScriptElement && script.src && isOurs(script.src)) {
                fail("boot-error");
            }
        }, true);
        window.addEventListener("pagehide", end);
    }

    function isOurs(url) {
        return new URL(url, location.href).origin === location.origin;
    }

    /* Scripts of other hosts that the network lost, to be loaded when it is back. */
    function mendForeignScripts() {
        var lost = [];
        window.addEventListener("error", function (event) {
            var script = event.target;
            if (script instanceof HTMLScriptElement && script.src && !isOurs(script.src)) {
                lost.push(script);
            }
        }, true);
        return function () {
            lost.splice(0).forEach(function (script) {
                var again = document.createElement("script");
                again.src = script.src;
                script.replaceWith(again);
            });
        };
    }

    var WORDS = {
        en: ["The network or the server asks for a log-in.", "Log in", "Opened without the server: database %1, user %2"],
        fr: ["Le réseau ou le serveur demande une connexion.", "Se connecter", "Ouvert sans le serveur : base %1, utilisateur %2"],
        de: ["Das Netzwerk oder der Server verlangt eine Anmeldung.", "Anmelden", "Ohne Server geöffnet: Datenbank %1, Benutzer %2"],
        es: ["La red o el servidor pide iniciar sesión.", "Iniciar sesión", "Abierto sin el servidor: base %1, usuario %2"],
        nl: ["Het netwerk of de server vraagt om aan te melden.", "Aanmelden", "Geopend zonder server: database %1, gebruiker %2"],
    };

    function words() {
        var lang = (document.documentElement.lang || navigator.language || "en").slice(0, 2);
        return WORDS[lang] || WORDS.en;
    }

    /* A line over the POS that covers nothing but its own few pixels. */
    function strip(name, text, link) {
        var line = document.querySelector("[data-poswarm-strip=" + name + "]");
        if (!text || line) {
            return text ? undefined : line && line.remove();
        }
        line = document.createElement("div");
        line.dataset.poswarmStrip = name;
        line.style.cssText = "position:fixed;z-index:10000;bottom:0;left:50%;transform:translateX(-50%);" +
            "padding:2px 12px;font:13px sans-serif;background:#fff3cd;color:#333;pointer-events:none";
        line.append(text);
        if (link) {
            var way = document.createElement("a");
            way.dataset.poswarmLogin = "";
            way.href = link;
            way.textContent = words()[1];
            way.style.cssText = "margin-left:1em;text-decoration:underline;pointer-events:auto";
            line.append(way);
        }
        (document.body || document.documentElement).append(line);
    }

    function offerLogin(needed) {
        var config = window.odoo && window.odoo.pos_config_id;
        strip("login", needed && words()[0], "/pos/ui/" + config + "?poswarm=login");
    }

    /* Where one address may mean two databases or two users, the page says which it is. */
    function sayWhose(offline) {
        if (offline && offline.shared) {
            strip("identity", words()[2].replace("%1", offline.database).replace("%2", offline.user_name || offline.user));
        }
    }

    function followWorker(loadLost) {
        // By the server's page, which came late: only a log-in changes that.
        var asked = false;
        if (!window.BroadcastChannel) {
            return;
        }
        new BroadcastChannel("poswarm").addEventListener("message", function (event) {
            var data = event.data || {};
            if (data.schema === 1 && data.type === "login") {
                asked = true;
                offerLogin(true);
            }
            if (data.schema === 1 && data.type === "away") {
                offerLogin(asked || (data.away && data.away.login));
                if (!data.away) {
                    loadLost();
                }
            }
        });
    }

    /* The worker does its work in small steps; a page that is open lets it go on
     * with what is left, and learn of the server's return. It says when next. */
    var TICK = 30000;
    function tick() {
        var config = window.odoo && window.odoo.pos_config_id;
        var worker = container.controller;
        if (!worker || !config || !window.MessageChannel) {
            setTimeout(tick, TICK);
            return;
        }
        var channel = new MessageChannel();
        var timer = setTimeout(tick, TICK);
        channel.port1.onmessage = function (event) {
            var next = event.data && event.data.next;
            clearTimeout(timer);
            setTimeout(tick, next >= 1000 ? next : TICK);
        };
        worker.postMessage({ type: "poswarm/tick", schema: 1, config: config, up: Boolean(poswarm.up) }, [channel.port2]);
    }

    /* Nothing of the shop, unsent sales included, may be evicted from a full disk. */
    function askToKeep() {
        var storage = navigator.storage;
        if (storage && storage.persist && storage.persisted) {
            storage.persisted().then(function (kept) {
                return kept || storage.persist();
            }).catch(function () {});
        }
    }

    function whenParsed(work) {
        if (document.readyState === "loading") {
            document.addEventListener("DOMContentLoaded", work);
        } else {
            work();
        }
    }

    followWorker(mendForeignScripts());
    whenParsed(function () {
        askToKeep();
        sayWhose(poswarm.offline);
        offerLogin(poswarm.offline && poswarm.offline.login);
    });
    poswarm.control.then(tick);

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
