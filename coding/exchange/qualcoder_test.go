package exchange_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// qualcoderLoads is what QualCoder takes from the selections of a document: coder, date, code and
// memo stand on the selection, and a coder's second coding with a code on the same words is dropped.
func qualcoderLoads(p *refi.Project, body string) (all []string) {
	users, codes := map[string]string{}, map[string]string{}
	for _, u := range p.Users {
		users[u.GUID] = u.Name
	}
	for _, c := range p.Codes {
		codes[c.GUID] = c.Name
	}
	seen := map[string]bool{}
	for _, s := range p.Sources {
		for _, x := range s.Selections {
			for _, c := range x.Codings {
				key := fmt.Sprint(x.GUID, " ", codes[c.Code])
				if place := fmt.Sprintf("%s|%s|%s", codes[c.Code], users[x.Creator], body[x.Start:x.End]); !seen[key] && !seen[place] {
					seen[key], seen[place] = true, true
					all = append(all, fmt.Sprintf("%s|%s|%s", place, x.Created, strings.ReplaceAll(x.Description, "\n", "/")))
				}
			}
		}
	}
	return all
}

// A project for QualCoder has a selection for each coding, with its coder, date and memo; when it
// comes back, each memo is there once.
func TestForQualCoder(t *testing.T) {
	body := "The pumps were dear. The men were kind."
	m := &edittest.Memory{}
	importInto(t, m, &refi.Project{Sources: []*refi.Source{textSource(1, "Visit", body)},
		Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Cost", Codable: true}, {GUID: guid(codes, 2), Name: "Trust", Codable: true}}},
		exchange.Memory{}, exchange.Options{})
	s := m.Study()
	tag := func(n, theme int, start, end int, coder, memo string) edit.Change {
		return edit.TagPassage{Passage: coding.PassageID(guid(selections, n)), Text: s.Sources[0].Text, Span: corpus.Span{Start: start, End: end},
			Tag: coding.TagID(guid(codings, n)), Theme: coding.ThemeID(guid(codes, theme)), Coder: coder, Memo: memo, MemoID: coding.MemoID(guid(notes, n))}
	}
	for hour, change := range []edit.Change{
		tag(1, 1, 0, 19, "ann", "Twice the price"), // by two coders
		tag(2, 1, 0, 19, "bob", ""),
		tag(3, 2, 0, 19, "ann", "They pay,\n\nstill"), // another theme by the same coder
		tag(4, 1, 21, 38, "bob", "Not money"),         // a memo on the passage, too
		edit.PutMemo{ID: coding.MemoID(guid(notes, 9)), On: guid(selections, 4), Text: "Odd"},
	} {
		if err := m.Apply(edit.Edit{Coder: "ann", At: monday.Add(time.Duration(hour) * time.Hour), Changes: []edit.Change{change}}); err != nil {
			t.Fatal(err)
		}
	}
	profile, err := refi.ParseProfile("qualcoder")
	if err != nil {
		t.Fatal(err)
	}
	archive, _ := exported(t, m, profile)
	want := []string{
		"Cost|ann|The pumps were dear|2026-03-02T09:00:00Z|Twice the price",
		"Cost|bob|The pumps were dear|2026-03-02T10:00:00Z|",
		"Trust|ann|The pumps were dear|2026-03-02T11:00:00Z|They pay,//still",
		"Cost|bob|The men were kind|2026-03-02T12:00:00Z|Odd//Not money",
	}
	if diff := cmp.Diff(want, qualcoderLoads(archive.Project, body)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	again := &edittest.Memory{}
	importInto(t, again, archive.Project, archive, exchange.Options{})
	if diff := cmp.Diff(strings.Split(said(t, m, true), "\n"), strings.Split(said(t, again, true), "\n")); diff != "" {
		t.Errorf("(-was +came back)\n%s", diff)
	}
}
