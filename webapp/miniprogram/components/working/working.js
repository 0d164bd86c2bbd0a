/** How an amount comes about, line by line, as one would on paper. */
const says = require('../../behaviors/says');

Component({
  behaviors: [says('working')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { working: Object },
});
