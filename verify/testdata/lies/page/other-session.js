// The page of one POS session with the data of another.
whenBooted(() => {
    odoo.pos_session_id += 1;
});
