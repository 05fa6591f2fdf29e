// A scanner that is not there.
whenBooted((pos) => Object.defineProperty(pos, "barcodeReader", { get: () => null, set() {} }));
