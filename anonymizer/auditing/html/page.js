// The report of one pair: filters, steps, the selected fact, panes that scroll together.
(() => {
  const byId = (id) => document.getElementById(id);
  if (!byId("texts")) return; // the totals have none

  const panes = ["original", "redacted"].map((id) => document.querySelector(`#${id} .text`));
  const other = (pane) => panes[pane === panes[0] ? 1 : 0];

  // Facts in the table's order; leaks in the order of their list, which is that of the text.
  const facts = new Map();
  for (const row of document.querySelectorAll("tbody tr")) {
    const { verdict, kind } = row.dataset;
    facts.set(row.id, { key: row.id, verdict, kind, row, item: null, elements: [row], shown: true });
  }
  const inOrder = [...facts.values()];
  // A mark names its fact, a link in the leaks or the table the mark that it leads to.
  const factOf = (element) =>
    facts.get(element.dataset.f || element.getAttribute("href").replace(/^#(?:[ort]-)?/, "").split("-")[0]);
  for (const mark of document.querySelectorAll(".m")) factOf(mark).elements.push(mark);
  const leaks = [...document.querySelectorAll(".leaks li")].map((item) => {
    const fact = factOf(item.firstChild);
    fact.item = item;
    fact.elements.push(item);
    return fact;
  });

  // ---- filters

  const boxes = [...document.querySelectorAll(".chip input")];
  const filter = () => {
    const off = new Set(
      boxes.filter((box) => !box.checked).map((box) => box.dataset.verdict || box.dataset.kind),
    );
    for (const fact of inOrder) {
      const shown = !off.has(fact.verdict) && !off.has(fact.kind);
      if (shown === fact.shown) continue;
      fact.shown = shown;
      for (const element of fact.elements) element.classList.toggle("off", !shown);
    }
    const note = byId("no-leaks-shown");
    if (note) note.hidden = leaks.some((fact) => fact.shown);
    if (selected && !selected.shown) select(null);
    tell();
    forget();
  };
  const check = (wanted) => {
    for (const box of boxes) box.checked = !box.disabled && wanted(box.dataset);
    filter();
  };
  for (const box of boxes) box.addEventListener("change", filter);
  const leaky = new Set(leaks.map((fact) => fact.verdict));
  const quick = {
    "show-all": () => true,
    "only-leaks": ({ verdict }) => verdict === undefined || leaky.has(verdict),
  };
  for (const id of Object.keys(quick)) {
    const button = byId(id); // where there are facts
    if (button) button.addEventListener("click", () => check(quick[id]));
  }

  // ---- panes that scroll together

  // Of the anchors of either pane, in its order: how far below the beginning of its text they
  // stand, and how far their counterparts do.
  let heights = null;
  const forget = () => { heights = null; };
  const settle = () => document.documentElement.classList.remove("lazy");
  const measure = () => {
    settle();
    const found = panes.map((pane) => {
      const zero = pane.getBoundingClientRect().top - pane.scrollTop;
      const tops = new Map();
      for (const anchor of pane.querySelectorAll("[data-a]")) {
        tops.set(anchor.dataset.a, anchor.getBoundingClientRect().top - zero);
      }
      return tops;
    });
    heights = [[0, 1], [1, 0]].map(([one, two]) =>
      [...found[one]].map(([name, height]) => [height, found[two].get(name)]),
    );
  };
  // Where in the other pane stands what stands at this height: between two anchors, in
  // proportion; where the other text jumps back (a passage was moved), still at the first.
  const counterpart = (pane, height) => {
    if (!heights) measure();
    const pairs = heights[panes.indexOf(pane)];
    let low = 0;
    let high = pairs.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (pairs[middle][0] <= height) low = middle;
      else high = middle;
    }
    const [from, to] = pairs[low];
    const [nextFrom, nextTo] = pairs[high];
    if (height <= from || nextFrom <= from) return to;
    const share = Math.min(1, (height - from) / (nextFrom - from));
    return to + share * Math.max(0, nextTo - to);
  };

  const synchronised = byId("sync");
  const put = new Map(); // where the script has scrolled a pane to, so that it is no user's scroll
  const scroll = (pane, top) => {
    const before = pane.scrollTop;
    pane.scrollTop = top;
    if (pane.scrollTop !== before) put.set(pane, pane.scrollTop);
  };
  const follow = (pane) => scroll(other(pane), counterpart(pane, pane.scrollTop));
  for (const pane of panes) {
    pane.addEventListener("scroll", () => {
      const own = put.has(pane) && Math.abs(put.get(pane) - pane.scrollTop) < 2;
      put.delete(pane);
      if (!own && synchronised.checked) follow(pane);
    });
  }
  synchronised.addEventListener("change", () => { if (synchronised.checked) follow(panes[0]); });
  window.addEventListener("resize", forget);

  // ---- the selected fact

  let selected = null;
  const tell = () => {
    const shown = leaks.filter((fact) => fact.shown);
    byId("position").textContent = `${shown.indexOf(selected) + 1} / ${shown.length}`;
  };
  const describe = (fact) => {
    const list = byId("details");
    list.hidden = !fact;
    document.querySelector(".details .hint").hidden = Boolean(fact);
    list.textContent = "";
    if (!fact) return;
    const names = document.querySelectorAll("#facts thead th");
    [...fact.row.cells].forEach((cell, index) => {
      if (!cell.textContent.trim()) return;
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      value.lang = cell.lang;
      value.className = cell.className;
      if (cell.dataset.w) value.dataset.w = cell.dataset.w;
      for (const [from, to] of [[names[index], term], [cell, value]]) {
        for (const child of from.childNodes) to.append(child.cloneNode(true));
      }
      list.append(term, value);
    });
  };
  const within = (pane, element) => {
    const outer = pane.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    return inner.top >= outer.top + 8 && inner.bottom <= outer.bottom - 8;
  };
  const top = (pane, element) =>
    element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  const bring = (pane, element, height) => scroll(pane, pane.scrollTop + top(pane, element) - height);

  // Shows a mark in its pane, and level with it its counterpart in the other pane.
  const reveal = (pane, mark, match) => {
    settle();
    if (!within(pane, mark)) bring(pane, mark, pane.clientHeight * 0.35);
    const height = top(pane, mark);
    const second = other(pane);
    if (match) bring(second, match, height);
    else scroll(second, counterpart(pane, pane.scrollTop + height) - height);
  };
  const select = (fact, clicked) => {
    for (const element of selected ? selected.elements : []) element.classList.remove("on");
    selected = fact;
    describe(fact);
    tell();
    if (!fact) return;
    for (const element of fact.elements) element.classList.add("on");
    const marks = [byId(`o-${fact.key}`), byId(`r-${fact.key}`)];
    if (clicked && panes[1].contains(clicked)) reveal(panes[1], clicked, marks[0]);
    else reveal(panes[0], clicked || marks[0], marks[1]);
    const { item } = fact;
    if (item) {
      const list = item.parentElement;
      if (!within(list, item)) list.scrollTop += top(list, item) - list.clientHeight / 3;
    }
  };

  // ---- steps

  // From the selected fact on, wherever that stands, to the next of a list that the filter shows.
  const inText = new Map(
    [...panes[0].querySelectorAll(".m.s")].map((mark, index) => [factOf(mark).key, index]),
  );
  const place = (fact) => inText.get(fact.key);
  const byPlace = [...inOrder].sort((a, b) => place(a) - place(b));
  const step = (list, forward) => {
    const shown = list.filter((fact) => fact.shown);
    if (!shown.length) return;
    const ordered = forward ? shown : [...shown].reverse();
    const here = selected ? place(selected) : forward ? -1 : Infinity;
    const next = ordered.find((fact) => (forward ? place(fact) > here : place(fact) < here));
    select(next || ordered[0]);
  };
  byId("next-leak").addEventListener("click", () => step(leaks, true));
  byId("previous-leak").addEventListener("click", () => step(leaks, false));

  // ---- clicks and keys

  document.addEventListener("click", (event) => {
    const hit = event.target.closest(".m, a[href^='#o-'], a[href^='#r-'], a[href^='#t-']");
    if (!hit) return;
    event.preventDefault();
    if (!hit.classList.contains("m")) { // a link to a mark
      byId("texts").scrollIntoView({ block: "nearest" });
      select(factOf(hit), byId(hit.getAttribute("href").slice(1)));
      return;
    }
    const around = []; // marks may overlap: a second click takes the next one out
    for (let mark = hit; mark; mark = mark.parentElement.closest(".m")) around.push(mark);
    const shown = around.filter((mark) => factOf(mark).shown);
    if (!shown.length) return;
    const now = shown.findIndex((mark) => factOf(mark) === selected);
    const mark = shown[(now + 1) % shown.length];
    select(factOf(mark), mark);
  });

  const table = byId("facts");
  const unfold = (open) => {
    table.classList.toggle("unfolded", open);
    byId("unfold").setAttribute("aria-expanded", String(open));
  };
  byId("unfold").addEventListener("click", () => unfold(!table.classList.contains("unfolded")));
  document.querySelector("a[href='#facts']").addEventListener("click", () => unfold(true));

  const help = byId("help");
  const showHelp = () => { if (help.showModal && !help.open) help.showModal(); };
  byId("help-button").addEventListener("click", showHelp);
  byId("help-close").addEventListener("click", () => help.close());
  const keys = {
    n: () => step(leaks, true),
    p: () => step(leaks, false),
    j: () => step(byPlace, true),
    k: () => step(byPlace, false),
    s: () => synchronised.click(),
    l: () => language.toggle(),
    "?": showHelp,
    Escape: () => select(null),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  filter(); // a browser may have kept the boxes as they were
  const linked = facts.get(location.hash.slice(1));
  if (linked) select(linked);
})();
