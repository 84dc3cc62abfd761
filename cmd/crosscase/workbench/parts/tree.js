// The codebook beside the text: themes with how much is tagged with them, here and in
// all sources. A click tags what is selected, else it goes to the theme's next passage
// here; a theme dragged onto another one moves below it, or becomes one with it.
import { element, notice, t, wrong } from "./app.js";
import "./codebook.js";
import { matching } from "./match.js";
import { fetchTurn } from "./chunks.js";
import { onShown, state, tag } from "./marks.js";
import { activate } from "./passage.js";
import { rangeOf, select, selected } from "./place.js";

const tree = document.querySelector("#tree"), find = document.querySelector("#panel-find"), note = document.querySelector("#tree-note");
let view = { themes: [] };

onShown(drawTree);

function drawTree(v) {
  view = v;
  const shown = find.value.trim() ? new Set(matching(find.value, v.themes)) : null;
  const focused = document.activeElement?.closest?.(".node")?.dataset.id;
  tree.replaceChildren(...v.themes.filter(x => !shown || shown.has(x)).map((x, i) => element("div", {
    className: `node v${Math.min(x.level, 4)}${x.archived ? " archived" : ""}`, role: "treeitem", "aria-level": x.level + 1, tabIndex: (focused ? x.id === focused : i === 0) ? 0 : -1, draggable: true,
    title: [x.path, x.definition].filter(Boolean).join("\n"), colour: x.colour, data: { id: x.id, theme: x.key },
  }, element("i"), element("span", { className: "name" }, x.name), element("span", { className: "count" }, x.here ? `${x.here} / ${x.all}` : String(x.all)))));
  if (focused) tree.querySelector(`[data-id="${focused}"]`)?.focus({ preventScroll: true });
  note.replaceChildren(v.themes.length ? t("Passages here / in all. Select words, then a theme, to tag them.") : t("No themes yet. Select words and press Enter to name the first one."));
  const list = (state, text) => note.append(element("br"), element("a", { href: `/passages?${state}=1&source=${encodeURIComponent(document.querySelector(".reader-head h1").textContent)}` }, text));
  if (v.changed) list("changed", t("Passages that changed with their text, to be reviewed: %d", v.changed));
  if (v.detached) list("detached", t("Passages that a correction has left without a place: %d", v.detached));
}
find.addEventListener("input", () => drawTree(view));

let caret = null; // what was selected before the tree was clicked
tree.addEventListener("pointerdown", () => { caret = selected()?.cloneRange() ?? null; });
tree.addEventListener("click", e => { const n = e.target.closest(".node"); if (n) use(n.dataset.id); });
tree.addEventListener("keydown", e => {
  const all = [...tree.querySelectorAll(".node")], at = all.indexOf(document.activeElement);
  const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) }[e.key];
  if (e.key === "Enter" || e.key === " ") { e.preventDefault(); e.stopPropagation(); caret = selected()?.cloneRange() ?? null; if (all[at]) use(all[at].dataset.id); }
  else if (to) {
    e.preventDefault();
    e.stopPropagation();
    for (const n of all) n.tabIndex = n === to ? 0 : -1;
    to.focus();
  }
});

async function use(id) {
  const theme = state.theme.get(id), r = caret;
  caret = null;
  if (r) {
    if (theme.archived) return notice(t("This theme is archived, not to be used any more"));
    try {
      await tag(r, { theme: id });
      select(r);
      notice(t("Tagged with %s", theme.name), { action: t("Undo"), does: () => document.querySelector("[data-do=undo]").click() });
    } catch (error) { wrong(error); }
    return;
  }
  const below = new Set(view.themes.filter(x => x.path === theme.path || x.path.startsWith(theme.path + " > ")).map(x => x.id));
  const all = view.marks.filter(m => m.tags.some(x => below.has(x.theme)));
  if (!all.length) return notice(t("%s is on nothing here", theme.name));
  const now = all.findIndex(m => m.passage === state.active);
  const m = all[(now + 1) % all.length];
  await fetchTurn(m.turn);
  const range = rangeOf(m.start, m.end);
  range.startContainer.parentElement.closest(".turn").scrollIntoView({ block: "center" });
  activate(m.passage);
  tree.querySelector(`[data-id="${id}"]`)?.focus({ preventScroll: true });
}
