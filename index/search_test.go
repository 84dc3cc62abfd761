package index

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func TestSearch(t *testing.T) {
	l := interviews(t)
	ix := At(filepath.Join(t.TempDir(), "x.index"))
	tests := []struct {
		query string
		want  []string
	}{
		{"trust", []string{"trust", "Trusting|trusted"}},
		{"exact:trusted", []string{"trusted"}},
		{"trusting", []string{"trust", "Trusting|trusted", "trusting"}},
		{`"shared vision"`, []string{"shared vision"}},
		{`"vision shared"`, nil},
		{"shared vision", []string{"shared|vision", "vision|shared"}},
		{"shared -hard", []string{"shared"}},
		{"shared NOT hard", []string{"shared"}},
		{"+shared hard", []string{"hard|shared", "shared"}},
		{"trust AND shared", []string{"Trusting|trusted|shared"}},
		{"(hard OR naïve) vision", []string{"hard|vision", "vision|naïve"}},
		{"organisation", []string{"organisation's|organised", "L'organisation"}},
		{"universe", []string{"universe|universities"}}, // one stem in Porter's algorithm
		{"exact:universe", []string{"universe"}},
		{"univ*", []string{"universe|universities"}},
		{"COLOUR~", []string{"Colour|color"}},
		{"visoin~2", []string{"vision", "vision"}},
		{"Nai\u0308v*", []string{"naïve"}},
		{"/colou?r/", []string{"Colour|color"}},
		{"/.*trust.*/", []string{"trust", "Trusting|trusted", "trusting|Trusts"}},
		{"state-of-the-art", []string{"state-of-the-art"}},
		{"can't", []string{"can't"}},
		{"can’t", []string{"can't"}},
		{"haus", []string{"Häuser", "Haus"}},
		{"vertrauen", []string{"Vertrauen|Vertrauens"}},
		{"équipe", []string{"équipe", "équipes"}},
		{"доверять", []string{"доверяли"}},
		{"警察", []string{"警察"}},
		{"the", []string{"the|the|the", "The|the", "The"}},
		{"nowhere", nil},
		{"univer* OR haus", []string{"universe|universities", "Häuser", "Haus"}},
		{`-hard ("the vision" OR "shared vision")`, []string{"The vision"}},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			hits, err := ix.Search(ctx, parse(t, tt.query), l.sources, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, l.matched(t, hits)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Fields narrow a search to turns, by part of a value in either case.
func TestSearchByFields(t *testing.T) {
	l := interviews(t)
	tests := []struct {
		query string
		want  []string
	}{
		{"speaker:roe trust", []string{"Trusting|trusted"}},
		{"organisation:pennshire vision", []string{"vision"}},
		{"organization:PENN vision", []string{"vision"}},
		{"type:document trusting", []string{"trusting"}},
		{"vision -speaker:roe", []string{"vision"}},
		{"the (speaker:penn OR speaker:vater)", []string{"The|the"}},
		{"vision speaker:nobody", nil},
		{`vision speaker:"penn roe"`, nil},
		{"vision case:one", nil},
	}
	for _, tt := range tests {
		hits, err := Find(ctx, parse(t, tt.query), l.sources, l)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, l.matched(t, hits)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.query, diff)
		}
	}
}

// Hits are in the order of sources and turns, however bleve ranks them.
func TestHitsAreInOrder(t *testing.T) {
	var l library
	l.add(t, "en", "Roe: One.\nPenn: Trust, trust and trust.\nRoe: None.\nPenn: Trust.")
	l.add(t, "en", "Orme: Trust.\nLacey: None.\nOrme: No.\nLacey: Yes.")
	hits, err := Find(ctx, parse(t, "trust"), l.sources, &l)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range hits {
		got = append(got, fmt.Sprintf("%d:%d×%d", h.Source, h.Turn, len(h.Spans)))
	}
	if diff := cmp.Diff([]string{"0:1×3", "0:3×1", "1:0×1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Overlapping matches are one span: those of two phrases, or of a phrase and a word.
func TestOverlappingMatchesAreJoined(t *testing.T) {
	var l library
	l.add(t, "en", "We had a shared vision statement, a vision.")
	tests := []struct{ query, want string }{
		{`"shared vision" "vision statement"`, "shared vision statement"},
		{`"shared vision" vision`, "shared vision|vision"},
		{"vision visions", "vision|vision"},
	}
	for _, tt := range tests {
		hits, err := Find(ctx, parse(t, tt.query), l.sources, &l)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{tt.want}, l.matched(t, hits)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.query, diff)
		}
	}
	spans := []corpus.Span{{Start: 5, End: 9}, {Start: 0, End: 2}, {Start: 5, End: 7}, {Start: 8, End: 12}, {Start: 12, End: 13}}
	want := []corpus.Span{{Start: 0, End: 2}, {Start: 5, End: 12}, {Start: 12, End: 13}}
	if diff := cmp.Diff(want, joined(spans)); diff != "" {
		t.Errorf("adjacent spans stay two (-want +got):\n%s", diff)
	}
}

// A beginning that matches too many words is an error that names it.
func TestTooManyWords(t *testing.T) {
	var l library
	var b strings.Builder
	for i := range maxTerms + 1 {
		fmt.Fprintf(&b, "a%d ", i)
	}
	l.add(t, "", b.String())
	for query, want := range map[string]string{
		"a*":      `"a*" stands for 2001 different words; write more of it`,
		"/a\\d+/": `"a\\d+" stands for 2001 different words`,
	} {
		_, err := Find(ctx, parse(t, query), l.sources, &l)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
	if hits, err := Find(ctx, parse(t, "a1*"), l.sources, &l); err != nil || len(hits) != 1 {
		t.Errorf("with one letter more: %d hits, %v", len(hits), err)
	}
}

// A text that cannot be read is an error of the search.
func TestUnreadableText(t *testing.T) {
	l := interviews(t)
	delete(l.texts, l.sources[2].Text)
	ix := At(filepath.Join(t.TempDir(), "x.index"))
	q := parse(t, "trust")
	if _, err := Find(ctx, q, l.sources, l); err == nil || err.Error() != "search: no such text" {
		t.Errorf("in memory: %v", err)
	}
	if _, err := ix.Search(ctx, q, l.sources, l, nil); err == nil || !strings.HasPrefix(err.Error(), "search: ") {
		t.Errorf("on the disk: %v", err)
	}
	if hits, err := ix.Search(ctx, q, l.sources[:2], l, nil); err != nil || len(hits) != 2 {
		t.Errorf("afterwards, in what can be read: %d hits, %v; want 2", len(hits), err)
	}
}

func BenchmarkSearch(b *testing.B) {
	l := &library{}
	if files, _ := filepath.Glob("../../shared/data/meetings/*.txt"); len(files) > 0 {
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				b.Fatal(err)
			}
			l.add(b, "en", string(data))
		}
	} else {
		for i := range 100 {
			l.add(b, "en", strings.Repeat(fmt.Sprintf("Roe: We need a remote %d with many buttons.\nPenn: Trust me, that is expensive.\n", i), 500))
		}
	}
	ix := At(filepath.Join(b.TempDir(), "x.index"))
	if err := ix.Sync(ctx, l.sources, l, nil); err != nil {
		b.Fatal(err)
	}
	for _, query := range []string{"expensive", `"that is"`, "button* -remote", "trust OR speaker:roe speech"} {
		q, err := Parse(query)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(query, func(b *testing.B) {
			hits := 0
			for b.Loop() {
				found, err := ix.Search(ctx, q, l.sources, l, nil)
				if err != nil {
					b.Fatal(err)
				}
				hits = len(found)
			}
			b.ReportMetric(float64(hits), "hits")
		})
	}
}
