// Which themes letters mean: those in which a part of the path begins so, then those
// that hold them, then those that have them in order; as the reader in the terminal
// has it. Of equals the one that stands first in the list.
export function matching(input, themes) {
  const low = input.trim().toLowerCase();
  if (!low) return themes;
  const ranked = [];
  themes.forEach((x, n) => {
    const path = x.path.toLowerCase(), name = x.name.toLowerCase();
    let rank = 3;
    if (name.startsWith(low) || path.startsWith(low)) rank = 0;
    else if (path.includes(" " + low)) rank = 1;
    else if (path.includes(low)) rank = 2;
    else {
      let at = 0;
      for (const c of low) { at = path.indexOf(c, at) + 1; if (!at) return; }
    }
    ranked.push([rank, n, x]);
  });
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(r => r[2]);
}
