package refi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange/refi"
)

// Characters count as the convention says.
func TestPositions(t *testing.T) {
	const raw = "é🙂\r\n\nx" // folded: é 0, 🙂 2, \n 6, \n 7, x 8, end 9
	offsets := []int{0, 2, 6, 7, 8, 9}
	for _, tt := range []struct {
		convention string
		want       []int
	}{
		{"code points, line ends as written", []int{0, 1, 2, 4, 5, 6}},
		{"code points, CRLF as one", []int{0, 1, 2, 3, 4, 5}},
		{"code points, LF as two", []int{0, 1, 2, 4, 6, 7}},
		{"UTF-16 units, line ends as written", []int{0, 1, 3, 5, 6, 7}},
		{"UTF-16 units, CRLF as one", []int{0, 1, 3, 4, 5, 6}},
		{"UTF-16 units, LF as two", []int{0, 1, 3, 5, 7, 8}},
	} {
		c, err := refi.ParseConvention(tt.convention)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, c.Positions(raw, offsets)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c, diff)
		}
	}
}

// A place that is inside of a character, or asked for twice, gets a position too.
func TestPositionsOfAnyByte(t *testing.T) {
	c := refi.Convention{Unit: refi.UTF16, LineEnd: refi.AsWritten}
	if diff := cmp.Diff([]int{0, 0, 2, 2, 2}, c.Positions("🙂x", []int{0, 0, 2, 4, 4})); diff != "" {
		t.Error(diff)
	}
	if got := c.Positions("x", nil); len(got) > 0 {
		t.Error(got)
	}
}

// Selections are located, repaired where an end can be, and told why where not.
func TestLocate(t *testing.T) {
	const raw = "One 🙂\r\ntwo" // UTF-16: 🙂 4 to 6, \r\n 6 to 8, two 8 to 11; folded: 🙂 4 to 8, \n 8, two 9 to 12
	units := refi.Convention{Unit: refi.UTF16, LineEnd: refi.AsWritten}
	const behind, whole = "ended after the end of the text: ends there now", "cut a character or line end in two: includes it now"
	for _, tt := range []struct {
		start, end int
		want       refi.Located
	}{
		{0, 3, refi.Located{Start: 0, End: 3}},
		{4, 6, refi.Located{Start: 4, End: 8}},
		{8, 11, refi.Located{Start: 9, End: 12}},
		{8, 99, refi.Located{Start: 9, End: 12, Repaired: behind}},
		{4, 5, refi.Located{Start: 4, End: 8, Repaired: whole}},
		{5, 6, refi.Located{Start: 4, End: 8, Repaired: whole}},
		{0, 7, refi.Located{Start: 0, End: 9, Repaired: whole}},
		{7, 99, refi.Located{Start: 8, End: 12, Repaired: whole}},
		{-1, 3, refi.Located{Damaged: "a position is before the text"}},
		{3, -1, refi.Located{Damaged: "a position is before the text"}},
		{3, 2, refi.Located{Damaged: "it ends before it begins"}},
		{3, 3, refi.Located{Damaged: "it is empty"}},
		{11, 12, refi.Located{Damaged: "it begins after the end of the text"}},
		{50, 60, refi.Located{Damaged: "it begins after the end of the text"}},
	} {
		got := units.Locate(raw, []*refi.Selection{{Start: tt.start, End: tt.end}})[0]
		if got.Damaged != "" {
			got.Start, got.End = 0, 0 // which mean nothing then
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%d to %d (-want +got)\n%s", tt.start, tt.end, diff)
		}
	}
	if got := units.Locate("", []*refi.Selection{{Start: 0, End: 1}})[0]; got.Damaged != "it begins after the end of the text" {
		t.Errorf("in an empty text: %+v", got)
	}
}

// Conventions are read as they are written, and by the name of a program.
func TestParseConvention(t *testing.T) {
	for _, c := range conventions() {
		for _, s := range []string{c.String(), " " + strings.ToUpper(c.String()) + " "} {
			if got, err := refi.ParseConvention(s); err != nil || got != c {
				t.Errorf("%q: %v %v", s, got, err)
			}
		}
	}
	for name, want := range map[string]string{
		"NVivo": "UTF-16 units, line ends as written", "nvivo mac": "UTF-16 units, line ends as written",
		"ATLAS.ti": "UTF-16 units, CRLF as one", "maxqda": "UTF-16 units, CRLF as one", "QualCoder": "code points, CRLF as one",
		"standard": "code points, line ends as written",
	} {
		if got, err := refi.ParseConvention(name); err != nil || got.String() != want {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	_, err := refi.ParseConvention("bytes")
	for _, says := range []string{`"bytes"`, "qualcoder", `"UTF-16 units, LF as two"`} {
		if !strings.Contains(fmt.Sprint(err), says) {
			t.Errorf("%v, want one that says %s", err, says)
		}
	}
}

// Line ends of all kinds are folded to one.
func TestFold(t *testing.T) {
	for raw, want := range map[string]string{
		"a\nb": "a\nb", "a\r\nb\rc\n": "a\nb\nc\n", "\r\r\n\n": "\n\n\n", "": "",
	} {
		if got := refi.Fold(raw); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

// A profile is found by name or title, and its texts are read as they were.
func TestProfiles(t *testing.T) {
	const body = "a\nb🙂\n"
	for _, p := range refi.Profiles() {
		for _, name := range []string{p.Name, p.Title, strings.ToUpper(p.Title), strings.ReplaceAll(p.Name, "-", " ")} {
			if found, err := refi.ParseProfile(name); err != nil || found.Name != p.Name {
				t.Errorf("%s: %v %v", name, found.Name, err)
			}
		}
		file, raw := p.Encode(body)
		if strings.HasPrefix(string(file), "\ufeff") != p.BOM || strings.Contains(raw, "\r\n") != p.CRLF {
			t.Errorf("%s: %q", p.Name, file)
		}
		if strings.TrimPrefix(string(file), "\ufeff") != raw || refi.Fold(raw) != body {
			t.Errorf("%s: %q is not %q", p.Name, raw, body)
		}
		if !strings.HasSuffix(p.Folder, "/") {
			t.Errorf("%s: folder %q", p.Name, p.Folder)
		}
	}
	_, err := refi.ParseProfile("Word")
	if want := strings.Join(refi.ProfileNames(), ", "); !strings.Contains(fmt.Sprint(err), want) || !strings.Contains(want, "nvivo-mac") {
		t.Errorf("%v, want one that lists %s", err, want)
	}
}
