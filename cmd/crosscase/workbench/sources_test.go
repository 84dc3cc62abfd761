package workbench

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// newSources is a visit to a project with int-1, which two coders have tagged, and memo-1, a
// document of case study Pilot.
func newSources(t *testing.T, coder string, blind bool) *visit {
	t.Helper()
	v := newVisit(t, coder, blind)
	changes, err := edittest.Import(v.study(), "memo-1", "A plan.\n\nOf five words here.\n",
		intake.Facts{Type: corpus.SourceType("document"), Case: "Pilot", Organisation: "Harbour", Date: "2019-03"}, v.b.NewID)
	if err != nil {
		t.Fatal(err)
	}
	v.make("AK", "import memo-1", changes...)
	v.theme("Trust")
	v.tag("AK", "Trust", "money")
	v.tag("BM", "Trust", "hopes")
	return v
}

var (
	sourceNames = regexp.MustCompile(`<th scope="row"><a href="/sources/[^"]*">([^<]*)</a>`)
	cells       = regexp.MustCompile(`<td[^>]*>([^<]*)</td>`)
)

// listed are the sources on a page, in its order.
func listed(page string) (names []string) {
	for _, m := range sourceNames.FindAllStringSubmatch(page, -1) {
		names = append(names, m[1])
	}
	return names
}

func TestSourcesPage(t *testing.T) {
	v := newSources(t, "AK", false)
	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"all", "", []string{"int-1", "memo-1"}},
		{"in the order of tags", "?sort=tags", []string{"memo-1", "int-1"}},
		{"the other way round", "?sort=-name", []string{"memo-1", "int-1"}},
		{"in no order that there is", "?sort=colour", []string{"int-1", "memo-1"}},
		{"of a type", "?type=document", []string{"memo-1"}},
		{"of a case study", "?case=Pilot", []string{"memo-1"}},
		{"of none", "?case=%28none%29", []string{"int-1"}},
		{"with words", "?find=HARB", []string{"memo-1"}},
		{"with words and of a type", "?find=harb&type=interview", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, page := v.get("/sources" + tt.query)
			if diff := cmp.Diff(tt.want, listed(page)); diff != "" || status != http.StatusOK {
				t.Errorf("status %d (-want +got):\n%s", status, diff)
			}
			if tt.want == nil && !strings.Contains(page, "None of the sources fits") {
				t.Errorf("nothing is said in\n%s", page)
			}
		})
	}
}

// The page says of each source what is known of it, and in all.
func TestSourcesPageCounts(t *testing.T) {
	v := newSources(t, "AK", false)
	v.make("AK", "complete", edit.MarkSource{Source: v.study().Sources[1].ID, State: coding.Complete, Turn: 1})
	_, page := v.get("/sources")
	row := func(name string) (all []string) {
		_, rest, _ := strings.Cut(page, ">"+name+"</a></th>")
		rest, _, _ = strings.Cut(rest, "</tr>")
		for _, m := range cells.FindAllStringSubmatch(rest, -1) {
			all = append(all, m[1])
		}
		return all
	}
	if diff := cmp.Diff([]string{"other", "", "", "", "13", "2", "2", "AK, BM"}, row("int-1")); diff != "" {
		t.Errorf("int-1 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"document", "Pilot", "Harbour", "2019-03", "6", "0", "0", ""}, row("memo-1")); diff != "" {
		t.Errorf("memo-1 (-want +got):\n%s", diff)
	}
	for _, x := range []string{`aria-label="1 of 4 turns read or tagged"`, "2 sources", `<td class="n">19</td>`} {
		if !strings.Contains(page, x) {
			t.Errorf("%s is not in\n%s", x, page)
		}
	}
}

// Who works blind sees the own tags alone.
func TestSourcesPageBlind(t *testing.T) {
	_, page := newSources(t, "BM", true).get("/sources")
	if strings.Contains(page, "AK") || !strings.Contains(page, "<td>BM</td>") {
		t.Errorf("another coder is in\n%s", page)
	}
}

// A link to the list in another order keeps what is asked for.
func TestSortBy(t *testing.T) {
	v := sourcesView{Query: map[string][]string{"type": {"meeting"}, "sort": {"words"}}, Sort: "words"}
	if got, want := v.SortBy("date"), "/sources?sort=date&type=meeting"; got != want {
		t.Errorf("another column: %s, want %s", got, want)
	}
	if got, want := v.SortBy("words"), "/sources?sort=-words&type=meeting"; got != want {
		t.Errorf("the same column: %s, want %s", got, want)
	}
	v.Down = true
	if got, want := v.SortBy("words"), "/sources?sort=words&type=meeting"; got != want {
		t.Errorf("and again: %s, want %s", got, want)
	}
}

// Sources can be sorted by each of their columns.
func TestSortSources(t *testing.T) {
	a := sourceLine{Source: &corpus.Source{Name: "B", Type: "meeting", Date: "2020"}, Case: "Two", Organisation: "South", Words: 9,
		Speakers: 1, Tags: 4,
		Coders: []string{"AK"}, Share: 7}
	b := sourceLine{Source: &corpus.Source{Name: "a", Type: "interview", Date: "2019"}, Case: "One", Organisation: "North", Words: 8,
		Speakers: 2, Tags: 3,
		Coders: []string{"AK", "BM"}, Share: 6}
	for _, tt := range []struct{ column, first string }{
		{"name", "a"}, {"type", "a"}, {"case", "a"}, {"organisation", "a"}, {"date", "a"}, {"words", "a"}, {"speakers", "B"}, {"tags", "a"},
		{"coders", "B"}, {"progress", "a"},
	} {
		for _, down := range []bool{false, true} {
			for _, lines := range [][]sourceLine{{a, b}, {b, a}} {
				sortSources(lines, tt.column, down)
				if got := lines[0].Name == tt.first; got == down {
					t.Errorf("by %s, down %t: first is %s", tt.column, down, lines[0].Name)
				}
			}
		}
	}
	if len(sourceColumns) != 10 {
		t.Errorf("%d columns can be sorted by, 10 are tried", len(sourceColumns))
	}
}

// Speakers on the page are persons who have turns in the source, whatever its labels say.
func TestSourcesPageSpeakers(t *testing.T) {
	v := newVisit(t, "AK", false)
	for _, tt := range []struct {
		name string
		does func(a *app.Session) (app.Done, error)
		want string
	}{
		{"as imported", nil, "2"},
		{"split", func(a *app.Session) (app.Done, error) {
			return a.SplitParticipant(t.Context(), "Roe", "Penn", "int-1", "")
		}, "2"},
		{"merged", func(a *app.Session) (app.Done, error) {
			return app.Participants().Merge(t.Context(), a, "Penn", "Interviewer")
		}, "1"},
	} {
		if tt.does != nil {
			if _, err := v.b.edit(t.Context(), tt.does); err != nil {
				t.Fatal(tt.name, err)
			}
		}
		_, page := v.get("/sources")
		all := cells.FindAllStringSubmatch(page[strings.Index(page, ">int-1<"):], -1)
		if got := all[5][1]; got != tt.want {
			t.Errorf("%s: %s speakers, want %s", tt.name, got, tt.want)
		}
	}
}
