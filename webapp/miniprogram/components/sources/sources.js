/** On whose word: under every figure and clause. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { of: Array },
  data: { words: '' },
  observers: {
    of(/** @type {string[]} */ of) {
      const words = (of || []).join('、');
      this.setData({ words: !words || words.startsWith('依据') ? words : `依据 ${words}` });
    },
  },
});
