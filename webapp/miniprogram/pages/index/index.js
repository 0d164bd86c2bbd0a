/** Say it in one sentence, or one of a few doors. */
const session = require('../../services/session');
const { spoken } = require('../../lib/speech');
const page = require('../../behaviors/page');

const TALKING = { id: 'chat', name: '接着刚才的说', icon: 'pen' };
const DOORS = [
  { id: 'policies', name: '看看都有哪些帮助', icon: 'heart' },
  { id: 'my', name: '我的申请和进度', icon: 'clock' },
  { id: 'call', name: '打 12345 找人问', icon: 'phone' },
];
const PAGES = { chat: '/pages/chat/chat', policies: '/pages/policies/policies', my: '/pages/my/my' };

Component({
  behaviors: [page],
  data: {
    doors: /** @type {{id: string, name: string, icon: string}[]} */ (DOORS),
    taken: 0,
    spoken: spoken([
      '家里有啥难处，跟我说说',
      '不用先填表，说完就知道能领什么，每个数都写明依据',
      ...DOORS.map((one) => one.name),
    ]),
  },
  methods: {
    onShow() {
      this.lookBack();
    },
    /** Whether there is something to go on with; without the net the page is as good without it. */
    async lookBack() {
      try {
        const { said } = await session.get('chat');
        this.setData({ doors: said ? [TALKING, ...DOORS] : DOORS });
      } catch (error) {
        this.setData({ doors: DOORS });
      }
    },
    say(/** @type {WechatMiniprogram.CustomEvent<{text: string}>} */ event) {
      return this.attempt(async () => {
        await session.post('chat', { text: event.detail.text });
        this.setData({ taken: this.data.taken + 1 });
        wx.navigateTo({ url: PAGES.chat });
      });
    },
    open(/** @type {WechatMiniprogram.CustomEvent<{id: 'chat' | 'policies' | 'my' | 'call'}>} */ event) {
      const { id } = event.detail;
      if (id === 'call') wx.makePhoneCall({ phoneNumber: '12345' });
      else wx.navigateTo({ url: PAGES[id] });
    },
    call(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.number });
    },
  },
});
