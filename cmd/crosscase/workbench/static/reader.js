// Reading a source and marking its words. What is marked comes from the server and is
// drawn beside the text (bars.js) and in it, as highlights, which change nothing in
// the page; so a selection survives whatever others do meanwhile.
import { ask, element, explain, load, notice, send, t, typing, wrong } from "./app.js";
import { begin, barOf, draw, light, show } from "./bars.js";
import { before, enter, lightOf, place, rangeOf, select, selected, stretches, text, trimmed } from "./place.js";
import { closePalette, inVivo, openPalette, paletteOpen, vivoTarget } from "./palette.js";
import { openCard, closeCard, cardOpen } from "./card.js";
import { drawTree } from "./tree.js";

const reader = document.querySelector("#reader");
const address = reader.dataset.address;
const turns = Number(reader.dataset.turns);
const pane = document.querySelector(".pane");

// state is what the reader knows. Others read it, this file changes it.
export const state = { view: { marks: [], themes: [], recent: [], frequent: [], organisations: [] }, theme: new Map(), active: null, borders: null };
const undos = JSON.parse(sessionStorage.getItem("undo:" + address) ?? "[]");
const redos = [];

// Highlights, the later ones above. A theme's own colour comes in by a sheet.
const layers = { tagged: 0, found: 1, pending: 2, active: 3, "search-here": 4 };
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
export function paint(name, ranges, colour) {
  if (!CSS.highlights) return;
  const all = ranges.filter(Boolean);
  if (!all.length) return void CSS.highlights.delete(name);
  const h = new Highlight(...all);
  h.priority = layers[name];
  CSS.highlights.set(name, h);
  if (name === "active") sheet.replaceSync(`::highlight(active) { background-color: color-mix(in srgb, ${colour || "var(--accent)"} 34%, transparent); } ::highlight(pending) { background-color: var(--select); }`);
}
sheet.replaceSync("::highlight(pending) { background-color: var(--select); }");

// Chunks come in when they are near, and the rest when nothing else is to be done, so
// that the browser's own search and printing have all of it.
const chunks = [...text.querySelectorAll(".chunk")];
for (const c of chunks) if (!c.hasAttribute("data-here")) c.style.minHeight = `${c.dataset.lines * 1.7}rem`;
const coming = new Map();
function fetchChunk(chunk) {
  if (chunk.hasAttribute("data-here")) return Promise.resolve();
  if (!coming.has(chunk)) {
    coming.set(chunk, fetch(`${address}/turns?text=${reader.dataset.text}&first=${chunk.dataset.first}&last=${chunk.dataset.last}`)
      .then(async r => {
        if (!r.ok) throw new Error(t("This source was given other words, or removed. Load the page anew."));
        chunk.innerHTML = await r.text();
        chunk.setAttribute("data-here", "");
        chunk.style.minHeight = "";
        enter(chunk);
        draw(chunk);
        repaint();
      })
      .catch(error => { coming.delete(chunk); wrong(error); }));
  }
  return coming.get(chunk);
}
const near = new IntersectionObserver(entries => { for (const e of entries) if (e.isIntersecting) fetchChunk(e.target); }, { rootMargin: "1500px 0px" });
for (const c of chunks) near.observe(c);
const idle = window.requestIdleCallback ?? (f => setTimeout(f, 200));
function fetchRest() {
  const next = chunks.find(c => !c.hasAttribute("data-here"));
  if (next) fetchChunk(next).then(() => { if (next.hasAttribute("data-here")) idle(fetchRest); });
}
const chunkOf = turn => chunks.find(c => Number(c.dataset.first) < turn && turn <= Number(c.dataset.last));
export async function fetchTurn(turn) {
  const c = chunkOf(turn);
  if (c) await fetchChunk(c);
}
const turnElement = n => document.getElementById("t" + n);
const numberOf = e => Number(e.id.slice(1));

// repaint draws faintly all that is marked.
let repainting;
function repaint() {
  cancelAnimationFrame(repainting);
  repainting = requestAnimationFrame(() => {
    paint("tagged", state.view.marks.map(m => lightOf(m.start, m.end)));
    paint("found", hits.map(h => lightOf(h.start, h.end)));
    pointAt(state.active);
  });
}

