/** A box to write a name in. Tells `input` with its strokes as text, nothing while it is empty. */
const { UNITS, inUnits, begin, drawOn } = require('../../lib/strokes');
const says = require('../../behaviors/says');

const PEN = 9;
/** @typedef {import('../../lib/strokes').Strokes} Strokes */

Component({
  behaviors: [says('hand')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { name: String, label: String, error: String },
  data: { strokes: /** @type {Strokes} */ ([]) },
  lifetimes: {
    ready() {
      this.measure();
    },
  },
  methods: {
    /** The size of the box, and the pen where there is one. */
    measure() {
      this.createSelectorQuery()
        .select('#pad')
        .fields({ node: true, size: true }, (pad) => {
          if (!pad) return;
          const box = /** @type {any} */ (this);
          box._width = pad.width;
          if (pad.node && pad.node.getContext) box._pen = this.preparePen(pad);
        })
        .exec();
    },
    preparePen(/** @type {any} */ pad) {
      const { pixelRatio } = wx.getWindowInfo();
      pad.node.width = pad.width * pixelRatio;
      pad.node.height = pad.height * pixelRatio;
      const pen = pad.node.getContext('2d');
      pen.scale(pixelRatio, pixelRatio);
      pen.lineWidth = Math.max(3, (PEN * pad.width) / UNITS);
      pen.lineCap = 'round';
      pen.lineJoin = 'round';
      pen.strokeStyle = wx.getAppBaseInfo().theme === 'dark' ? '#F1ECE0' : '#1C2420';
      return pen;
    },
    point(/** @type {any} */ event) {
      return inUnits(event.touches[0], /** @type {any} */ (this)._width);
    },
    begin(/** @type {any} */ event) {
      if (/** @type {any} */ (this)._width) this.setData({ strokes: begin(this.data.strokes, this.point(event)) });
    },
    draw(/** @type {any} */ event) {
      if (!this.data.strokes.length) return;
      const strokes = drawOn(this.data.strokes, this.point(event));
      if (strokes === this.data.strokes) return;
      this.setData({ strokes });
      this.paint();
    },
    end() {
      this.tell();
    },
    undo() {
      this.setData({ strokes: this.data.strokes.slice(0, -1) });
      this.tell();
    },
    clear() {
      this.setData({ strokes: [] });
      this.tell();
    },
    tell() {
      this.paint();
      const { name, strokes } = this.data;
      this.triggerEvent('input', { name, value: strokes.length ? JSON.stringify(strokes) : '' });
    },
    paint() {
      const { _pen: pen, _width: width } = /** @type {any} */ (this);
      if (!pen) return;
      pen.clearRect(0, 0, width, width);
      this.data.strokes.forEach((/** @type {number[]} */ stroke) => {
        pen.beginPath();
        pen.moveTo((stroke[0] * width) / UNITS, (stroke[1] * width) / UNITS);
        for (let at = 2; at < stroke.length; at += 2) pen.lineTo((stroke[at] * width) / UNITS, (stroke[at + 1] * width) / UNITS);
        if (stroke.length === 2) pen.lineTo((stroke[0] * width) / UNITS + 0.1, (stroke[1] * width) / UNITS);
        pen.stroke();
      });
    },
  },
});
