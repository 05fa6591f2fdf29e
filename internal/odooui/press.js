// Runs one step of a script; press() in sell.go puts the script and until.js in.
/* global SCRIPT, UNTIL */
(step, options) => (SCRIPT)(UNTIL)(step, options)
