package coding

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"crosscase/corpus"
)

// Digest is a SHA-256 of all that a number can depend on: sources with their texts
// and turns, who belongs where, themes, passages, tags and readings. Two moments of a
// project with the same digest give the same results.
func (s *Study) Digest() string {
	sum := sha256.New()
	w := bufio.NewWriterSize(sum, 1<<16)
	attributes := func(all map[string]string) {
		for _, k := range slices.Sorted(maps.Keys(all)) {
			fmt.Fprintf(w, " %q=%q", k, all[k])
		}
		w.WriteByte('\n')
	}
	for _, x := range s.Sources {
		fmt.Fprintf(w, "source %s %q %s %s %s %s %s", x.ID, x.Name, x.Type, x.Case, x.Organisation, x.Date, x.Text)
		attributes(x.Attributes)
		tr := s.Transcript(x)
		for _, sp := range tr.Speakers {
			fmt.Fprintf(w, "speaker %s\n", sp.Participant)
		}
		for _, t := range tr.Turns {
			fmt.Fprintf(w, "%d %d %d %d %d %d\n", t.Start, t.Body, t.End, t.Speaker, t.Kind, t.Question)
		}
	}
	for _, x := range sorted(s.Participants, func(x *corpus.Participant) string { return string(x.ID) }) {
		fmt.Fprintf(w, "participant %s %q %q %s", x.ID, x.Name, x.Role, x.Organisation)
		attributes(x.Attributes)
	}
	for _, x := range sorted(s.Organisations, func(x *corpus.Organisation) string { return string(x.ID) }) {
		fmt.Fprintf(w, "organisation %s %q %q %s", x.ID, x.Name, x.Kind, x.Cases)
		attributes(x.Attributes)
	}
	for _, x := range sorted(s.Cases, func(x *corpus.CaseStudy) string { return string(x.ID) }) {
		fmt.Fprintf(w, "case %s %q", x.ID, x.Name)
		attributes(x.Attributes)
	}
	for _, x := range s.Themes {
		fmt.Fprintf(w, "theme %s %s %q\n", x.ID, x.Parent, x.Name)
	}
	for i, p := range s.Passages {
		fmt.Fprintf(w, "passage %s %s %d %d\n", p.ID, p.Text, p.Span.Start, p.Span.End)
		first, last := s.TagsOf(i)
		for _, t := range s.Tags[first:last] {
			fmt.Fprintf(w, "tag %s %s %s %g\n", t.Theme, t.Coder, t.About, t.Weight)
		}
	}
	for _, r := range s.Readings {
		fmt.Fprintf(w, "reading %s %s %s\n", r.Source, r.Coder, r.State)
	}
	w.Flush()
	return hex.EncodeToString(sum.Sum(nil))
}

func sorted[T any](all []*T, id func(*T) string) []*T {
	return slices.SortedFunc(slices.Values(all), func(a, b *T) int {
		if id(a) < id(b) {
			return -1
		}
		return 1
	})
}
