/*
 * Names to the worker what this page may ask for later: every picture that this
 * point of sale can show, and the files that its code names and loads when a
 * screen first needs them.
 *
 * The page knows: it has the records that it will show and the functions that
 * make their addresses. Each kind of picture is a patch of its own, so that an
 * Odoo which shows one kind in another way lacks that kind only.
 */
import { definePatch } from "./patches";

/** Milliseconds; a search brings several records one after the other. */
const CALM = 500;

/** @type {(() => string[] | undefined)[]} */
const imageParts = [];
/** @type {(() => string[] | undefined)[]} */
const fileParts = [];
const followers = new Set();
let changing = null;

/** @param {() => void} follower told when there may be more than was handed over */
export function followWanted(follower) {
    followers.add(follower);
}

function collect(parts) {
    const urls = parts.flatMap((part) => part() ?? []);
    return [...new Set(urls.filter((url) => typeof url === "string" && url.startsWith("/")))];
}

/** What a point of sale that is up may ask for. */
export function wanted() {
    return { images: collect(imageParts), files: collect(fileParts) };
}

/**
 * @param {string} name as in declared.js
 * @param {(pos: any) => (string | false)[]} list addresses as the page asks for them
 */
function images(name, list) {
    definePatch(name, (_, { safely }) => {
        imageParts.push(safely(() => list(window.posmodel)));
    });
}

/** The records of a model, none where the addon that has it is not installed. */
function records(pos, model) {
    return pos.models[model]?.getAll() ?? [];
}

images("images_products", (pos) => {
    if (!pos.config.show_product_images) {
        return [];
    }
    // Variants are shown where one is to be chosen in a combo; what they cost to
    // hold is little beside a choice without pictures.
    const choices = records(pos, "product.combo.item").map(({ product_id }) => product_id);
    return [...records(pos, "product.template"), ...choices].map((product) => product?.getImageUrl());
});

/** A product's description is a text of the web site, shown in its information. */
function picturesIn(html) {
    if (!html?.includes?.("<img")) {
        return [];
    }
    const { images: found } = new DOMParser().parseFromString(html, "text/html");
    return [...found].map((image) => image.getAttribute("src"));
}

images("images_descriptions", (pos) =>
    records(pos, "product.template").flatMap(({ public_description }) => picturesIn(public_description))
);

images("images_events", (pos) =>
    records(pos, "event.event").map(
        ({ id, write_date }) => `/web/image?model=event.event&id=${id}&field=image_1024&unique=${write_date}`
    )
);

images("images_categories", (pos) => {
    const shown = pos.config.show_category_images ? records(pos, "pos.category") : [];
    return shown
        .filter(({ has_image }) => has_image)
        .map(({ id }) => `/web/image?model=pos.category&field=image_128&id=${id}`);
});

images("images_payment_methods", (pos) =>
    records(pos, "pos.payment.method")
        .filter(({ image }) => image)
        .map(({ id }) => `/web/image/pos.payment.method/${id}/image`)
);

images("images_attributes", (pos) =>
    records(pos, "product.template.attribute.value")
        .filter(({ image }) => image)
        .map(({ id }) => `/web/image/product.template.attribute.value/${id}/image`)
);

images("images_cashiers", (pos) => [
    ...records(pos, "res.users").map(({ id }) => `/web/image/res.users/${id}/avatar_128`),
    ...(pos.config.module_pos_hr ? records(pos, "hr.employee") : []).map(
        ({ id }) => `/web/image/hr.employee.public/${id}/avatar_128`
    ),
]);

images("images_company", (pos) => {
    const company = pos.company.id;
    return [
        `/web/image?model=res.company&id=${company}&field=logo`,
        // The receipt's; some builds have it in their data instead.
        `/web/image/res.company/${company}/logo/256x256`,
    ];
});

/** Modules whose code runs in the point of sale, and the templates of its bundle. */
const OURS = /^@(point_of_sale|pos_\w+)[/.]|\.bundle\.xml$/;
const NAMED_FILE = /(?<=["'`(\s])\/\w+\/static\/[\w./-]+(?=["'`)\s?])/g;
/** A template's own address stands in the code as well; nobody asks for it. */
const LOADED = /\.(png|jpe?g|gif|svg|webp|ico|ogg|mp3|wav|woff2?|ttf|otf|wasm|json)$|\/lib\/.*\.js$/;
const SOUND = /\/(sounds|audio)\/[\w-]+$/;

/** Odoo names a sound without its ending and takes the one that the browser plays. */
function withEnding(path) {
    if (!SOUND.test(path)) {
        return path;
    }
    return path + (new Audio().canPlayType("audio/ogg; codecs=vorbis") ? ".ogg" : ".mp3");
}

definePatch("files_named", (_, { safely }) => {
    fileParts.push(
        safely(() => {
            const named = new Set();
            for (const [name, { fn }] of odoo.loader.factories) {
                const text = OURS.test(name) ? Function.prototype.toString.call(fn) : "";
                for (const [path] of text.matchAll(NAMED_FILE)) {
                    named.add(withEnding(path));
                }
            }
            return [...named].filter((path) => LOADED.test(path));
        })
    );
});

/** More products come when the cashier searches. */
definePatch("wanted_later", ({ PosData }, { around }) => {
    around(PosData.prototype, {
        async callRelated(stock, ...args) {
            const loaded = await stock(...args);
            clearTimeout(changing);
            changing = setTimeout(() => followers.forEach((follower) => follower()), CALM);
            return loaded;
        },
    });
});
