package transcript

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// described are those who speak, with organisation, role and constituency.
func described(f Found) (all []string) {
	for _, s := range f.Speakers {
		text := s.Label + "||"
		for _, p := range f.People {
			if p.Name == s.Label {
				text = strings.TrimSuffix(fmt.Sprintf("%s|%s|%s|%s", p.Name, p.Organisation, p.Role, p.Attributes["constituency"]), "|")
			}
		}
		all = append(all, text)
	}
	return all
}

// What brackets behind a name hold is the same in all layouts: an organisation, an office, a label, a
// remark, or a part of the name.
func TestBracketsBehindNames(t *testing.T) {
	layouts := map[string]func(label, words string) string{
		"colon":      func(l, w string) string { return l + ": " + w + "\n\n" },
		"bold":       func(l, w string) string { return "**" + l + "**\n\n" + w + "\n\n" },
		"below":      func(l, w string) string { return l + "\n" + w + "\n\n" },
		"teams":      func(l, w string) string { return l + "   00:01\n" + w + "\n\n" },
		"time first": func(l, w string) string { return "[00:00:01] " + l + ": " + w + "\n\n" },
		"captions":   func(l, w string) string { return ">> " + l + ": " + w + "\n\n" },
		"table":      func(l, w string) string { return l + "\t" + w + "\n" },
	}
	for layout, line := range layouts {
		for _, tt := range []struct{ label, want string }{
			{"Idris Quell (Thornsea Council)", "Idris Quell|Thornsea Council|"},
			{"Idris Quell (treasurer)", "Idris Quell||treasurer"},
			{"Idris Quell (Guest)", "Idris Quell||"},
			{"Idris Quell (she/her)", "Idris Quell||"},
			{"Idris Quell (IQ)", "Idris Quell||"},
			{"Idris Quell (Stadtwerke Thornsea) (she/her)", "Idris Quell|Stadtwerke Thornsea|"},
		} {
			t.Run(layout+" "+tt.label, func(t *testing.T) {
				var b strings.Builder
				if layout == "table" {
					b.WriteString("Speaker\tText\n")
				}
				for n := range 4 {
					b.WriteString(line("Interviewer", fmt.Sprintf("And what became of number %d of them?", n)))
					b.WriteString(line(tt.label, fmt.Sprintf("It grew to %d stations, of all things.", n)))
				}
				got := described(find(t, read(t, "a.md", b.String()), Options{}))
				if diff := cmp.Diff([]string{"Interviewer||", tt.want}, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// A text behind a name tells apart people of one name, and is a part of the name where it may be one.
func TestBesideNames(t *testing.T) {
	tests := []struct {
		name   string
		labels []string
		want   []string
	}{
		{"square brackets", []string{"Idris Quell [Thornsea Council]", "Mara Penn [Police]"}, []string{"Idris Quell|Thornsea Council|", "Mara Penn|Police|"}},
		{"after a comma", []string{"Idris Quell, Thornsea Council", "I"}, []string{"Idris Quell|Thornsea Council|", "I||"}},
		{"stand-ins", []string{"P1 (Northmoor Police)", "I"}, []string{"P1|Northmoor Police|", "I||"}},
		{"two of one name", []string{"Jo Roe (Northmoor Police)", "Jo Roe (Fire Service)"},
			[]string{"Jo Roe (Northmoor Police)|Northmoor Police|", "Jo Roe (Fire Service)|Fire Service|"}},
		{"the same text behind two", []string{"Jo Roe (Northmoor)", "Mara Penn (Northmoor)", "I"}, []string{"Jo Roe|Northmoor|", "Mara Penn|Northmoor|", "I||"}},
		{"perhaps a name", []string{"Mara Penn (Maz)", "I"}, []string{"Mara Penn (Maz)||", "I||"}},
		{"with and without", []string{"Mara Penn (on the phone)", "I", "Mara Penn"}, []string{"Mara Penn||", "I||"}},
		{"two things in brackets", []string{"Anna Kern (Teacher, Northmoor School)", "I"}, []string{"Anna Kern|Northmoor School|Teacher", "I||"}},
		{"one who asks for an organisation", []string{"Interviewer (Thornsea University)", "B"},
			[]string{"Interviewer|Thornsea University|researcher", "B||"}},
		{"a long label", []string{"Dr Anna-Maria van der Berg-Schmidt, Head of Operations, Northmoor Fire and Rescue Service", "Jo Roe"},
			[]string{"Dr Anna-Maria van der Berg-Schmidt|Northmoor Fire and Rescue Service|Head of Operations", "Jo Roe||"}},
		{"a long label in brackets", []string{"Cllr Benjamin Featherstonehaugh (Cabinet Member, Northmoor and Thornsea Borough Council)", "I"},
			[]string{"Cllr Benjamin Featherstonehaugh|Northmoor and Thornsea Borough Council|Cabinet Member", "I||"}},
		{"an office of an organisation", []string{"Frau Dr. Karin Meier-Langenfeld, Leiterin des Amts für Brandschutz der Stadt Nordmoor", "I"},
			[]string{"Frau Dr. Karin Meier-Langenfeld||Leiterin des Amts für Brandschutz der Stadt Nordmoor", "I||"}},
		{"one who asks", []string{"Anna Kern (Interviewer)", "B"}, []string{"Anna Kern||researcher", "B||"}},
		{"of a parliament", []string{"Jo Roe (Northmoor) (Lab)", "Ann Penn (Southvale) (Con)"}, []string{"Jo Roe|Lab||Northmoor", "Ann Penn|Con||Southvale"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			for n := range 4 {
				for _, l := range tt.labels {
					fmt.Fprintf(&b, "%s: It grew to %d stations.\n\n", l, n)
				}
			}
			if diff := cmp.Diff(tt.want, described(find(t, read(t, "a.txt", b.String()), Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// "Falk, Greta" above a transcript is one person; what shows that it is a name and an organisation is in
// the document, and nobody gets an organisation by a guess.
func TestSurnameFirst(t *testing.T) {
	const talk = "\nDate: 3 March 2024\n\nI: How?\n\nB: With two stations.\n\nI: When?\n\nB: In May.\n"
	tests := []struct{ name, text, want string }{
		{"a label behind it", "Interviewee: Falk, Greta (B1)" + strings.ReplaceAll(talk, "B:", "B1:"), "Greta Falk||"},
		{"an organisation", "Interviewee: Roe, Police" + talk, "Roe|Police|"},
		{"letters", "Interviewee: Roe, NHS" + talk, "Roe|NHS|"},
		{"an office", "Interviewee: Roe, Treasurer" + talk, "Roe||Treasurer"},
		{"nothing shows it", "Befragte: Falk, Greta" + talk, "Falk, Greta||"},
		{"the words name the place", "Interviewee: Roe, Northmoor" + talk + "\nI: In Northmoor?\n", "Roe|Northmoor|"},
		{"the words name the person", "Interviewee: Falk, Greta" + talk + "\nI: Thanks, Greta Falk.\n", "Greta Falk||"},
		{"another line", "Interviewer: LUND, Beate\nInterviewee: Falk, Greta" + talk, "Greta Falk||"},
		{"an initial", "Interviewee: Falk, G." + talk, "G. Falk||"},
		{"a title and a particle", "Interviewee: van der Berg, Prof. Dr. Jan Willem" + talk, "van der Berg, Jan Willem||"},
		{"more beside it", "Interviewee: Falk, Greta, Harbour Trust" + talk, "Falk, Greta|Harbour Trust|"},
		{"brackets beside it", "Interviewee: Falk, Greta (Harbour Trust)" + talk, "Falk, Greta|Harbour Trust|"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := described(find(t, read(t, "a.txt", tt.text), Options{}))
			if len(got) != 2 || got[1] != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	known := func(label string) bool { return label == "Greta Falk" }
	if got := described(find(t, read(t, "a.txt", "Interviewee: Falk, Greta"+talk), Options{Known: known})); got[1] != "Greta Falk||" {
		t.Errorf("%q of somebody who is known", got[1])
	}
	four := "Interviewees: Falk, Greta, Reiss, Hanno" + strings.ReplaceAll(talk, "B:", "GF:") + "\nHR: Yes.\n\nHR: No.\n"
	if diff := cmp.Diff([]string{"I||", "Greta Falk||", "Hanno Reiss||"}, described(find(t, read(t, "a.txt", four), Options{}))); diff != "" {
		t.Error(diff)
	}
	particles := "Interviewee: O’Brien, Seán\nInterviewer: de la Cruz, María José\n" +
		strings.NewReplacer("I:", "MJC:", "B:", "SO:").Replace(talk)
	if diff := cmp.Diff([]string{"María José de la Cruz||researcher", "Seán O’Brien||"}, described(find(t, read(t, "a.txt", particles), Options{}))); diff != "" {
		t.Error(diff)
	}
	for _, list := range []string{"Falk, Greta; Reiss, Hanno (Harbour Trust)", "Falk, Greta and Reiss, Hanno (Harbour Trust)"} {
		pairs := "Interviewees: " + list + strings.NewReplacer("I:", "Falk:", "B:", "Reiss:").Replace(talk)
		if diff := cmp.Diff([]string{"Falk, Greta||", "Reiss, Hanno|Harbour Trust|"}, described(find(t, read(t, "a.txt", pairs), Options{}))); diff != "" {
			t.Errorf("%s: %s", list, diff)
		}
	}
	once := "Befragte: Falk, Greta; Kolbe, Inge" + strings.NewReplacer("I:", "I:", "B:", "Falk:", "How?", "Und wie ist das nicht?").Replace(talk) + "\nKolbe: Nein.\n"
	if diff := cmp.Diff([]string{"I||", "Falk, Greta||", "Kolbe, Inge||"}, described(find(t, read(t, "a.txt", once), Options{}))); diff != "" {
		t.Error(diff)
	}
	two := "Interviewees: Falk, Greta (B1), Reiss, Hanno (B2)" + strings.ReplaceAll(talk, "B:", "B1:") + "\nB2: Yes.\n"
	if diff := cmp.Diff([]string{"I||", "Greta Falk||", "Hanno Reiss||"}, described(find(t, read(t, "a.txt", two), Options{}))); diff != "" {
		t.Error(diff)
	}
}

// What is only guessed to be an organisation is said.
func TestGuessedOrganisations(t *testing.T) {
	doc := read(t, "a.txt", "Interviewee: Jane Roe, Northmoor\nInterviewer: Beate Lund, Thornsea University\n\nI: How?\n\nR: So.\n\nI: When?\n\nR: Now.\n")
	f := find(t, doc, Options{})
	if len(f.Guessed) != 1 || f.Guessed[0].Name != "Jane Roe" || f.Guessed[0].Organisation != "Northmoor" {
		t.Errorf("guessed %+v", f.Guessed)
	}
}
