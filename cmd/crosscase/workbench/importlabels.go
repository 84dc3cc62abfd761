package workbench

import (
	"cmp"
	"net/http"
	"strings"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/reading"
	"crosscase/corpus/transcript"
)

// What a person may say of a label on the page of an import.
const (
	labelPerson = "person"  // it is the name of a participant
	labelText   = "text"    // it is part of the text
	labelNobody = "nobody"  // its words are nobody's
	labelAsks   = "asks"    // it is the researcher who asks
	labelOther  = "another" // it means a participant of another name
)

// A previewView is what a file would bring, with what can be said of its labels.
type previewView struct {
	reading.Preview
	Rows []labelRow
}

// A labelAsker makes rows of the labels of files, each of which is asked about once.
type labelAsker struct {
	b       *Workbench
	r       *http.Request
	decided intake.LabelDecisions
	asked   map[string]bool
	id      int
}

// newLabelAsker starts from what an address or a form says of labels.
func (b *Workbench) newLabelAsker(r *http.Request) *labelAsker {
	decided, _ := labelDecisions(r) // what is wrong was said before
	return &labelAsker{b: b, r: r, decided: decided, asked: map[string]bool{}}
}

// rows are the labels of one file.
func (a *labelAsker) rows(labels []intake.ListedLabel) (rows []labelRow) {
	b, r := a.b, a.r
	for _, l := range labels {
		a.id++
		row := labelRow{ListedLabel: l, ID: a.id, Because: b.say(r, l.Why)}
		if strings.HasPrefix(l.Why, "occurs ") && l.Times > 1 {
			row.Because = b.say(r, "occurs %d times", l.Times)
		}
		key := transcript.LabelKey(l.Text)
		row.Ask = !a.asked[key]
		a.asked[key] = true
		row.Choice, row.Participant = choiceOf(a.decided, l)
		row.Kept = l.Told() && row.Choice == ""
		rows = append(rows, row)
	}
	return rows
}

// A labelRow is a label with what a person says of it.
type labelRow struct {
	intake.ListedLabel
	Because     string // why it is taken for what it is, in the page's language
	ID          int    // of the row on the page
	Ask         bool   // what it is can be said here: not where it was asked about in a file before
	Choice      string // "" for as it was found
	Kept        bool   // it was found as somebody decided before
	Participant string // of another name
}

// asksName is the participant whom labels mean that are said to be the researcher's.
const asksName = "Interviewer"

// labelRows are the labels of previews.
func (b *Workbench) labelRows(r *http.Request, previews []reading.Preview) (views []previewView, asks bool) {
	a := b.newLabelAsker(r)
	for _, p := range previews {
		v := previewView{Preview: p, Rows: a.rows(p.Labels)}
		asks = asks || len(v.Rows) > 0
		views = append(views, v)
	}
	return views, asks
}

// choiceOf is what was decided about a label, and its participant where that has another
// name.
func choiceOf(d intake.LabelDecisions, l intake.ListedLabel) (choice, participant string) {
	for label, name := range d.Speakers {
		switch {
		case !transcript.SameLabel(label, l.Text):
		case name == "":
			return labelNobody, ""
		case name == l.Text:
			return labelPerson, ""
		case name == asksName:
			return labelAsks, ""
		default:
			return labelOther, name
		}
	}
	for _, label := range d.NotSpeakers {
		if transcript.SameLabel(label, l.Text) {
			return labelText, ""
		}
	}
	return "", ""
}

// labelDecisions are what an address or a form says of labels.
func labelDecisions(r *http.Request) (intake.LabelDecisions, error) {
	speakers, texts, err := labelChoices(r)
	if err != nil {
		return intake.LabelDecisions{}, err
	}
	return intake.ParseLabelDecisions(speakers, texts)
}

// labelChoices are speakers as LABEL=NAME, and labels that are part of the text: as an
// address has them, or as a form has each label, the choice and a name.
func labelChoices(r *http.Request) (speakers, texts []string, err error) {
	r.FormValue("") // which parses the form
	speakers, texts = r.Form["speaker"], r.Form["not-speaker"]
	choices, names := r.Form["label-as"], r.Form["label-name"]
	for n, label := range r.Form["label"] {
		if n >= len(choices) || n >= len(names) {
			return nil, nil, coding.Errorf(coding.ErrInvalid, "label %q: the form is incomplete", label)
		}
		name := strings.TrimSpace(names[n])
		switch choices[n] {
		case labelText:
			texts = append(texts, label)
		case labelNobody:
			speakers = append(speakers, label+"="+coding.None)
		case labelAsks:
			speakers = append(speakers, label+"="+cmp.Or(name, asksName))
		case labelPerson:
			speakers = append(speakers, label+"="+cmp.Or(name, label))
		case labelOther, "":
			if choices[n] == labelOther && name == "" {
				return nil, nil, coding.Errorf(coding.ErrInvalid, "label %q: the name of the participant is missing", label)
			}
			if name != "" {
				speakers = append(speakers, label+"="+name)
			}
		default:
			return nil, nil, coding.Errorf(coding.ErrInvalid, "label %q: there is no choice %q", label, choices[n])
		}
	}
	return speakers, texts, nil
}