// refresh asks what is marked now.
let asked = 0;
export async function refresh() {
  const turn = ++asked;
  const view = await load(`${address}/marks`);
  if (turn !== asked) return;
  if (view.text !== reader.dataset.text) {
    notice(t("This source was given other words, or removed. Load the page anew."), { action: t("Load"), does: () => location.reload(), stay: true });
    return;
  }
  take(view);
}
export function take(view) {
  state.view = view;
  state.theme = new Map(view.themes.map(x => [x.id, x]));
  show(view);
  drawTree(view);
  repaint();
  document.querySelector("[data-do=complete]")?.setAttribute("aria-pressed", view.state === "complete");
  if (state.active && !view.marks.some(m => m.passage === state.active)) deactivate();
  light(state.active);
}
// News of what was done here are no news.
const own = new Set();
let news = false;
document.addEventListener("changed", e => {
  clearTimeout(refresh.later);
  setTimeout(() => { if (!own.delete(e.detail.change)) news = true; }, 60); // the answer may come after the news
  refresh.later = setTimeout(() => { if (news) { news = false; refresh().catch(wrong); } }, 80);
});
document.addEventListener("codebook", e => { remember(e.detail); refresh().catch(wrong); });

// Undo and redo of what was done here.
function remember(step) {
  if (!step) return;
  own.add(step);
  undos.push(step);
  redos.length = 0;
  keep();
}
function keep() {
  sessionStorage.setItem("undo:" + address, JSON.stringify(undos.slice(-200)));
  document.querySelector("[data-do=undo]").disabled = !undos.length;
  document.querySelector("[data-do=redo]").disabled = !redos.length;
}
async function takeBack(from, onto, none) {
  const step = from.at(-1);
  if (!step) return notice(none);
  try {
    const { step: again, what } = await send("/undo", { step });
    from.pop();
    onto.push(again);
    keep();
    await refresh();
    notice(what);
  } catch (error) { wrong(error); }
}
const undo = () => takeBack(undos, redos, t("Nothing was done here that could be taken back"));
const redo = () => takeBack(redos, undos, t("Nothing was taken back"));

// marked is the passage that has just these words, or with the first of those around.
export function markAt(range) {
  if (!range) return null;
  const p = place(range);
  const same = (a, b) => a.at === b.at && a.units === b.units;
  return state.view.marks.find(m => same(m.start, p.start) && same(m.end, p.end)) ??
    state.view.marks.find(m => before(m.start, p.end) && before(p.start, m.end)) ?? null;
}
export const markOf = passage => state.view.marks.find(m => m.passage === passage) ?? null;
export const mine = mark => mark.tags.filter(x => x.mine);

// current is what is selected, else the turn that one is at.
function current() {
  const s = selected();
  if (s) return s;
  const e = text.querySelector(".turn.here") ?? firstShown();
  return e ? stretches(e, "turn").map(r => trimmed(r)).find(Boolean) ?? null : null;
}
const firstShown = () => [...text.querySelectorAll(".turn[id]")].find(e => e.getBoundingClientRect().bottom > 160);

// tag puts a theme on a range, and shows it at once.
export async function tag(range, { theme, path, weight = 0, about = "", memo = "" }) {
  const from = turnOf(range.startContainer), to = turnOf(range.endContainer);
  for (let n = from; n <= to; n++) await fetchTurn(n);
  const answer = await send("/tags", { text: reader.dataset.text, ...place(range), theme: theme ?? "", path: path ?? "", weight, about, memo });
  if (answer.before) notice(t("It is there already"));
  remember(answer.step);
  const id = answer.mark.tags[0].theme;
  if (answer.theme && !state.theme.has(id)) {
    state.view.themes.push({ ...answer.theme, level: answer.theme.path.split(" > ").length - 1, here: 0, all: 0 });
    state.theme.set(id, answer.theme);
  }
  state.view.recent = [id, ...(state.view.recent ?? []).filter(x => x !== id)].slice(0, 9);
  if (!answer.before) {
    const m = answer.mark, there = state.view.marks.find(x => !before(x.start, m.start) && !before(m.start, x.start) && !before(x.end, m.end) && !before(m.end, x.end));
    if (there) there.tags.push(...m.tags);
    else {
      const at = state.view.marks.findIndex(x => before(m.start, x.start) || !before(x.start, m.start) && before(m.end, x.end));
      state.view.marks.splice(at < 0 ? state.view.marks.length : at, 0, m);
    }
    const x = state.view.themes.find(y => y.id === id);
    x.here++;
    x.all++;
  }
  show(state.view, answer.mark);
  drawTree(state.view);
  repaint();
  return answer;
}

