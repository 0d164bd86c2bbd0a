/** Shape and word, and colour only beside them. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { kind: String, label: String },
});
