// Stands where Odoo serves its camera barcode library. The demo's scanner is
// the keyboard, so all that matters is that the file exists and is fetched.
self.ZXing = { demo: true };
