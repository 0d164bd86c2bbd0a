/** What is done, what is now, what comes: each with its day and who does it. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { steps: Array },
});
