// Files that are dropped on the page, or chosen, go to where it is shown what they hold.
const form = document.querySelector("#import");
const files = document.querySelector("#files");

files.addEventListener("change", () => { if (files.files.length) form.submit(); });

let inside = 0;
const hasFiles = e => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
document.addEventListener("dragenter", e => { if (hasFiles(e)) { e.preventDefault(); inside++; document.body.classList.add("dragging"); } });
document.addEventListener("dragleave", e => { if (hasFiles(e) && --inside <= 0) { inside = 0; document.body.classList.remove("dragging"); } });
document.addEventListener("dragover", e => { if (hasFiles(e)) e.preventDefault(); });
document.addEventListener("drop", async e => {
  if (!hasFiles(e)) return;
  e.preventDefault();
  inside = 0;
  document.body.classList.remove("dragging");
  const all = new DataTransfer();
  const entries = [...e.dataTransfer.items].map(i => i.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length) for (const f of (await Promise.all(entries.map(read))).flat()) all.items.add(f);
  else for (const f of e.dataTransfer.files) all.items.add(f);
  files.files = all.files;
  if (files.files.length) form.submit();
});

// read lists the files below what was dropped, folders too.
async function read(entry) {
  if (entry.isFile) return [await new Promise((ok, no) => entry.file(ok, no))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((ok, no) => reader.readEntries(ok, no));
    if (!some.length) return found;
    for (const e of some) if (!e.name.startsWith(".")) found.push(...await read(e));
  }
}
