import { rpc } from "./rpc.js";
import { session } from "./session.js";

/** Model calls with the user's context, as every Odoo page makes them. */
export class ORM {
    call(model, method, args = [], kwargs = {}) {
        const context = { ...session.user_context, ...kwargs.context };
        return rpc(`/web/dataset/call_kw/${model}/${method}`, {
            model,
            method,
            args,
            kwargs: { ...kwargs, context },
        });
    }

    read(model, ids, fields, kwargs = {}) {
        return this.call(model, "read", [ids, fields], kwargs);
    }

    searchRead(model, domain, fields, kwargs = {}) {
        return this.call(model, "search_read", [], { ...kwargs, domain, fields });
    }
}
