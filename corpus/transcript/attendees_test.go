package transcript

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func TestReadAttendee(t *testing.T) {
	tests := []struct {
		entry string
		want  corpus.Person // without a name: nobody
	}{
		{"Jane Roe", corpus.Person{Name: "Jane Roe"}},
		{"Dr Jane Roe", corpus.Person{Name: "Jane Roe"}},
		{"Chief Superintendent Jane Roe", corpus.Person{Name: "Jane Roe"}},
		{"Jane Roe (Northmoor Police)", corpus.Person{Name: "Jane Roe", Organisation: "Northmoor Police"}},
		{"Jane Roe (JR), Northmoor Police", corpus.Person{Name: "Jane Roe", Organisation: "Northmoor Police", Aliases: []string{"JR"}}},
		{"Jane Roe, Chair – Northmoor Police", corpus.Person{Name: "Jane Roe", Role: "Chair", Organisation: "Northmoor Police"}},
		{"Jane Roe\tNorthmoor Police", corpus.Person{Name: "Jane Roe", Organisation: "Northmoor Police"}},
		{"JR – Jane Roe", corpus.Person{Name: "Jane Roe", Aliases: []string{"JR"}}},
		{"**Jane Roe** (Vice-Chair)", corpus.Person{Name: "Jane Roe", Role: "Vice-Chair"}},
		{"Ludwig van der Berg", corpus.Person{Name: "Ludwig van der Berg"}},
		{"and James Penn", corpus.Person{Name: "James Penn"}},
		{"Jane Roe (XY)", corpus.Person{Name: "Jane Roe", Organisation: "XY"}},
		{"about 20 members of the public", corpus.Person{}},
		{"the whole team", corpus.Person{}},
		{"Agenda", corpus.Person{}},
		{"Who came?", corpus.Person{}},
		{"", corpus.Person{}},
	}
	for _, tt := range tests {
		t.Run(tt.entry, func(t *testing.T) {
			got, ok := new(document).readAttendee(tt.entry)
			if ok != (tt.want.Name != "") {
				t.Fatalf("found %+v, %v", got, ok)
			}
			if diff := cmp.Diff(tt.want, got); ok && diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSplitNames(t *testing.T) {
	tests := []struct {
		list string
		want []string
	}{
		{"Jane Roe, James Penn", []string{"Jane Roe", " James Penn"}},
		{"Jane Roe, James Penn and Helen Firth.", []string{"Jane Roe", " James Penn", "Helen Firth"}},
		{"Jane Roe (Police, North); James Penn", []string{"Jane Roe (Police, North)", " James Penn"}},
		{"Jane Roe (Police, North), James Penn", []string{"Jane Roe (Police, North)", " James Penn"}},
		{"Jane Roe [Fire and Rescue]", []string{"Jane Roe [Fire and Rescue]"}},
		{"Jane Roe (Fire and Rescue)", []string{"Jane Roe (Fire and Rescue)"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, splitNames(tt.list)); diff != "" {
			t.Errorf("%q: %s", tt.list, diff)
		}
	}
}

func TestAttendeesOf(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // in brackets if absent
	}{
		{"in a line", "Present: Jane Roe (Police), James Penn\n\nText.", []string{"Jane Roe", "James Penn"}},
		{"below each other", "Present:\nJane Roe, Police\nJames Penn, Fire\n\nThe board met.", []string{"Jane Roe", "James Penn"}},
		{"as a list", "Attendees\n- Jane Roe\n- James Penn\n\nThe board met.", []string{"Jane Roe", "James Penn"}},
		{"bullets after the line", "Present: Jane Roe\n\n• James Penn\n\nThe board met.", []string{"Jane Roe", "James Penn"}},
		{"in German", "Anwesend: Jane Roe, James Penn\nEntschuldigt: Helen Firth\n", []string{"Jane Roe", "James Penn", "[Helen Firth]"}},
		{"apologies", "Present: Jane Roe, James Penn\nApologies: Helen Firth\n", []string{"Jane Roe", "James Penn", "[Helen Firth]"}},
		{"apologies in a sentence", "Present: Jane Roe\n\nApologies were received from: Helen Firth\n", []string{"Jane Roe", "[Helen Firth]"}},
		{"with who speaks next", "Present: Jane Roe, Penn\n\nPenn: Yes.\n", []string{"Jane Roe", "Penn"}},
		{"one with an organisation", "Present: Jane Roe, Police\n\nThe board met.\n", []string{"Jane Roe"}},
		{"none", "The board was present.\n", nil},
		{"until a heading", "Present:\nJane Roe, Police\n\n# Agenda\n\nJames Penn, Fire\n", []string{"Jane Roe"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, x := range (&document{Document: read(t, "a.md", tt.text)}).attendeesOf() {
				name := x.Name
				if x.absent {
					name = "[" + name + "]"
				}
				got = append(got, name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A label is an attendee's if it names one of those present, and only one.
func TestAttendeeOfALabel(t *testing.T) {
	d := &document{attendees: []attendee{
		{Person: corpus.Person{Name: "Jane Roe", Aliases: []string{"JR"}}},
		{Person: corpus.Person{Name: "James Penn"}},
		{Person: corpus.Person{Name: "Carol Penn"}},
		{Person: corpus.Person{Name: "David Orme"}, absent: true},
		{Person: corpus.Person{Name: "Helen Mary Firth"}},
	}}
	tests := []struct{ label, want string }{
		{"Jane Roe", "Jane Roe"},
		{"JANE ROE", "Jane Roe"},
		{"Dr Jane Roe", "Jane Roe"},
		{"JR", "Jane Roe"},
		{"Roe", "Jane Roe"},
		{"Ms Roe", "Jane Roe"},
		{"Carol Penn", "Carol Penn"},
		{"CP", "Carol Penn"},
		{"HMF", "Helen Mary Firth"},
		{"Penn", ""}, // there are two
		{"Orme", ""}, // absent
		{"HF", ""},   // she has three names
		{"Carol", "Carol Penn"},
		{"Helen", "Helen Mary Firth"},
		{"Jane R.", "Jane Roe"},
		{"C. Penn", "Carol Penn"},
		{"J. Roe", "Jane Roe"},
		{"M. Roe", "Jane Roe"}, // Monsieur
		{"A. Roe", ""},
		{"David", ""},
		{"Kestrel", ""},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			got := ""
			if n, ok := d.attendee(tt.label); ok {
				got = d.attendees[n].Name
			}
			if got != tt.want {
				t.Errorf("%q is %q, want %q", tt.label, got, tt.want)
			}
		})
	}
	if _, ok := new(document).attendee("Roe"); ok {
		t.Error("somebody attends a document without a list")
	}
}

// Minutes report speech; a task belongs to its owner.
func TestMinutes(t *testing.T) {
	const head = "Present: Jane Roe (JR), James Penn, Carol Hale\n\n"
	tests := []struct{ name, text, want string }{
		{"a name and a verb", "Ms Roe reported a delay.", "Jane Roe: Ms Roe reported a delay."},
		{"initials and a colon", "JR: It is late.", "Jane Roe: It is late."},
		{"an action", "Action: Penn to call the union.", "James Penn: Penn to call the union."},
		{"an action with its owner in parentheses", "Action (CH): call the union.", "Carol Hale: call the union."},
		{"an action of nobody present", "Action: Orme to call the union.", "-: Action: Orme to call the union."},
		{"a row of a table", "3\tCall the union\tCarol Hale", "Carol Hale: 3 Call the union Carol Hale"},
		{"a row without an owner", "3\tCall the union\tall", "-: 3 Call the union all"},
		{"nobody named", "The board noted the report.", "-: The board noted the report."},
		{"a name in the middle", "The board thanked Ms Roe.", "-: The board thanked Ms Roe."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", head+"Ms Roe opened the meeting.\n\nMr Penn thanked her.\n\n"+tt.text+"\n")
			got := turnsOf(doc, find(t, doc, Options{Layout: "minutes"}))
			if last := got[len(got)-1]; last != tt.want {
				t.Errorf("%q, want %q", last, tt.want)
			}
		})
	}
}

// Whom of two a name means is undecided: their words are nobody's, and the label says why.
func TestNamesOfTwoPeople(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Present: Greta Falk, Jan Falk, Ole Brandt\n\nOle Brandt: Who begins?\n\nFalk: I do.\n\nGreta: No, I do.\n\nBrandt: Fine.\n",
			"Ole Brandt: Who begins?|-: Falk: I do.|Greta Falk: No, I do.|Ole Brandt: Fine."},
		{"Interviewer: Ole Brandt\nInterviewees: Greta Falk, Jan Falk\n\nBrandt: Who begins?\n\nFalk: I do.\n\nGreta: No, I do.\n\nFalk: Fine.\n\nBrandt: So?\n",
			"Ole Brandt: Who begins?|-: Falk: I do.|Greta Falk: No, I do.|-: Falk: Fine.|Ole Brandt: So?"},
		{"Present: Greta Falk, Jan Falk, Ole Brandt\n\nMr Brandt opened the meeting. Falk said that it rained. Jan asked why. Mr Falk replied.\n",
			"Ole Brandt: Mr Brandt opened the meeting.|-: Falk said that it rained.|Jan Falk: Jan asked why.|-: Mr Falk replied."},
	}
	for _, tt := range tests {
		for _, file := range []string{"a.txt", "a.html"} {
			text := tt.text
			if file == "a.html" {
				text = "<p>" + strings.ReplaceAll(strings.ReplaceAll(text, "\n\n", "</p><p>"), "\n", "</p><p>") + "</p>"
			}
			doc := read(t, file, text)
			found := find(t, doc, Options{})
			got := turnsOf(doc, found)
			want := strings.Split(tt.want, "|")
			if diff := cmp.Diff(want, got[max(len(got)-len(want), 0):]); diff != "" {
				t.Errorf("%s (-want +got)\n%s", file, diff)
			}
			if !slices.ContainsFunc(found.Labels, func(l Label) bool { return l.Text == "Falk" && l.Shared() && l.As == Nobody }) {
				t.Errorf("%s: the label is not said to be that of two people: %v", file, found.Labels)
			}
		}
	}
}

// People are the attendees who speak.
func TestPeople(t *testing.T) {
	doc := read(t, "a.txt", "Present: Jane Roe (Northmoor Police); James Penn (Fire); Carol Hale (Council)\n\n"+
		"Roe: We waited.\n\nPenn: So did we.\n\nRoe: For years.\n\nPenn: Yes.\n")
	var got []string
	for _, p := range find(t, doc, Options{}).People {
		got = append(got, p.Name+", "+p.Organisation)
	}
	if diff := cmp.Diff([]string{"Jane Roe, Northmoor Police", "James Penn, Fire"}, got); diff != "" {
		t.Error(diff)
	}
	if strings.Join(got, "") == "" {
		t.Error("nobody speaks")
	}
}
