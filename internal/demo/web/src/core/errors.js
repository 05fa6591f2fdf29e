import { _t } from "./localization.js";
import { ConnectionLostError, RPCError } from "./rpc.js";

export function showRPCError(dialog, error) {
    dialog.alert(_t("Odoo Server Error"), error.data?.message ?? error.message);
}

/**
 * Shows what nobody caught: a lost connection once, a server's error each
 * time, and "Oops!" for the rest.
 */
export function watchErrors(env) {
    const show = (error) => {
        const { dialog, pos } = env.services;
        if (error instanceof ConnectionLostError) {
            // while the page starts there is nothing to warn about yet
            if (pos && !pos.data.network.warningTriggered) {
                pos.data.network.warningTriggered = true;
                dialog.alert(
                    _t("Connection Lost"),
                    _t(
                        "Until the connection is reestablished, Odoo Point of Sale will operate with limited functionality."
                    ),
                    _t("Continue with limited functionality")
                );
            }
        } else if (error instanceof RPCError) {
            showRPCError(dialog, error);
        } else {
            dialog.alert(_t("Oops!"), _t("Something went wrong...") + ` ${error?.message ?? error}`);
        }
    };
    window.addEventListener("unhandledrejection", ({ reason }) => show(reason));
    window.addEventListener("error", ({ error, message, filename, lineno, colno }) => {
        // a script of another site keeps its details to itself
        if (filename || lineno || colno) {
            show(error ?? new Error(message));
        }
    });
}
