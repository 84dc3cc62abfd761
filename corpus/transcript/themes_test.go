package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Headings that alternate are people where somebody asks, and themes where nobody does.
func TestHeadingsThatAlternate(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		speakers   []string
		doubtful   []string
	}{
		{"themes", "## Money\n\nNobody paid.\n\n## Water\n\nIt rained.\n\n## Money\n\nThe laundry paid twice.\n\n## Water\n\nThe yard stood under it.\n\n" +
			"## Money\n\nIn the end all did.\n\n## Water\n\nDry.\n", nil, nil},
		{"people", "## Anna\n\nWho paid?\n\n## Ben\n\nIt rained.\n\n## Anna\n\nDid the laundry?\n\n## Ben\n\nThe yard stood under water.\n\n" +
			"## Anna\n\nSo.\n\n## Ben\n\nDry.\n", []string{"Anna", "Ben"}, nil},
		{"somebody who speaks once", "## Moderator\n\nWelcome.\n\n## Anna\n\nHello.\n\n## Ben\n\nHi.\n\n## Moderator\n\nWho paid?\n\n## Carla\n\nNobody.\n\n" +
			"## Anna\n\nThe laundry.\n\n## Ben\n\nBoth.\n\n## Moderator\n\nThanks.\n", []string{"Moderator", "Anna", "Ben"}, []string{"Carla"}},
		{"a title and a theme of several words", "# Group\n\n## Moderator\n\nWelcome.\n\n## Anna\n\nHello.\n\n## Who pays for the water\n\n## Moderator\n\nWho paid?\n\n" +
			"## Anna\n\nThe laundry.\n\n## Moderator\n\nThanks.\n", []string{"Moderator", "Anna"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.md", tt.text)
			got := find(t, doc, Options{})
			var speakers, doubtful []string
			for _, s := range got.Speakers {
				speakers = append(speakers, s.Label)
			}
			for _, l := range got.Labels {
				if l.Doubtful() {
					doubtful = append(doubtful, l.Text)
				}
			}
			if diff := cmp.Diff(tt.speakers, speakers); diff != "" {
				t.Errorf("speakers (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.doubtful, doubtful); diff != "" {
				t.Errorf("doubtful (-want +got)\n%s", diff)
			}
			if said := strings.Join(turnsOf(doc, got), "\n"); len(tt.doubtful) > 0 && !strings.Contains(said, "-: ## Carla Nobody.") {
				t.Errorf("said:\n%s", said)
			}
		})
	}
}

// Labels in square brackets may be in small letters where they begin the paragraphs in turns.
func TestSmallLabelsInBrackets(t *testing.T) {
	for _, tt := range []struct{ name, first, second, want string }{
		{"a role and a name", "[interviewer]", "[petra]", "interviewer: Who paid?|petra: Nobody paid, and it rained.|interviewer: Who else?|petra: It was full.|interviewer: And then?|petra: We left."},
		{"two names", "[ian]", "[petra]", "ian: Who paid?|petra: Nobody paid, and it rained.|ian: Who else?|petra: It was full.|ian: And then?|petra: We left."},
		{"sounds", "Ian:", "[laughs]", "Ian: Who paid? [laughs] Nobody paid, and it rained.|Ian: Who else? [laughs] It was full.|Ian: And then? [laughs] We left."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := ""
			for n, words := range []string{"Who paid?", "Nobody paid, and it rained.", "Who else?", "It was full.", "And then?", "We left."} {
				text += []string{tt.first, tt.second}[n%2] + " " + words + "\n\n"
			}
			doc := read(t, "a.txt", text)
			if diff := cmp.Diff(tt.want, strings.Join(turnsOf(doc, find(t, doc, Options{})), "|")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
