// The passage that is looked at: its bars and words stand out, its card is open, and its
// borders can be moved, by the grips at its ends or by keys.
import { element, notice, t, wrong } from "./app.js";
import { barOf, begin, light } from "./bars.js";
import { source, turnElement, turnOf } from "./chunks.js";
import { act, markOf, mine, state } from "./marks.js";
import { paint } from "./paint.js";
import { before, place, rangeOf, stretches, text, trimmed } from "./place.js";

const pane = document.querySelector(".pane");

// The card of a passage, which makes itself known.
let card = { open() {}, close() {}, isOpen: () => false };
export function useCard(c) { card = c; }
export const cardOpen = () => card.isOpen();

export function activate(passage, anchor) {
  const mark = markOf(passage);
  if (!mark) return;
  state.active = passage;
  light(passage);
  pointAt(passage);
  told = JSON.stringify(mark);
  card.open(mark, anchor ?? barOf(passage));
}
export function deactivate() {
  state.active = null;
  light(null);
  pointAt(null);
  card.close();
}

// pointAt lights the words of a passage, in the colour of one of its themes.
export function pointAt(passage, theme) {
  if (held || moving) return;
  const mark = passage && markOf(passage);
  const colour = mark && (state.theme.get(theme)?.colour ?? state.theme.get(mark.tags[0]?.theme)?.colour);
  paint("active", mark ? [rangeOf(mark.start, mark.end)] : [], colour);
  const active = markOf(state.active);
  grips(active && mine(active).length ? active : null);
}
let told = ""; // what the card says
// renew shows the passage as it is now, unless somebody writes in its card.
export function renew() {
  if (state.active && !markOf(state.active)) deactivate();
  const now = JSON.stringify(markOf(state.active));
  if (cardOpen() && now !== told && !document.activeElement?.closest("#card :is(textarea, input, select)")) card.open(markOf(state.active), barOf(state.active));
  told = now;
}

begin({
  pick: (passage, bar) => { state.active === passage && cardOpen() ? deactivate() : activate(passage, bar); },
  point: (passage, theme) => { pointAt(passage ?? state.active, passage ? theme : undefined); light(passage ?? state.active); },
});

// Borders of a passage: by the grips at its ends, or by keys.
let moving = null; // the passage whose borders are moved, with where they are now
let gripped = [], grippedAt = "", held = false;
function grips(mark) {
  if (held) return; // news that come in meanwhile must not take them out of one's hand
  const range = moving?.range ?? (mark && rangeOf(mark.start, mark.end));
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
    moving = { mark, range: now };
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
  grip.addEventListener("pointercancel", () => { held = false; grippedAt = ""; moving = null; pointAt(state.active); }, { once: true });
}
export function beginBorders(mark) {
  card.close();
  state.active = mark.passage;
  moving = { mark, range: rangeOf(mark.start, mark.end) };
  text.focus({ preventScroll: true });
  notice(t("Borders: ← → move the end by a word, Shift+← → the beginning. Enter keeps them, Esc leaves them."), { stay: true });
  paint("active", [moving.range], state.theme.get(mark.tags[0]?.theme)?.colour);
  grips(mark);
}
async function keepBorders() {
  const b = moving;
  moving = null;
  document.querySelector("#notices").replaceChildren();
  if (!b) return;
  const p = place(b.range);
  try {
    if (before(p.start, b.mark.start) || before(b.mark.start, p.start) || before(p.end, b.mark.end) || before(b.mark.end, p.end)) {
      await act(`/passages/${b.mark.passage}/borders`, { text: source.text, ...p });
    }
  } catch (error) { wrong(error); }
  pointAt(state.active);
}
function moveBorder(by, start) {
  const r = moving.range.cloneRange();
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
  moving.range = now;
  paint("active", [now], state.theme.get(moving.mark.tags[0]?.theme)?.colour);
  grips(moving.mark);
}
function wordsAround(node) {
  const n = turnOf(node);
  return [n - 1, n, n + 1].map(turnElement).filter(Boolean).flatMap(e => stretches(e, "word"));
}

// borderKey takes a key while borders are moved, and tells whether it did.
export function borderKey(e) {
  if (!moving) return false;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (by) moveBorder(by, e.shiftKey);
  else if (e.key === "Enter") keepBorders();
  else if (e.key === "Escape") {
    moving = null;
    document.querySelector("#notices").replaceChildren();
    pointAt(state.active);
  } else return true; // other keys wait
  e.preventDefault();
  return true;
}
