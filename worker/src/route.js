/**
 * Decides what a request is, and by that whether the worker touches it at all.
 *
 * The decision must be made before `respondWith`, from what is known without waiting, because a
 * request that we take over and hand back unchanged is no longer the browser's own: it has lost
 * its streaming body, and it would stand in the list of intercepted calls.
 */
import { isListed } from "./calltable.js";

/**
 * Where a POS leads to its log-in, or to whatever asks for one in front of it: an address of its
 * own, which the worker lets pass untouched. The page comes back from there by itself
 * (first-visit.js).
 *
 * @param {number} config
 */
export function loginUrl(config) {
    return `/pos/ui/${config}?poswarm=login`;
}

const PAGE = /^\/pos\/(?:ui|web)(?:\/(\d+)(?:\/.*)?|\/)?$/;
const CALL = /^\/web\/dataset\/call_kw\/([\w.]+)\/(\w+)$/;

/** Where a call of the table is asked. @param {string} call "model.method" */
export function callPath(call) {
    return `/web/dataset/call_kw/${call.replace(/\.(\w+)$/, "/$1")}`;
}

export const PING = "/pos/ping";

const ASSET = /^\/web\/assets\/(?:\d+\/)?[0-9a-f]{7,}\//;
const STATIC = /^\/[\w-]+\/static\//;
const IMAGE = /^\/(?:web\/image(?:\/|$)|logo$|web\/binary\/company_logo$)/;

/** Where people log in and out; what only reads there does no harm as a sign. */
export const LOGIN_PLACES = ["/web/login", "/web/become", "/web/session"];

const isLoginPlace = (/** @type {string} */ path) => LOGIN_PLACES.some((place) => path === place || path.startsWith(`${place}/`));

/** What a page does not start without, wherever a module of the shop has put it. */
const PARTS = new Set(["script", "style", "font"]);

/** Bundles that change under their address (?debug=assets). */
const MUTABLE = "/web/assets/";

/**
 * @param {{method: string, url: string, mode: string, destination?: string}} request
 * @param {string} origin
 * @returns {import("./types").Route | null} null: not ours, leave it to the browser
 */
export function route(request, origin) {
    const url = new URL(request.url);
    if (url.origin !== origin) {
        return null;
    }
    if (request.method === "GET") {
        return request.mode === "navigate" ? pageRoute(url) : fileRoute(url) || partRoute(request.destination, url);
    }
    return request.method === "POST" ? callRoute(url) : null;
}

/**
 * Whether the server may take this browser for somebody else after a request.
 *
 * @param {{url: string}} request
 * @param {string} origin
 */
export function changesLogin({ url }, origin) {
    const { origin: place, pathname, searchParams } = new URL(url);
    return place === origin && (isLoginPlace(pathname) || searchParams.get("poswarm") === "login");
}

/**
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function pageRoute(url) {
    const match = PAGE.exec(url.pathname);
    if (!match || url.searchParams.get("poswarm") === "login") {
        return null;
    }
    const config = Number(match[1] || url.searchParams.get("config_id")) || null;
    // Odoo answers ?debug=assets with mutable bundles; they must never become a snapshot.
    const storable = !(url.searchParams.get("debug") || "").includes("assets");
    return { kind: "page", config, storable };
}

/**
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function fileRoute(url) {
    const path = url.pathname;
    if (ASSET.test(path)) {
        return { kind: "file", immutable: true };
    }
    if (IMAGE.test(path)) {
        return { kind: "image" };
    }
    if (STATIC.test(path)) {
        return { kind: "file", immutable: false };
    }
    if (path === "/web/webclient/translations" && !url.searchParams.has("mods")) {
        return { kind: "translations" };
    }
    return null;
}

/**
 * @param {string | undefined} destination
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function partRoute(destination, url) {
    const isPart = PARTS.has(destination || "") && !url.pathname.startsWith(MUTABLE);
    return isPart ? { kind: "file", immutable: false } : null;
}

/**
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function callRoute(url) {
    if (url.pathname === PING) {
        return { kind: "ping" };
    }
    const match = CALL.exec(url.pathname);
    const call = match ? `${match[1]}.${match[2]}` : "";
    return isListed(call) ? { kind: "call", call } : null;
}
