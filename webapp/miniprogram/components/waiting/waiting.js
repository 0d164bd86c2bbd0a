/** Before the first answer is there. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { words: { type: String, value: '正在打开…' } },
});
