/** Papers: the list, and one paper a page, photographed here; of the draft, or of what was submitted. */
const session = require('../../services/session');
const { placeOf } = require('../../lib/links');
const { put } = require('../../lib/putting');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');
const form = require('../../behaviors/form');

const PAPER = /\/documents\/(\d+)$/;
const LIST = /\/documents(\?all=1)?$/;

Component({
  behaviors: [page, form, says('documents')],
  data: { number: '', place: '', sending: '' },
  methods: {
    onLoad(/** @type {{number?: string, place?: string}} */ wanted) {
      this.setData({ number: wanted.number || '', place: wanted.place || '' });
      return this.load();
    },
    /** Where these papers are asked for. */
    base() {
      return this.data.number ? `applications/${this.data.number}/documents` : 'draft/documents';
    },
    load() {
      const { place } = this.data;
      return this.attempt(async () => {
        this.show((await session.get(place ? `${this.base()}/${place}` : this.base())).page);
      });
    },
    showAll() {
      this.setData({ place: '' });
      return this.load();
    },
    goTo(/** @type {WechatMiniprogram.CustomEvent<{link: string}>} */ event) {
      const { link } = event.detail;
      const paper = PAPER.exec(link);
      if (paper || LIST.test(link)) {
        this.setData({ place: paper ? paper[1] : '' });
        this.load();
      } else if (this.data.number) wx.navigateBack();
      else wx.redirectTo({ url: placeOf(link) });
    },
    async press(/** @type {WechatMiniprogram.CustomEvent<{name?: string, value?: string}>} */ event) {
      await this.attempt(async () => {
        this.after(await session.post(`${this.base()}/${this.data.place}`, { fields: this.fields(event.detail) }));
      });
    },
    /** Photos go one by one, so that a bad line loses one at most. */
    async send(/** @type {WechatMiniprogram.CustomEvent<{files: string[]}>} */ event) {
      const { files } = event.detail;
      await this.attempt(async () => {
        for (const [index, file] of files.entries()) {
          this.setData({ sending: put(this.data.says.sending, index + 1, files.length) });
          const sent = { file, name: 'photo', fields: {} };
          this.after(await session.upload(`${this.base()}/${this.data.place}/photos`, sent));
        }
      });
      this.setData({ sending: '' });
      if (this.data.trouble) this.showAgain(this.data.errors);
    },
    after(/** @type {{link: string, page: any}} */ shown) {
      const paper = PAPER.exec(shown.link);
      this.setData({ place: paper ? paper[1] : '' });
      this.show(shown.page);
    },
  },
});
