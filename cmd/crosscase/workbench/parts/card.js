// The card of a passage: its tags, each with its weight, whom it is about and its
// notes, and what can be done with them.
import { element, t, wrong } from "./app.js";
import { rangeOf, text } from "./place.js";
import { openPalette } from "./palette.js";
import { barOf } from "./bars.js";
import { act, markOf, mine, state } from "./marks.js";
import { beginBorders, deactivate, useCard } from "./passage.js";

const card = document.querySelector("#card");
useCard({ open: openCard, close: closeCard, isOpen: () => !card.hidden });

function closeCard() {
  card.hidden = true;
  card.replaceChildren();
}

function openCard(mark, anchor) {
  const range = rangeOf(mark.start, mark.end);
  const words = (range?.toString() ?? "").replace(/\s+/gu, " ");
  const own = mine(mark);
  card.replaceChildren(
    element("button", { type: "button", className: "plain close", "aria-label": t("Close"), on: { click: close } }, "×"),
    element("p", { className: "quote-line", tabIndex: 0 }, words.length > 240 ? words.slice(0, 240) + "…" : words),
    ...(mark.was ? [element("p", { className: "warn" }, t("These words changed with their text. Marked were:"), ` “${mark.was}” `, button(t("Accept"), () => run(`/passages/${mark.passage}/accept`, {})))] : []),
    element("ul", {}, ...mark.tags.map(x => line(mark, x))),
    ...notes(mark.notes, mark.passage),
    element("p", { className: "row" },
      button(t("Tag it, too"), () => { const r = range; deactivate(); openPalette(r); }),
      own.length ? button(t("Borders"), () => beginBorders(mark)) : null,
      button(t("Memo"), e => write(e.target.parentElement, { on: mark.passage }))));
  card.hidden = false;
  const origin = card.offsetParent.getBoundingClientRect(), at = (anchor ?? text).getBoundingClientRect();
  const height = card.offsetHeight, head = document.querySelector(".reader-head").getBoundingClientRect().bottom;
  let top = at.bottom + 6;
  if (top + height > innerHeight - 10) top = Math.max(head + 6, innerHeight - height - 10);
  const left = Math.min(at.left - origin.left, document.documentElement.clientWidth - origin.left - card.offsetWidth - 12);
  Object.assign(card.style, { top: `${Math.max(top, head + 4) - origin.top}px`, left: `${Math.max(left, 0)}px` });
  card.querySelector(".quote-line").focus({ preventScroll: true }); // not a button: Enter would do what it says
}

function close() {
  deactivate();
  text.focus({ preventScroll: true });
}
card.addEventListener("keydown", e => {
  if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); close(); }
});

const button = (label, does) => element("button", { type: "button", on: { click: does } }, label);
const run = (address, value) => act(address, value).then(() => {
  const mark = markOf(state.active);
  if (mark && !card.hidden) openCard(mark, barOf(mark.passage));
}, wrong);

function line(mark, x) {
  const theme = state.theme.get(x.theme);
  const about = state.view.organisations.find(o => o.id === x.about)?.name;
  const facts = [x.coder, about && t("about %s", about), x.weight && t("weight %s", x.weight), x.suggested && t("suggested")].filter(Boolean).join(", ");
  return element("li", { className: "tag", colour: theme?.colour },
    element("h3", {}, element("i"), " ", theme?.path ?? "", " ", element("span", { className: "by" }, facts)),
    ...notes(x.notes, x.id),
    x.mine ? element("div", { className: "row" },
      button(t("Retag"), () => { const r = rangeOf(mark.start, mark.end); deactivate(); openPalette(r, { retag: x.id }); }),
      button(t("Weight, about"), e => set(e.target.parentElement, x)),
      button(t("Memo"), e => write(e.target.parentElement, { on: x.id })),
      button(t("Remove"), () => run(`/tags/${x.id}`, { do: "untag" }))) : null);
}

function notes(list, on) {
  return list.map(n => element("div", { className: "note" }, n.text, " ", element("span", { className: "by" }, n.coder), " ",
    n.coder === state.view.coder ? element("button", { type: "button", className: "plain", on: { click: e => write(e.target.parentElement, { id: n.id, value: n.text }) } }, t("Edit")) : null));
}

// write puts a field for a memo in the place of what is there.
function write(where, { on = "", id = "", value = "" }) {
  const field = element("textarea", { value, rows: 3, "aria-label": t("Memo") });
  const keep = () => run("/notes", { on, id, memo: field.value });
  field.addEventListener("keydown", e => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); keep(); } });
  where.replaceChildren(field, element("p", { className: "row" }, button(t("Save"), keep), id ? button(t("Remove"), () => run("/notes", { id, memo: "" })) : null));
  field.focus();
}

// set puts fields for weight and about in the place of what is there.
function set(where, x) {
  const weight = element("input", { id: "c-weight", className: "short", inputMode: "decimal", value: x.weight || "" });
  const about = element("select", { id: "c-about" }, element("option", { value: "" }, t("nobody in particular")), ...state.view.organisations.map(o => element("option", { value: o.id, selected: o.id === x.about }, o.name)));
  const keep = () => {
    const w = Number((weight.value || "0").replace(",", "."));
    if (!(w >= 0)) return wrong(new Error(t("A weight is a number above 0, or nothing for none")));
    run(`/tags/${x.id}`, { do: "set", weight: w, about: about.value });
  };
  weight.addEventListener("keydown", e => { if (e.key === "Enter") keep(); });
  where.replaceChildren(element("label", { htmlFor: "c-weight" }, t("weight")), weight, element("label", { htmlFor: "c-about" }, t("about")), about, button(t("Save"), keep));
  weight.focus();
}
