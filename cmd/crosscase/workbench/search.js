// Ticking many hits: Shift ticks all up to the one that was ticked before.
let last = null;
document.addEventListener("click", e => {
  if (!e.target.matches?.(".kwic input[name=hit]")) return;
  const boxes = [...document.querySelectorAll(".kwic input[name=hit]")];
  if (e.shiftKey && last && boxes.includes(last)) {
    const [a, b] = [boxes.indexOf(last), boxes.indexOf(e.target)].sort((x, y) => x - y);
    for (const box of boxes.slice(a, b + 1)) box.checked = e.target.checked;
  }
  last = e.target;
});
