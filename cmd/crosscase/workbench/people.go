package workbench

import (
	"maps"
	"net/http"
	"slices"

	"crosscase/coding"
)

// A peopleView lists participants, organisations and case studies.
type peopleView struct{ Kinds []peopleKind }

// IsNumber tells whether a column of that name holds numbers.
func (peopleView) IsNumber(head string) bool {
	return slices.Contains([]string{"sources", "turns", "words", "participants"}, head)
}

type peopleKind struct {
	Kind, Title string
	Head        []string
	Rows        []peopleRow
}

type peopleRow struct {
	Name  string
	Cells []peopleCell
}

type peopleCell struct {
	Text   string
	Number bool
}

// people lists who speaks, for whom, in which case study.
func (b *Workbench) people(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	var v peopleView
	for _, kind := range []struct{ name, title string }{{"participant", "Participants"}, {"organisation", "Organisations"}, {"case", "Case studies"}} {
		shown, err := b.Run(r.Context(), s, nil, kind.name, "list")
		if err != nil {
			return err
		}
		k := peopleKind{Kind: kind.name, Title: kind.title, Head: shown.Grid.Head[1:]}
		attributes := attributesOf(s, kind.name)
		columns := map[string]bool{}
		for _, all := range attributes {
			for name := range all {
				columns[name] = true
			}
		}
		names := slices.Sorted(maps.Keys(columns))
		k.Head = append(k.Head[:len(k.Head):len(k.Head)], names...)
		for i, row := range shown.Grid.Rows {
			line := peopleRow{Name: text(row[0])}
			for _, c := range row[1:] {
				n, number := c.(int)
				if line.Cells = append(line.Cells, peopleCell{text(c), number}); number {
					line.Cells[len(line.Cells)-1].Text = coding.Thousands(n)
				}
			}
			for _, name := range names {
				line.Cells = append(line.Cells, peopleCell{Text: attributes[i][name]})
			}
			k.Rows = append(k.Rows, line)
		}
		v.Kinds = append(v.Kinds, k)
	}
	return b.show(w, r, http.StatusOK, "people.html", page{Title: b.say(r, "People"), Section: "people", Data: v, Terminal: "crosscase participant list"})
}

// attributesOf are the attributes of each thing of a kind, in the study's order.
func attributesOf(s *coding.Study, kind string) (all []map[string]string) {
	switch kind {
	case "participant":
		for _, x := range s.Participants {
			all = append(all, x.Attributes)
		}
	case "organisation":
		for _, x := range s.Organisations {
			all = append(all, x.Attributes)
		}
	default:
		for _, x := range s.Cases {
			all = append(all, x.Attributes)
		}
	}
	return all
}
