package analysis_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// Where single numbers lead, as one would type it.
func TestLeadsTo(t *testing.T) {
	tests := []struct {
		line        string
		row, column int
		want        query.Names
		counts      analysis.Counted
	}{
		{"matrix --cols=case", 1, 1, query.Names{"theme": {"Trust"}, "case": {"One"}}, analysis.Passages},
		{"matrix --cols=case --coder=L --exact", 1, 1, query.Names{"theme": {"Trust"}, "case": {"One"}, "coder": {"L"}, "exact": {"true"}},
			analysis.Passages},
		{"matrix --cols=case --cell=tags", 3, 2, query.Names{"case": {"Two"}}, analysis.Tags},
		{"matrix --cols=case", 3, 3, query.Names{}, analysis.Passages},
		{"matrix --cols=case", 0, 0, nil, analysis.Nothing},
		{"matrix --rows=attr:age --cols=theme", 0, 1, query.Names{"attr": {"age=30"}, "theme": {"Cost"}}, analysis.Passages},
		{"matrix --rows=attr:age/20 --cols=theme --attr=age=35..45", 0, 1, query.Names{"attr": {"age=40..45"}, "theme": {"Cost"}},
			analysis.Passages},
		{"matrix --cols=case --cell=rate", 4, 1, nil, analysis.Nothing}, // words, not passages
		{"timeline", 0, 2, query.Names{"theme": {"Cost"}, "since": {"2019-03"}, "until": {"2019-03"}}, analysis.Passages},
		{"timeline --by=year --until=2019-02", 0, 1, query.Names{"theme": {"Cost"}, "since": {"2019"}, "until": {"2019-02"}}, analysis.Passages},
		{"compare one Two", 0, 1, query.Names{"theme": {"Cost"}, "case": {"One"}}, analysis.Passages},
		{"compare one Two", 2, 7, query.Names{"theme": {"Trust > Loss"}, "case": {"Two"}}, analysis.Participants},
		{"compare one Two", 0, 2, nil, analysis.Nothing},  // a rate
		{"compare one Two", 0, 4, nil, analysis.Nothing},  // a rank
		{"compare one Two", 0, 12, nil, analysis.Nothing}, // p
		{"compare role=chief,until=2019-02 Ben", 0, 1, query.Names{"theme": {"Cost"}, "role": {"chief"}, "until": {"2019-02"}},
			analysis.Passages},
		{"compare --by=case", 0, 1, nil, analysis.Nothing},
		{"cooccur", 0, 2, query.Names{"where": {`"Cost" AND "Trust"`}}, analysis.Passages},
		{"cooccur --organisation=Northmoor", 0, 2, query.Names{"organisation": {"Northmoor"},
			"where": {`("Cost" AND (organisation:"Northmoor")) AND ("Trust" AND (organisation:"Northmoor"))`}}, analysis.Passages},
		{"cooccur --source=i1", 0, 2, query.Names{"source": {"i1"}, "where": {`"Cost" AND "Trust"`}}, analysis.Passages},
		{"cooccur --by=near --turns=3", 0, 3, query.Names{"where": {`("Cost" NEAR "Trust > Loss" WITHIN 3 TURNS) OR ("Trust > Loss" NEAR` +
			` "Cost" WITHIN 3 TURNS)`}},
			analysis.Passages},
		{"cooccur --by=followed", 1, 1, query.Names{"where": {`"Trust" FOLLOWED BY "Cost" WITHIN 1 TURNS`}}, analysis.Passages},
		{"cooccur", 1, 3, nil, analysis.Nothing}, // one stands below the other
		{"cooccur", 0, 4, query.Names{"theme": {"Cost"}}, analysis.Passages},
		{"cooccur --by=passage", 0, 2, query.Names{"where": {`("Cost" EQUALS "Trust") OR ("Trust" EQUALS "Cost")`}}, analysis.Passages},
		{"cooccur --by=turn", 0, 2, query.Names{"where": {`("Cost" NEAR "Trust" WITHIN 0 TURNS) OR ("Trust" NEAR "Cost" WITHIN 0 TURNS)`}},
			analysis.Turns},
		{"cooccur --by=turn", 0, 4, query.Names{"theme": {"Cost"}}, analysis.Turns},
		{"cooccur --by=turn --pairs", 0, 5, query.Names{"theme": {"Trust"}}, analysis.Turns},
		{"cooccur --by=source", 0, 2, query.Names{"where": {`("Cost" NEAR "Trust" WITHIN 3 TURNS) OR ("Trust" NEAR "Cost" WITHIN 3 TURNS)`}},
			analysis.Sources},
		{"cooccur --by=source", 0, 4, query.Names{"theme": {"Cost"}}, analysis.Sources},
		{"cooccur --cell=coefficient", 0, 2, nil, analysis.Nothing},
		{"cooccur --where=Cost", 0, 2, query.Names{"theme": {"Cost"}, "where": {"Cost"}}, analysis.Passages},
		{"cooccur --pairs", 0, 2, query.Names{"where": {`"Cost" AND "Trust"`}}, analysis.Passages},
		{"cooccur --pairs", 0, 3, nil, analysis.Nothing},
		{"cooccur --pairs", 1, 5, query.Names{"theme": {"Trust > Loss"}}, analysis.Passages},
		{"triangulate", 1, 2, query.Names{"theme": {"Trust"}, "organisation": {"Northmoor"}}, analysis.Types},
		{"triangulate", 1, 3, query.Names{"theme": {"Trust"}}, analysis.Types},
		{"triangulate", 1, 4, nil, analysis.Nothing},
		{"saturation", 1, 3, query.Names{"source": {"i1", "i2"}}, analysis.Passages},
		{"saturation", 1, 4, nil, analysis.Nothing}, // themes
		{"saturation --frequencies", 0, 1, query.Names{"theme": {"Cost"}, "exact": {"true"}}, analysis.Sources},
		{"joint age", 2, 1, query.Names{"theme": {"Trust > Loss"}, "participant": {"Cat"}}, analysis.Participants},
		{"joint age", 2, 4, nil, analysis.Nothing}, // who say nothing of it
		{"joint age", 2, 2, nil, analysis.Nothing},
		{"truth --by=source --condition=Trust --outcome=Cost", 0, 2, nil, analysis.Nothing},
		{"words --all", 0, 1, query.Names{"q": {`exact:"money"`}, "counted": {"on"}}, analysis.Words},
		{"words --all --case=One", 0, 3, query.Names{"q": {`exact:"money"`}, "counted": {"on"}, "case": {"One"}}, analysis.WordSources},
		{"words --all", 0, 2, nil, analysis.Nothing}, // a rate
		{"words --all --by=organisation", 0, 5, query.Names{"q": {`exact:"money"`}, "counted": {"on"}, "organisation": {"Northmoor"}},
			analysis.Words},
		{"words --all --phrase=2", 0, 1, query.Names{"q": {`"we trust"`}, "counted": {"on"}}, analysis.Words},
		{"words --all --stems", 0, 1, query.Names{"q": {"money"}, "counted": {"on"}}, analysis.Words},
		{"words --all --stems --phrase=2", 0, 1, nil, analysis.Nothing}, // a search finds phrases as written
		{"words --all --by=organisation --key=Northmoor --min=1", 0, 1, query.Names{"q": {`exact:"cost"`}, "counted": {"on"},
			"organisation": {"Northmoor"}}, analysis.Words},
		{"words --all --by=organisation --key=Northmoor --min=1", 0, 2, nil, analysis.Nothing}, // of all others
		{"words --all --near=trust", 0, 2, query.Names{"q": {`exact:"we"`}, "counted": {"on"}}, analysis.Words},
		{"words --all --near=trust", 0, 1, nil, analysis.Nothing}, // near the other word
		{"agree --samples=0", 0, 1, nil, analysis.Nothing},        // no unit
		{"agree --samples=0", 0, 2, query.Names{"theme": {"Cost"}, "coder": {"K"}, "where": {`turn:"i1:1-2"`}}, analysis.Units},
		{"agree --samples=0 --exact", 1, 1, query.Names{"theme": {"Trust"}, "coder": {"K", "L"}, "exact": {"true"}, "where": {`turn:"i1:1"`}},
			analysis.Units},
		{"agree --samples=0", 1, 4, nil, analysis.Nothing}, // nobody marked it
		{"agree --samples=0", 1, 5, nil, analysis.Nothing}, // a coefficient
		{"agree --samples=0", 2, 2, nil, analysis.Nothing}, // decisions on all themes
		{"agree --samples=0 --unit=source", 1, 1, query.Names{"theme": {"Trust"}, "coder": {"K", "L"}, "source": {"i1"}}, analysis.Units},
		{"agree --samples=0 --unit=passage", 1, 1, query.Names{"source": {"i1"}, "where": {`(coder:"K" OR coder:"L") OVERLAPS ` +
			`("Trust" AND coder:"K") OVERLAPS ("Trust" AND coder:"L")`}}, analysis.Units},
		{"agree --samples=0 --unit=passage", 1, 4, query.Names{"source": {"i1"}, "where": {`(coder:"K" OR coder:"L") AND NOT ` +
			`("Trust" AND coder:"K") AND NOT ("Trust" AND coder:"L")`}}, analysis.Units},
		{"agree --units", 0, 3, query.Names{"theme": {"Cost"}, "coder": {"K"}, "where": {`turn:"i1:1"`}}, analysis.Units},
		{"agree --units", 0, 2, nil, analysis.Nothing}, // the turn's number
		{"agree --disagreements", 0, 1, nil, analysis.Nothing},
		{"codeline i1", 0, 0, nil, analysis.Nothing},
	}
	s, _ := three()
	for _, tt := range tests {
		names, counts := answered(t, tt.line).Lead(query.NewWriter(s), tt.row, tt.column)
		if diff := cmp.Diff(tt.want, names); diff != "" || counts != tt.counts {
			t.Errorf("%s, row %d, column %d counts %q (-want +got):\n%s", tt.line, tt.row, tt.column, counts, diff)
		}
	}
}

