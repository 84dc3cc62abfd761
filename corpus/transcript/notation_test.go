package transcript

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What text with marks has in square brackets at the beginning of lines is no label.
func TestNotationsAreNoLabels(t *testing.T) {
	for _, form := range []string{
		"[%s](https://example.org/%[1]s) is here.", "[%s](report.pdf)", "[%s](/a \"A title\") again", "[%s](<a b.md>)", "[%s](a/b_(c)) is it",
		"![%s](map.png)", "![%s][1]", "[%s][1] is it.", "[%s][] is it.", "[%s]: https://example.org", "[%s]: <https://example.org> 'T'", "[%s]: ./a.md",
		"[^%s]: A note.", "[^%s] says so.", "[@%s] says so.", "[-@%s, p. 3] says so.", "[[%s]] is here.", "[[%s|the other]] is here.",
		"- [ ] %s calls", "- [x] %s calls", "[ ] %s calls", "[x] %s calls", "1. [ ] %s calls", "> [!NOTE]\n> %s", "[%s 2010] says so.",
		"[%s et al., 2010b: 13] says so.", "[TOC] %s", "- [%s](https://example.org)", "[%s](mailto:a@example.org)",
	} {
		for _, name := range []string{"a.md", "a.txt"} {
			t.Run(name+" "+form, func(t *testing.T) {
				var b strings.Builder
				for range 4 {
					fmt.Fprintf(&b, form+"\n\n", "Falk")
					fmt.Fprintf(&b, form+"\n\n", "Roe")
				}
				text := b.String()
				if got := described(find(t, read(t, name, text), Options{})); len(got) > 0 {
					t.Errorf("%q speaks", got)
				}
			})
		}
	}
	doc := read(t, "a.md", "[Anna] How did it begin?\n\n[Berta] With two.\n\n[Report](https://example.org/a)\n\n[Anna] And then?\n\n[Berta](laughs) We grew.\n\n"+
		"[Anna] [1999] was it?\n\n[Berta][00:01:02] It was.\n")
	want := []string{"Anna: How did it begin?", "Berta: With two. [Report](https://example.org/a)", "Anna: And then?", "Berta: (laughs) We grew.",
		"Anna: [1999] was it?", "Berta: [00:01:02] It was."}
	if diff := cmp.Diff(want, turnsOf(doc, find(t, doc, Options{}))); diff != "" {
		t.Error(diff)
	}
}
