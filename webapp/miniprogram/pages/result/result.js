/** What can be had, by person, each sum with its working. */
const session = require('../../services/session');
const { pageOf } = require('../../lib/links');
const { spoken, blockWords } = require('../../lib/speech');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');

Component({
  behaviors: [page, says('result')],
  data: {
    result: /** @type {any} */ (null),
    blocks: /** @type {any[]} */ ([]),
    links: /** @type {any[]} */ ([]),
    apply: /** @type {any} */ (null),
    spoken: '',
  },
  methods: {
    onShow() {
      this.load();
    },
    load() {
      return this.attempt(async () => {
        const result = await session.get('result');
        const links = result.blocks.filter((/** @type {any} */ one) => one.kind === 'link' && one.action !== 'result');
        const blocks = result.blocks.filter((/** @type {any} */ one) => one.kind !== 'link');
        this.setData({
          result,
          blocks,
          links: links.filter((/** @type {any} */ one) => one.action !== 'apply' && pageOf(one)),
          apply: links.find((/** @type {any} */ one) => one.action === 'apply') || null,
          spoken: spoken([result.title, ...blocks.map(blockWords)]),
        });
      });
    },
    follow(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      wx.navigateTo({ url: pageOf(this.data.links[event.currentTarget.dataset.index]) });
    },
    goApply() {
      wx.navigateTo({ url: this.data.apply ? pageOf(this.data.apply) : '/pages/apply/apply' });
    },
    goChat() {
      wx.navigateTo({ url: '/pages/chat/chat' });
    },
  },
});
