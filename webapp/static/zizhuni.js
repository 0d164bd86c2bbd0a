/* Comfort only: every page works without this file. Reading aloud, speaking instead of typing, larger type without a
   reload, and no second press while a form is on its way. */
(function () {
  "use strict";
  var page = document.documentElement;

  /* What scripts say stands in Chinese here; a page in another language brings the other words along. */
  var translated = JSON.parse(page.getAttribute("data-words") || "{}");
  function _(words, filled) {
    return (translated[words] || words).replace(/\{(\w+)\}/g, function (_, name) { return filled[name]; });
  }

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  /* 听: the system's own voice reads the page. */
  function spokenText() {
    var main = document.getElementById("main").cloneNode(true);
    Array.prototype.slice.call(main.querySelectorAll("svg, script, .unseen, textarea, input, details:not([open]) > :not(summary)"))
      .forEach(function (part) { part.parentNode.removeChild(part); });
    Array.prototype.slice.call(main.querySelectorAll("h1, h2, h3, p, li, dt, dd, label, legend, a, button, summary"))
      .forEach(function (part) { part.appendChild(document.createTextNode("。")); });
    return main.textContent.replace(/\s+/g, " ").replace(/(。\s*)+/g, "。").replace(/([，。！？：；])。/g, "$1");
  }

  function setUpListening() {
    var button = document.querySelector("[data-listen]");
    if (!button || !window.speechSynthesis || !window.SpeechSynthesisUtterance) { return; }
    button.hidden = false;
    var words = button.querySelector("span");
    function show(reading) {
      button.setAttribute("aria-pressed", reading ? "true" : "false");
      words.textContent = reading ? _("停") : _("听");
    }
    button.addEventListener("click", function () {
      if (button.getAttribute("aria-pressed") === "true") { window.speechSynthesis.cancel(); show(false); return; }
      var speech = new window.SpeechSynthesisUtterance(spokenText());
      speech.lang = page.lang === "en" ? "en-GB" : page.lang === "zh-Hant" ? "zh-TW" : "zh-CN";
      speech.rate = 0.9;
      speech.onend = speech.onerror = function () { show(false); };
      window.speechSynthesis.cancel();
      window.speechSynthesis.speak(speech);
      show(true);
    });
    window.addEventListener("pagehide", function () { window.speechSynthesis.cancel(); });
  }

  /* 大字: at once, so that nothing half typed is lost. */
  function setUpTextSize() {
    var form = document.querySelector("[data-text-size]");
    if (!form) { return; }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var button = form.querySelector("button[name=size]");
      var size = button.value;
      document.cookie = "text_size=" + size + "; path=/; max-age=31536000; samesite=lax" +
        (location.protocol === "https:" ? "; secure" : "");
      page.classList.toggle("large", size === "large");
      button.value = size === "large" ? "standard" : "large";
      button.textContent = size === "large" ? _("标准字") : _("大字");
    });
  }

  /* 说话: where the browser can turn speech into words. */
  function setUpSpeaking() {
    var Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
    if (!Recognition) { return; }
    all("[data-speak]").forEach(function (button) {
      var field = document.getElementById(button.getAttribute("data-speak"));
      var words = button.querySelector("span");
      var listening = null;
      button.hidden = false;
      button.addEventListener("click", function () {
        if (listening) { listening.stop(); return; }
        listening = new Recognition();
        listening.lang = "zh-CN";
        listening.interimResults = false;
        listening.onresult = function (event) {
          field.value += event.results[event.results.length - 1][0].transcript;
          field.focus();
        };
        listening.onend = listening.onerror = function () { listening = null; words.textContent = _("说话"); };
        words.textContent = _("正在听…");
        listening.start();
      });
    });
  }

  /* One press is enough. Going back to the page makes it usable again. */
  function setUpForms() {
    all("form").forEach(function (form) {
      form.addEventListener("submit", function (event) {
        if (event.defaultPrevented) { return; }
        if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
        form.setAttribute("data-sent", "yes");
        var pressed = event.submitter;
        var button = pressed && pressed.getAttribute("data-working") ? pressed : form.querySelector("button[data-working]");
        if (button && button.getAttribute("data-working")) {
          button.setAttribute("data-rest", button.textContent);
          button.setAttribute("aria-disabled", "true");
          button.textContent = button.getAttribute("data-working");
        }
      });
    });
    window.addEventListener("pageshow", function () {
      all("form[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
      all("[data-rest]").forEach(function (button) {
        button.textContent = button.getAttribute("data-rest");
        button.removeAttribute("aria-disabled");
        button.removeAttribute("data-rest");
      });
    });
  }

  /* A form that came back with what to mend: going back to it opens the page, instead of asking to send it again. */
  function setUpGoingBack() {
    if (page.hasAttribute("data-answers-form") && window.history.replaceState) {
      window.history.replaceState(null, "", window.location.href);
    }
  }

  /* How many digits are still to come. */
  function setUpCounting() {
    all("[data-count]").forEach(function (note) {
      var field = document.getElementById(note.getAttribute("data-count"));
      var whole = Number(note.getAttribute("data-whole"));
      var rest = note.textContent;
      function show() {
        var typed = field.value.replace(/[\s-]/g, "").length;
        if (!typed) { note.textContent = rest; } else if (typed < whole) {
          note.textContent = _("已填 {typed} 位，还有 {rest} 位", { typed: typed, rest: whole - typed });
        } else if (typed === whole) { note.textContent = _("填满 {whole} 位了", { whole: whole }); } else {
          note.textContent = _("多了 {rest} 位", { rest: typed - whole });
        }
      }
      field.addEventListener("input", show);
      show();
    });
  }

  /* Photos: made smaller on the phone, which spares minutes on a bad line, and sent as soon as one is chosen. */
  var LONG_SIDE = 2400;

  function shrink(file) {
    if (!window.createImageBitmap || !/^image\/(jpeg|png)$/.test(file.type) || file.size < 600000) {
      return Promise.resolve(file);
    }
    return window.createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(function (small) {
          done(small && small.size < file.size ? new File([small], "photo.jpg", { type: "image/jpeg" }) : file);
        }, "image/jpeg", 0.9);
      });
    }).catch(function () { return file; });
  }

  function setUpPhotos() {
    all("[data-photos] input[type=file]").forEach(function (input) {
      input.addEventListener("change", function () {
        if (!input.files.length || !window.DataTransfer || !input.form.requestSubmit) { return; }
        Promise.all(Array.prototype.map.call(input.files, shrink)).then(function (files) {
          var list = new DataTransfer();
          files.forEach(function (file) { list.items.add(file); });
          input.files = list.files;
          input.form.requestSubmit(input.form.querySelector("button[data-working]"));
        });
      });
    });
  }

  /* 没网: nothing is sent where nothing can arrive, so that nothing written is lost. Telephone numbers still work. */
  function setUpOffline() {
    var bar = document.querySelector("[data-offline]");
    if (!bar) { return; }
    var words = bar.textContent;
    function show() {
      var offline = window.navigator.onLine === false;
      if (offline !== bar.hidden) { return offline; }
      bar.hidden = !offline;
      bar.textContent = "";
      if (offline) { bar.textContent = words; }
      return offline;
    }
    function hold(event) {
      if (!show()) { return; }
      event.preventDefault();
      bar.focus();
    }
    window.addEventListener("offline", show);
    window.addEventListener("online", show);
    document.addEventListener("submit", function (event) {
      if (!event.target.hasAttribute("data-text-size")) { hold(event); }
    }, true);
    document.addEventListener("click", function (event) {
      var link = event.target.closest ? event.target.closest("a[href]") : null;
      if (link && !/^(tel:|#)/.test(link.getAttribute("href"))) { hold(event); }
    }, true);
    show();
  }

  /* What was looked up is put away after half an hour without use. It is said in time, and nothing typed is lost. */
  function setUpLeaving() {
    var bar = document.querySelector("[data-leaving]");
    if (!bar) { return; }
    var words = bar.querySelector("[data-leaving-words]");
    var stay = bar.querySelector("[data-leaving-stay]");
    var again = bar.querySelector("[data-leaving-again]");
    var whole = Number(bar.getAttribute("data-left"));
    var warn = Number(bar.getAttribute("data-warn"));
    var ends = 0, waiting = null;
    function say(text) { if (words.textContent !== text) { words.textContent = text; } }
    function show() {
      var left = (ends - Date.now()) / 1000;
      bar.hidden = left > warn;
      stay.hidden = left <= 0;
      again.hidden = left > 0;
      if (left <= 0) { say(_("这一页收起来了，免得别人看到。写了一半的还在：再查一次编号，回到这里接着写。")); return; }
      if (left <= warn) { say(_("再过 {minutes} 分钟，这一页会收起来，免得别人看到。", { minutes: Math.ceil(left / 60) })); }
      window.clearTimeout(waiting);
      waiting = window.setTimeout(show, 1000 * (left > warn ? left - warn : Math.min(left, 30)) + 100);
    }
    function begin() { ends = Date.now() + whole * 1000; show(); }
    if (window.fetch && window.FormData) {
      bar.addEventListener("submit", function (event) {
        event.preventDefault();
        window.fetch(bar.action, { method: "POST", body: new window.FormData(bar) }).then(function (answer) {
          if (answer.ok && !answer.redirected) { begin(); } else { ends = 0; show(); }
        }).catch(show);
      }, true);
    }
    begin();
  }

  function showErrors() {
    var errors = document.getElementById("errors");
    if (errors) { errors.focus(); }
  }

  setUpOffline();
  setUpLeaving();
  setUpTextSize();
  setUpForms();
  setUpListening();
  setUpSpeaking();
  setUpCounting();
  setUpPhotos();
  setUpGoingBack();
  showErrors();
}());
