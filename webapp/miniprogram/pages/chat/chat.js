/** What was said, what was heard, what it comes to, and the one question that helps most. */
const session = require('../../services/session');
const { pageOf } = require('../../lib/links');
const { spoken, blockWords, questionWords } = require('../../lib/speech');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');

const MOST_CHIPS = 6;

Component({
  behaviors: [page, says('chat')],
  data: {
    chat: /** @type {any} */ (null),
    urgent: /** @type {any[]} */ ([]),
    blocks: /** @type {any[]} */ ([]),
    links: /** @type {any[]} */ ([]),
    chips: /** @type {any[]} */ ([]),
    rest: /** @type {any[]} */ ([]),
    chosen: /** @type {string[]} */ ([]),
    typed: false,
    spoken: '',
    taken: 0,
  },
  methods: {
    onShow() {
      this.load();
    },
    load() {
      return this.attempt(async () => this.show(await session.get('chat')));
    },
    show(/** @type {any} */ chat) {
      const { heard, earlier, blocks, question } = chat;
      const typed = Boolean(question) && (question.input === 'number' || question.input === 'date');
      this.setData({
        chat,
        urgent: blocks.filter((/** @type {any} */ one) => one.kind === 'urgent'),
        blocks: blocks.filter((/** @type {any} */ one) => one.kind !== 'urgent' && one.kind !== 'link'),
        links: blocks.filter((/** @type {any} */ one) => one.kind === 'link'),
        chips: heard.length ? heard : earlier.slice(0, MOST_CHIPS),
        rest: heard.length ? earlier : earlier.slice(MOST_CHIPS),
        chosen: [],
        typed,
        spoken: spoken([...blocks.map(blockWords), questionWords(question)]),
      });
    },
    say(/** @type {WechatMiniprogram.CustomEvent<{text: string}>} */ event) {
      return this.send({ text: event.detail.text });
    },
    choose(/** @type {WechatMiniprogram.CustomEvent<{chosen: string[]}>} */ event) {
      this.setData({ chosen: event.detail.chosen });
    },
    answer() {
      return this.send({ question: this.data.chat.question.id, choices: this.data.chosen });
    },
    send(/** @type {object} */ message) {
      return this.attempt(async () => {
        this.show(await session.post('chat', message));
        this.setData({ taken: this.data.taken + 1 });
        wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      });
    },
    follow(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      const link = this.data.links[event.currentTarget.dataset.index];
      const url = pageOf(link);
      if (url) wx.navigateTo({ url });
      else this.send({ text: link.label });
    },
    correct(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      wx.navigateTo({ url: `/pages/fact/fact?number=${event.currentTarget.dataset.number}` });
    },
    async restart() {
      const { anew, confirm: content, yes, stay } = this.data.says;
      const { confirm } = await wx.showModal({ title: anew, content, confirmText: yes, cancelText: stay });
      if (!confirm) return;
      await this.attempt(async () => {
        await session.remove('chat');
        wx.reLaunch({ url: '/pages/index/index' });
      });
    },
  },
});
