/** How an amount comes about, line by line, as one would on paper. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { working: Object },
});
