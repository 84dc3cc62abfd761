package index

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// tree writes a parsed query with all its parentheses.
func tree(n node) string {
	list := func(sign string, nodes []node) (all []string) {
		for _, n := range nodes {
			all = append(all, sign+tree(n))
		}
		return all
	}
	switch n := n.(type) {
	case and:
		parts := append(append(list("+", n.must), list("-", n.not)...), list("?", n.may)...)
		return "(" + strings.Join(parts, " ") + ")"
	case or:
		return "(" + strings.Join(list("", n.any), " OR ") + ")"
	case word:
		if n.exact {
			return "exact:" + n.text
		}
		return n.text
	case phrase:
		return fmt.Sprintf("%q", n.text)
	case prefix:
		return n.text + "*"
	case fuzzy:
		return fmt.Sprintf("%s~%d", n.text, n.edits)
	case pattern:
		return "/" + n.re.String() + "/"
	case fact:
		return fmt.Sprintf("%s=%q", n.name, n.value)
	}
	return fmt.Sprint(n)
}

func TestParse(t *testing.T) {
	tests := []struct{ query, want string }{
		{"trust", "trust"},
		{"  trust  ", "trust"},
		{"trust cost", "(+trust +cost)"},
		{"trust AND cost", "(+trust +cost)"},
		{"trust OR cost", "(trust OR cost)"},
		{"a OR b OR c", "(a OR b OR c)"},
		{"a b OR c", "((+a +b) OR c)"}, // AND binds more strongly
		{"a OR b c", "(a OR (+b +c))"},
		{"(a OR b) c", "(+(a OR b) +c)"},
		{"((a))", "a"},
		{"trust -cost", "(+trust -cost)"},
		{"trust NOT cost", "(+trust -cost)"},
		{"trust AND NOT cost", "(+trust -cost)"},
		{"-cost trust", "(+trust -cost)"},
		{"trust -(a OR b)", "(+trust -(a OR b))"},
		{"+trust cost", "(+trust ?cost)"},
		{"a +b +c", "(+b +c ?a)"},
		{"a OR -b c", "(a OR (+c -b))"},
		{`"shared vision"`, `"shared vision"`},
		{`a"b c"d`, `(+a +"b c" +d)`},
		{"collab*", "collab*"},
		{"colour~", "colour~1"},
		{"colour~1", "colour~1"},
		{"colour~2", "colour~2"},
		{"colour~3", "colour~3"}, // not a number of letters: a word
		{"/organi[sz]ation/", "/^(?i:organi[sz]ation)$/"},
		{`/a\/b/ c`, `(+/^(?i:a\/b)$/ +c)`},
		{"exact:Trusted", "exact:Trusted"},
		{`exact:"Trusted"`, "exact:Trusted"},
		{"speaker:Roe trust", `(+speaker="roe" +trust)`},
		{`case:"Joint Records" trust`, `(+case="joint records" +trust)`},
		{"ORGANIZATION:x y", `(+organisation="x" +y)`},
		{"trust -role:manager", `(+trust -role="manager")`},
		{"ORDER ANDES NOTE", "(+ORDER +ANDES +NOTE)"}, // not the keywords
		{"and or not", "(+and +or +not)"},             // keywords are in capitals
		{"a AND(b)", "(+a +b)"},
		{"state-of-the-art", "state-of-the-art"},
		{"it's", "it's"},
		{"警察 消防", "(+警察 +消防)"},
	}
	for _, tt := range tests {
		q, err := Parse(tt.query)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.query, err)
			continue
		}
		if got := tree(q.root); got != tt.want {
			t.Errorf("Parse(%q) = %s, want %s", tt.query, got, tt.want)
		}
		if q.String() != tt.query {
			t.Errorf("Parse(%q).String() = %q", tt.query, q)
		}
	}
}

func TestSyntaxErrorsPointAtThePlace(t *testing.T) {
	tests := []struct {
		query  string
		offset int
		says   string // part of the reason
	}{
		{"", 0, "nothing to look for"},
		{"-trust", 0, "nothing to look for"},
		{"speaker:roe", 0, "nothing to look for"},
		{`trust "shared`, 6, "not closed"},
		{"trust (a OR b", 6, "not closed"},
		{"trust) b", 5, "closes nothing"},
		{"a OR", 4, "both sides"},
		{"OR a", 0, "both sides"},
		{"a AND", 2, "both sides"},
		{"a ()", 2, "nothing in these parentheses"},
		{"a /b", 2, "not closed"},
		{"a /(b/", 2, "no pattern"},
		{"é coder:x", 3, "no field"},
		{"speaker: x", 0, "must follow"},
		{"a - b", 2, "a word must follow"},
		{"*", 0, "end of a word"},
		{"a ~", 2, "no word before"},
		{`"…"`, 0, "no word in this phrase"},
		{"…", 0, "is no word"},
		{"a b*c*", 2, "end of a word"},
		{"a OR )", 5, "both sides"},
		{"a (b AND)", 5, "both sides"},
		{"AND a", 0, "both sides"},
		{"speaker:a*", 8, "a word or a phrase must follow speaker:"},
		{"exact:(a b)", 6, "a word or a phrase must follow exact:"},
		{"a -)", 3, "something must stand before this )"},
		{"a OR -b", 0, "nothing to look for"},
		{"a OR case:x", 0, "nothing to look for"},
		{strings.Repeat("(", maxDepth+1) + "a", maxDepth, "nest too deep"},
	}
	for _, tt := range tests {
		_, err := Parse(tt.query)
		var at *SyntaxError
		if !errors.As(err, &at) || at.Offset != tt.offset || !strings.Contains(at.Reason, tt.says) {
			t.Errorf("Parse(%q): %+v, want %q at %d", tt.query, err, tt.says, tt.offset)
		}
	}
}

// The error names the place by characters, the hint shows it.
func TestSyntaxErrorForPeople(t *testing.T) {
	_, err := Parse("naïve coder:x")
	var at *SyntaxError
	if !errors.As(err, &at) {
		t.Fatal(err)
	}
	const want = `query, character 7: no field "coder"; fields are exact, speaker, organisation, case, source, type, role, date`
	if err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	if _, err := Parse("money Coder:x", "coder", "role"); err != nil {
		t.Errorf("a field that Parse is told: %v", err)
	}
	// The hint begins behind "hint: ", which is six characters.
	if got, want := at.Hint(), "naïve coder:x\n            ^"; got != want {
		t.Errorf("hint:\n%s\nwant:\n%s", got, want)
	}
}
