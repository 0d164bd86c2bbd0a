/** One thing to fill in. Tells `input` with every letter and `confirm` with the key of the keyboard. */
const { countWords } = require('../../lib/counting');
const { words } = require('../../services/words');

Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: {
    name: String,
    kind: { type: String, value: 'text' },
    label: String,
    /** The label stands as the heading of the page, and is only spoken here. */
    quiet: Boolean,
    hint: String,
    error: String,
    value: String,
    example: String,
    digits: Boolean,
    keyboard: { type: String, value: 'text' },
    confirm: { type: String, value: 'done' },
    most: { type: Number, value: 200 },
    count: Number,
  },
  data: { counted: '' },
  observers: {
    'value, count'(/** @type {string} */ value, /** @type {number} */ count) {
      this.setData({ counted: countWords(value || '', count || 0, words().field) });
    },
  },
  methods: {
    type(/** @type {WechatMiniprogram.Input} */ event) {
      const { value } = event.detail;
      this.setData({ counted: countWords(value, this.data.count, words().field) });
      this.triggerEvent('input', { name: this.data.name, value });
    },
    done() {
      this.triggerEvent('confirm', { name: this.data.name });
    },
  },
});
