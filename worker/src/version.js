/** Version of the worker, shown in its status and in the header of the built file. */
export const VERSION = "0.1.0";

/** Version of the stored data and of every message. A change needs a step in migrate.js. */
export const SCHEMA = 1;
