/** Say it in one sentence, or one of a few doors. */
const session = require('../../services/session');
const { spoken } = require('../../lib/speech');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');

/** Doors, and the names of their words. */
const TALKING = { id: 'chat', name: 'talking', icon: 'pen' };
const DOORS = [
  { id: 'policies', name: 'policies', icon: 'heart' },
  { id: 'my', name: 'my', icon: 'clock' },
  { id: 'call', name: 'call', icon: 'phone' },
];
const PAGES = { chat: '/pages/chat/chat', policies: '/pages/policies/policies', my: '/pages/my/my' };

Component({
  behaviors: [page, says('index')],
  data: {
    doors: /** @type {{id: string, name: string, icon: string}[]} */ ([]),
    taken: 0,
    spoken: '',
  },
  methods: {
    onLoad() {
      const { heading, lead } = this.data.says;
      this.showDoors(DOORS);
      this.setData({ spoken: spoken([heading.replace('\n', ''), lead, ...this.data.doors.map((one) => one.name)]) });
    },
    onShow() {
      this.lookBack();
    },
    showDoors(/** @type {typeof DOORS} */ doors) {
      this.setData({ doors: doors.map((one) => ({ ...one, name: this.data.says[one.name] })) });
    },
    /** Whether there is something to go on with; without the net the page is as good without it. */
    async lookBack() {
      try {
        const { said } = await session.get('chat');
        this.showDoors(said ? [TALKING, ...DOORS] : DOORS);
      } catch (error) {
        this.showDoors(DOORS);
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
