/** The whole guide: by the kind of need, by one group, or by what somebody looks for. */
const { read } = require('../../services/api');
const { spoken } = require('../../lib/speech');
const page = require('../../behaviors/page');

/** @typedef {{id: string, name: string, says: string}} Row */

/** @param {any} one @returns {Row} */
const row = (one) => ({ id: one.id, name: one.name, says: one.summary });

Component({
  behaviors: [page],
  data: {
    group: '',
    wanted: '',
    searched: false,
    title: '您家是哪一类难处？',
    lead: '',
    note: '',
    rows: /** @type {Row[] | null} */ (null),
    spoken: '',
  },
  methods: {
    onLoad(/** @type {{group?: string}} */ query) {
      this.setData({ group: query.group || '' });
      return this.load();
    },
    load() {
      return this.attempt(async () => {
        const [{ groups }, { policies, note }] = await Promise.all([read('groups'), read('policies')]);
        const group = groups.find((/** @type {any} */ one) => one.id === this.data.group);
        if (group) this.showGroup(group, policies, note);
        else this.showGroups(groups, policies.length, note);
      });
    },
    showGroups(/** @type {any[]} */ groups, /** @type {number} */ count, /** @type {string} */ note) {
      this.show({
        title: '您家是哪一类难处？',
        lead: `${groups.length} 类人群，${count} 项帮助。说不准的，回首页说一句话就行。`,
        rows: groups.map(row),
        note,
      });
    },
    showGroup(/** @type {any} */ group, /** @type {any[]} */ policies, /** @type {string} */ note) {
      const rows = policies.filter((one) => one.groups.includes(group.id)).map(row);
      this.show({ title: group.name, lead: group.summary, rows, note });
    },
    show(/** @type {{title: string, lead: string, rows: Row[], note: string, searched?: boolean}} */ shown) {
      const words = spoken([shown.title, shown.lead, ...shown.rows.map((one) => one.name)]);
      this.setData({ searched: false, ...shown, spoken: words });
    },
    type(/** @type {WechatMiniprogram.CustomEvent<{value: string}>} */ event) {
      this.setData({ wanted: event.detail.value });
    },
    search() {
      const wanted = this.data.wanted.trim();
      if (!wanted) return this.load();
      return this.attempt(async () => {
        const { policies, note } = await read(`policies?q=${encodeURIComponent(wanted)}`);
        const title = policies.length ? `找到 ${policies.length} 项` : '没有找到';
        this.show({ title, lead: '', rows: policies.map(row), note, searched: true });
      });
    },
    open(/** @type {WechatMiniprogram.CustomEvent<{id: string}>} */ event) {
      const { id } = event.detail;
      const leads = this.data.group || this.data.searched;
      wx.navigateTo({ url: leads ? `/pages/policy/policy?id=${id}` : `/pages/policies/policies?group=${id}` });
    },
  },
});
