/* Comfort only: every page works without this file. Reading aloud, speaking instead of typing, larger type without a
   reload, and no second press while a form is on its way. */
(function () {
  "use strict";
  var page = document.documentElement;

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
      words.textContent = reading ? "停" : "听";
    }
    button.addEventListener("click", function () {
      if (button.getAttribute("aria-pressed") === "true") { window.speechSynthesis.cancel(); show(false); return; }
      var speech = new window.SpeechSynthesisUtterance(spokenText());
      speech.lang = "zh-CN";
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
      button.textContent = size === "large" ? "标准字" : "大字";
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
        listening.onend = listening.onerror = function () { listening = null; words.textContent = "说话"; };
        words.textContent = "正在听…";
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

  /* How many digits are still to come. */
  function setUpCounting() {
    all("[data-count]").forEach(function (note) {
      var field = document.getElementById(note.getAttribute("data-count"));
      var whole = Number(note.getAttribute("data-whole"));
      var rest = note.textContent;
      function show() {
        var typed = field.value.replace(/[\s-]/g, "").length;
        if (!typed) { note.textContent = rest; } else if (typed < whole) {
          note.textContent = "已填 " + typed + " 位，还有 " + (whole - typed) + " 位";
        } else if (typed === whole) { note.textContent = "填满 " + whole + " 位了"; } else {
          note.textContent = "多了 " + (typed - whole) + " 位";
        }
      }
      field.addEventListener("input", show);
      show();
    });
  }

  function showErrors() {
    var errors = document.getElementById("errors");
    if (errors) { errors.focus(); }
  }

  setUpTextSize();
  setUpForms();
  setUpListening();
  setUpSpeaking();
  setUpCounting();
  showErrors();
}());
