// What `require('electron')` finds under the fake: the module that `use-fake.ts` left here.
module.exports = globalThis.fakeElectron;
