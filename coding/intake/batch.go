package intake

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// A File is a file that was to be imported, as it was read.
type File struct {
	Name    string // its path, with forward slashes
	Named   bool   // by the person, not met in a folder
	Imports []Import
	Err     error // why it cannot be read
}

// A Remark is what a person may want to know of a file.
type Remark struct {
	File, Reason string
	Hint         string  // what to do about it, "" where nobody knows
	Command      string  // what to type on the command line, which pages have fields and buttons for
	Password     bool    // the file cannot be read without one
	Many         *Remark // what is said of many files at once; nil where nothing is
	Lists        bool    // the command lists all files
}

// thereAlready is said of many files that were imported before.
var thereAlready = &Remark{Reason: "there already", Command: "crosscase source list", Lists: true}

// String is the remark in a line of the command line.
func (r Remark) String() string {
	if todo := r.ToDo(); todo != "" {
		return r.File + ": " + r.Reason + " (" + todo + ")"
	}
	return r.File + ": " + r.Reason
}

// ToDo is what to do about it and what to type for it, "" where nobody knows.
func (r Remark) ToDo() string {
	if r.Hint != "" && r.Command != "" {
		return r.Hint + ": " + r.Command
	}
	return r.Hint + r.Command
}

func remark(file string, err error) Remark {
	asks := errors.Is(err, format.ErrPassword) && format.MediaType(file) == "application/pdf" // Office documents are decrypted by nothing here
	hint, command := coding.HintAndCommand(err)
	return Remark{File: file, Reason: err.Error(), Hint: hint, Command: command, Password: asks}
}

// An ImportedSource is a source that came of a file.
type ImportedSource struct {
	ID                     corpus.SourceID
	Name                   string
	Type                   corpus.SourceType
	Guessed                bool // the type, by names and by who speaks
	Turns, Words, Speakers int
}

// An Outcome is what became of files that were to be imported.
type Outcome struct {
	Sources                []ImportedSource // in the order of the files
	Turns, Words, Speakers int              // of all of them; speakers are distinct persons
	Skipped                []Remark         // files that are no transcripts, or are there already
	Notes                  []Remark         // on files that were imported
	Failed                 []Remark
}

// A Batch decides what becomes of files, one after the other: which are read ([Batch.Meet]),
// what each changes ([Batch.Plan]), and what is to be said of them ([Batch.Outcome]).
type Batch struct {
	List     SourceList // what is known of each file
	Facts    Facts      // what is known of all of them, where the list says nothing else
	Comments bool       // documents' comments become notes
	Decided  Decisions  // with which the files are read
	Kept     Kept       // by the project

	study     *coding.Study
	newID     func() string
	intake    *Intake
	taken     []edit.Change // since the study was read, without texts
	listed    map[string]bool
	speakers  map[corpus.ParticipantID]bool
	folders   map[string]folderName // by file; see [Batch.Names]
	twins     *twins                // sources by their words; nil before the first file
	rereads   bool                  // of files that are there already it was said how to read them as decided
	labels    []string              // of all files, where something is decided about some
	unlisted  []string              // files that the list does not name
	leftovers []string              // files that other programs left
	doubts    []doubt
	left      []leftOutOf
	outcome   Outcome

	bare         []corpus.ParticipantID       // who speaks under initials or a first name alone
	speaksIn     map[corpus.ParticipantID]int // in how many sources of this import they do
	listedPeople map[corpus.ParticipantID]bool
}

// NewBatch starts from what s holds; newID makes identifiers.
func NewBatch(s *coding.Study, newID func() string) *Batch {
	return &Batch{study: s, newID: newID, intake: NewIntake(s, newID), listed: map[string]bool{}, speakers: map[corpus.ParticipantID]bool{},
		speaksIn: map[corpus.ParticipantID]int{}, listedPeople: map[corpus.ParticipantID]bool{}}
}

// People works out what a list of participants changes, which is taken for stored from
// then on.
func (b *Batch) People(people []corpus.Person) []edit.Change {
	b.respelt(people)
	changes := b.intake.People(people)
	for _, c := range changes {
		if put, ok := c.(edit.PutParticipant); ok {
			b.listedPeople[put.Participant.ID] = true
		}
	}
	b.take(changes)
	return changes
}

// Known tells whether a label names somebody who is known now. It is asked for before the
// first file is read, so that the order of the files does not matter.
func (b *Batch) Known() func(label string) bool { return b.intake.Known() }

