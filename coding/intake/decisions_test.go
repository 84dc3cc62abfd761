package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding/intake"
	"crosscase/corpus"
)

func TestDecisionsAreKept(t *testing.T) {
	labels := func(not []string, speakers ...string) (d intake.Decisions) {
		d.Labels.NotSpeakers = not
		for n := 0; n < len(speakers); n += 2 {
			if d.Labels.Speakers == nil {
				d.Labels.Speakers = map[string]string{}
			}
			d.Labels.Speakers[speakers[n]] = speakers[n+1]
		}
		return d
	}
	for _, tt := range []struct {
		name      string
		kept, now intake.Decisions
		want      string
	}{
		{"nothing", intake.Decisions{}, intake.Decisions{}, ""},
		{"nothing now", labels([]string{"Note"}, "R", "Anna Roe"), intake.Decisions{}, `--speaker "R=Anna Roe" --not-speaker Note`},
		{"another name", labels(nil, "R", "Petra"), labels(nil, "r:", "Anna"), "--speaker \"r:=Anna\""},
		{"part of the text now", labels(nil, "R", "Petra", "I", "Iris"), labels([]string{"R"}), "--speaker I=Iris --not-speaker R"},
		{"a speaker after all", labels([]string{"Note", "R"}), labels(nil, "R", "Petra"), "--speaker R=Petra --not-speaker Note"},
		{"nobody", labels(nil, "R", "Petra"), labels(nil, "R", ""), `--speaker "R=(none)"`},
		{"a layout", intake.Decisions{Layout: "colon", Encoding: "latin1"}, intake.Decisions{Layout: "plain"}, "--layout plain --encoding latin1"},
		{"columns", intake.Decisions{Columns: intake.SurveyColumns{Text: []string{"A", "B c"}, Case: "Site", Each: "turn"}},
			intake.Decisions{Columns: intake.SurveyColumns{Case: "Ward", Attributes: []string{"Age"}}},
			`--column text=A --column "text=B c" --column case=Ward --column attribute=Age --each turn`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := intake.Flags(tt.kept.With(tt.now).Choices()); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	for _, broken := range []corpus.Choice{{What: "layout", Value: "nonsense"}, {What: "speaker", Value: "R"}, {What: "column", Value: "a"}, {What: "encoding", Value: "b"}} {
		if _, err := intake.ParseChoices([]corpus.Choice{broken}); err == nil {
			t.Errorf("%v is taken", broken)
		}
	}
}

// Decisions are read back as they were kept, and what was decided last holds.
func TestDecisionsAreReadBack(t *testing.T) {
	word := rapid.SampledFrom([]string{"R", "B:", "Anna Roe", "Wort", "b"})
	draw := rapid.Custom(func(t *rapid.T) (d intake.Decisions) {
		d.Layout = rapid.SampledFrom([]string{"", "plain", "colon"}).Draw(t, "layout")
		d.Labels.Speakers = map[string]string{word.Draw(t, "label"): rapid.SampledFrom([]string{"", "Petra"}).Draw(t, "name")}
		d.Columns.Text = rapid.SliceOfN(word, 0, 2).Draw(t, "text")
		d.Columns.Each = rapid.SampledFrom([]string{"", "turn", "source"}).Draw(t, "each")
		return d
	})
	rapid.Check(t, func(t *rapid.T) {
		kept, now := draw.Draw(t, "kept"), draw.Draw(t, "now")
		choices := kept.With(now).Choices()
		read, err := intake.ParseChoices(choices)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(choices, read.Choices()); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(choices, read.With(now).Choices()); diff != "" {
			t.Errorf("decided twice: %s", diff)
		}
	})
}
