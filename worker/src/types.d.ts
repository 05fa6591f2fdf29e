/** Shapes shared by the modules. Types only: nothing of this file reaches the browser. */

export interface Identity {
    database: string;
    user: number;
}

export interface Owner extends Identity {
    config: number;
}

export type Kind = "script" | "style" | "font" | "image" | "page" | "json" | "static";

export type Route =
    | { kind: "page"; config: number | null; storable: boolean }
    | { kind: "file"; immutable: boolean }
    | { kind: "image" }
    | { kind: "translations" }
    | { kind: "ping" }
    | { kind: "call"; call: string };

export interface Markers extends Owner {
    session: number;
    lang: string;
    user_name: string;
    debug: string;
    tour: boolean;
    /** Switched off for this POS, or for the whole database. */
    off: boolean;
}

export interface Resource {
    url: string;
    /** Where the page says what it is; otherwise its address tells. */
    kind?: Kind;
}

export interface Refusal {
    url: string;
    reason: string;
    /** The server, alive, does not give it: nothing waits for it, and it is asked for again after a pause (refusals.js). */
    final?: boolean;
}

export interface Snapshot extends Owner {
    id: string;
    state: "staged" | "current" | "previous";
    /** A later page has a larger one: it only grows, and no clock is asked. */
    generation: number;
    /** The day of this terminal, counted, on which it was last in use. */
    day: number;
    name: string;
    pos_session: number;
    lang: string;
    html: string;
    created: string;
    completed: string | null;
    /** The page has reported that it is up; the commit only waits for the rest of the files. */
    up: boolean;
    /** URL key to body key. */
    entries: Record<string, string>;
    /** Files that no page names, seen in use; the next snapshot fetches them too. */
    learned: string[];
    /** What its page names, the server has not, and it came up without. */
    absent?: string[];
    /** Question to the key of its reply. */
    answers: Record<string, string>;
    /** Language to the key of its terms. */
    terms: Record<string, string>;
    /** What the server's data was when its files were fetched, as the manifest says. */
    data_version?: string;
    refused: Refusal[];
    /** Replies that the page had at its start and that are not stored: it would come up in part. */
    missing: Refusal[];
    /** The POS opens without the server even after an explicit log-out. */
    after_logout?: boolean;
    /** Loads of it, as `current`, that did not come up. */
    failures?: number;
    downloaded: Downloaded;
    /** The page module on this Odoo; not there before the page was up. */
    patches?: Patch[];
    /** Parts that the addon could not put into its manifest. */
    manifest_failed?: { part: string; error: string }[];
}

/** One patch of the page module on Odoo's code, as the page found it. */
export interface Patch {
    name: string;
    state: "on" | "off";
    missing: string[];
    changed: string[];
    error?: string;
}

export interface Downloaded {
    files: number;
    bytes: number;
}

/** What a file of a page is to the worker. */
export interface Described {
    url: string;
    /** The same picture at any time. */
    base?: string;
    version: string;
    kind: Kind;
    /** Its address says that it never changes. */
    fixed: boolean;
    /** It is the same for all users of the origin. */
    shared: boolean;
}

export interface Entry extends Identity {
    key: string;
    url: string;
    kind: Kind;
    base: string;
    bytes: number;
    stored: number;
}

export interface Reply extends Owner {
    key: string;
    question: string;
    call: string;
    session: number;
    boot: string;
    body: Blob;
    stored: number;
}

export interface Client {
    id: string;
    owner: Owner | null;
    lang: string;
    snapshot: string | null;
    seen: number;
    fullLoad?: boolean;
    /** Its page came from a snapshot; what the server has meanwhile is told to it once. */
    stored?: boolean;
    told?: string;
}

export interface Away {
    since: string;
    reason: string;
    /** What stands in the way asks for a log-in, or looks like that. */
    login?: boolean;
}

/** What a page from a snapshot is told: `window.poswarmOffline`. */
export interface Offline extends Away {
    snapshot: string;
    database: string;
    user: number;
    user_name: string;
    /** Other databases or users have this POS on this terminal as well. */
    shared: boolean;
    /** Where the log-in is, within the scope of the worker. */
    login_url: string;
}

export interface Translation {
    key: string;
    hash: string;
    body: Blob;
}

/** The part of /poswarm/manifest/<config> that the worker reads. */
export interface Manifest {
    schema: number;
    config?: { id: number; name: string };
    after_logout?: boolean;
    user?: number;
    database?: string;
    pos_session?: number | null;
    data_version?: string;
    /** Days of use after which the snapshots of a user who is not seen go. */
    keep_days?: number;
    assets?: string[];
    /** Of an older addon; the page knows better. */
    images?: string[];
    failed?: { part: string; error: string }[];
    translations?: { lang: string; url: string }[];
    deadlines?: Partial<Deadlines>;
}

export interface Deadlines {
    page: number;
    call: number;
    ping: number;
}

export type Params = {
    model?: string;
    method?: string;
    args?: any[];
    kwargs?: Record<string, any>;
};
