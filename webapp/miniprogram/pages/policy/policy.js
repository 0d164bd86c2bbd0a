/** One policy: how much, for whom, what to bring, where, how long, on whose word. */
const { read } = require('../../services/api');
const session = require('../../services/session');
const { spoken } = require('../../lib/speech');
const { mayWeGet } = require('../../words/questions');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');

Component({
  behaviors: [page, says('policy')],
  data: { id: '', one: /** @type {any} */ (null), spoken: '' },
  methods: {
    onLoad(/** @type {{id?: string}} */ query) {
      this.setData({ id: query.id || '' });
      return this.load();
    },
    load() {
      return this.attempt(async () => {
        const one = await read(`policies/${encodeURIComponent(this.data.id)}/leaflet`);
        const figures = one.figures.map((/** @type {any} */ row) => `${row.name}，${row.words}`);
        const said = this.data.says;
        const who = one.who.map((/** @type {any} */ row) => row.says);
        this.setData({
          one,
          spoken: spoken([one.name, one.summary, ...figures, ...one.benefits, said.who, ...who, said.where, ...one.where]),
        });
        wx.setNavigationBarTitle({ title: one.group.name });
      });
    },
    open(/** @type {WechatMiniprogram.CustomEvent<{id: string}>} */ event) {
      wx.navigateTo({ url: `/pages/policy/policy?id=${event.detail.id}` });
    },
    ask() {
      return this.attempt(async () => {
        await session.post('chat', { text: mayWeGet(this.data.one.name) });
        wx.navigateTo({ url: '/pages/chat/chat' });
      });
    },
  },
});
