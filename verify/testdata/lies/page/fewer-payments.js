// One way of paying is forgotten.
whenBooted((pos) => pos.models["pos.payment.method"].getAll().at(-1).delete());