// A number whose filter nobody can type leads nowhere, rather than to something else.
func TestLeadsNowhere(t *testing.T) {
	s, texts := three()
	s.Organisations[1].Name = "Northmoor" // two of one name
	s = coding.NewStudy(*s)
	found, err := analysis.Named("triangulate").Ask().Run(context.Background(), s, analysis.Tools{Texts: texts})
	if err != nil {
		t.Fatal(err)
	}
	led := 0
	for column := 1; column <= 2; column++ {
		if _, counts := found.Lead(query.NewWriter(s), 1, column); counts != analysis.Nothing {
			led++
		}
	}
	if led != 1 {
		t.Errorf("%d of two columns of one name lead to passages, want the first that is found by it", led)
	}
}

// A manifest that was damaged is refused with what is wrong.
func TestDamagedManifests(t *testing.T) {
	for data, says := range map[string]string{
		"":              "no manifest",
		"{":             "no manifest",
		`{"cells": []}`: "no manifest",
		`{"state": "x", "table": [["a", "b"], ["c"]]}`:                                      "a row of the table has 1 columns",
		`{"state": "x", "table": [[]]}`:                                                     "a row of the table has 0 columns",
		`{"state": "x", "rows": [[]], "shown": [["1"]]}`:                                    "1 rows show something, of 2",
		`{"state": "x", "columns": [[]], "shown": [["1"]]}`:                                 "a row shows 1 columns of 2",
		`{"state": "x", "passages": [{"id": "p"}], "cells": [{"passages": [0, 1]}]}`:        "a cell names passage 2 of 1",
		`{"state": "x", "passages": [{"id": "p"}], "cells": [{"passages": [-1]}]}`:          "a cell names passage 0 of 1",
		`{"state": "x", "passages": [{"id": "p"}], "cells": [{"passages": [0]}], "x": [1]}`: "",
	} {
		_, err := analysis.ReadManifest([]byte(data))
		if says == "" && err != nil || says != "" && (!errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), says)) {
			t.Errorf("%s: %v, want %q", data, err, says)
		}
	}
}

