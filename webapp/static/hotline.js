/* A call while the agent types: the words go to the server, at most three times a second, and the regions that come
   back replace those on the page. An answer that is older than what is shown is dropped. Keys are those that the
   elements name in aria-keyshortcuts; the page works without this file, as a form. */
(function () {
  "use strict";
  var form = document.querySelector("[data-call]");
  if (!form || !window.fetch || !window.JSON) { return; }
  var box = document.getElementById("said");
  var status = document.querySelector("[data-says]");
  var trouble = form.querySelector("[data-trouble]");
  var keys = document.querySelector("[data-keys]");
  var token = form.querySelector("[name=csrf_token]").value;
  var MOST_A_SECOND = 3, LEAST_GAP = 90, REST = 1200;
  var seq = Number(form.getAttribute("data-seq")) || 0;
  var shown = 0, sentAt = [], waiting = null, resting = null, dirty = false, composing = false, sentText = box.value;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function part(name) { return form.querySelector("[data-part=" + name + "]"); }

  /* --- sending ------------------------------------------------------------------------------------------------ */

  function next() { seq = Math.max(seq + 1, Date.now()); return seq; }

  function wait() {
    var now = Date.now();
    sentAt = sentAt.filter(function (at) { return now - at < 1000; });
    var gap = sentAt.length ? Math.max(0, sentAt[sentAt.length - 1] + LEAST_GAP - now) : 0;
    return sentAt.length < MOST_A_SECOND ? gap : Math.max(gap, sentAt[0] + 1000 - now);
  }

  function soon() {
    dirty = true;
    if (waiting !== null) { return; }
    var left = wait();
    if (left <= 0) { send({}); return; }
    waiting = window.setTimeout(function () { waiting = null; if (dirty) { send({}); } }, left);
  }

  function body(extra) {
    var sent = { seq: next(), text: box.value };
    Object.keys(extra).forEach(function (name) { sent[name] = extra[name]; });
    return JSON.stringify(sent);
  }

  function post(written, last) {
    return window.fetch(form.getAttribute("data-typing"), {
      method: "POST", body: written, keepalive: Boolean(last), credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token }
    });
  }

  function send(extra, then) {
    if (waiting !== null) { window.clearTimeout(waiting); waiting = null; }
    dirty = false;
    sentText = box.value;
    var written = body(extra);
    sentAt.push(seq);
    post(written).then(function (answer) {
      if (answer.status === 401) { throw new Error("登录已经过期。打过的字都存着，重新登录就能接着来。"); }
      return answer.json().then(function (said) {
        if (!answer.ok) { throw new Error(said.detail || "这一下没有成功，再试一次。"); }
        show(said, then, !extra.act);
      });
    }).catch(function (error) {
      tell(error instanceof TypeError ? "连不上服务器，打的字还在，网好了接着打就行。" : error.message);
    });
  }

  function tell(words) { trouble.textContent = words; trouble.hidden = !words; }

  /* --- showing ------------------------------------------------------------------------------------------------ */

  function show(said, then, isTyping) {
    if (said.seq < shown) { return; }
    shown = said.seq;
    tell("");
    if (!said.kept && said.seq === seq && box.value.trim()) { soon(); }
    if (then) { then.before(said); }
    var held = document.activeElement, within = held && held.closest ? held.closest("[data-part]") : null;
    var name = held ? held.id : "";
    Object.keys(said.parts).forEach(function (one) {
      var region = part(one);
      if (region.getAttribute("data-html") === said.parts[one]) { return; }
      var half = answered(region);
      region.innerHTML = said.parts[one];
      region.setAttribute("data-html", said.parts[one]);
      if (isTyping) { answerAgain(region, half); }
      prepare(region);
    });
    if (within && !document.contains(held)) { hold(within, name); }
    rest(said.says);
  }

  /* What is ticked and typed below a question but not sent yet outlives a look that asks the same of the same person. */
  function answered(region) {
    var asked = region.querySelector("#ask"), typed = region.querySelector("#typed");
    var ticks = all("[name=tick]:checked", region).map(function (one) { return one.value; });
    return { question: asked && asked.textContent, ticks: ticks, typed: typed ? typed.value : "" };
  }

  function answerAgain(region, half) {
    if (!half.question || answered(region).question !== half.question) { return; }
    all("[name=tick]", region).forEach(function (one) { one.checked = half.ticks.indexOf(one.value) >= 0; });
    var typed = region.querySelector("#typed");
    if (typed) { typed.value = half.typed; }
  }

  /* What had the focus is there no more: the same thing in the new region, or the first to press in it. */
  function hold(region, name) {
    var again = name && document.getElementById(name);
    var asked = region.getAttribute("data-part") === "question" ? document.getElementById("ask") : null;
    var instead = again || asked || region.querySelector("[tabindex='0'], button, a") || box;
    instead.focus({ preventScroll: true });
  }

  /* One sentence for a screen reader, once the typing rests. */
  function rest(words) {
    window.clearTimeout(resting);
    resting = window.setTimeout(function () {
      if (status.textContent !== words) { status.textContent = words; }
    }, REST);
  }

  /* Within chips and policies the arrows move, and Tab leaves. */
  function prepare(region) {
    all("[data-copy]", region).forEach(function (button) { button.hidden = false; });
    var stops = movable(region);
    all("[data-remove]", region).forEach(function (button) { button.tabIndex = -1; });
    stops.forEach(function (one, place) { one.tabIndex = place === 0 ? 0 : -1; });
    var here = stops.filter(function (one) { return one.getAttribute("aria-pressed") === "true"; })[0];
    if (here && stops.length) { stops[0].tabIndex = -1; here.tabIndex = 0; }
  }

  function movable(region) {
    var name = region.getAttribute("data-part");
    if (name === "heard") { return all(".call-chip button:not([data-remove])", region); }
    if (name === "policies") { return all(".call-policies button", region); }
    if (name === "tabs") { return all("button", region); }
    return [];
  }

  function move(step) {
    var region = document.activeElement.closest("[data-part]");
    var stops = region ? movable(region) : [];
    var place = stops.indexOf(document.activeElement);
    if (place < 0 || !stops[place + step]) { return false; }
    stops[place].tabIndex = -1;
    stops[place + step].tabIndex = 0;
    stops[place + step].focus();
    if (region.getAttribute("data-part") === "policies") { press(stops[place + step]); }
    return true;
  }

  function pick(step) {
    var lines = all(".call-policies button");
    var here = lines.filter(function (one) { return one.getAttribute("aria-pressed") === "true"; })[0];
    var wanted = lines[lines.indexOf(here) + step];
    if (wanted) { press(wanted); }
  }

  /* --- pressing ----------------------------------------------------------------------------------------------- */

  function press(button) {
    var extra = { act: button.value };
    if (button.hasAttribute("data-send")) {
      extra.ticks = all("[name=tick]:checked").map(function (one) { return one.value; });
      var typed = document.getElementById("typed");
      extra.typed = typed ? typed.value : "";
    }
    var turns = /^\{"do":"(turn|new|drop)"/.test(button.value);
    send(extra, turns ? { before: function (said) { box.value = said.text; sentText = said.text; box.focus(); } } : null);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    press(event.submitter || form.querySelector("[data-look]"));
  }, true);

  box.addEventListener("compositionstart", function () { composing = true; });
  box.addEventListener("compositionend", function () { composing = false; if (box.value !== sentText) { soon(); } });
  box.addEventListener("input", function () { if (!composing) { soon(); } });
  window.addEventListener("pagehide", function () {
    if (dirty || box.value !== sentText) { post(body({}), true); }
  });

  /* --- keys --------------------------------------------------------------------------------------------------- */

  function combination(event) {
    var key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (/^Digit\d$/.test(event.code)) { key = event.code.slice(5); }
    if (/^Key[A-Z]$/.test(event.code) && (event.altKey || event.ctrlKey)) { key = event.code.slice(3); }
    var shift = event.shiftKey && (event.altKey || event.ctrlKey || key.length > 1);
    return (event.ctrlKey ? "Control+" : "") + (event.altKey ? "Alt+" : "") + (shift ? "Shift+" : "") + key;
  }

  function isField(one) { return one && /^(TEXTAREA|INPUT|SELECT)$/.test(one.tagName) && one.type !== "checkbox"; }

  function find(keysOfIt) {
    return all("[aria-keyshortcuts]").filter(function (one) {
      return one !== box && !one.hidden && one.getAttribute("aria-keyshortcuts").split(" ").indexOf(keysOfIt) >= 0;
    })[0];
  }

  var own = {
    Escape: function () { box.focus(); },
    "Alt+A": function () { (document.getElementById("typed") || document.getElementById("ask") || box).focus(); },
    "Alt+ArrowDown": function () { pick(1); },
    "Alt+ArrowUp": function () { pick(-1); },
    F1: openKeys
  };

  function openKeys() { if (keys.showModal && !keys.open) { keys.showModal(); } }

  /* Keys that mean something only where the focus is: digits in the question, arrows in a list, Del on a chip. */
  function local(event, pressed) {
    var held = document.activeElement;
    var within = held && held.closest ? held.closest("[data-part]") : null;
    if (held === box && pressed === "Enter" && !event.isComposing) { send({}); return true; }
    if (held && held.id === "typed" && pressed === "Enter") { press(form.querySelector(".call-typed [data-send]")); return true; }
    if (isField(held)) { return pressed === "?" && held === box && !box.value ? (openKeys(), true) : false; }
    if (pressed === "/") { box.focus(); return true; }
    if (pressed === "?") { openKeys(); return true; }
    if (pressed === "ArrowDown" || pressed === "ArrowRight") { return move(1); }
    if (pressed === "ArrowUp" || pressed === "ArrowLeft") { return move(-1); }
    if (pressed === "Delete" && within && held.closest(".call-chip")) {
      press(held.closest(".call-chip").querySelector("[data-remove]"));
      return true;
    }
    if (/^\d$/.test(pressed) && within && within.getAttribute("data-part") === "question") { return choose(pressed); }
    return false;
  }

  function choose(digit) {
    var option = form.querySelector("[data-part=question] [data-digit='" + digit + "']");
    if (!option) { return false; }
    if (option.type === "checkbox") { option.checked = !option.checked; } else { press(option); }
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.metaKey || (keys.open && event.key !== "F1")) { return; }
    var pressed = combination(event);
    var digit = /^Control\+(\d)$/.exec(pressed);
    if (digit ? choose(digit[1]) : local(event, pressed)) { event.preventDefault(); return; }
    if (own[pressed]) { event.preventDefault(); own[pressed](); return; }
    if (!/^(F\d+|(Control|Alt)\+.+)$/.test(pressed)) { return; }
    var wanted = find(pressed);
    if (wanted) { event.preventDefault(); activate(wanted); }
  }, true);

  function activate(one) {
    if (one.name === "act") { press(one); } else { one.click(); }
  }

  /* --- the rest ----------------------------------------------------------------------------------------------- */

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) { return; }
    var field = document.getElementById(button.getAttribute("data-copy"));
    var done = function () { status.textContent = "复制好了"; button.lastChild.textContent = "复制好了"; };
    if (window.navigator.clipboard) { window.navigator.clipboard.writeText(field.value).then(done, function () { copyOld(field, done); }); } else { copyOld(field, done); }
  });

  function copyOld(field, done) {
    var held = document.activeElement;
    field.select();
    if (document.execCommand("copy")) { done(); }
    held.focus();
  }

  var shower = document.querySelector("[data-show-keys]");
  shower.addEventListener("click", function (event) { event.preventDefault(); openKeys(); });

  var since = document.querySelector("[data-since]");
  if (since) {
    var began = Number(since.getAttribute("data-since"));
    var tick = function () {
      var seconds = Math.max(0, Math.round(Date.now() / 1000 - began));
      since.textContent = ("0" + Math.floor(seconds / 60)).slice(-2) + ":" + ("0" + seconds % 60).slice(-2);
    };
    tick();
    window.setInterval(tick, 1000);
  }

  form.querySelector("[data-look]").parentNode.hidden = true;
  all("[data-part]").forEach(function (region) { region.setAttribute("data-html", region.innerHTML); prepare(region); });
  if (document.activeElement === document.body) { box.focus(); }
  box.setSelectionRange(box.value.length, box.value.length);
  rest("");
}());
