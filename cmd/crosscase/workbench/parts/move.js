// Moving through the text by keys: by turn, sentence and word, to passages, and to what
// was searched for. What one is at is selected.
import { load, notice, t, wrong } from "./app.js";
import { light } from "./bars.js";
import { fetchTurn, numberOf, source, turnElement, turnOf } from "./chunks.js";
import { mine, state } from "./marks.js";
import { paint } from "./paint.js";
import { pointAt } from "./passage.js";
import { before, lightOf, place, rangeOf, select, selected, stretches, text, trimmed } from "./place.js";

// current is what is selected, else the turn that one is at.
export function current() {
  const s = selected();
  if (s) return s;
  const e = text.querySelector(".turn.here") ?? firstShown();
  return e ? stretches(e, "turn").map(r => trimmed(r)).find(Boolean) ?? null : null;
}
const firstShown = () => [...text.querySelectorAll(".turn[id]")].find(e => e.getBoundingClientRect().bottom > 160);

let anchor = null; // choosing from here on
export function goTo(range, { from = null } = {}) {
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
export function at(turn) {
  for (const e of text.querySelectorAll(".turn.here")) if (e !== turn) e.classList.remove("here");
  turn?.classList.add("here");
}
export async function goTurn(n, { words = true } = {}) {
  n = Math.min(Math.max(n, 1), source.turns);
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
export async function moveBy(unit, by) {
  const now = selected();
  const e = now ? turnElement(turnOf(by > 0 ? now.endContainer : now.startContainer)) : text.querySelector(".turn.here") ?? firstShown();
  if (!e) return;
  const n = numberOf(e);
  if (unit === "turn") return goTurn(now ? n + by : n);
  const all = stretches(e, unit);
  const point = now ?? stretches(e, "turn")[0];
  const inside = anchor || !point ? [] : all.filter(r => point.compareBoundaryPoints(Range.START_TO_START, r) <= 0 && point.compareBoundaryPoints(Range.END_TO_END, r) >= 0);
  let to;
  if (inside.length > (now ? 1 : 0)) to = by > 0 ? inside[0] : inside.at(-1); // of what is selected, or of the turn that one is at
  else if (by > 0) to = all.find(r => r.compareBoundaryPoints(Range.START_TO_START, point) > 0 && r.compareBoundaryPoints(Range.END_TO_END, point) > 0);
  else to = all.findLast(r => r.compareBoundaryPoints(Range.START_TO_START, point) < 0);
  if (to) return goTo(to, { from: anchor });
  const other = n + by;
  if (other < 1 || other > source.turns) return;
  await fetchTurn(other);
  const next = stretches(turnElement(other), unit);
  const r = by > 0 ? next[0] : next.at(-1);
  if (r) goTo(r, { from: anchor });
}
export function choose() {
  anchor = anchor ? null : current();
  if (anchor) { select(anchor); notice(t("Choosing: move to extend, Enter to tag, Esc to let go")); }
}
export async function untagged(by) {
  const now = current();
  const covered = new Set();
  for (const m of state.view.marks) {
    if (!mine(m).length) continue;
    const last = rangeOf(m.start, m.end) ? turnOf(rangeOf(m.start, m.end).endContainer) : m.turn;
    for (let n = m.turn; n <= last; n++) covered.add(n);
  }
  for (let n = (now ? turnOf(now.startContainer) : 0) + by; n >= 1 && n <= source.turns; n += by) if (!covered.has(n)) return goTurn(n);
  notice(t("No turn without a tag of yours that way"));
}
export async function nextPassage(by) {
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

// letGo ends choosing.
export function letGo() { anchor = null; }

// Finding words in the source.
let hits = [], hit = -1;
const find = document.querySelector("#find-in"), found = document.querySelector("#found");
export async function search(query) {
  hits = [];
  hit = -1;
  paint("search-here", []);
  if (query.trim()) {
    try {
      ({ hits } = await load(`${source.address}/find?q=${encodeURIComponent(query)}`));
      found.textContent = hits.length ? "" : t("nothing");
    } catch (error) { found.textContent = ""; wrong(error); }
  } else found.textContent = "";
  paintHits();
}
export async function nextHit(by) {
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

// paintHits lights all matches that are in the page.
export function paintHits() { paint("found", hits.map(h => lightOf(h.start, h.end))); }
