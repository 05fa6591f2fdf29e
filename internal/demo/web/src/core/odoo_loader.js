/**
 * The part of Odoo's module loader that addons can see: the modules that have
 * started, by name, and an event for each; the code of each by name.
 */
odoo.loader ??= { modules: new Map(), factories: new Map(), bus: new EventTarget() };

export function started(moduleName, module) {
    const { default: byDefault, ...named } = module;
    // As Odoo's transpiler has it.
    odoo.loader.modules.set(moduleName, byDefault ? { ...named, [Symbol.for("default")]: byDefault } : named);
    odoo.loader.bus.dispatchEvent(new CustomEvent("module-started", { detail: { moduleName, module } }));
}
