package query_test

import (
	"slices"
	"testing"

	"crosscase/coding/query"
)

func TestQuote(t *testing.T) {
	for arg, want := range map[string]string{
		"int-03":                `int-03`,
		"":                      `""`,
		"Northmoor Police":      `"Northmoor Police"`,
		"the police's view":     `"the police's view"`,
		`The "new" way`:         `'The "new" way'`,
		`it's "new"`:            `'it'\''s "new"'`,
		"costs $5":              `'costs $5'`,
		"=sum":                  `"=sum"`,
		"a=b":                   `a=b`,
		"--theme=Cost, benefit": `"--theme=Cost, benefit"`,
	} {
		if got := query.Quote(arg); got != want {
			t.Errorf("Quote(%q) = %s, want %s", arg, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	for line, want := range map[string][]string{
		"":                              nil,
		"  crosscase  matrix ":          {"crosscase", "matrix"},
		`tag "Cost > Savings" --x=''`:   {"tag", "Cost > Savings", "--x="},
		`a"b c"'d "e'`:                  {`ab cd "e`},
		`"a"'"'"b"`:                     {`a"b`},
		`C:\Program\ Files\edit.exe -w`: {`C:\Program Files\edit.exe`, "-w"},
		`"C:\Program Files\edit.exe"`:   {`C:\Program Files\edit.exe`},
		`"say \"no\" \$5 \n"`:           {`say "no" $5 \n`},
		`'open`:                         {"open"},
	} {
		if got := query.Split(line); !slices.Equal(got, want) {
			t.Errorf("Split(%s) = %q, want %q", line, got, want)
		}
	}
}
