package refi_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"crosscase/coding/exchange/refi"
	"crosscase/coding/exchange/refi/refitest"
)

func written(t rapid.TB, p *refi.Project) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Law: what is written is valid by the schema.
func TestWrittenIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := written(t, refitest.Project(t))
		if err := validate(data, nil); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
	})
}

// Law: a project that is written and read is the same project, without problems.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := refitest.Project(t)
		data := written(t, p)
		again, problems, err := refi.ReadProject(bytes.NewReader(data))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", problems, err, data)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Fatalf("(-written +read)\n%s", diff)
		}
	})
}

// Law: the same project gives the same bytes, also after it was read from them.
func TestSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := refitest.Project(t)
		first := written(t, p)
		if !bytes.Equal(first, written(t, p)) {
			t.Fatal("written twice, the bytes differ")
		}
		again, _, err := refi.ReadProject(bytes.NewReader(first))
		if err != nil || !bytes.Equal(first, written(t, again)) {
			t.Fatalf("read and written again, the bytes differ (%v)", err)
		}
	})
}

// Law: what was read once, with whatever repairs, is written and read without any.
func TestRepairedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := damage(t, written(t, refitest.Project(t)))
		p, _, err := refi.ReadProject(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		repaired := written(t, p)
		again, problems, err := refi.ReadProject(bytes.NewReader(repaired))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", problems, err, repaired)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Fatalf("(-repaired +read again)\n%s", diff)
		}
	})
}

// damage replaces values of attributes by others, which often are not valid there.
func damage(t *rapid.T, data []byte) []byte {
	head, body, _ := strings.Cut(string(data), "?>")
	parts := strings.Split(body, `"`)
	values := []string{"", "17", "-3", "x", guid(1), "{" + guid(1) + "}", "#ffffff", "2020-01-02T03:04:05Z"}
	for range rapid.IntRange(1, 10).Draw(t, "times") {
		at := rapid.IntRange(1, len(parts)-1).Draw(t, "at")
		if before := parts[at-1]; strings.HasSuffix(before, "=") && !strings.HasSuffix(before, " xmlns=") {
			parts[at] = rapid.SampledFrom(values).Draw(t, "value")
		}
	}
	return []byte(head + "?>" + strings.Join(parts, `"`))
}

// text is a text with all that is hard about positions.
func text(t *rapid.T) string {
	parts := []string{
		"word", "Ärger", "x", " ", " ", "\n", "\r\n", "\r", "𝕏", "🙂", "👩‍👩‍👧", "é", "שלום", "\u00a0", "\u2028", "\t", ". ", "日本語",
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 30).Draw(t, "text"), "")
}

// conventions are all ways to count.
func conventions() (all []refi.Convention) {
	for _, unit := range []refi.Unit{refi.CodePoints, refi.UTF16, refi.Bytes} {
		for _, end := range []refi.LineEnd{refi.AsWritten, refi.AsOne, refi.AsTwo} {
			for _, first := range []int{0, 1, 3} {
				all = append(all, refi.Convention{Unit: unit, LineEnd: end, First: first}, refi.Convention{Unit: unit, LineEnd: end, First: first, Last: true})
			}
		}
	}
	return all
}

// starts returns where the characters of a text begin, and its end.
func starts(body string) (all []int) {
	for i := range body {
		all = append(all, i)
	}
	return append(all, len(body))
}

// Law: a place in a text comes back from its position, in every convention.
func TestPlacesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := text(t)
		offsets := starts(refi.Fold(raw))
		for _, c := range rapid.SliceOfN(rapid.SampledFrom(conventions()), 6, 6).Draw(t, "conventions") {
			positions := c.Positions(raw, offsets)
			if !slices.IsSorted(positions) {
				t.Fatalf("%s: %v", c, positions)
			}
			var selections []*refi.Selection
			var want []refi.Located
			for i := range len(offsets) - 1 {
				start, end := c.Number(positions[i], positions[i+1])
				selections = append(selections, &refi.Selection{Start: start, End: end})
				want = append(want, refi.Located{Start: offsets[i], End: offsets[i+1]})
			}
			if diff := cmp.Diff(want, c.Locate(raw, selections), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s: %q (-want +got)\n%s", c, raw, diff)
			}
		}
	})
}

// Law: positions count what the convention names: code points or UTF-16 units.
func TestPositionsCountUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := text(t)
		runes := []rune(raw)
		for i := range runes {
			before := string(runes[:i])
			if strings.HasSuffix(before, "\r") && runes[i] == '\n' {
				continue // which is no place
			}
			units := 0
			for _, r := range runes[:i] {
				units += utf16.RuneLen(r)
			}
			offset := []int{len(refi.Fold(before))}
			points := refi.Convention{Unit: refi.CodePoints, LineEnd: refi.AsWritten}
			if got := points.Positions(raw, offset)[0]; got != i {
				t.Fatalf("%q: %d code points before, but position %d", raw, i, got)
			}
			inUnits := refi.Convention{Unit: refi.UTF16, LineEnd: refi.AsWritten}
			if got := inUnits.Positions(raw, offset)[0]; got != units {
				t.Fatalf("%q: %d UTF-16 units before, but position %d", raw, units, got)
			}
		}
	})
}

// Law: a selection that is located lies within its text and does not cut a character.
func TestLocatedIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := text(t)
		body := refi.Fold(raw)
		s := &refi.Selection{Start: rapid.IntRange(-2, 80).Draw(t, "start"), End: rapid.IntRange(-2, 80).Draw(t, "end")}
		for _, c := range rapid.SliceOfN(rapid.SampledFrom(conventions()), 6, 6).Draw(t, "conventions") {
			at := c.Locate(raw, []*refi.Selection{s})[0]
			if at.Damaged != "" {
				continue
			}
			if at.Start < 0 || at.Start >= at.End || at.End > len(body) {
				t.Fatalf("%s: %q, %d to %d: %+v", c, raw, s.Start, s.End, at)
			}
			if quote := body[at.Start:at.End]; !utf8.ValidString(quote) {
				t.Fatalf("%s: %q, %d to %d: %q", c, raw, s.Start, s.End, quote)
			}
		}
	})
}
