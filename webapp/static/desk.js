/* A session that is about to end says so in time, and goes on with one press; what is half typed stays where it is. */
(function () {
  "use strict";
  var bar = document.querySelector("[data-session]");
  if (!bar || !window.fetch) { return; }
  var words = bar.querySelector("[data-session-words]");
  var button = bar.querySelector("[data-session-stay]");
  var at = document.querySelector("[data-session-at]");
  var warn = Number(bar.getAttribute("data-warn"));
  var waiting = null;

  function tell(text, canStay) {
    bar.hidden = false;
    button.hidden = !canStay;
    if (words.textContent !== text) { words.textContent = text; }
  }

  function minutes(seconds) { return Math.max(1, Math.round(seconds / 60)); }

  function show(left, longest) {
    if (left <= 0) {
      tell("登录已经过期。写了一半的先复制下来，再重新登录。", false);
    } else if (longest <= warn) {
      tell("今天登录得够久了，" + minutes(longest) + " 分钟以后要重新登录。写了一半的先交上去。", false);
      later(longest);
    } else if (left <= warn) {
      tell("好一会儿没有操作了，" + minutes(left) + " 分钟以后会自动退出。", true);
      later(Math.min(60, left));
    } else {
      bar.hidden = true;
      later(Math.min(left, longest) - warn);
    }
  }

  /* Ask the server again when it is time: another page may have kept the session. */
  function later(seconds) {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, seconds * 1000 + 500);
  }

  function hear(answer) {
    if (answer.status === 401) { show(0, 0); return null; }
    if (!answer.ok) { return later(60); }
    return answer.json().then(function (said) {
      at.textContent = said.at;
      show(said.left, said.longest);
    });
  }

  function ask() {
    window.fetch(bar.getAttribute("data-ask"), { headers: { Accept: "application/json" } })
      .then(hear).catch(function () { later(60); });
  }

  Array.prototype.slice.call(document.querySelectorAll("form[data-stay]")).forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      window.fetch(form.action, { method: "POST", body: new window.FormData(form) })
        .then(ask).catch(function () { later(60); });
    }, true);
  });

  show(Number(bar.getAttribute("data-left")), Number(bar.getAttribute("data-longest")));
}());
