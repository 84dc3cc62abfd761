package analysis_test

import (
	"context"
	"errors"
	"testing"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
)

// What makes no sense is refused before anything is counted, in words that name the flag.
func TestWhatMakesNoSense(t *testing.T) {
	s := codingtest.Tagged(nil)
	for _, tt := range []struct {
		line []string
		kind error
		want string
	}{
		{[]string{"matrix", "--cell=foo"}, coding.ErrInvalid,
			"--cell foo: one of passages, tags, sources, participants, words, coverage, rate, presence, weight, quotes, summary"},
		{[]string{"matrix", "--per-cell=2"}, coding.ErrInvalid, "--per-cell needs --cell quotes"},
		{[]string{"matrix", "--depth=-1"}, coding.ErrInvalid, "--depth -1: a level from 1, or 0 for all"},
		{[]string{"matrix", "--depth=x"}, coding.ErrInvalid, "--depth x: a whole number is needed"},
		{[]string{"matrix", "--empty=perhaps"}, coding.ErrInvalid, "--empty perhaps: true or false"},
		{[]string{"matrix", "--rows=nothing"}, coding.ErrInvalid, `--rows: dimension "nothing": there is none of that name`},
		{[]string{"matrix", "--cell=rate", "by role"}, coding.ErrInvalid,
			"matrix by role: --cell would be another matrix; give no name, or save it under one"},
		{[]string{"matrix", "by role"}, coding.ErrUnknown, `matrix "by role": unknown`},
		{[]string{"matrix", "--theme=Z"}, coding.ErrUnknown, `theme "Z": unknown`},
		{[]string{"compare", "One"}, coding.ErrInvalid, "compare: what with what? give two sides, or --by"},
		{[]string{"compare", "--by=case", "One", "Two"}, coding.ErrInvalid, "compare: --by compares all with each other, and takes no sides"},
		{[]string{"compare", "One", "Three"}, coding.ErrUnknown,
			`compare "Three": no case, organisation, participant or source of that name`},
		{[]string{"compare", "One", "colour=red"}, coding.ErrInvalid, `compare "colour=red": "colour=red" is no filter`},
		{[]string{"cooccur", "--cell=shares"}, coding.ErrInvalid, "--cell shares: count or coefficient"},
		{[]string{"saturation", "--order=size"}, coding.ErrInvalid, "--order size: date or import"},
		{[]string{"saturation", "--base=0"}, coding.ErrInvalid, "--base 0: at least 1"},
		{[]string{"saturation", "--frequencies", "--base=2"}, coding.ErrInvalid, "--base has no effect with --frequencies"},
		{[]string{"timeline", "--by=day"}, coding.ErrInvalid, "--by day: month or year"},
		{[]string{"codeline"}, coding.ErrInvalid, "codeline: SOURCE is missing"},
		{[]string{"codeline", "meeting", "paper"}, coding.ErrInvalid, `codeline: "paper" is too much`},
		{[]string{"truth", "--outcome=A"}, coding.ErrInvalid, "truth: give --outcome, and --condition once or more"},
		{[]string{"words", "--phrase=9"}, coding.ErrInvalid, "--phrase 9: 1 to 5 words"},
		{[]string{"words", "--near=x", "--by=case"}, coding.ErrInvalid, "--near goes without --by and --key"},
		{[]string{"agree", "--units", "--seed=2"}, coding.ErrInvalid, "agree: --seed has no effect with --units"},
		{[]string{"agree"}, coding.ErrInvalid, "agree: two coders are needed; nobody has begun a source"},
	} {
		r, err := analysis.Read(tt.line)
		if err == nil {
			_, err = r.Run(context.Background(), s, analysis.Tools{Texts: codingtest.Texts{}, Tokenize: tokenize})
		}
		if !errors.Is(err, tt.kind) || err.Error() != tt.want {
			t.Errorf("%q: %v; want %v: %s", tt.line, err, tt.kind, tt.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, line := range [][]string{nil, {"drop"}, {"matrix", "--colour=red"}, {"words", "--theme=A"}, {"codeline", "--source=a"}} {
		if r, err := analysis.Read(line); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%q is read as %v, %v", line, r, err)
		}
	}
}

// Who works blind is not shown what others have tagged.
func TestBlind(t *testing.T) {
	_, err := analysis.Named("agree").Ask().Run(context.Background(), codingtest.Tagged(nil), analysis.Tools{Blind: true})
	if !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("agree, blind: %v", err)
	}
}

// A side is the name of something, or filters that all hold beside those of the request.
func TestSides(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "a")
		codingtest.Put(s, 12, 20, "a", "b")
		codingtest.Put(s, 32, 38, "c")
	})
	for _, tt := range []struct {
		sides []string
		want  [2]int // passages of theme A on each side
	}{
		{[]string{"Northmoor", "Aldenshire"}, [2]int{1, 1}},
		{[]string{"Roe", "participant=Penn"}, [2]int{1, 1}},
		{[]string{"organisation=Northmoor,participant=Roe", "organization=Aldenshire"}, [2]int{1, 1}},
		{[]string{"meeting", "Roe"}, [2]int{2, 1}},
	} {
		found, err := analysis.Named("compare").Ask(tt.sides...).Run(context.Background(), s, analysis.Tools{})
		if err != nil {
			t.Errorf("%q: %v", tt.sides, err)
			continue
		}
		row := found.Table.Rows[0]
		if row[0] != "A" || row[1] != tt.want[0] || row[5] != tt.want[1] {
			t.Errorf("%q: %v and %v of %v; want %v of A", tt.sides, row[1], row[5], row[0], tt.want)
		}
	}
}

// A matrix that was saved is counted as it was asked for, and its line is what to ask.
func TestSavedMatrix(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) { codingtest.Put(s, 2, 10, "a") })
	asked := analysis.Named("matrix").Ask()
	for name, value := range map[string]string{"cols": "participant", "theme": "A", "percent": "row"} {
		if err := asked.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	put := asked.Save(s, "by person", func() string { return "q" })
	s.Matrices = append(s.Matrices, &put.Query)
	found, err := analysis.Named("matrix").Ask("BY PERSON").Run(context.Background(), s, analysis.Tools{})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Expression) != 4 || found.Expression[1] != "--cols=participant" || len(found.Matrix.ColKeys) != 1 ||
		found.Matrix.ColKeys[0][0].Label != "Roe" {
		t.Errorf("asked as %q, columns %v", found.Expression, found.Matrix.ColKeys)
	}
	if again := asked.Save(s, "By Person", func() string { return "another" }); again.Query.ID != "q" {
		t.Errorf("saved again as %q, want the same one", again.Query.ID)
	}
}
