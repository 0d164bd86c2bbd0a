/** On whose word: under every figure and clause. */
const { words } = require('../../services/words');
const { put } = require('../../lib/putting');

Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { of: Array },
  data: { words: '' },
  observers: {
    of(/** @type {string[]} */ of) {
      const { from, of: sentence, comma } = words().sources;
      const named = (of || []).join(comma);
      this.setData({ words: !named || named.startsWith(from) ? named : put(sentence, named) });
    },
  },
});