// act sends a change of what is marked already.
export async function act(address, value) {
  const { step } = await send(address, value);
  remember(step);
  await refresh();
  const mark = markOf(state.active);
  if (mark && cardOpen()) openCard(mark, barOf(state.active));
  return step;
}

const turnOf = node => {
  const e = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".turn");
  return e?.id ? numberOf(e) : turns;
};

// The passage that is looked at.
export function activate(passage, anchor) {
  const mark = markOf(passage);
  if (!mark) return;
  state.active = passage;
  light(passage);
  pointAt(passage);
  openCard(mark, anchor ?? barOf(passage));
}
export function deactivate() {
  state.active = null;
  light(null);
  pointAt(null);
  closeCard();
}
function pointAt(passage, theme) {
  if (held || state.borders) return;
  const mark = passage && markOf(passage);
  const colour = mark && (state.theme.get(theme)?.colour ?? state.theme.get(mark.tags[0]?.theme)?.colour);
  paint("active", mark ? [rangeOf(mark.start, mark.end)] : [], colour);
  const active = markOf(state.active);
  grips(active && mine(active).length ? active : null);
}
begin({
  pick: (passage, bar) => { state.active === passage && cardOpen() ? deactivate() : activate(passage, bar); },
  point: (passage, theme) => { pointAt(passage ?? state.active, passage ? theme : undefined); light(passage ?? state.active); },
});

// Borders of a passage: by the grips at its ends, or by keys.
let gripped = [], grippedAt = "", held = false;
function grips(mark) {
  if (held) return; // news that come in meanwhile must not take them out of one's hand
  const range = state.borders?.range ?? (mark && rangeOf(mark.start, mark.end));
  const rects = range ? [...range.getClientRects()].filter(r => r.width > 0) : [], origin = pane.getBoundingClientRect();
  const where = rects.length ? [mark?.passage, rects[0].left - origin.left, rects[0].top - origin.top, rects.at(-1).right - origin.left, rects.at(-1).top - origin.top].join() : "";
  if (where === grippedAt) return;
  grippedAt = where;
  for (const g of gripped) g.remove();
  gripped = [];
  if (!rects.length) return;
  for (const end of [false, true]) {
    const r = end ? rects.at(-1) : rects[0];
    const g = element("div", { className: "grip " + (end ? "end" : "start"), "aria-hidden": "true" });
    Object.assign(g.style, { left: `${(end ? r.right : r.left) - origin.left}px`, top: `${r.top - origin.top}px` });
    g.addEventListener("pointerdown", e => dragBorder(e, g, mark ?? markOf(state.active), end));
    pane.append(g);
    gripped.push(g);
  }
}
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const p = document.caretPositionFromPoint(x, y);
    return p && [p.offsetNode, p.offset];
  }
  const r = document.caretRangeFromPoint?.(x, y);
  return r && [r.startContainer, r.startOffset];
}
function dragBorder(e, grip, mark, end) {
  e.preventDefault();
  grip.setPointerCapture(e.pointerId);
  held = true;
  const was = rangeOf(mark.start, mark.end);
  const move = e => {
    grip.style.pointerEvents = "none";
    const p = caretAt(e.clientX, e.clientY);
    grip.style.pointerEvents = "";
    if (!p || !text.contains(p[0])) return;
    const r = was.cloneRange();
    end ? r.setEnd(...p) : r.setStart(...p);
    const now = r.collapsed ? null : trimmed(r);
    if (!now) return;
    state.borders = { mark, range: now };
    paint("active", [now], state.theme.get(mark.tags[0]?.theme)?.colour);
    const rects = [...now.getClientRects()].filter(r => r.width > 0), o = pane.getBoundingClientRect(), box = end ? rects.at(-1) : rects[0];
    if (box) Object.assign(grip.style, { left: `${(end ? box.right : box.left) - o.left}px`, top: `${box.top - o.top}px` });
  };
  grip.addEventListener("pointermove", move);
  const stop = () => {
    held = false;
    grippedAt = "";
    grip.removeEventListener("pointermove", move);
    keepBorders();
  };
  grip.addEventListener("pointerup", stop, { once: true });
  grip.addEventListener("pointercancel", () => { held = false; grippedAt = ""; state.borders = null; pointAt(state.active); }, { once: true });
}
export function beginBorders(mark) {
  closeCard();
  state.active = mark.passage;
  state.borders = { mark, range: rangeOf(mark.start, mark.end) };
  text.focus({ preventScroll: true });
  notice(t("Borders: ← → move the end by a word, Shift+← → the beginning. Enter keeps them, Esc leaves them."), { stay: true });
  paint("active", [state.borders.range], state.theme.get(mark.tags[0]?.theme)?.colour);
  grips(mark);
}
async function keepBorders() {
  const b = state.borders;
  state.borders = null;
  document.querySelector("#notices").replaceChildren();
  if (!b) return;
  const p = place(b.range);
  try {
    if (before(p.start, b.mark.start) || before(b.mark.start, p.start) || before(p.end, b.mark.end) || before(b.mark.end, p.end)) {
      await act(`/passages/${b.mark.passage}/borders`, { text: reader.dataset.text, ...p });
    }
  } catch (error) { wrong(error); }
  repaint();
}
function moveBorder(by, start) {
  const r = state.borders.range.cloneRange();
  const words = wordsAround(start ? r.startContainer : r.endContainer);
  const point = document.createRange();
  point.setStart(start ? r.startContainer : r.endContainer, start ? r.startOffset : r.endOffset);
  point.collapse(true);
  const edges = words.map(w => { const e = document.createRange(); e.setStart(start ? w.startContainer : w.endContainer, start ? w.startOffset : w.endOffset); e.collapse(true); return e; });
  const compare = edges.map(e => e.compareBoundaryPoints(Range.START_TO_START, point));
  const to = by > 0 ? edges[compare.findIndex(c => c > 0)] : edges[compare.findLastIndex(c => c < 0)];
  if (!to) return;
  start ? r.setStart(to.startContainer, to.startOffset) : r.setEnd(to.startContainer, to.startOffset);
  const now = r.collapsed ? null : trimmed(r);
  if (!now) return;
  state.borders.range = now;
  paint("active", [now], state.theme.get(state.borders.mark.tags[0]?.theme)?.colour);
  grips(state.borders.mark);
}
function wordsAround(node) {
  const n = turnOf(node);
  return [n - 1, n, n + 1].map(turnElement).filter(Boolean).flatMap(e => stretches(e, "word"));
}

