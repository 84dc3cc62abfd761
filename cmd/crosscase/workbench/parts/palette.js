// The palette: letters of a theme, Enter, and the words are tagged. It can hold a
// weight, whom it is about and a memo; and it takes a memo on the words alone.
import { element, notice, t, wrong } from "./app.js";
import { matching } from "./match.js";
import { place, select, text } from "./place.js";
import { source } from "./chunks.js";
import { act, state, tag } from "./marks.js";
import { paint } from "./paint.js";

const box = document.querySelector("#palette");
let range = null, chosen = 0, list = [], instead = null, field, options, extra;

export const paletteOpen = () => !box.hidden;

// openPalette opens it for a range; retag names a tag that is to get another theme.
export function openPalette(r, { note = false, retag = null, value = "" } = {}) {
  range = r;
  instead = retag;
  paint("pending", [r]);
  box.hidden = false;
  box.replaceChildren(...(note ? noteForm() : themeForm(value)));
  if (!note) narrow();
  put(r);
  field.focus({ preventScroll: true });
}

export function closePalette({ keep = true } = {}) {
  if (box.hidden) return;
  box.hidden = true;
  box.replaceChildren();
  paint("pending", []);
  if (keep && range) {
    text.focus({ preventScroll: true });
    select(range);
  }
}

// inVivo are the words of a range as the name of a theme, "" where they are too many.
export function inVivo(r) {
  const words = r.toString().replace(/\s+/gu, " ").replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, "");
  return [...words].length > 100 ? "" : words;
}

// vivoTarget is the theme of that name, or a new one.
export function vivoTarget(words) {
  const known = state.view.themes.find(x => !x.archived && x.name.toLowerCase() === words.toLowerCase());
  return known ? { theme: known.id } : { path: words.replaceAll(">", "\\>") };
}

// put places it below the words, or above where there is no room.
function put(r) {
  const rects = [...r.getClientRects()].filter(x => x.width), last = rects.at(-1) ?? r.getBoundingClientRect();
  const origin = box.offsetParent.getBoundingClientRect(), head = document.querySelector(".reader-head").getBoundingClientRect().bottom;
  const bottom = Math.min(Math.max(last.bottom, head), innerHeight - 80);
  const height = box.offsetHeight;
  const top = bottom + 8 + height > innerHeight && last.top - 8 - height > head ? last.top - height - 8 : bottom + 8;
  Object.assign(box.style, { top: `${top - origin.top}px`, left: `${Math.min(Math.max(last.left - origin.left, 0), document.documentElement.clientWidth - box.offsetWidth - 12 - origin.left)}px` });
}

function themeForm(value) {
  field = element("input", { type: "text", value, autocomplete: "off", spellcheck: false, role: "combobox", "aria-expanded": "true", "aria-controls": "options", "aria-autocomplete": "list", "aria-label": instead ? t("Another theme") : t("Theme"), placeholder: t("Letters of a theme"), on: { input: narrow, keydown: keys } });
  options = element("ul", { className: "options", id: "options", role: "listbox", "aria-label": t("Themes"), on: { pointerdown: e => e.preventDefault(), click: e => { const li = e.target.closest("[role=option]"); if (li) { chosen = Number(li.dataset.n); done(e.ctrlKey || e.metaKey); } } } });
  const foot = element("p", { className: "foot" }, element("span", {}, element("kbd", {}, "Enter"), " ", instead ? t("retag") : t("tag"), instead ? "" : " · ", instead ? "" : element("kbd", {}, "Ctrl+Enter"), instead ? "" : " " + t("and stay")), element("span", {}, element("kbd", {}, "Esc")));
  if (instead) return [field, options, foot];
  const about = element("select", { id: "p-about", on: { keydown: keys } }, element("option", { value: "" }, t("nobody in particular")), ...state.view.organisations.map(o => element("option", { value: o.id }, o.name)));
  const weight = element("input", { id: "p-weight", className: "short", inputMode: "decimal", on: { keydown: keys } });
  const memo = element("textarea", { id: "p-memo", rows: 2, on: { keydown: e => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey) || e.key === "Escape") keys(e); } } });
  extra = { about, weight, memo };
  return [field, options,
    element("details", {}, element("summary", {}, t("weight, about, memo")), element("div", { className: "extra" },
      element("label", { htmlFor: "p-weight" }, t("weight")), weight, element("label", { htmlFor: "p-about" }, t("about")), about, element("label", { htmlFor: "p-memo" }, t("memo")), memo)),
    foot];
}

