import { Base } from "./models.js";

/** The moment of a record's last change, in the form and zone that the till uses. */
function zoned(sql) {
    const date = new Date(`${sql.replace(" ", "T")}Z`);
    const minutes = -date.getTimezoneOffset();
    const local = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 23);
    const pad = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    return `${local}${minutes < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}

export class ProductTemplate extends Base {
    /** Unlike Odoo's, none for a product without a picture. */
    getImageUrl() {
        const { image_128: pictured, write_date } = this.raw;
        const unique = pictured && zoned(write_date);
        return pictured && `/web/image?model=product.template&field=image_128&id=${this.id}&unique=${unique}`;
    }
}

export class ProductProduct extends Base {
    getImageUrl() {
        return this.product_tmpl_id?.getImageUrl();
    }
}
