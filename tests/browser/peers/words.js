/* What one of our pages says, as parts in their order, so that another design system can say the same. */
() => {
  const plain = one => one.textContent.replace(/\s+/g, " ").trim();
  const phrase = (selector, one) => { const found = one.querySelector(selector); return found ? plain(found) : ""; };
  const shown = one => !one.matches(".unseen, .progress, [hidden], [type=hidden], svg, .say-tools");

  /* A sentence as runs of text, some of them links. */
  function runs(one) {
    const text = node => node.nodeType === 3 ? [{ words: node.textContent.replace(/\s+/g, " ") }] : [];
    return [...one.childNodes].flatMap(node => {
      if (node.nodeType !== 1) { return text(node); }
      if (node.matches("a")) { return [{ words: plain(node), href: node.getAttribute("href") }]; }
      if (node.matches("b")) { return [{ words: plain(node), strong: true }]; }
      return shown(node) ? runs(node) : [];
    }).filter(run => run.words.trim());
  }

  const kinds = {
    ".error-summary": one => ({
      kind: "errors", title: phrase("h2", one),
      entries: [...one.querySelectorAll("a")].map(link => ({ words: plain(link), href: link.getAttribute("href") })),
    }),
    "fieldset": one => ({
      kind: "choices", legend: phrase("legend", one), hint: phrase(".hint", one), error: phrase(".error", one),
      name: one.querySelector("input").name,
      options: [...one.querySelectorAll(".choice")].map(row => ({ value: row.querySelector("input").value, words: plain(row) })),
    }),
    ".verdict-row": one => ({
      kind: "policy", name: phrase("h3", one), href: one.querySelector("h3 a").getAttribute("href"),
      verdict: one.querySelector(".verdict").classList[1], label: phrase(".verdict", one),
      parts: [...one.children].filter(part => !part.matches(".verdict-head")).flatMap(read),
    }),
    "details": one => ({
      kind: "details", open: one.open, summary: phrase("summary", one),
      parts: [...one.children].filter(part => !part.matches("summary")).flatMap(read),
    }),
    ".timeline": one => ({
      kind: "steps",
      steps: [...one.children].map(step => ({ state: step.classList[0], words: phrase("b", step), note: phrase("span", step), done: phrase(".unseen", step) })),
    }),
    ".doors": one => ({
      kind: "doors",
      doors: [...one.querySelectorAll("a")].map(door => {
        const note = phrase(".door-words span", door);
        return { href: door.getAttribute("href"), words: plain(door).replace(note, "").trim(), note };
      }),
    }),
    "dl": one => ({ kind: "rows", rows: [...one.querySelectorAll("dt")].map(key => ({ key: plain(key), runs: runs(key.nextElementSibling) })) }),
    "ul": one => ({ kind: "list", entries: [...one.children].map(runs) }),
    ".button": one => ({ kind: "button", words: plain(one), href: one.getAttribute("href"), second: one.matches(".secondary") }),
    "h1, h2, h3": one => ({ kind: "heading", level: Number(one.tagName[1]), words: plain(one) }),
    "p": one => ({
      kind: one.matches(".handover") ? "notice" : "text", quiet: one.matches(".quiet, .source, .hint, .saved"),
      amount: one.matches(".amount"), caption: one.matches(".who"), strong: one.matches(".promise"), runs: runs(one),
    }),
  };

  function read(one) {
    if (!shown(one)) { return []; }
    const kind = Object.keys(kinds).find(selector => one.matches(selector));
    if (!kind || (kind === "p" && one.querySelector(".button"))) { return [...one.children].flatMap(read); }
    const part = kinds[kind](one);
    return part.runs && !part.runs.length ? [] : [part];
  }

  const back = document.querySelector(".top-back");
  const foot = document.querySelector("footer");
  return {
    title: document.title,
    back: { href: back.getAttribute("href"), words: phrase(".top-where", document) },
    parts: [...document.querySelector("main").children].flatMap(read),
    foot: foot ? [...foot.children].map(runs) : [],
  };
}
