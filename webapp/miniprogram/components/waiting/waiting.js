/** Before the first answer is there. */
const says = require('../../behaviors/says');

Component({
  behaviors: [says('waiting')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { words: String },
});
