// What all pages share: texts, messages, keys, forms that answer at once, and news of
// what changed elsewhere.

const language = document.documentElement.lang;
const catalogue = language === "en" ? {} : await fetch(`/texts/${language}.json`).then(r => r.json()).catch(() => ({}));

// t says a text in the page's language; %s and %d are replaced in order.
export function t(text, ...args) {
  let n = 0;
  return (catalogue[text] ?? text).replace(/%[sd]/g, () => String(args[n++]));
}

// element makes an element with properties, attributes (dataset and class among them)
// and children, of which strings are text.
export function element(name, properties = {}, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(properties)) {
    if (v === undefined || v === null || v === false) continue;
    if (k === "colour") e.style.setProperty("--colour", v);
    else if (k === "on") for (const [event, f] of Object.entries(v)) e.addEventListener(event, f);
    else if (k === "data") Object.assign(e.dataset, v);
    else if (k in e && !k.startsWith("aria") && k !== "list") e[k] = v;
    else e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...children.filter(c => c !== null && c !== undefined && c !== false));
  return e;
}

// notice shows a message below, with a button for what can be done about it.
export function notice(text, { bad = false, action, does, stay = false } = {}) {
  const box = element("div", { className: bad ? "notice bad" : "notice", role: bad ? "alert" : "status" }, element("p", {}, text));
  if (action) box.append(element("button", { type: "button", on: { click: () => { box.remove(); does(); } } }, action));
  if (bad || stay) box.append(element("button", { type: "button", "aria-label": t("Close"), on: { click: () => box.remove() } }, "×"));
  document.querySelector("#notices").replaceChildren(box);
  if (!bad && !stay) setTimeout(() => box.remove(), 7000);
  return box;
}

// send posts a value and returns the answer; what went wrong is thrown with its hint.
export async function send(address, value, { form = false, keepalive = false } = {}) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST", keepalive,
      headers: { Accept: "application/json", "Content-Type": form ? "application/x-www-form-urlencoded" : "application/json" },
      body: form ? new URLSearchParams(value) : JSON.stringify(value),
    });
  } catch {
    throw new Error(t("The workbench does not answer. Was it stopped? What was answered before is stored."));
  }
  const text = await response.text();
  let body = {};
  try { body = JSON.parse(text); } catch { body = { error: text.slice(0, 300) }; }
  if (!response.ok) throw new Error(body.error + (body.hint ? ` (${body.hint})` : ""));
  return body;
}

export async function load(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    const body = await response.json().catch(() => ({ error: response.statusText }));
    throw new Error(body.error + (body.hint ? ` (${body.hint})` : ""));
  }
  return response.json();
}

// ask asks for a line; nothing is what comes of Esc.
export function ask(question) {
  return new Promise(done => {
    const field = element("input", { type: "text", id: "asked", autocomplete: "off" });
    const dialog = element("dialog", { "aria-label": question, on: { close: () => { dialog.remove(); done(dialog.returnValue); } } },
      element("form", { method: "dialog", className: "inline", on: { submit: e => { e.preventDefault(); dialog.close(field.value); } } },
        element("label", { htmlFor: "asked" }, question), field, element("button", { className: "main" }, t("Go"))));
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
  });
}

export function wrong(error) { notice(error.message, { bad: true }); }

export const typing = target => target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));

// edited tells whether one is in a field that has something of its own to take back.
const edited = target => typing(target) && (target.isContentEditable || target.value !== target.defaultValue);

// Keys that all pages know; pages add their own. g and the key of a link in the
// navigation lead to that page.
const links = [...document.querySelectorAll("nav [data-key]")];
const keys = [
  [t("All pages"), [["?", t("these keys")], ...links.map(a => ["g " + a.dataset.key, a.innerText]), ["/", t("find")], ["Ctrl+Z", t("undo what was done just now")]]],
];
export function explain(title, list) { keys.unshift([title, list]); }