// Meet tells whether a file is one to read, and keeps the reason if not. Hidden files in
// folders are passed over without a word.
func (b *Batch) Meet(name string, named bool) bool {
	switch {
	case format.IsLeftover(name):
		if named || !strings.HasPrefix(path.Base(name), ".") {
			b.leftovers = append(b.leftovers, name)
		}
	case format.Supported(name):
		return named || !strings.HasPrefix(path.Base(name), ".")
	case named:
		_, err := format.Read(name, nil) // which says what is read instead
		b.Fail(name, err)
	case !strings.HasPrefix(path.Base(name), "."):
		r := Remark{File: name, Reason: format.ErrUnknown.Error(), Hint: format.SaveAs(name)}
		b.outcome.Skipped = append(b.outcome.Skipped, r)
	}
	return false
}

// already remarks that a file is a source already, and which of the facts given with it
// the source does not have: they are not applied. Nor is what is decided about how it is read.
func (b *Batch) already(f File, name string, given Facts) Remark {
	r := Remark{File: f.Name, Reason: fmt.Sprintf("there already, as %q", name)}
	src, err := b.study.FindSource(name)
	if err != nil {
		return r
	}
	decided := b.Decided
	if !f.Named { // in a folder, what is decided is about some of the files
		decided = decided.For(f.Imports[0])
	}
	var commands []string
	if decided.Columns, decided.Sheet = (SurveyColumns{}), ""; len(decided.Choices()) > 0 {
		b.rereads = b.rereads || f.Named
		commands = append(commands, "crosscase source reread "+coding.Quote(name)+" "+Flags(decided.Choices()))
	}
	has := Facts{Type: src.Type, Date: src.Date, Language: src.Language, Attributes: src.Attributes}
	if c := b.study.Case(src.Case); c != nil {
		has.Case = c.Name
	}
	if o := b.study.Organisation(src.Organisation); o != nil {
		has.Organisation = o.Name
	}
	var flags []string
	for _, f := range []struct{ name, given, has string }{
		{"type", string(given.Type), string(has.Type)}, {"case", given.Case, has.Case}, {"organisation", given.Organisation, has.Organisation},
		{"date", string(given.Date), string(has.Date)}, {"language", given.Language, has.Language},
	} {
		if f.given != "" && !strings.EqualFold(f.given, f.has) {
			flags = append(flags, "--"+f.name+" "+coding.Quote(f.given))
		}
	}
	for _, a := range slices.Sorted(maps.Keys(given.Attributes)) {
		if given.Attributes[a] != has.Attributes[a] {
			flags = append(flags, "--attr "+coding.Quote(a+"="+given.Attributes[a]))
		}
	}
	if len(flags) > 0 {
		commands = append(commands, "crosscase source set "+coding.Quote(name)+" "+strings.Join(flags, " "))
	}
	if len(commands) == 0 {
		r.Many = thereAlready
	}
	if len(commands) > 0 {
		r.Reason += "; what is given for it was not applied"
		r.Command = strings.Join(commands, "; ")
	}
	return r
}

// there is the source that a file, or the sheet of it that is read, is already; "" for none. given is the name
// that a person gives it.
func (b *Batch) there(i Import, given string) string {
	name := b.intake.Already(i.Data)
	chosen := b.Decided.For(i).Sheet != ""
	another := slices.ContainsFunc(i.sheets, func(s string) bool { return strings.EqualFold(name, sheetName(i.File, s)) })
	if name == "" || !chosen && !another {
		return name
	}
	called := []string{cmp.Or(given, i.Facts.Name)}
	if given == "" && !chosen { // which may be called so without its folders
		called = append(called, SourceName(i.File))
	}
	for _, c := range called {
		if b.intake.names[strings.ToLower(c)] {
			return c
		}
	}
	return ""
}

// Fail keeps the reason why a file cannot be imported.
func (b *Batch) Fail(name string, err error) {
	b.outcome.Failed = append(b.outcome.Failed, remark(name, err))
}

func (b *Batch) skip(name, reason string) {
	b.outcome.Skipped = append(b.outcome.Skipped, Remark{File: name, Reason: reason})
}

func (b *Batch) note(name, format string, args ...any) {
	b.outcome.Notes = append(b.outcome.Notes, Remark{File: name, Reason: fmt.Sprintf(format, args...)})
}

// A Plan is what importing a file changes.
type Plan struct {
	What    string // for the log
	Imports []Import
	Sources []edit.AddSource // one for each import, among the changes
	Changes []edit.Change
	file    File
	rows    bool // the file has several sources, though perhaps one of them is new
}

// leftOut is what the files show and their texts have not.
func (p Plan) leftOut() (all []corpus.LeftOut) {
	for _, i := range p.Imports {
		all = append(all, i.Document.LeftOut...)
	}
	return all
}

