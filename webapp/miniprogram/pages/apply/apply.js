/** The application, one question a page, saved on every press, submitted once. */
const session = require('../../services/session');
const messages = require('../../services/messages');
const { Trouble } = require('../../services/api');
const { placeOf } = require('../../lib/links');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');
const form = require('../../behaviors/form');

const SIGNING = ['authorise', 'commit', 'consent'];
const DECLINED = '/apply/declined';

Component({
  behaviors: [page, form, says('apply')],
  data: {
    wanted: /** @type {{household?: string, again?: string, step?: string}} */ ({}),
    done: false,
    nothing: false,
    mayTell: false,
    told: '',
  },
  methods: {
    onLoad(/** @type {{household?: string, again?: string, step?: string}} */ wanted) {
      this.setData({ wanted });
      return this.load();
    },
    load() {
      const { step, household, again } = this.data.wanted;
      if (step) return this.showStep(decodeURIComponent(step));
      return this.attempt(async () => {
        try {
          const opened = await session.post('draft', { ...(household ? { household } : {}), again: Boolean(again) });
          if (opened.submitted) wx.redirectTo({ url: `/pages/status/status?number=${opened.submitted}` });
          else this.showNext(opened.page);
        } catch (error) {
          this.setData({ nothing: error instanceof Trouble && error.slug === 'nothing-to-apply' });
          throw error;
        }
      });
    },
    /** The step at `place`, such as district or member-id/2. */
    showStep(/** @type {string} */ place) {
      return this.attempt(async () => this.showNext((await session.get(`draft/steps/${place}`)).page));
    },
    showNext(/** @type {any} */ next) {
      if (SIGNING.includes(next.name)) wx.redirectTo({ url: `/pages/sign/sign?step=${encodeURIComponent(next.link)}` });
      else if (next.name === 'documents') wx.redirectTo({ url: '/pages/documents/documents' });
      else this.show(next);
    },
    goBack() {
      return this.showStep(this.data.page.back.replace('/apply/', ''));
    },
    /** Links among the steps stay on this page; others lead away. */
    goTo(/** @type {WechatMiniprogram.CustomEvent<{link: string}>} */ event) {
      const { link } = event.detail;
      if (link === DECLINED) this.decline();
      else if (link.startsWith('/apply/documents')) wx.redirectTo({ url: placeOf(link) });
      else if (link.startsWith('/apply/')) this.showStep(link.replace('/apply/', ''));
      else wx.navigateTo({ url: placeOf(link) });
    },
    /** Who does not agree goes to the window; nothing that was filled in is kept. */
    decline() {
      return this.attempt(async () => this.show((await session.remove('draft')).page));
    },
    press(/** @type {WechatMiniprogram.CustomEvent<{name?: string, value?: string}>} */ event) {
      return this.data.page.name === 'check' ? this.submit() : this.send(event.detail);
    },
    async send(/** @type {{name?: string, value?: string}} */ button) {
      const place = this.data.page.link.replace('/apply/', '');
      await this.attempt(async () => {
        this.showNext((await session.post(`draft/steps/${place}`, { fields: this.fields(button) })).page);
      });
      if (this.data.trouble) this.showAgain(this.data.errors);
    },
    submit() {
      return this.attempt(async () => {
        const submitted = await session.post('draft/submission', {});
        this.show(submitted.page);
        this.setData({ done: submitted.number !== null, mayTell: await messages.mayAsk() });
      });
    },
    /** WeChat asks; only now, when there is something to tell of. */
    async tellMe() {
      const agreed = await messages.ask();
      this.setData({ mayTell: !agreed, told: agreed ? this.data.says.told : '' });
    },
    goTalk() {
      wx.navigateTo({ url: '/pages/chat/chat' });
    },
  },
});
