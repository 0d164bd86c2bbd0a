/** One fact that was heard: what it should be, or that it is to go. */
const session = require('../../services/session');
const { spoken, questionWords } = require('../../lib/speech');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');

Component({
  behaviors: [page, says('fact')],
  data: {
    number: '',
    fact: /** @type {any} */ (null),
    typed: '',
    value: '',
    chosen: /** @type {string[]} */ ([]),
    spoken: '',
  },
  methods: {
    onLoad(/** @type {{number?: string}} */ query) {
      this.setData({ number: query.number || '' });
      return this.load();
    },
    load() {
      return this.attempt(async () => {
        const fact = await session.get(`chat/facts/${this.data.number}`);
        const { input } = fact.question;
        const typed = input === 'number' || input === 'date' ? input : '';
        this.setData({ fact, typed, spoken: spoken([this.data.says.heard + fact.heard, questionWords(fact.question)]) });
      });
    },
    type(/** @type {WechatMiniprogram.CustomEvent<{value: string}>} */ event) {
      this.setData({ value: event.detail.value });
    },
    choose(/** @type {WechatMiniprogram.CustomEvent<{chosen: string[]}>} */ event) {
      this.setData({ chosen: event.detail.chosen });
    },
    change() {
      return this.send({ typed: this.data.value, choices: this.data.chosen });
    },
    takeBack() {
      return this.send({ take_back: true });
    },
    send(/** @type {object} */ wanted) {
      return this.attempt(async () => {
        await session.post(`chat/facts/${this.data.number}`, { subject: this.data.fact.subject, ...wanted });
        wx.navigateBack();
      });
    },
  },
});
