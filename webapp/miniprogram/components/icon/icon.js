/** A line icon in the colour of the text around it; decoration, the words stand beside it. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { name: String, more: String },
});