// Moving through the text by keys. What one is at is selected.
let anchor = null; // choosing from here on
function goTo(range, { from = null } = {}) {
  let r = range;
  if (from) {
    r = document.createRange();
    const first = from.compareBoundaryPoints(Range.START_TO_START, range) <= 0 ? from : range;
    const last = from.compareBoundaryPoints(Range.END_TO_END, range) >= 0 ? from : range;
    r.setStart(first.startContainer, first.startOffset);
    r.setEnd(last.endContainer, last.endOffset);
  }
  select(r);
  const e = (range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer).closest(".turn");
  at(e);
  const box = range.getBoundingClientRect(), top = document.querySelector(".reader-head").getBoundingClientRect().bottom + 12;
  if (box.top < top || box.bottom > innerHeight - 40) scrollBy({ top: box.top - top - (innerHeight - top) / 4, behavior: "instant" });
}
function at(turn) {
  for (const e of text.querySelectorAll(".turn.here")) if (e !== turn) e.classList.remove("here");
  turn?.classList.add("here");
}
export async function goTurn(n, { words = true } = {}) {
  n = Math.min(Math.max(n, 1), turns);
  await fetchTurn(n);
  const e = turnElement(n);
  if (!e) return;
  const r = stretches(e, "turn").map(x => trimmed(x)).find(Boolean);
  if (r && words) goTo(r, { from: anchor });
  else {
    at(e);
    e.scrollIntoView({ block: "start" });
  }
}
async function moveBy(unit, by) {
  const now = getSelection().rangeCount && selected();
  const e = now ? turnElement(turnOf(by > 0 ? now.endContainer : now.startContainer)) : text.querySelector(".turn.here") ?? firstShown();
  if (!e) return;
  const n = numberOf(e);
  if (unit === "turn") return goTurn(now ? n + by : n);
  const all = stretches(e, unit);
  const point = now ?? stretches(e, "turn")[0];
  const inside = now && !anchor ? all.filter(r => now.compareBoundaryPoints(Range.START_TO_START, r) <= 0 && now.compareBoundaryPoints(Range.END_TO_END, r) >= 0) : [];
  let to;
  if (inside.length > 1) to = by > 0 ? inside[0] : inside.at(-1); // of what is selected the first
  else if (by > 0) to = all.find(r => r.compareBoundaryPoints(Range.START_TO_START, point) > 0 && r.compareBoundaryPoints(Range.END_TO_END, point) > 0);
  else to = all.findLast(r => r.compareBoundaryPoints(Range.START_TO_START, point) < 0);
  if (to) return goTo(to, { from: anchor });
  const other = n + by;
  if (other < 1 || other > turns) return;
  await fetchTurn(other);
  const next = stretches(turnElement(other), unit);
  const r = by > 0 ? next[0] : next.at(-1);
  if (r) goTo(r, { from: anchor });
}
function choose() {
  anchor = anchor ? null : current();
  if (anchor) { select(anchor); notice(t("Choosing: move to extend, Enter to tag, Esc to let go")); }
}
async function untagged(by) {
  const now = current();
  const covered = new Set();
  for (const m of state.view.marks) {
    if (!mine(m).length) continue;
    const last = chunks.length && rangeOf(m.start, m.end) ? turnOf(rangeOf(m.start, m.end).endContainer) : m.turn;
    for (let n = m.turn; n <= last; n++) covered.add(n);
  }
  for (let n = (now ? turnOf(now.startContainer) : 0) + by; n >= 1 && n <= turns; n += by) if (!covered.has(n)) return goTurn(n);
  notice(t("No turn without a tag of yours that way"));
}
async function nextPassage(by) {
  const now = selected() ?? current();
  if (!now) return;
  const p = place(now).start;
  const all = state.view.marks.filter(m => m.tags.length);
  const to = by > 0 ? all.find(m => before(p, m.start) || !before(m.start, p) && state.active !== m.passage && m.passage !== nextPassage.last) : all.findLast(m => before(m.start, p));
  if (!to) return notice(t("No passage that way"));
  nextPassage.last = to.passage;
  await fetchTurn(to.turn);
  goTo(rangeOf(to.start, to.end));
  state.active = to.passage;
  light(to.passage);
  pointAt(to.passage);
}

