// One product is forgotten.
whenBooted((pos) => pos.models["product.product"].getAll().at(-1).delete());
