// The bars beside the text: one for each theme on each passage, those that overlap side
// by side, with their names. They are laid out chunk by chunk, so that a long source
// costs no more than what is near.
import { element } from "./app.js";
import { before, rangeOf, text } from "./place.js";

const bars = document.querySelector("#bars");
const laneWidth = 9, mostLanes = 14, lineHeight = 20;

let marks = [], themes = new Map(), onPick = () => {}, onPoint = () => {};
const boxes = new Map(); // of chunks
const measure = document.createRange();

export function begin({ pick, point }) {
  onPick = pick;
  onPoint = point;
}

// show takes over what is marked; bars are drawn for what is in the page, or for the
// chunks alone in which something has changed.
export function show(view, changed = null) {
  themes = new Map(view.themes.map(x => [x.id, x]));
  marks = [];
  for (const mark of view.marks) {
    const byTheme = new Map();
    for (const tag of mark.tags) byTheme.set(tag.theme, [...byTheme.get(tag.theme) ?? [], tag]);
    for (const [theme, tags] of byTheme) marks.push({ mark, theme: themes.get(theme), tags, lane: -1 });
    if (!byTheme.size) marks.push({ mark, theme: null, tags: [], lane: -1 }); // a note alone
  }
  for (const chunk of text.querySelectorAll(".chunk[data-here]")) {
    if (!changed || touches(chunk, changed)) draw(chunk);
  }
}

// On paper, where nothing can be measured beforehand, the names of themes stand below
// the turns in which their passages begin.
window.addEventListener("beforeprint", () => {
  const names = new Map();
  for (const m of marks) if (m.theme) names.set(m.mark.turn, [...names.get(m.mark.turn) ?? [], m.theme.name]);
  for (const turn of text.querySelectorAll(".turn[id]")) {
    const all = names.get(Number(turn.id.slice(1)));
    if (all) turn.dataset.themes = [...new Set(all)].join(" · ");
    else delete turn.dataset.themes;
  }
});

// ends are the first and the last place of a chunk.
function ends(chunk) {
  const all = chunk.querySelectorAll("[data-at]"), last = all[all.length - 1];
  return last ? [{ at: Number(all[0].dataset.at), units: 0 }, { at: Number(last.dataset.at), units: last.textContent.length }] : null;
}
function touches(chunk, mark) {
  const e = ends(chunk);
  return e && before(mark.start, e[1]) && before(e[0], mark.end);
}

// draw lays out the bars beside one chunk.
export function draw(chunk) {
  const e = ends(chunk);
  if (!e) return;
  const [from, to] = e;
  const top = chunk.getBoundingClientRect().top;
  const here = [];
  for (const m of marks) { // in order of where they begin
    if (!before(m.mark.start, to)) break;
    if (!before(from, m.mark.end)) continue;
    const begins = !before(m.mark.start, from);
    const range = rangeOf(begins ? m.mark.start : from, before(to, m.mark.end) ? to : m.mark.end, measure);
    if (!range) continue;
    const box = range.getBoundingClientRect();
    here.push(Object.assign(m, { begins, top: box.top - top, height: Math.max(box.height, 8) }));
  }
  // Those that come from the chunk before keep their lanes; others take the first
  // that is free, as one sees it: two passages can share a line.
  const taken = []; // to where, in each lane
  for (const m of here) if (!m.begins && m.lane >= 0) taken[m.lane] = m.top + m.height;
  for (const m of here) {
    if (!m.begins && m.lane >= 0) continue;
    m.lane = 0;
    while (m.lane < mostLanes - 1 && taken[m.lane] > m.top) m.lane++;
    taken[m.lane] = m.top + m.height;
  }
  const lanes = here.reduce((n, m) => Math.max(n, m.lane + 1), 0);
  const narrow = bars.clientWidth < 90;
  const content = document.createDocumentFragment();
  let free = -Infinity;
  const labels = here.filter(m => m.begins).sort((a, b) => a.top - b.top);
  for (const m of here) {
    const bar = element("button", { type: "button", className: "stripe", colour: m.theme?.colour ?? "var(--strong)", tabIndex: -1, title: m.theme?.path ?? "", "aria-label": name(m), data: { passage: m.mark.passage, theme: m.theme?.id ?? "" } });
    const width = narrow && lanes > 2 ? Math.max(3, bars.clientWidth / lanes) : laneWidth;
    Object.assign(bar.style, { top: `${m.top + 2}px`, height: `${m.height - 4}px`, left: `${m.lane * width}px` });
    content.append(bar);
  }
  for (const m of narrow ? [] : labels) {
    const y = Math.max(m.top + 3, free);
    free = y + lineHeight;
    const label = element("button", { type: "button", className: "label" + (m.tags.some(x => x.suggested) ? " suggested" : ""), colour: m.theme?.colour ?? "var(--strong)", tabIndex: -1, title: name(m), "aria-label": name(m), data: { passage: m.mark.passage, theme: m.theme?.id ?? "" } },
      element("i"), element("span", {}, m.theme?.name ?? "✎"), coders(m));
    Object.assign(label.style, { top: `${y}px`, left: `${lanes * laneWidth + 4}px`, maxWidth: `calc(100% - ${lanes * laneWidth + 4}px)` });
    content.append(label);
  }
  let box = boxes.get(chunk);
  if (!box) {
    box = element("div", { className: "bars-of" });
    boxes.set(chunk, box);
    bars.append(box);
  }
  box.replaceChildren(content);
  put([[chunk, box]]);
  if (lit) light(lit);
  roving();
}

