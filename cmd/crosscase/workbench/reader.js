// Reading a source and marking its words: the tools, the keys and the mouse. What is
// marked is marks.js's, and is drawn beside the text (bars.js) and in it (paint.js).
import { ask, explain, element, notice, send, t, typing, wrong } from "./app.js";
import { draw, show } from "./bars.js";
import "./card.js";
import { fetchRest, fetchTurn, idle, numberOf, onChunk, source, turnElement } from "./chunks.js";
import { act, keep, markAt, markOf, mine, onShown, redo, refresh, state, tag, undo } from "./marks.js";
import { at, choose, current, goTo, goTurn, letGo, moveBy, nextHit, nextPassage, paintHits, search, untagged } from "./move.js";
import { paint } from "./paint.js";
import { closePalette, inVivo, openPalette, paletteOpen, vivoTarget } from "./palette.js";
import { activate, beginBorders, borderKey, cardOpen, deactivate, pointAt, renew } from "./passage.js";
import { before, lightOf, place, rangeOf, select, selected, text } from "./place.js";
import "./tree.js";

const reader = document.querySelector("#reader");
const find = document.querySelector("#find-in");

// What is marked is drawn, faintly in the text and with its names beside it.
let painting;
function repaint() {
  cancelAnimationFrame(painting);
  painting = requestAnimationFrame(() => {
    paint("tagged", state.view.marks.map(m => lightOf(m.start, m.end)));
    paintHits();
    pointAt(state.active);
  });
}
onShown((view, changed) => {
  show(view, changed);
  renew();
  repaint();
  document.querySelector("[data-do=complete]").setAttribute("aria-pressed", view.state === "complete");
});
onChunk(chunk => {
  draw(chunk);
  repaint();
});

// What the tools and keys do.
function withWords(does) {
  const r = current();
  if (!r) return notice(t("Select some words first"));
  does(r);
}
function palette(options = {}) {
  withWords(r => { select(r); letGo(); openPalette(r, options); });
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
  try { await act(`${source.address}/place`, { state: state.view.state === "complete" ? "in progress" : "complete", turn: furthest }); } catch (error) { wrong(error); }
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
  ["A", t("accept the words of a passage that changed with its text")], ["d", t("take a tag of yours off")], ["e", t("move the borders of the passage here")],
  ["p P", t("next, previous tagged passage")], [". ,", t("next, previous turn without a tag of yours")],
  ["/  n N", t("search here; next, previous match")], ["g g  G", t("first, last turn")], [":", t("go to a turn by its number")],
  ["Ctrl+Z  u", t("undo")], ["Ctrl+Y  r", t("redo")], ["C", t("this source is complete, or not any more")],
]);

function accept() {
  const m = markOf(state.active) ?? markAt(selected());
  if (m?.was) act(`/passages/${m.passage}/accept`, {}).catch(wrong); else notice(t("No passage here has changed with its text"));
}

const binding = {
  ArrowDown: () => moveBy("turn", 1), j: () => moveBy("turn", 1), ArrowUp: () => moveBy("turn", -1), k: () => moveBy("turn", -1),
  ArrowRight: () => moveBy("sentence", 1), l: () => moveBy("sentence", 1), ArrowLeft: () => moveBy("sentence", -1), h: () => moveBy("sentence", -1),
  w: () => moveBy("word", 1), b: () => moveBy("word", -1), v: choose,
  Enter: () => palette(), t: () => palette(), m: does.note, i: () => withWords(tagInVivo), d: removeHere, Delete: removeHere, o: card, A: accept,
  e: () => { const m = markOf(state.active) ?? markAt(selected()); m && mine(m).length ? beginBorders(m) : notice(t("No passage of yours here")); },
  p: () => nextPassage(1), P: () => nextPassage(-1), ".": () => untagged(1), ",": () => untagged(-1),
  n: () => nextHit(1), N: () => nextHit(-1), G: () => goTurn(source.turns), u: undo, r: redo, C: complete,
  "/": () => { find.focus(); find.select(); },
  ":": async () => { const n = Number(await ask(t("Go to turn (1 to %d)", source.turns))); text.focus({ preventScroll: true }); if (n) { goTurn(n); history.replaceState(null, "", "#t" + n); } },
  Escape: () => { letGo(); if (state.active) deactivate(); else getSelection().removeAllRanges(); },
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
  if (borderKey(e)) return;
  if (e.target.closest("a, button, summary, #card, #bars, #panel") && (e.key === "Enter" || e.key === " ") || e.target.closest("#card, #bars, #panel") && e.key.startsWith("Arrow")) return; // theirs
  if (e.shiftKey && e.key.startsWith("Arrow")) return; // the browser extends the selection
  if (e.key === "g") { if (Date.now() - firstG < 600) { goTurn(1); firstG = 0; } else firstG = Date.now(); return; }
  if (/^[1-9]$/.test(e.key)) {
    e.preventDefault();
    const theme = state.view.recent[Number(e.key) - 1];
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
    send(`${source.address}/place`, { turn: furthest, state: "" }, { keepalive: true }).catch(() => {});
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
if (source.turns) {
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
