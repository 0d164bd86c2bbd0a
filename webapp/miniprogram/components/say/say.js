/** A sentence, typed or spoken. Tells `say` with the text; `clear` is counted up when it was taken. */
const voice = require('../../services/voice');
const says = require('../../behaviors/says');

Component({
  behaviors: [says('say')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: {
    label: String,
    quiet: Boolean,
    example: String,
    button: String,
    secondary: Boolean,
    busy: Boolean,
    error: String,
    clear: Number,
  },
  data: { text: '', maySpeak: false, hearing: false, trouble: '' },
  observers: {
    clear() {
      this.setData({ text: '' });
    },
  },
  lifetimes: {
    attached() {
      this.setData({ maySpeak: voice.isThere() });
    },
    detached() {
      this.stop();
    },
  },
  methods: {
    type(/** @type {WechatMiniprogram.Input} */ event) {
      this.setData({ text: event.detail.value });
    },
    send() {
      this.stop();
      this.triggerEvent('say', { text: this.data.text });
    },
    speak() {
      if (this.data.hearing) {
        this.stop();
        return;
      }
      const before = this.data.text;
      this.setData({ hearing: true, trouble: '' });
      const stop = voice.listen({
        words: (heard) => this.setData({ text: before + heard }),
        trouble: (trouble) => this.setData({ trouble }),
        over: () => this.setData({ hearing: false }),
      });
      /** @type {any} */ (this)._stop = stop;
    },
    stop() {
      if (this.data.hearing) /** @type {any} */ (this)._stop();
    },
  },
});
