// Places in the text. An element with data-at shows the source's text from that byte
// on, letter by letter, and holds nothing else; so a point in the page is a place in
// the text: which element, and how many UTF-16 units into it. Bytes are the server's
// business alone.

export const text = document.querySelector("#text");

const piece = node => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-at]") ?? null;
const walker = from => {
  const w = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, n => piece(n) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
  w.currentNode = from;
  return w;
};

// Pieces by the byte that they begin at. Chunks that come in are entered.
const pieces = new Map();
export function enter(chunk) {
  for (const p of chunk.querySelectorAll("[data-at]")) pieces.set(Number(p.dataset.at), p);
}
for (const chunk of text.querySelectorAll(".chunk[data-here]")) enter(chunk);

// unitsBefore counts what stands in a piece before one of its text nodes.
function unitsBefore(node) {
  let n = 0;
  for (let x = node.previousSibling; x; x = x.previousSibling) n += x.textContent.length;
  return n;
}

// point finds the text node that a point of the page means: for an end what stands
// before it, else what stands behind it. null is a point outside of the text.
function point(node, offset, end) {
  if (node.nodeType === Node.TEXT_NODE && piece(node)) return [node, offset];
  const child = node.childNodes[offset];
  if (end) {
    const w = walker(child ?? last(node));
    const before = child ? w.previousNode() : (piece(w.currentNode) && w.currentNode.nodeType === Node.TEXT_NODE ? w.currentNode : w.previousNode());
    return before && text.contains(before) ? [before, before.length] : null;
  }
  if (child) {
    if (child.nodeType === Node.TEXT_NODE && piece(child)) return [child, 0];
    const after = walker(child).nextNode();
    return after ? [after, 0] : null;
  }
  const after = walker(last(node)).nextNode();
  return after ? [after, 0] : null;
}

function last(node) {
  while (node.lastChild) node = node.lastChild;
  return node;
}

// trimmed is a range without the white space, and without the labels that are not
// shown, at its ends; null where nothing is left. What it returns begins and ends in
// text nodes of the source.
export function trimmed(range) {
  let a = point(range.startContainer, range.startOffset, false);
  let b = point(range.endContainer, range.endOffset, true);
  if (!a || !b) return null;
  const shown = node => !piece(node).classList.contains("gap");
  const forward = walker(a[0]);
  for (;;) {
    const rest = a[0].data.slice(a[1]);
    const skip = rest.search(/\S/u);
    if (shown(a[0]) && skip >= 0) { a = [a[0], a[1] + skip]; break; }
    const next = forward.nextNode();
    if (!next) return null;
    a = [next, 0];
  }
  const backward = walker(b[0]);
  for (;;) {
    const kept = b[0].data.slice(0, b[1]).trimEnd().length;
    if (shown(b[0]) && kept > 0) { b = [b[0], kept]; break; }
    const next = backward.previousNode();
    if (!next) return null;
    b = [next, next.length];
  }
  const r = document.createRange();
  r.setStart(...whole(a, false));
  r.setEnd(...whole(b, true));
  return r.collapsed ? null : r;
}

// whole moves a point out of the middle of what is one letter to a reader, though it
// has several units or code points; the browser shows it selected as a whole, too.
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
function whole([node, offset], end) {
  if (offset <= 0 || offset >= node.length) return [node, offset];
  const letter = letters.segment(node.data).containing(offset);
  return letter.index === offset ? [node, offset] : [node, end ? letter.index + letter.segment.length : letter.index];
}

// place is what the server needs to know of a range that was trimmed.
export function place(range) {
  const at = (node, offset) => ({ at: Number(piece(node).dataset.at), units: unitsBefore(node) + offset });
  return { start: at(range.startContainer, range.startOffset), end: at(range.endContainer, range.endOffset), words: range.toString() };
}

// rangeOf is the range between two places, as far as they are in the page; into, if
// given, is made that range instead of a new one.
export function rangeOf(start, end, into = document.createRange()) {
  const a = find(start), b = find(end);
  if (!a || !b) return null;
  into.setStart(...a);
  into.setEnd(...b);
  return into;
}

// lightOf is the same for highlights. The browser keeps every range of the other kind
// right whenever the page changes, which takes long where there are thousands.
export function lightOf(start, end) {
  const a = find(start), b = find(end);
  return a && b ? new StaticRange({ startContainer: a[0], startOffset: a[1], endContainer: b[0], endOffset: b[1] }) : null;
}

function find({ at, units }) {
  const p = pieces.get(at);
  if (!p) return null;
  for (const node of p.childNodes) {
    if (units <= node.length) return [node, units];
    units -= node.length;
  }
  return null;
}

// before tells whether a place stands before another one.
export const before = (a, b) => a.at < b.at || a.at === b.at && a.units < b.units;

// selected is what is selected in the text, trimmed; null is nothing.
export function selected() {
  const s = getSelection();
  if (!s.rangeCount || s.isCollapsed) return null;
  const r = s.getRangeAt(0);
  if (!text.contains(r.commonAncestorContainer) && !r.intersectsNode(text)) return null;
  return trimmed(r);
}

export function select(range) {
  const s = getSelection();
  s.removeAllRanges();
  s.addRange(range);
}

// Moving by keyboard: the stretches of a turn that can be gone through.
const language = document.documentElement.lang;
export function stretches(turn, unit) {
  const all = [];
  for (const p of turn.querySelectorAll(".words, .between")) {
    const node = p.firstChild;
    if (!node) continue;
    if (unit === "turn") {
      all.push([node, 0, node.length]);
      continue;
    }
    for (const s of new Intl.Segmenter(language, { granularity: unit }).segment(node.data)) {
      const words = s.segment.trim();
      if (unit === "word" ? s.isWordLike : words) {
        const from = s.index + s.segment.indexOf(words);
        all.push([node, from, from + words.length]);
      }
    }
  }
  return all.map(([node, from, to]) => {
    const r = document.createRange();
    r.setStart(node, from);
    r.setEnd(node, to);
    return r;
  });
}