// LeftOutInShort counts what was left out of a text: "12 running heads, 4 page numbers";
// "" for nothing.
func LeftOutInShort(all []corpus.LeftOut) string {
	var parts []string
	reasons, times := corpus.CountWhy(all)
	for _, why := range reasons {
		parts = append(parts, coding.Count(times[why], string(why)))
	}
	return strings.Join(parts, ", ")
}

// Plan works out what importing a file changes. ok is false where nothing is to be
// imported of it; the outcome has the reason. A plan is followed by [Batch.Done] or
// [Batch.Refused].
func (b *Batch) Plan(f File) (p Plan, ok bool) {
	facts, line, listed := b.List.For(f.Name)
	switch {
	case listed:
		b.listed[line] = true
	case len(b.List.Files) > 0 && f.Err == nil:
		b.unlisted = append(b.unlisted, f.Name)
	}
	switch {
	case f.Err != nil && !f.Named && noTranscript(f.Err):
		b.outcome.Skipped = append(b.outcome.Skipped, remark(f.Name, f.Err))
		return p, false
	case f.Err != nil:
		b.Fail(f.Name, f.Err)
		return p, false
	}
	for _, i := range f.Imports {
		if len(b.Decided.Labels.all()) > 0 {
			b.labels = append(b.labels, texts(i.Labels)...)
		}
	}
	if name := b.there(f.Imports[0], cmp.Or(facts.Name, b.Facts.Name)); name != "" {
		b.outcome.Skipped = append(b.outcome.Skipped, b.already(f, name, facts.Or(b.Facts)))
		return p, false
	}
	p.rows = len(f.Imports) > 1
	if f, ok = b.changed(f, facts); !ok {
		return p, false
	}
	p.file = f
	for _, i := range f.Imports {
		if err := b.add(&p, i, facts); err != nil {
			b.Fail(f.Name, err)
			b.forget()
			return Plan{}, false
		}
	}
	p.What = "import " + p.Sources[0].Source.Name
	if len(p.Sources) > 1 {
		p.What = fmt.Sprintf("import %s from %s", coding.Count(len(p.Sources), "source"), path.Base(f.Name))
	}
	return p, true
}

// noTranscript tells whether a file in a folder is left alone for this error: a table of
// something else, and whatever lies beside transcripts.
func noTranscript(err error) bool {
	return errors.Is(err, errOwnTable) || errors.Is(err, format.ErrUnknown) || errors.Is(err, coding.ErrInvalid)
}

// add adds one source of a file to the plan. What the list says goes before what is said
// of all files, and that before what the file says.
func (b *Batch) add(p *Plan, i Import, facts Facts) error {
	own := i.Facts
	i.Facts = facts.Or(b.Facts).Or(own)
	if p.rows {
		i.Facts.Name = own.Name
	}
	i.Comments, i.place = b.Comments, b.place(p.file.Name)
	source, changes, err := b.intake.Add(i)
	if err != nil {
		return err
	}
	p.Imports, p.Sources, p.Changes = append(p.Imports, i), append(p.Sources, source), append(p.Changes, changes...)
	return nil
}

// Done takes a plan for stored.
func (b *Batch) Done(p Plan) {
	for n, s := range p.Sources {
		tr := s.Transcript
		speakers := tr.Shares()
		x := ImportedSource{s.Source.ID, s.Source.Name, s.Source.Type, p.Imports[n].GuessedType(&s.Source), len(tr.Turns), tr.AllWords(), len(speakers)}
		b.outcome.Sources = append(b.outcome.Sources, x)
		b.outcome.Turns += x.Turns
		b.outcome.Words += x.Words
		for _, sp := range speakers {
			b.speakers[sp.Participant] = true
		}
		b.met(&tr)
	}
	b.take(p.Changes)
	b.noteLeftOut(p)
	b.doubt(p)
	doc, columns := p.Imports[0].Document, p.Imports[0].Columns
	if columns != "" {
		b.note(p.file.Name, "columns: %s", columns)
	}
	if i := p.Imports[0]; len(i.sheets) > 0 {
		b.outcome.Notes = append(b.outcome.Notes, Remark{File: p.file.Name,
			Reason: fmt.Sprintf("sheet %q was read; others are %s", i.sheet, coding.Quoted(i.sheets, ", ")), Command: "--sheet NAME reads another"})
	}
	if doc.Encoding != "utf-8" {
		b.outcome.Notes = append(b.outcome.Notes, Remark{File: p.file.Name, Reason: "read as " + doc.Encoding,
			Hint: "if letters are wrong, undo and choose another encoding", Command: "--encoding NAME"})
	}
	if n := len(doc.Comments); n > 0 && !b.Comments {
		b.outcome.Notes = append(b.outcome.Notes, Remark{File: p.file.Name, Reason: coding.Count(n, "comment") + " left out",
			Command: "--comments keeps them as notes"})
	}
}

