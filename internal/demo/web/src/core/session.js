/** What the server wrote into the page about user and server. */
export const session = odoo.__session_info__;
delete odoo.__session_info__;