function narrow() {
  const usable = state.view.themes.filter(x => !x.archived);
  const typed = field.value.trim();
  const byID = new Map(usable.map(x => [x.id, x]));
  const recent = state.view.recent.map(id => byID.get(id)).filter(Boolean);
  const frequent = state.view.frequent.map(id => byID.get(id)).filter(x => x && !recent.includes(x)).slice(0, 5);
  const rest = usable.filter(x => !recent.includes(x) && !frequent.includes(x));
  chosen = 0;
  list = [];
  const lines = [];
  const add = (x, key) => {
    const n = list.push(x) - 1;
    const above = x.path?.includes(" > ") ? x.path.slice(0, x.path.lastIndexOf(" > ")) : "";
    lines.push(element("li", { role: "option", id: "option-" + n, data: { n }, colour: x.colour ?? "transparent" }, element("i"),
      element("span", {}, x.fresh ? t("new theme “%s”", x.fresh) : x.vivo ? t("in-vivo: “%s”", x.vivo) : x.name, above ? element("span", { className: "above" }, " · " + above) : null), key ? element("kbd", { className: "hintkey" }, key) : null));
  };
  const group = label => lines.push(element("li", { className: "group", role: "presentation" }, label));
  if (!typed) {
    if (recent.length) group(t("used last"));
    recent.forEach((x, i) => add(x, String(i + 1)));
    if (frequent.length) group(t("used most"));
    frequent.forEach(x => add(x));
    if (rest.length && (recent.length || frequent.length)) group(t("codebook"));
    rest.forEach(x => add(x));
    if (!list.length) group(t("Type the name of the first theme"));
    const words = inVivo(range);
    if (words && !instead) add({ vivo: words });
  } else {
    matching(typed, [...recent, ...frequent, ...rest]).slice(0, 60).forEach(x => add(x));
    const low = typed.toLowerCase();
    if (!list.some(x => x.path.toLowerCase() === low || x.name.toLowerCase() === low)) add({ fresh: typed });
  }
  options.replaceChildren(...lines);
  mark();
}

function mark() {
  for (const li of options.querySelectorAll("[role=option]")) {
    const on = Number(li.dataset.n) === chosen;
    li.setAttribute("aria-selected", on);
    if (!on) continue;
    field.setAttribute("aria-activedescendant", li.id);
    const top = li.offsetTop; // the list alone is scrolled, not the page
    options.scrollTop = Math.min(Math.max(options.scrollTop, top + li.offsetHeight - options.clientHeight), chosen ? top : 0);
  }
}

function keys(e) {
  if (e.isComposing) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (by && e.target === field) { e.preventDefault(); chosen = Math.min(Math.max(chosen + by, 0), list.length - 1); mark(); }
  else if (e.key === "Enter") { e.preventDefault(); done(e.ctrlKey || e.metaKey); }
  else if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); closePalette(); }
}

async function done(stay) {
  const x = list[chosen];
  if (!x) return;
  const r = range, target = x.fresh ? { path: x.fresh } : x.vivo ? vivoTarget(x.vivo) : { theme: x.id };
  try {
    if (instead) {
      closePalette();
      await act(`/tags/${instead}`, { do: "retag", ...target });
      return;
    }
    const weight = Number((extra.weight.value || "0").replace(",", "."));
    if (!(weight >= 0)) return wrong(new Error(t("A weight is a number above 0, or nothing for none")));
    const more = { weight, about: extra.about.value, memo: extra.memo.value };
    if (stay) { field.value = ""; } else closePalette();
    await tag(r, { ...target, ...more });
    if (stay) { narrow(); paint("pending", [r]); }
    else notice(t("Tagged with %s", x.fresh ?? x.vivo ?? x.name), { action: t("Undo"), does: () => document.querySelector("[data-do=undo]").click() });
  } catch (error) { wrong(error); }
}

function noteForm() {
  const keep = async () => {
    const memo = field.value.trim();
    if (!memo) return closePalette();
    const p = place(range);
    closePalette();
    try { await act("/notes", { text: source.text, ...p, memo }); } catch (error) { wrong(error); }
  };
  field = element("textarea", { rows: 4, "aria-label": t("Memo"), placeholder: t("A memo on these words"), on: { keydown: e => {
    if (e.key === "Escape") { e.stopPropagation(); closePalette(); }
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); keep(); }
  } } });
  return [field, element("p", { className: "foot" }, element("button", { type: "button", className: "main", on: { click: keep } }, t("Save"), element("kbd", {}, "Ctrl+Enter")), element("button", { type: "button", on: { click: () => closePalette() } }, t("Cancel")))];
}
