// Package intake turns files and tables into changes.
//
// A [Reader] makes documents of files, a [Batch] decides what becomes of each and works
// out what importing it changes. What a researcher decides about how a
// file is read ([Decisions]) goes before what is found and is kept with its text, and what
// should be looked at is remarked (doubts.go). Documents become sources with their people
// ([Intake.Add]), lists of sources and participants fill in what is known of them ([ReadSources],
// [ReadParticipants]), tables of what was said become transcripts ([ReadTalk]), those of a
// survey's answers a source, or one for each respondent ([ReadSurvey]),
// tables of codings become tags ([ReadCodings], [Tagger]), and tables of names pseudonyms
// ([ReadPseudonyms]). A corrected text carries its passages along ([Intake.Correct]), and so does
// one whose file is read again ([Rereader]).
// Nothing is stored here: all that comes out is changes for package project, and remarks on
// what was left out or guessed.
//
// The laws of this package, each in laws_test.go:
//
//   - Twice is once: files that were imported are skipped the next time, whatever their
//     names, and nothing changes.
//   - Order: in whatever order the files come, the same sources come in, with the same
//     turns of the same people.
//   - Outcome: the sources, turns, words and people that are said to have come in are those
//     that the project has then.
//   - Dry run: a dry run and an import say the same.
//   - No trace: a file that cannot be imported changes nothing in what comes of the others,
//     but that those with its name have their folders in theirs.
//   - Corrections: a passage stands on the words that it was on, up to white space and
//     case, or is detached; no tag goes.
//   - Reading again: what was imported reads the same, whatever a person decided about how
//     it is read and whoever was renamed, merged or given turns since; where the same words
//     read otherwise, each passage stays at its bytes, and so does who was assigned by hand.
//   - Decisions: what is decided about how a file is read is read back as it was kept.
//   - Facts: what is known first stands, and what it lacks comes from the next.
//   - Tables: each value of a table is in a turn, names or describes somebody or the source,
//     or is left out.
package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// Facts are what a researcher knows about a source, in names; "" is unknown.
type Facts struct {
	Name         string
	Type         corpus.SourceType
	Case         string
	Organisation string
	Date         corpus.Date
	Language     string
	Attributes   map[string]string
}

