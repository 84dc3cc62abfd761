package merge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

// unseenNames gives things of the literal study names with characters that nobody can see, as
// early versions took them.
func unseenNames(s *coding.Study) {
	s.Participants[0].Name, s.Organisations[0].Name = "R\u200boe", "North\u00admoor"
	s.Participants = append(s.Participants, &corpus.Participant{ID: "double", Name: "Pe\ufeffnn"})
	s.Coders[0].Name, s.Themes[0].Name = "A\u2060K", "\u200eTrust"
	s.Sources[0].Name, s.Cases[0].Name = "int\u200b-1", "O\u202ene"
	s.Themes = append(s.Themes, &coding.Theme{ID: "below", Parent: "money", Name: "Tr\u200bust", Position: 1})
}

// Projects of early versions with characters in names that nobody can see can be merged: the
// names are taken as they are seen, one that there is already with a number behind it.
func TestMergeUnseenNames(t *testing.T) {
	theirs := side(t, unseenNames)
	for name, mine := range map[string]*edittest.Memory{
		"into another project": edittest.Of(coding.NewStudy(coding.Study{Title: "Mine"}), nil),
		"into a new version":   side(t, nil), "into the same": side(t, unseenNames),
	} {
		a, b := sides(mine, theirs, unknown)
		j, err := merge.Merge(ctx, a, b, func(string) bool { return false }, edittest.IDs())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, c := range j.Changes {
			if err := c.Validate(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		want := []string{"int-1", "Roe", "Penn (2)", "Northmoor", "One", "AK", "Trust", "Trust"}
		if name == "into the same" {
			want = nil
		}
		if diff := cmp.Diff(want, j.Plain); diff != "" && len(want)+len(j.Plain) > 0 {
			t.Errorf("%s: names that came otherwise (-want +got):\n%s", name, diff)
		}
		if len(j.Conflicts) > 0 || name == "into the same" && len(j.Changes) > 0 {
			t.Errorf("%s: %d changes, conflicts %+v", name, len(j.Changes), j.Conflicts)
		}
	}
}
