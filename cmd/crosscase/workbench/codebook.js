// Dragging themes: dropped on another one, a theme moves below it or becomes one with it.
import { element, notice, send, swap, t, wrong } from "./app.js";

let dragged = null;
const item = e => e.target.closest?.("[data-theme]");

document.addEventListener("dragstart", e => {
  const x = item(e);
  if (!x) return;
  dragged = x.dataset.theme;
  e.dataTransfer.effectAllowed = "move";
  e.dataTransfer.setData("text/plain", dragged);
});
document.addEventListener("dragend", () => { dragged = null; clear(); });
const clear = () => document.querySelectorAll(".dragover").forEach(x => x.classList.remove("dragover"));
document.addEventListener("dragover", e => {
  const x = dragged && item(e);
  clear();
  if (x && x.dataset.theme !== dragged) { e.preventDefault(); x.classList.add("dragover"); }
});
document.addEventListener("drop", e => {
  const x = dragged && item(e);
  if (!x || x.dataset.theme === dragged) return;
  e.preventDefault();
  choose(dragged, x.dataset.theme);
});

// choose asks what a drop meant.
export function choose(from, onto) {
  const act = async value => {
    dialog.close();
    try {
      const { step } = await send("/codebook", { theme: from, ...value }, { form: true });
      document.dispatchEvent(new CustomEvent("codebook", { detail: step }));
      if (!document.querySelector("#reader")) {
        await swap(location.pathname);
        notice(t("Done"), { action: t("Undo"), does: () => send("/undo", { step }).then(() => swap(location.pathname), wrong) });
      }
    } catch (error) { wrong(error); }
  };
  const dialog = element("dialog", { "aria-label": t("What is to become of %s?", from), on: { close: () => dialog.remove() } },
    element("h2", {}, t("What is to become of %s?", from)),
    element("p", { className: "buttons" },
      element("button", { type: "button", className: "main", on: { click: () => act({ do: "move", under: onto }) } }, t("Move below %s", onto)),
      element("button", { type: "button", on: { click: () => act({ do: "merge", into: onto }) } }, t("Merge into %s", onto)),
      element("button", { type: "button", on: { click: () => dialog.close() } }, t("Cancel"))));
  document.body.append(dialog);
  dialog.showModal();
}
