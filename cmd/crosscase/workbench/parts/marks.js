// What is marked in the source, and what can be done with that. Others show it: they
// are told when there is something new (onShown).
import { load, notice, send, t, wrong } from "./app.js";
import { fetchTurn, source, turnOf } from "./chunks.js";
import { before, place } from "./place.js";

// state is what is known; this file alone changes view and theme.
export const state = { view: { marks: [], themes: [], recent: [], frequent: [], organisations: [] }, theme: new Map(), active: null };

const listeners = [];
export function onShown(f) { listeners.push(f); }
const shown = (changed = null) => { for (const f of listeners) f(state.view, changed); };

const undos = JSON.parse(sessionStorage.getItem("undo:" + source.address) ?? "[]");
const redos = [];

// refresh asks what is marked now.
let asked = 0;
export async function refresh() {
  const turn = ++asked;
  const view = await load(`${source.address}/marks`);
  if (turn !== asked) return;
  if (view.text !== source.text) {
    notice(t("This source was given other words, or removed. Load the page anew."), { action: t("Load"), does: () => location.reload(), stay: true });
    return;
  }
  take(view);
}
export function take(view) {
  state.view = view;
  state.theme = new Map(view.themes.map(x => [x.id, x]));
  shown();
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
export function keep() {
  sessionStorage.setItem("undo:" + source.address, JSON.stringify(undos.slice(-200)));
  document.querySelector("[data-do=undo]").disabled = !undos.length;
  document.querySelector("[data-do=redo]").disabled = !redos.length;
}
const going = new Set(); // what was sent and not answered yet
function sent(address, value) {
  const answer = send(address, value);
  going.add(answer);
  answer.finally(() => going.delete(answer)).catch(() => {});
  return answer;
}
async function takeBack(from, onto, none) {
  await Promise.allSettled(going);
  const step = from.at(-1);
  if (!step) return notice(none);
  try {
    const { step: again, what } = await send("/undo", { step });
    from.pop();
    onto.push(again);
    own.add(again);
    keep();
    await refresh();
    notice(what);
  } catch (error) { wrong(error); }
}
export const undo = () => takeBack(undos, redos, t("Nothing was done here that could be taken back"));
export const redo = () => takeBack(redos, undos, t("Nothing was taken back"));

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

// withAbove lists a theme and those above it: a passage counts once for each of them.
function withAbove(id) {
  const all = [];
  for (let x = state.theme.get(id); x; x = state.theme.get(x.parent)) all.push(x);
  return all;
}

// tag puts a theme on a range, and shows it at once.
export async function tag(range, { theme, path, weight = 0, about = "", memo = "" }) {
  const from = turnOf(range.startContainer), to = turnOf(range.endContainer);
  for (let n = from; n <= to; n++) await fetchTurn(n);
  const answer = await sent("/tags", { text: source.text, ...place(range), theme: theme ?? "", path: path ?? "", weight, about, memo });
  if (answer.before) notice(t("It is there already"));
  remember(answer.step);
  const id = answer.mark.tags[0].theme;
  const made = answer.theme && !state.theme.has(id);
  if (made) {
    const x = { ...answer.theme, level: answer.theme.path.split(" > ").length - 1, here: 0, all: 0 };
    state.view.themes.push(x);
    state.theme.set(id, x);
  }
  state.view.recent = [id, ...state.view.recent.filter(x => x !== id)].slice(0, 9);
  if (!answer.before) {
    const m = answer.mark, there = state.view.marks.find(x => !before(x.start, m.start) && !before(m.start, x.start) && !before(x.end, m.end) && !before(m.end, x.end));
    const counted = new Set(there?.tags.flatMap(x => withAbove(x.theme)));
    for (const x of withAbove(id)) if (!counted.has(x)) { x.here++; x.all++; }
    if (there) there.tags.push(...m.tags);
    else {
      const at = state.view.marks.findIndex(x => before(m.start, x.start) || !before(x.start, m.start) && before(m.end, x.end));
      state.view.marks.splice(at < 0 ? state.view.marks.length : at, 0, m);
    }
  }
  shown(answer.mark);
  if (made) refresh().catch(wrong); // where it is in the codebook, and those above it that were made with it
  return answer;
}

// act sends a change of what is marked already.
export async function act(address, value) {
  const { step } = await sent(address, value);
  remember(step);
  await refresh();
  return step;
}