// Finding words in the source.
let hits = [], hit = -1;
const find = document.querySelector("#find-in"), found = document.querySelector("#found");
async function search(query) {
  hits = [];
  hit = -1;
  paint("search-here", []);
  if (query.trim()) {
    try {
      ({ hits } = await load(`${address}/find?q=${encodeURIComponent(query)}`));
      found.textContent = hits.length ? "" : t("nothing");
    } catch (error) { found.textContent = ""; wrong(error); }
  } else found.textContent = "";
  repaint();
}
async function nextHit(by) {
  if (!hits.length) return;
  hit = (hit + by + hits.length) % hits.length;
  const h = hits[hit];
  await fetchTurn(h.turn);
  const r = rangeOf(h.start, h.end);
  if (!r) return;
  paint("search-here", [r]);
  goTo(r);
  found.textContent = t("%d of %d", hit + 1, hits.length);
}
find.form.addEventListener("submit", async e => {
  e.preventDefault();
  if (find.dataset.asked !== find.value) {
    find.dataset.asked = find.value;
    await search(find.value);
  }
  await nextHit(1);
});
find.addEventListener("input", () => { if (!find.value) search(""); });

// What the tools and keys do.
function withWords(does) {
  const r = current();
  if (!r) return notice(t("Select some words first"));
  does(r);
}
function palette(options = {}) {
  withWords(r => { select(r); anchor = null; openPalette(r, options); });
}
async function tagInVivo(r) {
  const words = inVivo(r);
  if (!words) return notice(t("These are too many words for a theme's name; choose fewer"));
  try {
    await tag(r, vivoTarget(words));
    notice(words, { action: t("Undo"), does: undo });
  } catch (error) { wrong(error); }
}
async function removeHere() {
  const r = current();
  const p = r && place(r);
  const same = m => p && !before(m.start, p.start) && !before(p.start, m.start) && !before(m.end, p.end) && !before(p.end, m.end);
  const over = state.view.marks.filter(m => mine(m).length && (m.passage === state.active || p && before(m.start, p.end) && before(p.start, m.end)));
  const mark = markOf(state.active) ?? over.find(same) ?? over[0];
  if (!mark || !mine(mark).length) return notice(t("No tag of yours here"));
  if (mine(mark).length > 1 || over.length > 1 && mark.passage !== state.active && !same(mark)) return activate(mark.passage);
  const [x] = mine(mark);
  try {
    await act(`/tags/${x.id}`, { do: "untag" });
    notice(t("Removed %s", state.theme.get(x.theme)?.name ?? ""), { action: t("Undo"), does: undo });
  } catch (error) { wrong(error); }
}
async function complete() {
  try { await act(`${address}/place`, { state: state.view.state === "complete" ? "in progress" : "complete", turn: furthest }); } catch (error) { wrong(error); }
}
const card = () => {
  const mark = markOf(state.active) ?? markAt(selected() ?? current());
  if (mark) activate(mark.passage);
  else notice(t("Nothing is tagged here"));
};
const does = {
  tag: () => palette(),
  note: () => withWords(r => { select(r); openPalette(r, { note: true }); }),
  undo, redo, complete,
  panel: () => document.querySelector("#panel").classList.toggle("open"),
};
document.querySelector(".tools").addEventListener("click", e => does[e.target.closest("[data-do]")?.dataset.do]?.());
document.querySelector(".tools").addEventListener("pointerdown", e => { if (e.target.closest("button")) e.preventDefault(); }); // the selection stays

