// What tests get for `fast-check`: the same, but a property gets the same inputs in every run, so that one commit has one outcome. What no run
// has met yet is looked for by campaigns: npm run fuzz, npm run simulate.
const fc = require('fast-check/itself');
fc.configureGlobal({ seed: 20_260_101 });
module.exports = fc;
