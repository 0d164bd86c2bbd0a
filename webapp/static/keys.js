/* Keys on the pages beside the call: what an element names in aria-keyshortcuts presses it, J and K go through a list,
   Ctrl+Enter sends the form that the page is about. Everything works without this file. It is read before the page is
   shown, not after: who presses a key at the first sight of a page is heard. */
(function () {
  "use strict";
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function isField(one) { return one && /^(TEXTAREA|INPUT|SELECT)$/.test(one.tagName) && !/^(checkbox|radio)$/.test(one.type); }

  function combination(event) {
    var key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (/^Digit\d$/.test(event.code)) { key = event.code.slice(5); }
    if (/^Key[A-Z]$/.test(event.code)) { key = event.code.slice(3); }
    return (event.ctrlKey ? "Control+" : "") + (event.altKey ? "Alt+" : "") + key;
  }

  function find(pressed) {
    return all("[aria-keyshortcuts]").filter(function (one) {
      return one.getAttribute("aria-keyshortcuts").split(" ").indexOf(pressed) >= 0;
    })[0];
  }

  /* A folded part is opened, and what is to be filled in first has the focus. */
  function unfold(part) {
    var first = part.querySelector("input:not([type=hidden]), textarea, select");
    part.open = true;
    if (first) { first.focus(); }
  }

  function step(by) {
    var links = all("[data-list] a, [data-list] button");
    var place = links.indexOf(document.activeElement);
    var next = links[place < 0 ? 0 : place + by];
    if (next) { next.focus(); }
    return Boolean(links.length);
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.metaKey) { return; }
    var pressed = combination(event), held = document.activeElement;
    if (pressed === "Control+Enter") {
      var form = (held && held.closest("form")) || document.querySelector("[data-main-form]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (!isField(held) && (pressed === "J" || pressed === "K") && step(pressed === "J" ? 1 : -1)) { event.preventDefault(); return; }
    if (pressed === "Escape" && isField(held) && held.value && held.tagName !== "SELECT") { held.blur(); return; }
    if (!/^(Escape|F\d+|(Control|Alt)\+.+)$/.test(pressed)) { return; }
    var wanted = find(pressed);
    if (!wanted) { return; }
    event.preventDefault();
    if (wanted.tagName === "SUMMARY") { unfold(wanted.parentNode); return; }
    if (wanted.type === "radio") { wanted.checked = true; wanted.focus(); } else if (isField(wanted)) { wanted.focus(); } else { wanted.click(); }
  });

  /* Looking for words of the guide while they are typed; older answers are dropped. */
  function lookWhileTyped() {
    var search = document.querySelector("[data-search]");
    if (search && window.fetch) {
      var field = search.querySelector("[name=query]"), list = document.querySelector("[data-found]");
      if (document.activeElement === document.body) { field.focus(); }
      var says = document.querySelector("[data-found-says]"), seq = 0, waiting = null, resting = null;
      var look = function () {
        var mine = seq += 1;
        window.fetch(search.getAttribute("data-search"), {
          method: "POST", body: JSON.stringify({ seq: mine, query: field.value }),
          headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": search.querySelector("[name=csrf_token]").value }
        }).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (said) {
          if (!said || said.seq !== seq) { return; }
          list.innerHTML = said.html;
          window.clearTimeout(resting);
          resting = window.setTimeout(function () { says.textContent = "找到 " + list.querySelectorAll("li").length + " 处"; }, 1000);
        }).catch(function () {});
      };
      field.addEventListener("input", function (event) {
        if (event.isComposing) { return; }
        window.clearTimeout(waiting);
        waiting = window.setTimeout(look, 120);
      });
      field.addEventListener("compositionend", look);
    }
  }

  /* Whether somebody waits, or has said something more: asked now and then, told in words, nothing moves. */
  function watch() {
    var watched = document.querySelector("[data-waiting]");
    if (watched && window.fetch) {
      window.setInterval(function () {
        window.fetch(watched.getAttribute("data-waiting"), { headers: { Accept: "application/json" } })
          .then(function (answer) { return answer.ok ? answer.json() : null; })
          .then(function (said) {
            var more = said && said.count > Number(watched.getAttribute("data-known"));
            watched.textContent = more ? watched.getAttribute("data-more") : "";
          }).catch(function () {});
      }, 10000);
    }
  }

  document.addEventListener("DOMContentLoaded", function () { lookWhileTyped(); watch(); });
}());
