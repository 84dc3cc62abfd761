// Highlights in the text: they change nothing in the page, so that a selection survives
// them, and of one kind there are as many as one likes.

// The later ones lie above. A theme's own colour comes in by a sheet.
const layers = { tagged: 0, found: 1, pending: 2, active: 3, "search-here": 4 };
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
export function paint(name, ranges, colour) {
  if (!CSS.highlights) return;
  const all = ranges.filter(Boolean);
  if (!all.length) return void CSS.highlights.delete(name);
  const h = new Highlight(...all);
  h.priority = layers[name];
  CSS.highlights.set(name, h);
  if (name === "active") sheet.replaceSync(`::highlight(active) { background-color: color-mix(in srgb, ${colour || "var(--accent)"} 34%, transparent); } ::highlight(pending) { background-color: var(--select); }`);
}
sheet.replaceSync("::highlight(pending) { background-color: var(--select); }");
