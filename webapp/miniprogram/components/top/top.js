/** 听 and 大字, always at the top right. `say` is what is read aloud. */
const looks = require('../../services/looks');
const voice = require('../../services/voice');
const says = require('../../behaviors/says');

Component({
  behaviors: [says('top')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { home: Boolean, large: Boolean, say: String },
  data: { mayListen: false, reading: false, trouble: '' },
  lifetimes: {
    attached() {
      this.setData({ mayListen: voice.isThere() });
    },
  },
  methods: {
    resize: () => looks.toggle(),
    listen() {
      if (this.data.reading) {
        voice.stopReading();
        return;
      }
      this.setData({ reading: true, trouble: '' });
      voice.read(this.data.say, (trouble) => this.setData({ reading: false, trouble: trouble || '' }));
    },
  },
});