function showKeys() {
  const dialog = document.querySelector("#keys");
  dialog.querySelector(".keys").replaceChildren(...keys.flatMap(([title, list]) => [
    element("h3", {}, title),
    element("dl", {}, ...list.flatMap(([key, what]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, what)])),
  ]));
  dialog.showModal();
  dialog.scrollTop = 0;
}

let waiting = ""; // the first of two keys
document.addEventListener("keydown", e => {
  if (e.defaultPrevented || e.isComposing || document.querySelector("dialog[open]")) return;
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && !edited(e.target) && document.querySelector("[data-undo]")) {
    e.preventDefault();
    document.querySelector("[data-undo]").click();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
  const link = waiting === "g" && links.find(a => a.dataset.key === e.key);
  if (link) {
    e.preventDefault();
    location.assign(link.href);
  } else if (e.key === "?") {
    e.preventDefault();
    showKeys();
  } else if (e.key === "/") {
    const find = document.querySelector("main input[type=search]");
    if (find) { e.preventDefault(); find.focus(); find.select(); } else location.assign("/search");
  }
  waiting = e.key === "g" && waiting !== "g" ? "g" : "";
});

document.addEventListener("click", e => {
  const target = e.target instanceof Element ? e.target : null;
  if (target?.closest("[data-keys]")) showKeys();
  const copy = target?.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => notice(t("Copied")), () => {});
  for (const open of document.querySelectorAll("details.menu[open], details.many[open]")) {
    if (!open.contains(target)) open.open = false;
  }
});
document.addEventListener("keydown", e => {
  if (e.key !== "Escape") return;
  const open = e.target instanceof Element && e.target.closest("details.menu[open], details.many[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});

// Boxes that tick all others of a name.
document.addEventListener("change", e => {
  const all = e.target.dataset?.all;
  if (all) for (const box of e.target.form.querySelectorAll(`input[name="${all}"]`)) box.checked = e.target.checked;
});

// Forms that answer at once: what they ask for is the page's address, and the page
// behind it takes the place of this one, with what was open and focused as it was.
const address = form => {
  const q = new URLSearchParams();
  for (const [k, v] of new FormData(form)) {
    const field = form.querySelector(`[name="${CSS.escape(k)}"]`);
    if (v !== "" && v !== (field?.closest(".control")?.dataset.default ?? "") && !(field?.type === "radio" && v === "texts")) q.append(k, v);
  }
  const to = new URL(form.getAttribute("action") || location.pathname, location.href);
  to.search = q;
  return to.pathname + to.search;
};

// meaning tells fields of one name apart: boxes by their values, buttons by what their
// forms would send as well, so that the focus never goes from one button to another.
const meaning = field => {
  if (typing(field)) return "";
  const sent = field.type === "submit" ? [...field.form?.querySelectorAll("input[type=hidden]:not([name=back])") ?? []] : [];
  return JSON.stringify([field, ...sent].map(x => [x.name, x.value]));
};

let latest = 0;
let here = location.pathname + location.search; // what the page shows
export async function swap(to, { push = true } = {}) {
  const turn = ++latest;
  const response = await fetch(to, { headers: { Accept: "text/html" } }).catch(() => null);
  if (turn !== latest) return;
  if (!response) return notice(t("The workbench does not answer. Was it stopped? What was answered before is stored."), { bad: true });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (turn !== latest) return;
  const main = document.querySelector("#main"), now = page.querySelector("#main");
  const label = d => [d.className, d.querySelector("summary")?.firstChild?.textContent].join();
  const open = new Set([...main.querySelectorAll("details[open]")].map(label));
  const scrolled = new Map([...main.querySelectorAll(".drop")].map(d => [label(d.parentElement), d.scrollTop]));
  const focus = document.activeElement, name = focus?.getAttribute?.("name"), meant = focus && meaning(focus);
  const caret = focus?.selectionStart;
  main.replaceChildren(...now.childNodes);
  main.className = now.className;
  document.body.dataset.change = page.body.dataset.change;
  document.body.toggleAttribute("data-posted", page.body.hasAttribute("data-posted"));
  document.querySelector("footer").replaceWith(page.querySelector("footer"));
  for (const d of main.querySelectorAll("details")) {
    if (open.has(label(d))) d.open = true;
    const drop = d.querySelector(".drop");
    if (drop && scrolled.has(label(d))) drop.scrollTop = scrolled.get(label(d));
  }
  if (name && main.contains(focus) === false) {
    const again = [...main.querySelectorAll(`[name="${CSS.escape(name)}"]`)].find(x => meaning(x) === meant);
    if (again) {
      again.focus({ preventScroll: true });
      if (typeof caret === "number" && again.setSelectionRange && again.type !== "number") try { again.setSelectionRange(caret, caret); } catch { /* of a kind without a caret */ }
    }
  }
  if (push) history.replaceState(null, "", to);
  here = location.pathname + location.search;
  document.dispatchEvent(new CustomEvent("swapped"));
}

let later;
document.addEventListener("input", e => {
  const form = e.target.closest?.("form[data-live]");
  if (!form || !e.target.matches("input[type=search], input:not([type])") || form.dataset.live === "submit") return;
  clearTimeout(later);
  later = setTimeout(() => swap(address(form)), 250);
});
document.addEventListener("change", e => {
  const form = e.target.closest?.("form[data-live]");
  if (!form || e.target.matches("input[type=search]")) return;
  dependents();
  if (form.dataset.live === "submit" && !form.querySelector("input[type=search]")?.value) return;
  swap(address(form));
});
document.addEventListener("submit", e => {
  const form = e.target.closest("form[data-live]");
  if (!form) return;
  e.preventDefault();
  clearTimeout(later);
  if (form.dataset.live === "submit") history.pushState(null, "", address(form));
  swap(address(form));
});
window.addEventListener("popstate", () => {
  const to = location.pathname + location.search;
  if (to !== here) swap(to, { push: false }); // else it is another place in the same page
});

// Controls that say something only beside certain values of another one.
function dependents() {
  for (const c of document.querySelectorAll("[data-for]")) {
    const [name, values] = c.dataset.for.split("=");
    const other = c.closest("form")?.elements[name];
    c.hidden = !values.split(",").includes(other?.value);
  }
}
dependents();
document.addEventListener("swapped", dependents);

// News of what changed, in other pages or by the command line.
let source;
function listen() {
  source = new EventSource("/events");
  source.onmessage = e => {
    const news = JSON.parse(e.data);
    if (news.change > Number(document.body.dataset.change)) {
      document.body.dataset.change = news.change;
      document.dispatchEvent(new CustomEvent("changed", { detail: news }));
    }
  };
}
listen();
window.addEventListener("pagehide", () => source.close());
window.addEventListener("pageshow", e => { if (e.persisted) listen(); });

const dirty = new WeakSet();
let leaving = false; // a form was sent, and its answer is the next page
document.addEventListener("submit", e => { if (!e.defaultPrevented && !e.target.matches("[data-live], [method=dialog]")) leaving = true; });
document.addEventListener("input", e => { if (e.target.form && !e.target.form.matches("[data-live]")) dirty.add(e.target.form); });
document.addEventListener("changed", e => {
  if (leaving || document.querySelector('#reader, #suggestions, [data-posted], form[action^="/import/"]')) return; // they see to it themselves, or nothing of it is shown
  const edited = [...document.forms].some(f => dirty.has(f)) || typing(document.activeElement) || document.querySelector(".kwic input:checked");
  if (!edited) return void swap(location.pathname + location.search);
  const { coder, what } = e.detail;
  notice(what ? `${coder}: ${what}` : t("The project has changed"), { action: t("Show"), does: () => location.reload(), stay: true });
});

setTimeout(() => document.querySelector("#notices > .notice")?.remove(), 12000);
document.documentElement.dataset.app = ""; // keys mean something from here on