explain(t("Reader"), [
  ["↓ ↑  j k", t("next, previous turn")], ["→ ←  l h", t("next, previous sentence")], ["w b", t("next, previous word")],
  ["v", t("choose from here on: moves extend; Esc lets go")], ["Shift+→ ←", t("extend what is selected")],
  ["Enter  t", t("tag: type letters of a theme, Enter")], ["1 … 9", t("tag with the theme used last, the one before …")],
  ["i", t("in-vivo: the words become the theme")], ["m", t("memo on the words")], ["o", t("open the passage here: weight, about, memo, retag")],
  ["d", t("take a tag of yours off")], ["e", t("move the borders of the passage here")],
  ["p P", t("next, previous tagged passage")], [". ,", t("next, previous turn without a tag of yours")],
  ["/  n N", t("search here; next, previous match")], ["g g  G", t("first, last turn")], [":", t("go to a turn by its number")],
  ["Ctrl+Z  u", t("undo")], ["Ctrl+Y  r", t("redo")], ["C", t("this source is complete, or not any more")],
]);

const binding = {
  ArrowDown: () => moveBy("turn", 1), j: () => moveBy("turn", 1), ArrowUp: () => moveBy("turn", -1), k: () => moveBy("turn", -1),
  ArrowRight: () => moveBy("sentence", 1), l: () => moveBy("sentence", 1), ArrowLeft: () => moveBy("sentence", -1), h: () => moveBy("sentence", -1),
  w: () => moveBy("word", 1), b: () => moveBy("word", -1), v: choose,
  Enter: () => palette(), t: () => palette(), m: does.note, i: () => withWords(tagInVivo), d: removeHere, Delete: removeHere, o: card,
  e: () => { const m = markOf(state.active) ?? markAt(selected()); m && mine(m).length ? beginBorders(m) : notice(t("No passage of yours here")); },
  p: () => nextPassage(1), P: () => nextPassage(-1), ".": () => untagged(1), ",": () => untagged(-1),
  n: () => nextHit(1), N: () => nextHit(-1), G: () => goTurn(turns), u: undo, r: redo, C: complete,
  "/": () => { find.focus(); find.select(); },
  ":": async () => { const n = Number(await ask(t("Go to turn (1 to %d)", turns))); text.focus({ preventScroll: true }); if (n) goTurn(n); },
  Escape: () => { anchor = null; if (state.active) deactivate(); else getSelection().removeAllRanges(); },
};
let firstG = 0;
document.addEventListener("keydown", e => {
  if (e.defaultPrevented || e.isComposing || document.querySelector("dialog[open]")) return;
  const field = typing(e.target), ctrl = e.ctrlKey || e.metaKey;
  if (ctrl && !e.altKey && !field && /^[zy]$/i.test(e.key)) {
    e.preventDefault();
    return void (e.key.toLowerCase() === "y" || e.shiftKey ? redo() : undo());
  }
  if (ctrl || e.altKey || field || paletteOpen()) return;
  if (state.borders) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (by) { e.preventDefault(); moveBorder(by, e.shiftKey); }
    else if (e.key === "Enter") { e.preventDefault(); keepBorders(); }
    else if (e.key === "Escape") { state.borders = null; document.querySelector("#notices").replaceChildren(); pointAt(state.active); }
    return;
  }
  if (e.target.closest("#card, #bars, #panel, .tools, .bar") && (e.key === "Enter" || e.key === " " || e.key.startsWith("Arrow"))) return; // theirs
  if (e.shiftKey && e.key.startsWith("Arrow")) return; // the browser extends the selection
  if (e.key === "g") { if (Date.now() - firstG < 600) { goTurn(1); firstG = 0; } else firstG = Date.now(); return; }
  if (/^[1-9]$/.test(e.key)) {
    e.preventDefault();
    const theme = (state.view.recent ?? [])[Number(e.key) - 1];
    if (!theme) return notice(t("No theme was used so many times ago; Enter lists them"));
    return withWords(r => tag(r, { theme }).then(() => notice(state.theme.get(theme).name, { action: t("Undo"), does: undo }), wrong));
  }
  if (firstG && Date.now() - firstG < 900 && "sfcmalp".includes(e.key)) return; // a page is gone to
  const does = binding[e.key];
  if (!does) return;
  e.preventDefault();
  if (e.key === "/") e.stopImmediatePropagation();
  does();
}, true);