// Tables that are no matrix are compared row by row.
func TestVerifyTable(t *testing.T) {
	then := [][]string{{"theme", "n", "p"}, {"a", "1", "x"}, {"b", "2", "y"}, {"b", "3", "z"}}
	now := [][]string{{"theme", "p"}, {"b", "y"}, {"b", "Z"}, {"c", "w"}}
	want := []analysis.CellChange{
		{Row: "a", Column: "n", Then: "1", Now: "not there"}, {Row: "a", Column: "p", Then: "x", Now: "not there"},
		{Row: "b", Column: "n", Then: "2", Now: "not there"}, {Row: "b (2)", Column: "n", Then: "3", Now: "not there"},
		{Row: "b (2)", Column: "p", Then: "z", Now: "Z"}, {Row: "c", Column: "theme", Then: "not there", Now: "c"},
	}
	if diff := cmp.Diff(want, analysis.VerifyTable(then, now)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := analysis.VerifyTable(then, then); len(got) > 0 {
		t.Errorf("the same table: %v", got)
	}
	if got := analysis.VerifyTable(nil, now); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

// Text is read once for each source, and what cannot be read is said at the end.
func TestTextReader(t *testing.T) {
	s, texts := three()
	counting := &countingTexts{texts: texts}
	r := analysis.TextReader{Context: context.Background(), Study: s, Texts: counting}
	for range 2 {
		if r.Source(0).Body != texts["i1"].Body || counting.read != 1 || r.Err != nil {
			t.Errorf("read %d times, %v", counting.read, r.Err)
		}
	}
	counting.err = coding.ErrDamaged
	if r.Source(1); !errors.Is(r.Err, coding.ErrDamaged) {
		t.Errorf("a text that cannot be read: %v", r.Err)
	}
}

// countingTexts counts how often a text is read.
type countingTexts struct {
	texts codingtest.Texts
	read  int
	err   error
}

func (c *countingTexts) Text(ctx context.Context, id corpus.TextID) (corpus.Text, error) {
	c.read++
	if c.err != nil {
		return corpus.Text{}, c.err
	}
	return c.texts.Text(ctx, id)
}