const coders = m => {
  const names = [...new Set(m.tags.map(x => x.coder))];
  const notes = m.tags.some(x => x.notes.length) || m.mark.notes.length ? "✎" : "";
  const about = names.length > 1 || m.tags.some(x => !x.mine) ? names.join(", ") : "";
  return about || notes ? element("span", { className: "by" }, [notes, about].filter(Boolean).join(" ")) : null;
};
const name = m => [m.theme?.path ?? "", ...new Set(m.tags.map(x => x.coder))].filter(Boolean).join(", ");

// put places the bars of chunks beside them. Everything is read before anything is
// written, so that the page is laid out but once.
function put(all) {
  const origin = bars.offsetTop;
  const where = all.map(([chunk, box]) => [box, chunk.offsetTop - origin, chunk.offsetHeight]);
  for (const [box, top, height] of where) Object.assign(box.style, { top: `${top}px`, height: `${height}px` });
}

// Chunks change their heights as words come in and the window changes.
let width = 0;
const observer = new ResizeObserver(() => {
  const wide = text.clientWidth;
  if (wide !== width) for (const chunk of boxes.keys()) draw(chunk);
  else put([...boxes]);
  width = wide;
});
observer.observe(text);

// Of all bars one can be reached with Tab; arrows go on from there.
const stops = () => [...bars.querySelectorAll(bars.querySelector(".label") ? ".label" : ".stripe")];
function roving() {
  const all = stops();
  if (all.length && !all.some(x => x.tabIndex === 0)) all[0].tabIndex = 0;
}
bars.addEventListener("keydown", e => {
  const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (!by) return;
  e.preventDefault();
  e.stopPropagation();
  const all = stops().sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  const to = all[all.indexOf(document.activeElement) + by];
  if (!to) return;
  for (const x of all) x.tabIndex = x === to ? 0 : -1;
  to.focus();
});
bars.addEventListener("click", e => {
  const b = e.target.closest("[data-passage]");
  if (b) onPick(b.dataset.passage, b);
});
for (const [event, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  bars.addEventListener(event, e => {
    const b = e.target.closest("[data-passage]");
    if (b) onPoint(on ? b.dataset.passage : null, b.dataset.theme);
  });
}

// light makes the bars of a passage stand out.
let lit = null;
export function light(passage) {
  lit = passage;
  for (const b of bars.querySelectorAll(".on")) b.classList.remove("on");
  if (passage) for (const b of bars.querySelectorAll(`[data-passage="${passage}"]`)) b.classList.add("on");
}
export const barOf = passage => bars.querySelector(`.label[data-passage="${passage}"], .stripe[data-passage="${passage}"]`);
