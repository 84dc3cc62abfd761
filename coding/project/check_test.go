package project

import (
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

func TestCheckSeesDamage(t *testing.T) {
	damages := map[string]string{
		"update passages set quote = 'other words'":                                                       "was marked",
		"update passages set start_byte = 52":                                                             "letter",
		"update texts set body = replace(body, 'money', 'honey and more of it')":                          "", // the texts under a passage may not change; its quote or its turns tell
		"update originals set bytes = x'00'":                                                              "have changed",
		"update texts set turns = x'05'":                                                                  "break off",
		"insert into memos (id, on_id, coder, made_at, text) select 'm', 'gone', id, '', 'x' from coders": "memo m: on something",
		"update tags set about = 'gone'":                                                                  "tag t: about an organisation",
	}
	for damage, says := range damages {
		p := newProject(t)
		src := add(t, p, edittest.IDs(), "int-1", interview)
		apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}},
			edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 37, End: 60}, Tag: "t", Theme: "a"})
		if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		if _, err := p.db.Exec(damage); err != nil {
			t.Fatal(err)
		}
		problems, err := p.Check(ctx)
		if err != nil || len(problems) == 0 || !strings.Contains(strings.Join(problems, "; "), says) {
			t.Errorf("after %s: problems %q, %v; want %q", damage, problems, err, says)
		}
	}
}