// ParseFacts reads the facts type, case, organisation, date and language as a person gives
// them; "" is unknown. The error wraps [coding.ErrInvalid].
func ParseFacts(value func(fact string) string) (f Facts, err error) {
	f = Facts{Case: value("case"), Organisation: value("organisation"), Language: value("language")}
	if typ := value("type"); typ != "" {
		if f.Type, err = corpus.ParseSourceType(typ); err != nil {
			return f, coding.Errorf(coding.ErrInvalid, "%w", err)
		}
	}
	if f.Date, err = corpus.ParseDate(value("date")); err != nil {
		return f, coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	return f, nil
}

// Or returns f with what it lacks taken from g.
func (f Facts) Or(g Facts) Facts {
	or := func(a, b string) string {
		if a == "" {
			return b
		}
		return a
	}
	f.Name, f.Case, f.Organisation = or(f.Name, g.Name), or(f.Case, g.Case), or(f.Organisation, g.Organisation)
	f.Type, f.Date = corpus.SourceType(or(string(f.Type), string(g.Type))), corpus.Date(or(string(f.Date), string(g.Date)))
	f.Language = or(f.Language, g.Language)
	attributes := maps.Clone(g.Attributes)
	if attributes == nil {
		attributes = f.Attributes
	} else {
		maps.Copy(attributes, f.Attributes)
	}
	f.Attributes = attributes
	return f
}

// SourceList is what a sources.csv says, by the file that each line is about.
type SourceList struct {
	facts map[string]Facts
	Files []string // in the order of the list
}

// ReadSources reads a table with the columns file, name, type, case,
// organisation, date, language; any other column is an attribute. The error
// wraps [coding.ErrInvalid] and names the line.
func ReadSources(file string, from corpus.Table) (SourceList, error) {
	t, err := ReadTable(file, from, "file")
	list := SourceList{facts: map[string]Facts{}}
	if err != nil {
		return list, err
	}
	for _, r := range t.Rows {
		v := r.Values
		name := path.Clean(strings.ReplaceAll(v["file"], `\`, "/"))
		f, err := ParseFacts(func(fact string) string { return v[fact] })
		if err != nil {
			return list, t.Wrong(r, err)
		}
		f.Name, f.Attributes = v["name"], t.attributes(r, "file", "name", "type", "case", "organisation", "date", "language")
		if v["file"] == "" {
			return list, t.Wrong(r, coding.Errorf(coding.ErrInvalid, "no file named"))
		}
		if _, twice := list.facts[name]; twice {
			return list, t.Wrong(r, coding.Errorf(coding.ErrInvalid, "%q stands there twice", name))
		}
		list.facts[name] = f
		list.Files = append(list.Files, name)
	}
	return list, nil
}

// For returns what the list says about a file and under which name: the end of
// its path that stands in the list, the longest first.
func (l SourceList) For(file string) (Facts, string, bool) {
	for rest := file; ; {
		if f, ok := l.facts[rest]; ok {
			return f, rest, true
		}
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			return Facts{}, "", false
		}
		rest = rest[i+1:]
	}
}

// ReadParticipants reads a table with the columns name, role, organisation and
// aliases (with ; between them); any other column is an attribute. The error
// wraps [coding.ErrInvalid] and names the line.
func ReadParticipants(file string, from corpus.Table) ([]corpus.Person, error) {
	t, err := ReadTable(file, from, "name")
	if err != nil {
		return nil, err
	}
	if own := OwnTable(from); own != "" && own != ParticipantsTable && !slices.Contains(t.Columns, "organisation") {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: no table of participants but %s", file, own)
	}
	var people []corpus.Person
	taken := map[string]int{}
	for _, r := range t.Rows {
		p := corpus.Person{Name: r.Values["name"], Role: r.Values["role"], Organisation: r.Values["organisation"],
			Attributes: t.attributes(r, "name", "role", "organisation", "aliases")}
		for a := range strings.SplitSeq(r.Values["aliases"], ";") {
			if a = strings.TrimSpace(a); a != "" {
				p.Aliases = append(p.Aliases, a)
			}
		}
		if err := coding.CheckName("participant", p.Name); err != nil {
			return nil, t.Wrong(r, err)
		}
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			if line, ok := taken[strings.ToLower(n)]; ok && line != r.Line {
				return nil, t.Wrong(r, coding.Errorf(coding.ErrInvalid, "%q is named in line %d too", n, line))
			}
			taken[strings.ToLower(n)] = r.Line
		}
		people = append(people, p)
	}
	return people, nil
}

// An Intake turns files into changes: it knows which participants,
// organisations and case studies there are, and makes those that are missing.
// It takes what its changes make as there from then on; after an edit that was
// not applied, make a new one.
type Intake struct {
	newID         func() string
	names         map[string]bool                // of sources
	sums          map[string]string              // SHA-256 to name of source
	participants  map[string]*corpus.Participant // by name and alias, in lower case
	spelt         map[string]*corpus.Participant // by [nameKey] of these; nil where it is that of several
	byID          map[corpus.ParticipantID]*corpus.Participant
	organisations map[string]*corpus.Organisation
	cases         map[string]corpus.CaseID
}

// NewIntake starts from what s holds; newID makes identifiers.
func NewIntake(s *coding.Study, newID func() string) *Intake {
	in := &Intake{newID, map[string]bool{}, map[string]string{}, map[string]*corpus.Participant{}, map[string]*corpus.Participant{},
		map[corpus.ParticipantID]*corpus.Participant{}, map[string]*corpus.Organisation{}, map[string]corpus.CaseID{}}
	for _, x := range s.Sources {
		in.names[strings.ToLower(x.Name)] = true
		in.sums[x.SHA256] = x.Name
	}
	for _, x := range s.Participants {
		in.know(*x)
	}
	for _, x := range s.Organisations {
		o := *x
		in.organisations[strings.ToLower(x.Name)] = &o
	}
	for _, x := range s.Cases {
		in.cases[strings.ToLower(x.Name)] = x.ID
	}
	return in
}

// take makes the intake know what changes have made.
func (in *Intake) take(changes []edit.Change) {
	for _, c := range changes {
		switch c := c.(type) {
		case edit.AddSource:
			in.names[strings.ToLower(c.Source.Name)] = true
			in.sums[c.Source.SHA256] = c.Source.Name
		case edit.PutParticipant:
			in.know(c.Participant)
		case edit.PutOrganisation:
			o := c.Organisation
			in.organisations[strings.ToLower(o.Name)] = &o
		case edit.PutCase:
			in.cases[strings.ToLower(c.Case.Name)] = c.Case.ID
		}
	}
}

func (in *Intake) know(p corpus.Participant) {
	in.byID[p.ID] = &p
	for _, n := range append([]string{p.Name}, p.Aliases...) {
		in.participants[strings.ToLower(n)] = &p
		key := nameKey(n)
		if old, there := in.spelt[key]; there && (old == nil || old.ID != p.ID) {
			in.spelt[key] = nil
		} else {
			in.spelt[key] = &p
		}
	}
}

// Known returns a function that tells whether a label is a name or alias of a
// participant who is known now; who comes later is not.
func (in *Intake) Known() func(label string) bool {
	names := map[string]bool{}
	for n := range in.participants {
		names[n] = true
	}
	for key, p := range in.spelt {
		names[key] = names[key] || p != nil
	}
	return func(label string) bool { return names[strings.ToLower(label)] || names[nameKey(label)] }
}

// People adds the persons of a list, or completes what is known of them.
func (in *Intake) People(people []corpus.Person) []edit.Change {
	var changes []edit.Change
	for _, p := range people {
		x := corpus.Participant{ID: corpus.ParticipantID(in.newID()), Name: p.Name}
		if old := in.named(p.Name); old != nil {
			x = *old
		}
		if p.Role != "" {
			x.Role = p.Role
		}
		if x.Role == "" && corpus.ResearcherLabel(p.Name) {
			x.Role = corpus.Researcher
		}
		if p.Organisation != "" {
			takesPart, made := in.caseStudy(p.Case)
			changes = append(changes, made...)
			x.Organisation, made = in.organisation(p.Organisation, takesPart)
			changes = append(changes, made...)
		}
		for _, a := range p.Aliases {
			if !slices.Contains(x.Aliases, a) {
				x.Aliases = append(slices.Clone(x.Aliases), a)
			}
		}
		x.Attributes = Facts{Attributes: p.Attributes}.Or(Facts{Attributes: x.Attributes}).Attributes
		in.know(x)
		changes = append(changes, edit.PutParticipant{Participant: x})
	}
	return changes
}

// organisation finds or makes an organisation that takes part in a case study,
// "" for none.
func (in *Intake) organisation(name string, takesPart corpus.CaseID) (corpus.OrganisationID, []edit.Change) {
	o := in.organisations[strings.ToLower(name)]
	is := o != nil
	if !is {
		o = &corpus.Organisation{ID: corpus.OrganisationID(in.newID()), Name: name}
		in.organisations[strings.ToLower(name)] = o
	}
	if takesPart != "" && !slices.Contains(o.Cases, takesPart) {
		o.Cases = append(slices.Clone(o.Cases), takesPart)
		is = false
	}
	if is {
		return o.ID, nil
	}
	return o.ID, []edit.Change{edit.PutOrganisation{Organisation: *o}}
}

// caseStudy finds or makes a case study; "" is none.
func (in *Intake) caseStudy(name string) (corpus.CaseID, []edit.Change) {
	if name == "" {
		return "", nil
	}
	if id, ok := in.cases[strings.ToLower(name)]; ok {
		return id, nil
	}
	id := corpus.CaseID(in.newID())
	in.cases[strings.ToLower(name)] = id
	return id, []edit.Change{edit.PutCase{Case: corpus.CaseStudy{ID: id, Name: name}}}
}

// Already returns the name of the source that holds these bytes, "" for none.
func (in *Intake) Already(data []byte) string { return in.sums[sum(data)] }

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// An Import is a file that was read.
type Import struct {
	File       string // its name
	Data       []byte
	Document   corpus.Document
	Transcript corpus.Transcript
	People     []corpus.Person // what the document says of those who speak in it
	Labels     []transcript.Label
	Head       []corpus.Fact // what the lines above the transcript say about it
	Facts      Facts
	Choices    []corpus.Choice // with which it was read, as far as they are about it
	Comments   bool            // the document's comments become notes
	Columns    string          // what the columns of a table were taken for, in a line; "" for no table

	guessed  []corpus.Person // people whose organisation is a guess
	tasks    []string        // lines that say who is to do what
	several  []string        // sentences that report several people
	layout   string          // in which speakers were looked for; "" for any
	doubtful bool            // some label may be a speaker
	sheet    string          // of a workbook
	sheets   []string        // others in it
	place    string          // where its file is, as [corpus.Source.Place]
}

// Add works out what importing one file changes. What the facts do not say is
// taken from the document: its language, and its date if its name or its first
// lines give one. The error wraps [coding.ErrConflict] where a source of that name is
// there already.
func (in *Intake) Add(i Import) (edit.AddSource, []edit.Change, error) {
	f := i.Facts
	if f.Name == "" {
		f.Name = SourceName(i.File)
	}
	if in.names[strings.ToLower(f.Name)] {
		err := coding.Errorf(coding.ErrConflict, "a source %q with other contents is there already", f.Name)
		err = coding.WithHint(err, "give this one another name, or rename the other; a corrected transcript is a new text of the other")
		return edit.AddSource{}, nil, coding.WithCommand(err,
			"--name, or the column name of --sources; crosscase source rename NAME NEW; crosscase source update NAME FILE")
	}
	if err := coding.CheckName("source", f.Name); err != nil {
		return edit.AddSource{}, nil, err
	}
	add := in.source(f, i)
	var changes, made []edit.Change
	add.Source.Case, changes = in.caseStudy(f.Case)
	if f.Organisation != "" {
		add.Source.Organisation, made = in.organisation(f.Organisation, add.Source.Case)
		changes = append(changes, made...)
	}
	asks := asking(i.Labels)
	changes = append(changes, in.complete(in.withAsking(i.People, asks), f.Name, in.named)...)
	add.Transcript = i.Transcript
	add.Transcript.Words = corpus.WordStarts(i.Document.Body)
	for n, s := range add.Transcript.Speakers {
		add.Transcript.Speakers[n].Participant, made = in.speaker(s.Label, f.Name, asks[s.Label])
		changes = append(changes, made...)
	}
	in.names[strings.ToLower(f.Name)] = true
	in.sums[add.Source.SHA256] = f.Name
	changes = append(changes, add)
	if i.Comments {
		changes = append(changes, in.notes(add.Text.ID, i.Document.Comments)...)
	}
	return add, changes, nil
}

// text is a new text with the words of a document.
func (in *Intake) text(i Import) corpus.Text {
	return corpus.Text{ID: corpus.TextID(in.newID()), Body: i.Document.Body, LeftOut: i.Document.LeftOut, Choices: i.Choices}
}

// source is a new source with its words, with what its document says where the facts say
// nothing.
func (in *Intake) source(f Facts, i Import) edit.AddSource {
	add := edit.AddSource{
		Source: corpus.Source{
			ID: corpus.SourceID(in.newID()), Name: f.Name, Type: f.Type, Date: f.Date, Language: f.Language, Attributes: f.Attributes,
			File: path.Base(i.File), MediaType: i.Document.MediaType, SHA256: sum(i.Data),
			Place: i.place,
		},
		Text:     in.text(i),
		Original: i.Data,
	}
	add.Source.Text = add.Text.ID
	if f.Language == "" {
		add.Source.Language = LanguageOf(i.Document)
	}
	if f.Date == "" {
		add.Source.Date = cmp.Or(DateOf(i.File, i.Document), corpus.FindDate(headFact(i.Head, "date")))
	}
	add.Source.Attributes = headAttributes(i.Head, f.Attributes)
	if f.Type == "" {
		add.Source.Type = in.guessType(i)
	}
	return add
}

// notes are a document's comments as notes on its words.
func (in *Intake) notes(text corpus.TextID, comments []corpus.Comment) (changes []edit.Change) {
	for _, c := range comments {
		changes = append(changes, edit.NotePassage{Passage: coding.PassageID(in.newID()), Text: text, Span: c.Span,
			MemoID: coding.MemoID(in.newID()), Memo: noteOf(c)})
	}
	return changes
}

// SourceName is what a source is called whose file has this name.
func SourceName(file string) string {
	return strings.TrimSpace(corpus.PlainName(strings.TrimSuffix(path.Base(file), path.Ext(file))))
}

// LanguageOf is a document's language as it says itself, else as it reads.
func LanguageOf(doc corpus.Document) string {
	if len(doc.Language) == 2 {
		return strings.ToLower(doc.Language)
	}
	return corpus.Language(doc.Body)
}

// DateOf is a document's date as its file's name or its first lines have it, ""
// where neither is clear.
func DateOf(file string, doc corpus.Document) corpus.Date {
	if d := corpus.FindDate(path.Base(file)); d != "" {
		return d
	}
	return corpus.HeaderDate(doc)
}

// noteOf is a comment with who wrote it and when, as a note.
func noteOf(c corpus.Comment) string {
	who := c.Author
	if !c.At.IsZero() {
		who = strings.TrimSpace(who + " " + c.At.Format("2006-01-02"))
	}
	if who == "" {
		return c.Text
	}
	return who + ": " + c.Text
}
