// The source that is read, and its chunks.
import { t, wrong } from "./app.js";
import { enter, text } from "./place.js";

const reader = document.querySelector("#reader");
export const source = { address: reader.dataset.address, text: reader.dataset.text, turns: Number(reader.dataset.turns) };

const listeners = [];
export function onChunk(f) { listeners.push(f); }

// Chunks come in when they are near, and the rest when nothing else is to be done, so
// that the browser's own search and printing have all of it.
const chunks = [...text.querySelectorAll(".chunk")];
for (const c of chunks) if (!c.hasAttribute("data-here")) c.style.minHeight = `${c.dataset.lines * 1.7}rem`;
const coming = new Map();
function fetchChunk(chunk) {
  if (chunk.hasAttribute("data-here")) return Promise.resolve();
  if (!coming.has(chunk)) {
    coming.set(chunk, fetch(`${source.address}/turns?text=${source.text}&first=${chunk.dataset.first}&last=${chunk.dataset.last}`)
      .then(async r => {
        if (!r.ok) throw new Error(t("This source was given other words, or removed. Load the page anew."));
        chunk.innerHTML = await r.text();
        chunk.setAttribute("data-here", "");
        chunk.style.minHeight = "";
        enter(chunk);
        for (const f of listeners) f(chunk);
      })
      .catch(error => { coming.delete(chunk); wrong(error); }));
  }
  return coming.get(chunk);
}
const near = new IntersectionObserver(entries => { for (const e of entries) if (e.isIntersecting) fetchChunk(e.target); }, { rootMargin: "1500px 0px" });
for (const c of chunks) near.observe(c);
export const idle = window.requestIdleCallback ?? (f => setTimeout(f, 200));
export function fetchRest() {
  const next = chunks.find(c => !c.hasAttribute("data-here"));
  if (next) fetchChunk(next).then(() => { if (next.hasAttribute("data-here")) idle(fetchRest); });
}
const chunkOf = turn => chunks.find(c => Number(c.dataset.first) < turn && turn <= Number(c.dataset.last));
export async function fetchTurn(turn) {
  const c = chunkOf(turn);
  if (c) await fetchChunk(c);
}
export const turnElement = n => document.getElementById("t" + n);
export const numberOf = e => Number(e.id.slice(1));

// turnOf is the number of the turn that a node stands in.
export const turnOf = node => {
  const e = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".turn");
  return e?.id ? numberOf(e) : source.turns;
};