// noteLeftOut says how much of a file is not in its text.
func (b *Batch) noteLeftOut(p Plan) {
	of := leftOutOf{file: p.file.Name, command: "crosscase source left-out " + coding.Quote(p.Sources[0].Source.Name) + " lists them"}
	var damaged []corpus.LeftOut
	for _, x := range p.leftOut() {
		if x.Why == corpus.DamagedByte {
			damaged = append(damaged, x)
		} else {
			of.all = append(of.all, corpus.LeftOut{Why: x.Why})
		}
	}
	if len(of.all) > 0 {
		b.left = append(b.left, of)
	}
	if n := len(damaged); n > 0 {
		b.outcome.Notes = append(b.outcome.Notes, Remark{File: of.file, Command: of.command,
			Reason: fmt.Sprintf("%s shown as \ufffd, the first on %s", coding.Count(n, "damaged byte"), damaged[0].Where)})
	}
}

// leftOutOf is what a file shows and its text has not.
type leftOutOf struct {
	file, command string
	all           []corpus.LeftOut // without the words
}

// notesOnLeftOut say how much of files is not in their texts, of many in one line.
func (b *Batch) notesOnLeftOut() (notes []Remark) {
	var all []corpus.LeftOut
	var files []string
	for _, of := range b.left {
		all, files = append(all, of.all...), append(files, of.file)
		notes = append(notes, Remark{File: of.file, Reason: "left out: " + LeftOutInShort(of.all), Command: of.command})
	}
	if len(files) > manyFiles {
		return []Remark{{File: coding.Count(len(files), "file"), Reason: "left out: " + LeftOutInShort(all) + " in " + examples(files),
			Command: "crosscase source left-out lists them"}}
	}
	return notes
}

// Refused keeps the reason why a plan could not be stored in a project that is now s.
func (b *Batch) Refused(p Plan, err error, s *coding.Study) {
	b.Fail(p.file.Name, err)
	b.study, b.taken = s, nil
	b.forget()
}

// take remembers changes, without the words and bytes that nobody needs any more.
func (b *Batch) take(changes []edit.Change) {
	for _, c := range changes {
		switch c := c.(type) {
		case edit.AddSource:
			b.taken = append(b.taken, edit.AddSource{Source: c.Source})
		case edit.PutParticipant, edit.PutOrganisation, edit.PutCase:
			b.taken = append(b.taken, c)
		}
	}
}

// forget makes the intake know what was taken, after it believed in what was not.
func (b *Batch) forget() {
	b.intake = NewIntake(b.study, b.newID)
	b.intake.take(b.taken)
}

// Missing remarks at the end which files of the list and which labels were not met.
func (b *Batch) Missing() {
	for _, f := range b.List.Files {
		if !b.listed[f] {
			b.skip(f, "named in the table of sources, but not among the files")
		}
	}
	if of, names := fewNames(b.unlisted); of != "" {
		reason := "not named in the table of sources, so that only what is said of all files is known of it"
		if names != "" {
			reason = strings.TrimSuffix(reason, "it") + "them: " + names
		}
		b.note(of, "%s", reason)
	}
	if of, names := fewNames(b.leftovers); of != "" {
		reason := "left beside documents by other programs"
		if names != "" {
			reason += ": " + names
		}
		b.skip(of, reason)
	}
	if len(b.outcome.Sources) == 0 && b.rereads { // which says all that was decided
		return
	}
	for _, err := range b.Decided.Labels.unmet(b.labels) {
		b.outcome.Notes = append(b.outcome.Notes, remark("labels", err))
	}
}

// fewNames is the name of one file, or the number of several with the names of the first.
func fewNames(files []string) (of, names string) {
	switch len(files) {
	case 0:
		return "", ""
	case 1:
		return files[0], ""
	}
	return coding.Count(len(files), "file"), examples(files)
}

// Outcome is what became of the files until now.
func (b *Batch) Outcome() Outcome {
	o := b.outcome
	o.Notes = append(append(append(b.notesOnLeftOut(), o.Notes...), b.doubted()...), append(b.shared(), b.halfNames()...)...)
	o.Speakers = len(b.speakers)
	return o
}
