/** The words of a page or a component in its data, as `says`; of a page also the title at the top of the phone. */
const { current, words } = require('../services/words');

/** @typedef {import('../services/words').Words} Words */

/** @param {keyof Words} part */
module.exports = (part) =>
  Behavior({
    data: { says: /** @type {{[name: string]: string}} */ (words()[part]), language: current() },
    lifetimes: {
      attached() {
        // The words above are those of the moment this code was loaded; a language may have been chosen since.
        if (this.data.language !== current()) this.setData({ says: words()[part], language: current() });
      },
      ready() {
        const { bar } = this.data.says;
        if (bar) wx.setNavigationBarTitle({ title: bar });
      },
    },
  });
