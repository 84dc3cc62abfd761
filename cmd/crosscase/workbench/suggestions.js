// Judging suggestions by keys: j and k move, y accepts, n rejects, u takes back.
import { explain, notice, send, t, typing, wrong } from "./app.js";

explain(t("Suggestions"), [["j k", t("next, previous")], ["y", t("accept")], ["n", t("reject")], ["u", t("undo")]]);
const done = [];
const items = () => [...document.querySelectorAll("#suggestions > li")];
const here = () => document.querySelector("#suggestions > li.here");

function go(by) {
  const all = items();
  if (!all.length) return;
  const at = all.indexOf(here());
  const to = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  here()?.classList.remove("here");
  to.classList.add("here");
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

async function judge(item, verdict) {
  if (!item || item.classList.contains("judged")) return;
  item.classList.add("judged");
  const last = { item, answer: send("/suggestions", { theme: item.parentElement.dataset.theme, place: item.dataset.place, do: verdict }, { form: true }) };
  done.push(last); // at once, so that undo waits for it
  try {
    await last.answer;
    notice(verdict === "accept" ? t("accepted") : t("rejected"), { action: t("Undo"), does: undo });
    if (item === here()) go(1);
  } catch (error) {
    done.splice(done.indexOf(last), 1);
    item.classList.remove("judged");
    wrong(error);
  }
}

async function undo() {
  const last = done.pop();
  if (!last) return;
  try {
    await send("/undo", { step: (await last.answer).step });
    last.item.classList.remove("judged");
    here()?.classList.remove("here");
    last.item.classList.add("here");
    last.item.focus();
  } catch (error) { wrong(error); }
}

document.addEventListener("keydown", e => {
  if (typing(e.target) || e.altKey) return;
  if ((e.ctrlKey || e.metaKey) && e.key === "z" && done.length) { e.preventDefault(); return void undo(); }
  if (e.ctrlKey || e.metaKey) return;
  const does = { j: () => go(1), k: () => go(-1), y: () => judge(here(), "accept"), n: () => judge(here(), "reject"), u: undo }[e.key];
  if (does) { e.preventDefault(); does(); }
});
document.addEventListener("submit", e => {
  const item = e.target.closest("#suggestions > li");
  if (!item) return;
  e.preventDefault();
  judge(item, e.submitter.value);
});
const begin = () => { if (items().length && !here()) items()[0].classList.add("here"); };
begin();
document.addEventListener("swapped", begin);
