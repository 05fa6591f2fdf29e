// @odoo-module ignore
// POS Offline Reload 0.1.0, built from worker/src. SPDX-License-Identifier: LGPL-3.0-only
"use strict";
(() => {
var NAME = "poswarm", STORES = { snapshots: "id", replies: "key", entries: "key", clients: "id", meta: "key" }, opening;
function open() {
return opening ??= new Promise((resolve, reject) => {
let request = indexedDB.open(NAME, 1);
request.onupgradeneeded = () => {
for (let [store, keyPath] of Object.entries(STORES))
request.result.createObjectStore(store, { keyPath });
}, request.onerror = () => reject(request.error), request.onsuccess = () => {
let db = request.result;
db.onversionchange = () => {
db.close(), opening = void 0;
}, db.onclose = () => opening = void 0, resolve(db);
};
}), opening.catch(() => opening = void 0), opening;
}
async function transact(name, mode, work) {
let db = await open();
return new Promise((resolve, reject) => {
let tx = db.transaction(mode === "readwrite" ? [name, "meta"] : name, mode, {
durability: name > "n" ? "strict" : "default"
}), request = work(tx.objectStore(name));
tx.oncomplete = () => resolve(request?.result), tx.onabort = () => reject(tx.error);
});
}
function get(name, key) {
return transact(name, "readonly", (store) => store.get(key)).catch(() => {});
}
function all(name, tries = 29) {
return transact(name, "readonly", (store) => store.getAll()).catch(async (error) => {
if (!tries)
throw error;
return await new Promise((resolve) => setTimeout(resolve, 99)), all(name, tries - 1);
});
}
function put(name, ...values) {
return transact(name, "readwrite", (store) => values.forEach((value) => store.put(value)));
}
function remove(name, keys) {
return transact(name, "readwrite", (store) => keys.forEach((key) => store.delete(key)));
}

var KEPT = 50, intercepted = new Map(), events = [], writing, dirty = !1;
async function loadJournal() {
let stored = await get("meta", "journal");
stored && (intercepted = new Map(stored.intercepted), events = stored.events);
}
function noteCall(path, call) {
let item = intercepted.get(path) || { method: "POST", path, call, count: 0 };
return item.count++, intercepted.set(path, item), save();
}
function note(event, detail) {
events.push({ time: (new Date()).toISOString(), event, detail }), events = events.slice(-KEPT), save();
}
function noteError(error, type) {
return note("error", { type, message: String(error) }), null;
}
function save() {
return dirty = !0, writing ??= (async () => {
for (; dirty; )
dirty = !1, await put("meta", { key: "journal", intercepted, events });
})().catch(() => {}).finally(() => writing = void 0), writing;
}
function journal() {
return { intercepted: [...intercepted.values()], events };
}

var VERSION = "0.1.0";

var channel = new BroadcastChannel("poswarm"), away = null;
async function loadAway() {
away ??= (await get("meta", "away"))?.away || null;
}
function awayState() {
return away;
}
function setAway(reason) {
(away?.reason || null) !== reason && (away = reason ? { since: away?.since || (new Date()).toISOString(), reason } : null, note("away", away), tell({ type: "away", away }), (away ? put("meta", { key: "away", away }) : remove("meta", ["away"])).catch(() => {}));
}
function tell(message) {
channel.postMessage({ schema: 1, ...message });
}

function urlKey(url, origin) {
let { pathname, search } = new URL(url, origin);
return pathname + search;
}
function imageKey(url, origin) {
let parsed = new URL(url, origin), pairs = parsed.search.slice(1).split("&").filter(Boolean), unique = pairs.find((pair) => pair.startsWith("unique=")), rest = pairs.filter((pair) => pair !== unique).sort(), base = parsed.pathname + (rest.length ? "?" + rest.join("&") : "");
if (!unique || unique === "unique=")
return { key: base, base, fixed: !1 };
let mark = instant(new URLSearchParams(unique.replaceAll("+", "%2B")).get("unique") || "");
return { key: `${base}${rest.length ? "&" : "?"}unique=${mark}`, base, fixed: !0 };
}
function instant(text) {
let zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text), millis = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? Date.parse(text.replace(" ", "T") + (zoned ? "" : "Z")) : NaN;
return millis ? String(Math.floor(millis / 1e3)) : encodeURIComponent(text);
}
function bodyKey(who, version, key) {
return `/.poswarm/${encodeURIComponent(who.database)}/${who.user}/${version}${key}`;
}
function canonical(value) {
return JSON.stringify(value, (_, item) => item && typeof item == "object" && !Array.isArray(item) ? Object.fromEntries(Object.keys(item).sort().map((name) => [name, item[name]])) : item);
}

var sw = self, ORIGIN = sw.location.origin;

var CACHE = `poswarm-${1}`, cache = () => caches.open(CACHE);
async function readBody(key = "/") {
let place = await cache();
return await place.match(key) || place.match(key + "+");
}
function bodyOf(record, url) {
return readBody(record?.entries[urlKey(url, ORIGIN)]);
}
async function storedBodies() {
let there = await (await cache()).keys().then((list) => new Set(list.map(({ url }) => url)), () => null);
return new Set((await entries()).map(({ key }) => key).filter((key) => !there || there.has(ORIGIN + key)));
}
async function writeBody(who, what, blob, headers) {
let { url, kind, base = "", fixed } = what, key = bodyKey(who, what.version || await digest(blob), url), once = base && fixed, old = !once && await readBody(key), same = old && (kind !== "image" || await digest(await old.blob()) === await digest(blob));
for (let keep = 1; !same; keep--)
try {
for (let name of old ? [key + "+", key] : [key]) {
let kept = { "Content-Type": headers.get("content-type") || "", "Cache-Control": headers.get("cache-control") || "" };
await (await cache()).put(name, new Response(blob, { headers: kept }));
}
break;
} catch (error) {
if (kind === "image" || keep < 0 || error?.name !== "QuotaExceededError")
throw error;
await dropPictures(keep);
}
return queue.push({ key, url, kind, base, bytes: blob.size, stored: Date.now(), database: who.database, user: who.user }), (!once || queue.length > 50) && await writeEntries(), { key, fresh: same ? 0 : blob.size };
}
var queue = [];
async function writeEntries() {
await put("entries", ...queue.splice(0));
}
async function dropPictures(keep) {
let gone = pictures(await entries(), keep);
note("quota", { images_dropped: gone.length }), await dropBodies(gone.map((entry) => entry.key));
}
function pictures(stored, keep) {
let seen = new Map();
return stored.filter((entry) => entry.base).sort((a, b) => b.stored - a.stored).filter((entry) => {
let family = `${entry.database}/${entry.user}${entry.base}`, count = (seen.get(family) || 0) + 1;
return seen.set(family, count), count > keep;
});
}
async function dropBodies(keys) {
let store = await cache();
await remove("entries", keys), await Promise.all(keys.flatMap((key) => [store.delete(key), store.delete(key + "+")]));
}
async function entries() {
return await writeEntries().catch(() => {}), all("entries");
}
async function digest(blob) {
let hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
return [...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

var ABANDONED = "odoo-pos-cache", outdated = async () => (await caches.keys()).filter((name) => name.startsWith("poswarm-") && name !== CACHE);
async function carryOver() {
for (let name of await outdated()) {
let store = await caches.open(CACHE), old = await caches.open(name);
for (let request of await old.keys()) {
let body = !await store.match(request) && await old.match(request);
body && await store.put(request, body);
}
}
}
async function removeOutdated() {
await carryOver();
for (let name of await outdated())
await caches.delete(name);
await caches.open(CACHE);
}
function caughtUp() {
return caches.delete(ABANDONED);
}

var TABLE = {
"barcode.nomenclature.read": read,
"barcode.rule.search_read": read,
"pos.session.load_data_params": () => [0],
"pos.session.load_data": ([session, models], { context }) => context?.pos_last_server_date ? null : [session, models, !!context?.pos_limited_loading],
"pos.session.filter_local_data": ([session]) => [session],
"product.template.load_product_from_pos": (args, { context }) => [0, args, !!context?.load_archived],
"res.partner.search_read": (args, kwargs) => {
let [term, ...more] = args[0] || kwargs.domain || [];
return !more.length && term?.[0] === "barcode" && term[1] === "=" ? read(args, kwargs) : null;
}
};
function isListed(call) {
return Object.hasOwn(TABLE, call);
}
function question(call, { args = [], kwargs = {} }) {
return TABLE[call](args, kwargs);
}
function read([about, fields, ...rest], kwargs) {
return [0, about, sorted(fields), rest, { ...kwargs, fields: sorted(kwargs.fields), context: null }];
}
function sorted(list) {
return Array.isArray(list) ? [...list].sort() : list;
}

function fromJson(text) {
try {
return JSON.parse(text || "");
} catch {
return null;
}
}
function json(body) {
return new Response(body, { headers: { "Content-Type": "application/json; charset=utf-8" } });
}

var NEWBORN = 6e4, known = new Map(), pending = new Set(), waiting = new Map();
async function clientOf(id) {
if (id && !known.has(id)) {
let stored = await get("clients", id);
stored && !known.has(id) && known.set(id, stored);
}
return known.get(id) || null;
}
async function setClient(id, owner, lang, snapshot2) {
let { database, user, config } = owner, client = { id, owner: { database, user, config }, lang, snapshot: snapshot2, seen: Date.now() };
known.set(id, client);
for (let job of waiting.get(id) || [])
track(job(client));
waiting.delete(id), await put("clients", client).catch(() => {});
}
function passClient(id) {
known.set(id, { id, owner: null, lang: "", snapshot: null, seen: Date.now() }), waiting.delete(id);
}
async function whenKnown(id, job) {
let client = await clientOf(id);
if (client)
return client.owner && track(job(client));
waiting.set(id, [...waiting.get(id) || [], job]);
}
function track(promise) {
return pending.add(promise), promise.catch(() => {}).finally(() => pending.delete(promise));
}
function settled() {
return Promise.allSettled(pending);
}
async function pinnedSnapshots() {
let open2 = new Set((await sw.clients.matchAll({ includeUncontrolled: !0 })).map((client) => client.id)), records = await all("clients"), gone = records.filter((client) => !open2.has(client.id) && Date.now() - client.seen > NEWBORN);
return await remove("clients", gone.map((client) => client.id)), gone.forEach((client) => known.delete(client.id)), records.filter((client) => !gone.includes(client)).map((client) => client.snapshot);
}

var NO_PAGE = /^(?!text\/html)/, FITS = {
script: /(?:java|ecma)script/,
style: /^text\/css/,
image: /^image\//,
page: /^text\/html/,
json: /json/,
font: NO_PAGE,
static: NO_PAGE
};
function judgeHead(kind, response, origin) {
return response.type === "opaqueredirect" || response.redirected ? "redirected" : response.type === "opaque" || response.type === "error" ? "opaque" : response.url && new URL(response.url).origin !== origin ? "not-same-origin" : response.status === 206 ? "partial" : response.status !== 200 ? "status" : FITS[kind].test((response.headers.get("content-type") || "").toLowerCase()) ? kind === "image" && isPlaceholder(response.headers) ? "placeholder-image" : null : "content-type";
}
function isPlaceholder(headers) {
return /filename\*?=(?:"|UTF-8'')?placeholder\.png/i.test(headers.get("content-disposition") || "");
}
function judgeLength(headers, size) {
let announced = headers.get("content-length");
return announced && !headers.get("content-encoding") && Number(announced) !== size ? "length" : size ? null : "length";
}
function judgePage(text, markers2, config) {
return markers2 ? config && markers2.config !== config ? "wrong-config" : null : isLoginForm(text) ? "login-page" : "not-a-pos-page";
}
function isLoginForm(text) {
return /<form[^>]+action="\/web\/login/.test(text);
}
var ENVELOPE = /^\s*\{(?:\s*"(?:jsonrpc|id)"\s*:\s*(?:"2\.0"|\d+|null)\s*,)*\s*"(result|error)"\s*:/;
function judgeReply(head, tail) {
let match = ENVELOPE.exec(head);
return match && match[1] === "result" ? /\}\s*$/.test(tail) ? { skip: match[0].length } : { refusal: "length" } : { refusal: match ? "rpc-error" : "rpc-no-result" };
}
function judgeTranslations(body) {
return body && body.hash && body.modules && body.lang_parameters ? null : "short-translations";
}

function awayReason(kind, response) {
if (/^50[234]$/.test(String(response.status)))
return `status-${response.status}`;
if (response.type === "opaque")
return "foreign-redirect";
if (kind === "page" || response.status !== 200)
return null;
let html = /^text\/html/i.test(response.headers.get("content-type") || ""), login = response.redirected && new URL(response.url).pathname.startsWith("/web/login");
return html && !login ? "portal" : null;
}
function suspicion(response, refusal) {
return response.type === "opaqueredirect" ? "foreign-redirect" : response.status === 200 && refusal === "not-a-pos-page" ? "portal" : null;
}

var PING_VALID = 5e3, IMPATIENT = 300, HUNG = "deadline", LAST_RESORT = 3e4, limits = { page: 3e3, call: 5e3, ping: 4e3 };
async function loadLimits() {
Object.assign(limits, (await get("meta", "deadlines"))?.limits);
}
async function setLimits(wanted = {}) {
for (let name of Object.keys(limits)) {
let value = Number(wanted[name]);
value >= 500 && value <= LAST_RESORT && (limits[name] = value);
}
await put("meta", { key: "deadlines", limits: { ...limits } });
}
var pinging, pingFailed = -1 / 0;
async function serverAnswers(anew) {
return justFailed() && !anew ? !1 : (pinging ??= ping(justFailed() ? IMPATIENT : limits.ping).finally(() => pinging = void 0), pinging);
}
function justFailed() {
return performance.now() - pingFailed < PING_VALID;
}
async function ping(limit) {
let answer = await fetch("/pos/ping", {
method: "POST",
headers: { "Content-Type": "application/json" },
body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}',
signal: AbortSignal.timeout(limit)
}).catch(() => null), alive = !!answer && !awayReason("json", answer) && /json/.test(answer.headers.get("content-type") || "");
return pingFailed = alive ? -1 / 0 : performance.now(), alive;
}
function serverSeen() {
pingFailed = -1 / 0, setAway(null);
}
async function ask(request, kind, patience) {
let body, outcome = await reach(async (signal) => {
let answer = await fetch(request, { signal });
return body = kind === "json" ? await answer.clone().blob() : void 0, answer;
}, patience);
return outcome.body = body, outcome.away ??= outcome.value && awayReason(kind, outcome.value) || void 0, outcome.away ? outcome.error?.name !== "AbortError" && setAway(outcome.away) : kind === "json" && serverSeen(), outcome;
}
async function reach(start, { limit, cap = 1 / 0, keep = !1 }) {
let controller = new AbortController(), begin = performance.now(), work = start(controller.signal), answer = work.then(
(value) => ({ value }),
(error) => ({ away: "network-error", error })
);
for (; ; ) {
let patience = cap && limit < LAST_RESORT && justFailed() ? Math.min(limit, IMPATIENT) : limit, timer, slow = await Promise.race([answer, new Promise((resolve) => timer = setTimeout(resolve, patience))]);
if (clearTimeout(timer), slow)
return slow;
let alive = performance.now() - begin < cap && await Promise.race([answer, serverAnswers()]);
if (typeof alive == "object")
return alive;
if (!alive)
return keep || controller.abort(), work.catch(() => {}), { away: HUNG, ...keep && { late: work } };
}
}

var HEAD = 200, FULL_LOAD = "pos.session.load_data", FILTER = "pos.session.filter_local_data";
async function respondCall(event, call) {
let { id, params = {} } = await event.request.clone().json().catch(() => ({})), same = question(call, params), asked = same && { same, context: params.kwargs?.context || {} }, client = await clientOf(event.clientId);
client && call === FULL_LOAD && (client.fullLoad = !!asked);
let stored = asked && client ? await storedReply(client, call, asked) : null, { value, away: away2, body } = await ask(event.request, "json", { limit: stored ? limits.call : LAST_RESORT });
return body && !away2 && asked && event.waitUntil(whenKnown(event.clientId, (known2) => keepReply(known2, call, asked, value, body))), away2 && stored ? reply(stored.body, id) : value || Response.error();
}
function replyKey(client, call, { same, context }) {
let { owner, fullLoad } = client;
if (!owner || context.uid && context.uid !== owner.user || call === FILTER && !fullLoad)
return null;
let { lang = client.lang, allowed_company_ids: companies = [] } = context;
return canonical([owner.database, owner.user, owner.config, lang, companies, call, same]);
}
async function storedReply(client, call, asked) {
let key = replyKey(client, call, asked);
return key && await get("replies", key) || null;
}
async function keepReply(client, call, asked, response, body) {
let key = replyKey(client, call, asked);
if (!key || !client.owner)
return;
let refusal = judgeHead("json", response, ORIGIN), envelope = await envelopeOf(body), bad = refusal || judgeLength(response.headers, body.size) || envelope.refusal;
if (bad)
return note("refused", { call, reason: bad });
let { database, user, config } = client.owner;
await put("replies", { key, call, database, user, config, session: asked.same[0], boot: client.id, body, stored: Date.now() });
}
async function missingReplies(client, told = []) {
let missing = [];
for (let params of told) {
let call = `${params.model}.${params.method}`, same = isListed(call) && question(call, params), key = same && replyKey(client, call, { same, context: params.kwargs?.context || {} });
key && !await get("replies", key) && missing.push({ url: call, reason: "reply-missing" });
}
return missing;
}
async function envelopeOf(body) {
return { skip: 0, ...judgeReply(await body.slice(0, HEAD).text(), await body.slice(-HEAD).text()) };
}
async function reply(body, id) {
let { skip } = await envelopeOf(body), head = `{"jsonrpc":"2.0","id":${JSON.stringify(id ?? null)},"result":`;
return json(new Blob([head, body.slice(skip)]));
}
async function respondPing(event) {
let { value } = await ask(event.request, "json", { limit: limits.ping, cap: 0 });
return value || Response.error();
}

var OBJECT = /(\bvar\s+odoo\s*=\s*)(\{.*\})/;
function odooObject(html) {
return fromJson(OBJECT.exec(html)?.[2]);
}
function markers(html) {
let odoo = odooObject(html), info = odoo?.__session_info__, user = info?.uid;
return !odoo?.pos_config_id || !odoo.pos_session_id || !info?.db || !user ? null : {
database: info.db,
user,
config: odoo.pos_config_id,
session: odoo.pos_session_id,
lang: info.user_context?.lang || "en_US",
debug: String(odoo.debug || ""),
tour: !!odoo.use_pos_fake_tours,
off: /<meta name="poswarm" content="off"/.test(html)
};
}
function namedResources(html) {
let found = [];
for (let [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/gi)) {
let url = /\s(?:src|href)\s*=\s*["']([^"']+)/i.exec(tag)?.[1].replace(/&amp;/g, "&"), kind = /^<s/i.test(tag) ? "script" : /stylesheet/i.test(tag) ? "style" : /icon/i.test(tag) ? "image" : null;
url && kind && found.push({ url, kind });
}
return found;
}
function styleResources(css, base) {
let found = new Map(), rest = css.replace(/@font-face\s*\{[^}]*\}/gi, (face) => {
let sources = face.split(/src\s*:/i).pop() || "", font = styleUrls(sources, base).find((url) => kindOf(url.pathname) === "font");
return font && found.set(font.href, { url: font.href, kind: "font" }), "";
});
for (let url of styleUrls(rest, base))
found.set(url.href, { url: url.href });
return [...found.values()];
}
function styleUrls(css, base) {
let urls = [];
for (let [, , text] of css.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/gi))
if (!/^(?:data|blob|about):|^#/i.test(text) && URL.canParse(text, base)) {
let url = new URL(text, base);
url.hash = "", urls.push(url);
}
return urls.filter((url) => url.origin === new URL(base).origin);
}
var KINDS = [
[/\.js$/i, "script"],
[/\.css$/i, "style"],
[/\.(?:woff2?|[to]tf)$/i, "font"],
[/\.(?:png|jpe?g|gif|svg|ico|webp)$/i, "image"]
];
function kindOf(path) {
return KINDS.find(([pattern]) => pattern.test(path))?.[1] || "static";
}
function offlinePage(html, { session, offline }) {
let value = { ...odooObject(html), from_backend: 0, pos_session_id: session };
return html.replace(OBJECT, (_, assignment) => assignment + scriptJson(value)).replace(/<head[^>]*>/i, (head) => `${head}<script>window.poswarmOffline=${scriptJson(offline)}<\/script>`);
}
function scriptJson(value) {
return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

var PAGE = /^\/pos\/(?:ui|web)(?:\/(\d+)(?:\/.*)?|\/)?$/, CALL = /^\/web\/dataset\/call_kw\/([\w.]+)\/(\w+)$/, ASSET = /^\/web\/assets\/(?:\d+\/)?[0-9a-f]{7,}\//, STATIC = /^\/[\w-]+\/static\//, IMAGE = /^\/(?:web\/image(?:\/|$)|logo$|web\/binary\/company_logo$)/;
function route(request, origin) {
let url = new URL(request.url);
return url.origin !== origin ? null : request.method === "GET" ? request.mode === "navigate" ? pageRoute(url) : fileRoute(url) : request.method === "POST" ? callRoute(url) : null;
}
function pageRoute(url) {
let match = PAGE.exec(url.pathname);
if (!match)
return null;
let config = Number(match[1] || url.searchParams.get("config_id")) || null, storable = !(url.searchParams.get("debug") || "").includes("assets");
return { kind: "page", config, storable };
}
function fileRoute(url) {
let path = url.pathname;
return ASSET.test(path) ? { kind: "file", immutable: !0 } : IMAGE.test(path) ? { kind: "image" } : STATIC.test(path) ? { kind: "file", immutable: !1 } : path === "/web/webclient/translations" && !url.searchParams.has("mods") ? { kind: "translations" } : null;
}
function callRoute(url) {
if (url.pathname === "/pos/ping")
return { kind: "ping" };
let match = CALL.exec(url.pathname), call = match ? `${match[1]}.${match[2]}` : "";
return isListed(call) ? { kind: "call", call } : null;
}

var FIXED = "v", PICTURE = "i", Refused = class extends Error {
constructor(code, away2) {
super(code), this.code = code, this.away = away2;
}
};
function routeOf(url) {
return route({ method: "GET", url: new URL(url, ORIGIN).href, mode: "no-cors" }, ORIGIN);
}
function describe(url) {
let known2 = routeOf(url);
if (known2?.kind === "image") {
let { key, ...picture } = imageKey(url, ORIGIN);
return { url: key, version: PICTURE, kind: "image", ...picture };
}
let fixed = known2?.kind === "file" && known2.immutable;
return { url: urlKey(url, ORIGIN), version: fixed ? FIXED : "", kind: kindOf(new URL(url, ORIGIN).pathname), fixed };
}
function fixedKey(who, url) {
let what = describe(url);
return bodyKey(who, what.version, what.url);
}
async function keepAnswer(who, url, response, kind) {
let what = describe(url), asked = kind || what.kind, refusal = judgeHead(asked, response, ORIGIN);
if (refusal)
throw new Refused(refusal, awayReason(asked, response));
let blob = await response.blob(), short = judgeLength(response.headers, blob.size);
if (short)
throw new Refused(short, null);
return writeBody(who, { ...what, kind: asked }, blob, response.headers);
}
async function fetchAndKeep(who, url, cache2, { kind, signal } = {}) {
try {
return await keepAnswer(who, url, await fetch(url, { cache: cache2, signal }), kind);
} catch (error) {
if (error instanceof Refused && error.code === "placeholder-image")
return keepAnswer(who, url, await fetch(url, { cache: "reload", signal }), kind);
throw error;
}
}

var snapshots = new Map(), last = null;
async function loadSnapshots() {
for (let record of await all("snapshots"))
snapshots.set(record.id, snapshots.get(record.id) || record);
last ??= await get("meta", "last") || allSnapshots().find((s) => s.state === "current") || null;
}
function lastSeen() {
return last;
}
function setLastSeen({ database, user }) {
return last = { database, user }, put("meta", { key: "last", ...last });
}
function snapshot(id) {
return id && snapshots.get(id) || null;
}
function allSnapshots() {
return [...snapshots.values()];
}
function snapshotsOf(who, config) {
return allSnapshots().filter((s) => s.database === who.database && s.user === who.user && (!config || s.config === config)).sort((a, b) => a.state.localeCompare(b.state) || b.created.localeCompare(a.created));
}
function createSnapshot(page, html) {
let { database, user, config, lang, session: pos_session } = page, current = snapshotsOf(page, config)[0], record = {
id: `${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
state: "staged",
database,
user,
config,
name: current?.name || "",
pos_session,
lang,
html,
created: (new Date()).toISOString(),
completed: null,
up: !1,
entries: {},
learned: current?.learned || [],
languages: [],
refused: [],
missing: [],
downloaded: { files: 0, bytes: 0 }
};
return snapshots.set(record.id, record), record;
}
async function saveSnapshot(record) {
snapshots.has(record.id) && await put("snapshots", record);
}
async function commit(record) {
let pinned = new Set(await pinnedSnapshots());
if (record.state !== "staged")
return;
let family = snapshotsOf(record, record.config).filter((s) => s !== record), before = family.find((s) => s.state === "current"), gone = family.filter(
(s) => s !== before && !pinned.has(s.id) && (s.state !== "staged" || s.created < record.created)
);
await exchange(record, before, gone), announce(record, "current");
}
async function exchange(record, before, gone = []) {
let { state } = record;
record.state = "current", before && (before.state = "previous");
try {
await transact("snapshots", "readwrite", (store) => {
store.put(record), before && store.put(before), gone.forEach(({ id }) => snapshots.delete(id) && store.delete(id));
});
} catch (error) {
throw record.state = state, before && (before.state = "current"), error;
}
}
var FAILURES = 2;
function isBroken({ failures = 0 }) {
return failures >= FAILURES;
}
async function loadFailed(record) {
record.failures = (record.failures || 0) + 1, await saveSnapshot(record);
let before = snapshotsOf(record, record.config).find((s) => s.state === "previous");
isBroken(record) && before && !isBroken(before) && (await exchange(before, record), announce(before, "current", "rolled-back"));
}
async function dropSnapshots(owner) {
let gone = snapshotsOf(owner, owner.config).map(({ id }) => id);
gone.forEach((id) => snapshots.delete(id)), await remove("snapshots", gone);
}
function announce(record, state, reason) {
let detail = { config: record.config, state, id: record.id, reason };
note("snapshot", detail), tell({ type: "snapshot", ...detail });
}

var STORE = "pos.session";
async function heldSessions(database, config) {
let name = `point-of-sale-${config}-${database}`;
return (await indexedDB.databases().catch(() => [])).some((db) => db.name === name) ? new Promise((resolve) => {
setTimeout(resolve, 1e3, []);
let request = indexedDB.open(name);
request.onerror = () => resolve([]), request.onupgradeneeded = () => request.transaction?.abort(), request.onsuccess = () => {
let db = request.result;
db.onversionchange = () => db.close();
let read2 = db.objectStoreNames.contains(STORE) && db.transaction(STORE).objectStore(STORE).getAll();
if (db.close(), !read2)
return resolve([]);
read2.onsuccess = () => resolve(read2.result.filter(({ id }) => Number.isInteger(id))), read2.onerror = () => resolve([]);
};
}) : [];
}

var TEXTS = {
en: [
"Server unreachable",
"This POS is not ready for offline use.",
"Logged out. Log in when the server is back.",
"Check the network. Keep the browser data: unsent orders are in it."
],
fr: [
"Serveur injoignable",
"Cette caisse n'est pas prête hors ligne.",
"Déconnecté. Reconnectez-vous au retour du serveur.",
"Vérifiez le réseau. N'effacez pas les données du navigateur : commandes non envoyées."
],
de: [
"Server nicht erreichbar",
"Diese Kasse ist nicht offline bereit.",
"Abgemeldet. Anmelden, wenn der Server zurück ist.",
"Netzwerk prüfen. Browserdaten nicht löschen: nicht gesendete Bestellungen."
],
es: [
"Servidor inaccesible",
"Esta caja no está lista sin conexión.",
"Sesión cerrada. Iníciela cuando vuelva el servidor.",
"Revise la red. No borre los datos del navegador: pedidos sin enviar."
],
nl: [
"Server onbereikbaar",
"Deze kassa is niet offline klaar.",
"Afgemeld. Log in als de server terug is.",
"Controleer het netwerk. Wis geen browserdata: onverzonden bestellingen."
]
}, LOGGED_OUT = "logged-out", STYLE = "body{font:18px/1.5 sans-serif;max-width:36em;margin:12vh auto;padding:1em}a{display:inline-block;margin:.3em;padding:1em;background:#714b67;color:#fff}";
function retry() {
let ask2 = () => fetch("/pos/ping", {
method: "POST",
headers: { "Content-Type": "application/json" },
body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}'
}).then((answer) => answer.json()).then(() => location.reload()).catch(() => {});
setInterval(ask2, 5e3), addEventListener("online", ask2);
}
function emergencyPage(request, config, away2, ready3) {
let wanted = request.headers.get("accept-language") || navigator.language || "en";
return new Response(emergencyHtml(wanted, config, away2, ready3), {
status: 503,
headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }
});
}
function emergencyHtml(wanted, config, away2, ready3) {
let lang = wanted.match(/\b\w\w\b/g)?.find((name) => TEXTS[name]) || "en", [title, missing, out, todo] = TEXTS[lang], reason = config && away2 !== LOGGED_OUT ? "never-cached" : away2, links = ready3.map(
({ config: id, name }) => `<a data-poswarm-config="${id}" href="/pos/ui/${id}">${escaped(name || `POS ${id}`)}</a>`
);
return `<!DOCTYPE html><html lang="${lang}" data-poswarm="emergency" data-poswarm-asked="${config ?? ""}" data-poswarm-reason="${reason}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1><p>${away2 === LOGGED_OUT ? out : missing}</p><p>${todo}</p><p>${links.join("")}</p><p><small>${away2}</small></p><script>(${retry})()<\/script></body></html>`;
}
function escaped(text) {
return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

var PATH = "/web/webclient/translations", keyOf = (database, lang) => `translations/${database}/${lang}`;
async function keepTranslation(database, lang, text) {
let body = fromJson(text), refusal = judgeTranslations(body);
if (refusal) {
let stored = await get("meta", keyOf(database, lang));
return stored && body?.hash === stored.hash ? null : refusal;
}
return await put("meta", { key: keyOf(database, lang), hash: body.hash, body: new Blob([text]) }), null;
}
async function refreshTranslation(database, lang, signal) {
let hash = (await get("meta", keyOf(database, lang)))?.hash || "", response = await fetch(`${PATH}?hash=${encodeURIComponent(hash)}&lang=${encodeURIComponent(lang)}`, {
cache: "no-store",
signal
});
return judgeHead("json", response, ORIGIN) || keepTranslation(database, lang, await response.text());
}
async function offlineTranslation(database, lang, hash) {
let stored = await get("meta", keyOf(database, lang));
return hash && (!stored || stored.hash === hash) ? json(JSON.stringify({ lang, hash })) : json(stored ? stored.body : JSON.stringify(emptyTranslation(lang)));
}
function emptyTranslation(lang) {
return {
lang,
hash: "",
lang_parameters: {
direction: /^(?:ar|fa|he|ur)/.test(lang) ? "rtl" : "ltr",
date_format: "%m/%d/%Y",
time_format: "%H:%M:%S",
grouping: "[3,0]",
decimal_point: ".",
thousands_sep: ",",
week_start: 7
},
modules: {},
multi_lang: !1
};
}

var YOUNG = 600 * 1e3, PICTURES_KEPT = 2, REPLY_LIFE = 720 * 3600 * 1e3;
async function collectGarbage() {
let records = allSnapshots(), named = new Set(records.flatMap((record) => Object.values(record.entries))), now = Date.now(), stored = await entries(), old = stored.filter((entry) => !entry.base && !named.has(entry.key) && now - entry.stored > YOUNG);
await dropBodies([...old, ...pictures(stored, PICTURES_KEPT)].map((entry) => entry.key));
let sessions = new Set(records.map((record) => record.pos_session)), dead = (await all("replies")).filter(
(reply2) => reply2.session && !sessions.has(reply2.session) || now - reply2.stored > REPLY_LIFE
);
await remove("replies", dead.map((reply2) => reply2.key));
}

var AT_ONCE = 3, HURRY = 12, PATIENCE = 6e4, MANIFEST = "manifest", jobs = new Map(), primings = {};
function stage(record, cache2 = "default", progress = () => {}) {
let job = jobs.get(record.id) || fill(record, cache2, progress).catch((error) => refuse(record, "", error)).finally(() => jobs.delete(record.id));
return jobs.set(record.id, job), job;
}
async function fill(record, cache2, progress) {
record.refused = [];
let own = namedResources(record.html).map(({ url, kind }) => ({ url: new URL(url, ORIGIN).href, kind })).filter(({ url }) => new URL(url).origin === ORIGIN), manifest = manifestOf(record), translations = translationsOf(record, [record.lang]), complete = await keepAll(record, own, cache2, progress);
for (let { url } of own.filter(({ kind }) => kind === "style")) {
let css = await bodyOf(record, url);
complete = await keepAll(record, css ? styleResources(await css.text(), url) : [], cache2, progress) && complete;
}
let { schema, extras = [], translations: languages = [] } = await manifest;
complete &&= schema >= 0;
let others = [...extras, ...record.learned].map((url) => ({ url }));
return complete = await keepAll(record, others, cache2, progress) && complete, complete = await translations && await translationsOf(record, languages.map(({ lang }) => lang)) && complete, complete && !record.completed && (record.completed = (new Date()).toISOString(), announce(record, "staged")), await saveSnapshot(record), await settle(record), complete;
}
async function keepAll(record, resources, cache2, progress) {
let complete = !0;
return await each(resources, AT_ONCE, async ({ url, kind }) => {
try {
progress(await keepFile(record, url, cache2, kind));
} catch (error) {
complete = refuse(record, url, error, kind === "script" || kind === "style") && complete;
}
}), complete;
}
async function keepFile(record, url, cache2, kind) {
let name = urlKey(url, ORIGIN);
if (record.state !== "staged" && await bodyOf(record, url))
return 0;
let known2 = describe(url).fixed && fixedKey(record, url);
if (known2 && await readBody(known2))
return record.entries[name] = known2, 0;
let signal = AbortSignal.timeout(PATIENCE), { key, fresh } = await fetchAndKeep(record, url, cache2, { kind, signal });
return record.entries[name] = key, fresh && (record.downloaded.files++, record.downloaded.bytes += fresh), fresh;
}
function refuse(record, url, error, needed = !0) {
let refused = error instanceof Refused, reason = refused ? error.code : error?.name === "QuotaExceededError" ? "quota" : "network-error";
record.refused.push({ url, reason });
let fine = !needed && refused && !error.away;
return fine || announce(record, "refused", reason), fine;
}
async function manifestOf(record) {
let url = `/poswarm/manifest/${record.config}`, response = await fetch(url, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null), manifest = response?.ok && /json/.test(response.headers.get("content-type") || "") && await response.json().catch(() => null) || null;
return manifest ? (record.name = manifest.config?.name || record.name, record.after_logout = !!manifest.after_logout, await setLimits(manifest.deadlines), await put("meta", { key: imagesKey(record), urls: manifest.images || [] }), manifest) : (record.refused.push({ url, reason: MANIFEST }), { schema: !response || response.ok || awayReason("json", response) ? -1 : 0 });
}
var imagesKey = ({ database, user, config }) => `images/${database}/${user}/${config}`;
async function wantedImages(owner) {
return (await get("meta", imagesKey(owner)))?.urls || [];
}
async function translationsOf(record, languages) {
let complete = !0;
for (let lang of languages.filter((name) => !record.languages.includes(name)))
try {
let refusal = await refreshTranslation(record.database, lang, AbortSignal.timeout(PATIENCE));
if (refusal)
throw new Refused(refusal, null);
record.languages.push(lang);
} catch (error) {
complete = refuse(record, `translations/${lang}`, error);
}
return complete;
}
async function settle(record) {
record.state === "staged" && record.completed && record.up && (await commit(record), await caughtUp(), await collectGarbage());
}
async function keepImages(owner, urls, progress = () => {}, width = AT_ONCE) {
let { config } = owner;
width === HURRY && urls.length && (primings[config] = {});
let turn = primings[config], stored = await storedBodies();
await each(urls, width, async (url) => {
if (turn !== primings[config] || stored.has(fixedKey(owner, url)) && describe(url).fixed)
return progress(0);
let signal = AbortSignal.timeout(PATIENCE), kept = await fetchAndKeep(owner, url, "default", { signal }).catch((error) => {
error?.name === "QuotaExceededError" && (turn = null);
});
progress(kept?.fresh || 0);
}), await writeEntries().catch(() => {});
}
async function each(items, width, work) {
let queue2 = [...items], lane = async () => {
for (let item = queue2.shift(); item !== void 0; item = queue2.shift())
await work(item);
};
await Promise.all(Array.from({ length: width }, lane));
}

async function respondPage(event, { config, storable }) {
let out = await loggedOut(), candidates = servable(config).filter((record) => !out || record.after_logout), outcome = candidates.length && awayState()?.reason === HUNG && !await serverAnswers(!0) ? { away: HUNG } : await reach(() => loadPage(event.request), {
limit: candidates.length ? limits.page : LAST_RESORT,
cap: LAST_RESORT,
keep: !0
}), { value: loaded, away: away2 = "", late } = outcome, reason = loaded ? await pageAway(loaded, config) : away2;
return loaded && !reason ? (serverSeen(), event.waitUntil(Promise.resolve(storable && takePage(event.resultingClientId, loaded, config).catch(noteError))), loaded.response) : (setAway(reason), late && storable && event.waitUntil(keepLate(late, config)), await storedPage(event.resultingClientId, await whole(candidates), reason) || emergencyPage(event.request, config, out ? LOGGED_OUT : reason, await whole(ready(out))));
}
async function whole(records) {
let kept = [];
for (let record of records) {
let keys = namedResources(record.html).filter(({ kind }) => kind !== "image").map(({ url }) => record.entries[urlKey(url, ORIGIN)]).filter(Boolean);
(await Promise.all(keys.map(readBody))).every(Boolean) && kept.push(record);
}
return kept;
}
async function loadPage(request) {
let response = await fetch(request), text = response.type === "basic" ? await response.clone().text() : "";
return { response, text };
}
async function pageAway({ response, text }, config) {
let sure = awayReason("page", response), suspect = sure ? null : suspicion(response, judgePage(text, markers(text), config));
return sure || (suspect && !await serverAnswers() ? suspect : "");
}
async function takePage(clientId, { response, text }, config) {
let page = markers(text), refusal = judgeHead("page", response, ORIGIN) || judgePage(text, page, config);
return refusal || !page ? (note("refused", { url: response.url, reason: refusal }), null) : adopt(clientId, page, text);
}
async function adopt(clientId, page, html) {
let record = page.off || page.debug.includes("assets") || page.tour ? null : createSnapshot(page, html);
return page.off && passClient(clientId), await Promise.all([
setLastSeen(page),
page.off ? dropSnapshots(page) : clientId && setClient(clientId, page, page.lang, record && record.id),
record && saveSnapshot(record)
]), record;
}
async function receivePage(clientId, { config, html, url }) {
let page = markers(html), refusal = judgePage(html, page, config), { searchParams } = new URL(url, ORIGIN);
return refusal || !page || (searchParams.get("debug") || "").includes("assets") || (await clientOf(clientId))?.owner ? (note("refused", { url, reason: refusal || "not-needed" }), null) : (serverSeen(), adopt(clientId, page, html));
}
async function keepLate(late, config) {
let loaded = await Promise.race([late, new Promise((resolve) => setTimeout(resolve, LAST_RESORT))]).catch(() => null);
if (loaded && !await pageAway(loaded, config)) {
serverSeen();
let record = await takePage("", loaded, config);
record && (await stage(record), tell({ type: "newer", config: record.config, pos_session: record.pos_session, id: record.id }));
}
}
async function loggedOut() {
let who = lastSeen(), mark = await sw.cookieStore?.get("poswarm_logout").catch(() => null);
return !!who && mark?.value === `${who.user}.${encodeURIComponent(who.database)}`;
}
function servable(config) {
let who = lastSeen(), found = who && config ? snapshotsOf(who, config).filter((record) => record.state !== "staged") : [], sound = found.filter((record) => !isBroken(record));
return sound.length ? sound : found;
}
function ready(out) {
let who = lastSeen();
return who ? snapshotsOf(who, null).filter((s) => s.state === "current" && (!out || s.after_logout)) : [];
}
async function storedPage(clientId, candidates, reason) {
let [first] = candidates;
if (!first)
return null;
let held = (await heldSessions(first.database, first.config)).sort((a, b) => b.id - a.id), match = candidates.find((record2) => held.some(({ id }) => id === record2.pos_session)), record = match || first, session = match || !held.length ? record.pos_session : held[0].id;
if (held.find(({ id }) => id === session)?.state === "closed" && await serverAnswers())
return null;
await setClient(clientId, record, record.lang, record.id);
let since = awayState()?.since || (new Date()).toISOString();
return note("served", { config: record.config, snapshot: record.id, reason }), new Response(offlinePage(record.html, { session, offline: { reason, since, snapshot: record.id } }), {
headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }
});
}

var HANDLERS = {
"poswarm/status": async ({ answer }) => answer(await status()),
"poswarm/page": pageArrives,
"poswarm/up": pageUp,
"poswarm/failed": pageFailed,
"poswarm/prime": prime
};
async function onMessage(event) {
let data = event.data || {}, clientId = event.source?.id || "";
if (Array.isArray(data.urlsToCache))
return keepListed(clientId, data.urlsToCache);
let handler = Object.hasOwn(HANDLERS, data.type) ? HANDLERS[data.type] : null, answer = (result) => event.ports[0]?.postMessage({ schema: 1, ...result });
try {
await handler?.({ answer, clientId, data });
} catch (error) {
noteError(error, data.type), answer({ committed: null, reason: "error", error: { code: "internal", message: String(error) } });
}
}
async function status() {
let pinned = await pinnedSnapshots(), [bodies, replies] = [await entries(), await all("replies")], { usage, quota } = await navigator.storage.estimate();
return {
worker: { version: VERSION, schema: 1 },
snapshots: await Promise.all(allSnapshots().map((record) => describeSnapshot(record, pinned, bodies, replies))),
storage: { usage, quota, persisted: await navigator.storage.persisted() },
away: awayState(),
...journal()
};
}
async function describeSnapshot(record, pinned, bodies, replies) {
let { html, entries: names, learned, missing = [], ...shown } = record, { database, user, config } = record, keys = new Set(Object.values(names)), own = bodies.filter((entry) => keys.has(entry.key)), wanted = (await wantedImages(record)).map((url) => fixedKey(record, url)), stored = new Set(bodies.map((entry) => entry.key));
return {
...shown,
pinned: pinned.includes(record.id),
entries: own.length + 1,
learned: learned.length,
refused: [...missing, ...shown.refused],
bytes: own.reduce((sum, entry) => sum + entry.bytes, html.length),
replies: replies.filter((r) => r.database === database && r.user === user && r.config === config).length,
images: { wanted: wanted.length, stored: wanted.filter((key) => stored.has(key)).length }
};
}
var arriving = Promise.resolve();
async function pageArrives({ clientId, data }) {
arriving = receivePage(clientId, data).catch(() => null);
let record = await arriving;
return record && stage(record, "force-cache");
}
async function pageUp({ answer, clientId, data }) {
await arriving;
let client = await clientOf(clientId), record = snapshot(client?.snapshot);
if (!client || !record || record.config !== data.config)
return answer({ committed: null, reason: "no-snapshot" });
if (record.state === "staged") {
if (record.pos_session !== data.session)
return answer({ committed: null, reason: "other-session" });
if (await settled(), record.missing = await missingReplies(client, data.told), record.up = !record.missing.length, await saveSnapshot(record), !record.completed && !await stage(record) || !record.up)
return answer({ committed: null, reason: [...record.refused, ...record.missing].at(-1)?.reason });
await settle(record);
}
record.failures && (record.failures = 0, await saveSnapshot(record)), answer({ committed: record.id }), awayState() || await keepImages(record, await wantedImages(record));
}
async function pageFailed({ clientId, data }) {
let record = snapshot((await clientOf(clientId))?.snapshot);
return note("failed", { config: data.config, reason: data.reason, snapshot: record?.id }), record?.state === "current" && loadFailed(record);
}
async function keepListed(clientId, urls) {
let record = snapshot((await clientOf(clientId))?.snapshot);
for (let url of record ? urls : [])
record && routeOf(url)?.kind === "file" && await keepFile(record, url, "default").catch((error) => note("refused", { url, reason: error.message }));
return record && saveSnapshot(record);
}
async function prime({ answer, data }) {
await arriving;
let who = lastSeen(), family = who ? snapshotsOf(who, data.config) : [], pinned = await pinnedSnapshots(), [newest = family[0]] = family.filter(({ id, state }) => state === "current" || pinned.includes(id)).sort((a, b) => b.created.localeCompare(a.created));
if (!newest)
return answer({ error: { code: "no-snapshot", message: `POS ${data.config} was never opened here` } });
if (!await serverAnswers())
return answer({ error: { code: "away", message: "the server does not answer" } });
let [done, total, bytes, told] = [0, 1, 0, 0], step = (size) => {
done++, bytes += size, total = Math.max(total, done), (done === total || performance.now() > told + 99) && (told = performance.now(), answer({ progress: { done, total, bytes } }));
};
newest.languages = [];
let complete = await stage(newest, "default", step);
await settle(newest);
let images = (await wantedImages(newest)).slice(0, data.images === "none" ? 0 : isNaN(data.images) ? void 0 : data.images);
total = done + images.length, await keepImages(newest, images, (size) => {
size && newest.downloaded.files++, newest.downloaded.bytes += size, step(size);
}, HURRY);
let { missing: [missing] = [], refused } = newest, first = missing || refused.find(({ reason }) => reason === MANIFEST);
if (!complete || first) {
let { reason, url } = first || refused[0];
return answer({ error: { code: reason, message: `not stored: ${url}` } });
}
let { downloaded } = newest;
newest.downloaded = { files: 0, bytes: 0 }, await saveSnapshot(newest);
let result = await describeSnapshot(newest, await pinnedSnapshots(), await entries(), await all("replies"));
answer({ result: { ...result, downloaded } });
}

var LEARNED = 200;
async function respondFile(event) {
let { url } = event.request, client = await clientOf(event.clientId), who = client?.owner || lastSeen(), stored = await (who && describe(url).fixed ? readBody(fixedKey(who, url)) : bodyOf(snapshot(client?.snapshot), url));
if (stored)
return stored;
let { value, away: away2 } = await ask(event.request, kindOf(new URL(url).pathname), firstFetch());
if (value && !away2) {
let copy = value.clone();
return event.waitUntil(whenKnown(event.clientId, (known2) => learn(known2, url, copy))), value;
}
return await otherCopy(who, url) || value || Response.error();
}
async function otherCopy(who, url) {
for (let record of who ? snapshotsOf(who, null) : []) {
let body = await bodyOf(record, url);
if (body)
return body;
}
}
async function learn(client, url, response) {
let record = snapshot(client.snapshot);
if (!(!client.owner || !record))
try {
let { key } = await keepAnswer(client.owner, url, response), name = urlKey(url, ORIGIN);
record.entries[name] ||= key, describe(url).fixed || (record.learned = [...record.learned.filter((known2) => known2 !== name), name].slice(-LEARNED)), await saveSnapshot(record);
} catch (error) {
note("refused", { url, reason: error.message });
}
}
async function respondImage(event) {
let { url } = event.request, who = (await clientOf(event.clientId))?.owner || lastSeen(), stored = who && await readBody(fixedKey(who, url));
if (stored)
return describe(url).fixed || event.waitUntil(fetchAndKeep(who, url, "default").catch(() => {})), stored;
let { value, away: away2 } = await ask(event.request, "image", firstFetch());
return value && !away2 ? trustedImage(event, value) : await otherMoment(who, url) || value || Response.error();
}
async function trustedImage(event, response) {
let { url } = event.request, fresh = judgeHead("image", response, ORIGIN) === "placeholder-image" ? await fetch(url, { cache: "reload" }).catch(() => response) : response, copy = fresh.clone();
return event.waitUntil(whenKnown(event.clientId, async ({ owner }) => owner && keepAnswer(owner, url, copy).then(writeEntries))), fresh;
}
async function otherMoment(who, url) {
let { base } = describe(url), found = (await entries()).find(
(entry) => entry.base === base && entry.database === who?.database && entry.user === who?.user
);
return found && readBody(found.key);
}
function firstFetch() {
return { limit: limits.call, cap: LAST_RESORT };
}

var loading;
function ready2() {
return loading ??= Promise.allSettled([loadSnapshots(), loadAway(), loadLimits(), loadJournal()]), loading;
}
sw.addEventListener("install", (event) => {
sw.skipWaiting(), event.waitUntil(carryOver());
});
sw.addEventListener("activate", (event) => {
event.waitUntil(Promise.all([sw.clients.claim(), removeOutdated()]));
});
sw.addEventListener("message", (event) => {
sw.skipWaiting(), event.waitUntil(ready2().then(() => onMessage(event)));
});
sw.addEventListener("fetch", (event) => {
let where = route(event.request, ORIGIN);
if (!where)
return;
let response = ready2().then(() => respond(event, where));
event.respondWith(response.catch((error) => noteError(error) || fetch(event.request)));
let { kind, call } = where;
(kind === "call" || kind === "ping") && event.waitUntil(ready2().then(() => noteCall(new URL(event.request.url).pathname, call)));
});
function respond(event, where) {
switch (where.kind) {
case "page":
return respondPage(event, where);
case "file":
return respondFile(event);
case "image":
return respondImage(event);
case "translations":
return respondTranslations(event);
case "ping":
return respondPing(event);
case "call":
return respondCall(event, where.call);
}
}
async function respondTranslations(event) {
let { searchParams } = new URL(event.request.url), [lang, hash] = [searchParams.get("lang") || "", searchParams.get("hash") || ""], { value, away: away2, body } = await ask(event.request, "json", { limit: limits.call, cap: LAST_RESORT });
if (value && body && !away2)
return event.waitUntil(
whenKnown(event.clientId, async ({ owner }) => {
owner && !judgeHead("json", value, ORIGIN) && await keepTranslation(owner.database, lang, await body.text()) && await refreshTranslation(owner.database, lang);
})
), value;
let client = await clientOf(event.clientId);
return offlineTranslation(client?.owner?.database || lastSeen()?.database || "", lang, hash);
}
})();
