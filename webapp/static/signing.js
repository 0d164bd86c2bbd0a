/* Signing: a finger's strokes instead of typed words, whether the end of the text came into view, copying a link,
   printing a sheet. Every page works without this file: one types, and the button stands at the end of the text. */
(function () {
  "use strict";
  var UNITS = 1000;
  var NEAR = 4;

  /* As in zizhuni.js: a page in another language brings the words along. */
  var translated = JSON.parse(document.documentElement.getAttribute("data-words") || "{}");
  function _(words) { return translated[words] || words; }

  function find(selector, inside) { return (inside || document).querySelector(selector); }

  /* Strokes are [x, y, x, y, …] in thousandths of the width of the box: no times, no pressure. */
  function readStrokes(text) {
    try { return JSON.parse(text) || []; } catch (error) { return []; }
  }

  function setUpHand(box) {
    var canvas = find("canvas", box);
    var kept = find("[data-strokes]", box);
    var strokes = readStrokes(kept.value);
    var drawing = null;
    if (!window.PointerEvent || !canvas.getContext) { return; }
    box.hidden = false;
    var pen = canvas.getContext("2d");

    function paint() {
      var place = canvas.getBoundingClientRect();
      var density = window.devicePixelRatio || 1;
      if (canvas.width !== Math.round(place.width * density)) {
        canvas.width = Math.round(place.width * density);
        canvas.height = Math.round(place.height * density);
      }
      var scale = canvas.width / UNITS;
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = pen.fillStyle = getComputedStyle(canvas).color;
      pen.lineWidth = Math.max(3 * density, 9 * scale);
      pen.lineCap = pen.lineJoin = "round";
      strokes.forEach(function (stroke) {
        pen.beginPath();
        pen.moveTo(stroke[0] * scale, stroke[1] * scale);
        for (var at = 2; at < stroke.length; at += 2) { pen.lineTo(stroke[at] * scale, stroke[at + 1] * scale); }
        if (stroke.length === 2) { pen.lineTo(stroke[0] * scale + 0.1, stroke[1] * scale); }
        pen.stroke();
      });
    }

    function keep() {
      kept.value = strokes.length ? JSON.stringify(strokes) : "";
      paint();
    }

    function point(event) {
      var place = canvas.getBoundingClientRect();
      function unit(length) { return Math.max(0, Math.min(UNITS, Math.round(length / place.width * UNITS))); }
      return [unit(event.clientX - place.left), unit(event.clientY - place.top)];
    }

    function add(event) {
      var next = point(event);
      var length = drawing.length;
      if (Math.abs(next[0] - drawing[length - 2]) + Math.abs(next[1] - drawing[length - 1]) < NEAR) { return; }
      drawing.push(next[0], next[1]);
      paint();
    }

    canvas.addEventListener("pointerdown", function (event) {
      if (drawing || event.button > 0) { return; }
      event.preventDefault();
      try { canvas.setPointerCapture(event.pointerId); } catch (error) { /* the pointer has gone already */ }
      drawing = point(event);
      strokes.push(drawing);
      paint();
    });
    canvas.addEventListener("pointermove", function (event) { if (drawing) { event.preventDefault(); add(event); } });
    ["pointerup", "pointercancel"].forEach(function (name) {
      canvas.addEventListener(name, function () { if (drawing) { drawing = null; keep(); } });
    });
    /* Where touch-action is not known, a finger that draws must not scroll. */
    canvas.addEventListener("touchmove", function (event) { event.preventDefault(); }, { passive: false });
    find("[data-undo]", box).addEventListener("click", function () { strokes.pop(); keep(); });
    find("[data-clear]", box).addEventListener("click", function () { strokes.length = 0; keep(); });
    window.addEventListener("resize", paint);
    window.addEventListener("pageshow", function () { strokes = readStrokes(kept.value); paint(); });
    paint();
    closeTyping(box);
  }

  /* With a box to write in, typing steps back; whoever opens it again types. */
  function closeTyping(box) {
    var byHand = find("[data-by-hand]", box);
    var typed = find("[data-typed]");
    byHand.value = "yes";
    if (!typed) { return; }
    find("[data-typed-words]", typed).textContent = _("手写不方便，打字签");
    typed.open = typed.hasAttribute("data-wrong");
    function tell() { byHand.value = typed.open ? "" : "yes"; }
    typed.addEventListener("toggle", tell);
    tell();
  }

  function isInView(one) {
    var box = one.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight;
  }

  /* Read to the end: the button below the text has to have been in view. */
  function setUpReading() {
    var button = find("[data-read]");
    if (!button || !window.IntersectionObserver) { return; }
    var manner = find("[data-manner]");
    new window.IntersectionObserver(function (seen) {
      if (seen.some(function (one) { return one.isIntersecting; })) { manner.value = "scrolled"; }
    }).observe(button);
    button.addEventListener("click", function (event) {
      // The observer tells only after the next picture, and who goes there with Tab may press before it.
      if (isInView(button)) { manner.value = "scrolled"; }
      if (manner.value) { return; }
      event.preventDefault();
      find("[data-not-read]").hidden = false;
      button.scrollIntoView();
    });
  }

  function setUpCopying() {
    var button = find("[data-copy]");
    if (!button || !navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = document.getElementById(button.getAttribute("data-copy")).textContent;
      navigator.clipboard.writeText(text).then(function () { button.textContent = _("复制好了，去粘贴给他"); });
    });
  }

  function setUpPrinting() {
    var button = find("[data-print]");
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  }

  Array.prototype.slice.call(document.querySelectorAll("[data-hand]")).forEach(setUpHand);
  setUpReading();
  setUpCopying();
  setUpPrinting();
}());