// With the mouse: words that were selected can be tagged with Enter, or by the small
// button that comes up beside them.
let offer = null;
document.addEventListener("selectionchange", () => {
  const r = selected();
  if (!r) { offer?.remove(); offer = null; return; }
  at((r.startContainer.parentElement).closest(".turn"));
});
text.addEventListener("pointerup", () => setTimeout(() => {
  offer?.remove();
  offer = null;
  const r = selected();
  if (!r || paletteOpen()) return;
  deactivate();
  const box = [...r.getClientRects()].at(-1), o = reader.getBoundingClientRect();
  offer = element("button", { type: "button", className: "offer", on: { pointerdown: e => e.preventDefault(), click: () => { offer?.remove(); palette(); } } }, t("Tag"), element("kbd", {}, "Enter"));
  Object.assign(offer.style, { left: `${Math.min(box.right - o.left + 6, text.offsetLeft + text.clientWidth - 40)}px`, top: `${box.bottom - o.top + 4}px` });
  reader.append(offer);
}));
document.addEventListener("pointerdown", e => {
  if (offer && !offer.contains(e.target)) { offer.remove(); offer = null; }
  if (paletteOpen() && !e.target.closest("#palette")) closePalette();
  if (cardOpen() && !e.target.closest("#card, #bars, dialog, .grip, #notices")) deactivate();
});

// How far one has read: the last turn that was in view for a while.
let furthest = 0, told = 0;
function read() {
  const shown = [...text.querySelectorAll(".turn[id]")].findLast(e => { const b = e.getBoundingClientRect(); return b.top < innerHeight - 60 && b.bottom > 0; });
  if (shown) furthest = Math.max(furthest, numberOf(shown));
}
const tell = () => {
  if (furthest > told) {
    told = furthest;
    send(`${address}/place`, { turn: furthest, state: "" }, { keepalive: true }).catch(() => {});
  }
};
let reading;
document.addEventListener("scroll", () => { clearTimeout(reading); reading = setTimeout(read, 900); }, { passive: true });
setInterval(tell, 5000);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") tell(); });
window.addEventListener("pagehide", tell);
window.addEventListener("resize", () => pointAt(state.active));

// What stands below the head must know how high it is.
const head = document.querySelector(".reader-head");
new ResizeObserver(() => reader.style.setProperty("--head", `${head.offsetHeight}px`)).observe(head);

// Begin.
if (turns) {
  keep();
  text.focus({ preventScroll: true });
  const first = Number(reader.dataset.first);
  if (location.hash.startsWith("#t")) goTurn(Number(location.hash.slice(2)), { words: false });
  else if (first > 1) goTurn(first, { words: false });
  else at(turnElement(1));
  refresh().then(async () => {
    document.documentElement.dataset.ready = "";
    performance.mark("usable");
    if (reader.dataset.passage) {
      const m = markOf(reader.dataset.passage);
      if (m) { await fetchTurn(m.turn); goTo(rangeOf(m.start, m.end)); getSelection().removeAllRanges(); activate(m.passage); }
    }
    if (reader.dataset.search) await search(reader.dataset.search);
    idle(fetchRest);
    setTimeout(read, 1500);
  }, wrong);
}
