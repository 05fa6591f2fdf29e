// The page of another POS.
whenBooted(() => {
    odoo.pos_config_id += 1;
});
