/** The whole guide: by the kind of need, by one group, or by what somebody looks for. */
const { read } = require('../../services/api');
const { spoken } = require('../../lib/speech');
const { put } = require('../../lib/putting');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');

/** @typedef {{id: string, name: string, says: string}} Row */

/** @param {any} one @returns {Row} */
const row = (one) => ({ id: one.id, name: one.name, says: one.summary });

Component({
  behaviors: [page, says('policies')],
  data: {
    group: '',
    wanted: '',
    searched: false,
    title: '',
    lead: '',
    note: '',
    rows: /** @type {Row[] | null} */ (null),
    spoken: '',
  },
  methods: {
    onLoad(/** @type {{group?: string}} */ query) {
      this.setData({ group: query.group || '', title: this.data.says.title });
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
        title: this.data.says.title,
        lead: put(this.data.says.lead, groups.length, count),
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
        const title = policies.length ? put(this.data.says.found, policies.length) : this.data.says.none;
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
