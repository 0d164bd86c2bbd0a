/** What every page has: its size of type, one action at a time, and words for what goes wrong. */
const looks = require('../services/looks');
const voice = require('../services/voice');
const { Trouble } = require('../services/api');
const { words } = require('../services/words');

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Trouble)) {
    console.error(error);
    return { kind: 'problem', says: words().api.unexpected, errors: [], status: 0 };
  }
  const errors = Object.keys(error.errors).map((field) => ({ field, says: error.errors[field] }));
  return { kind: error.kind, says: error.says, errors, status: error.status };
}

module.exports = Behavior({
  data: {
    look: { large: false, size: 18 },
    busy: false,
    /** @type {{kind: string, says: string, errors: {field: string, says: string}[], status: number} | null} */
    trouble: null,
    /** @type {{[field: string]: string}} */
    errors: {},
  },
  lifetimes: {
    attached() {
      const tell = (/** @type {import('../services/looks').Look} */ look) => this.setData({ look });
      /** @type {any} */ (this)._tell = tell;
      looks.follow(tell);
    },
    detached() {
      looks.unfollow(/** @type {any} */ (this)._tell);
      voice.stopReading();
    },
  },
  methods: {
    /** Runs an action unless one is running; what goes wrong is shown on the page. @param {() => Promise<void>} act */
    async attempt(act) {
      if (this.data.busy) return;
      this.setData({ busy: true, trouble: null, errors: {} });
      try {
        await act();
      } catch (error) {
        const trouble = describe(error);
        /** @type {{[field: string]: string}} */
        const errors = {};
        trouble.errors.forEach((one) => {
          errors[one.field] = one.says;
        });
        this.setData({ trouble, errors });
        wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      }
      this.setData({ busy: false });
    },
  },
});
