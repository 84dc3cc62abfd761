package intake

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// A Reader reads the bytes of files and finds who speaks in them. It is for one
// goroutine at a time.
type Reader struct {
	Format *format.Reader
	Decisions
	Known func(label string) bool // tells whether a label names somebody
	// Elsewhere tells whether a label is that of a speaker in other files; nil for none.
	Elsewhere func(label string) bool
	Names     map[string]string // of sources by file, where they are not called as their files are
}

// name is what the source of a file is called.
func (r *Reader) name(file string) string { return cmp.Or(r.Names[file], SourceName(file)) }

// CheckEncoding returns an error that wraps [coding.ErrInvalid] where there is no
// encoding of this name; "" is one that is found.
func CheckEncoding(name string) error {
	if _, err := format.Transcode(nil, cmp.Or(name, "utf-8")); err != nil {
		return coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	return nil
}

// CheckLayout returns an error that wraps [coding.ErrInvalid] where there is no layout
// of this name; "" is one that is found.
func CheckLayout(name string) error {
	if name == "" || slices.ContainsFunc(transcript.Layouts(), func(l [2]string) bool { return l[0] == name }) {
		return nil
	}
	_, err := transcript.Find(corpus.Document{}, transcript.Options{Layout: name})
	err = coding.Errorf(coding.ErrInvalid, "%w", err)
	var names []string
	for _, l := range transcript.Layouts() {
		names = append(names, l[0])
	}
	if near := coding.Nearest(name, names); len(near) > 0 {
		return coding.WithHint(err, "did you mean %s?", coding.Quoted(near, " or "))
	}
	return err
}

// errOwnTable says that a file is a table of crosscase's own.
var errOwnTable = errors.New("no transcript")

// Read reads a file: one import, or as many as a survey has sources. The name has
// forward slashes.
func (r *Reader) Read(name string, data []byte) ([]Import, error) {
	text := data
	if r.Encoding != "" && format.IsText(name) {
		var err error
		if text, err = format.Transcode(data, r.Encoding); err != nil {
			return nil, err
		}
	}
	if format.IsTable(name) {
		table, err := format.ReadSheet(name, text, r.Sheet)
		var unknown *format.UnknownSheet
		switch {
		case errors.As(err, &unknown):
			return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%w", err), "%sits sheets are %s", meant(r.Sheet, unknown.Sheets), someOf(unknown.Sheets))
		case err != nil:
			return nil, err
		case OwnTable(table) != "":
			return nil, fmt.Errorf("%w but %s", errOwnTable, OwnTable(table))
		case format.IsSurvey(table) || format.MediaType(name) != format.MediaType(".tsv"):
			return r.sheet(name, data, table)
		}
	}
	doc, err := r.Format.Read(name, text)
	if format.MediaType(name) == format.MediaType(".json") && err != nil && !errors.Is(err, format.ErrTooLarge) {
		table, tableErr := format.ReadTable(name, text)
		if tableErr == nil {
			var all []Import
			if all, tableErr = r.table(name, data, table); tableErr == nil {
				return all, nil
			}
		}
		if errors.Is(tableErr, format.ErrTooLarge) {
			err = tableErr
		}
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	i, err := r.find(Import{File: name, Data: data, Document: doc, Facts: Facts{Name: r.Names[name]}}, r.Layout)
	return []Import{i}, err
}

// sheet reads a table, of a workbook that has several the one that was chosen, which is called so.
func (r *Reader) sheet(name string, data []byte, table corpus.Table) ([]Import, error) {
	own := *r
	if r.Sheet != "" && table.Sheet != "" {
		own.Names = map[string]string{name: sheetName(name, table.Sheet)}
	}
	all, err := own.table(name, data, table)
	for i := range all {
		all[i].sheet, all[i].sheets = table.Sheet, table.Others
	}
	return all, err
}

// sheetName is what the source of a sheet is called that was chosen.
func sheetName(file, sheet string) string { return SourceName(file) + " " + sheet }

// table reads a table: a transcript, or the answers of a survey.
func (r *Reader) table(name string, data []byte, table corpus.Table) ([]Import, error) {
	a, ok := ReadTalk(table, r.Columns)
	if !ok {
		return r.survey(name, data, table)
	}
	if err := format.CheckBody(a.Document.Body); err != nil {
		return nil, err
	}
	a.Document.MediaType = format.MediaType(name)
	layout := r.Layout
	if slices.ContainsFunc(a.Document.Blocks, func(b corpus.Block) bool { return b.Voice != "" }) {
		layout = transcript.Voices
	}
	i, err := r.find(Import{File: name, Data: data, Document: a.Document, Columns: a.Columns, Facts: Facts{Name: r.Names[name], Date: a.Facts.Date}}, layout)
	return []Import{i}, err
}

func (r *Reader) survey(name string, data []byte, table corpus.Table) ([]Import, error) {
	if err := checkLines(len(table.Rows), mostLines); err != nil {
		return nil, err
	}
	answers, err := ReadSurvey(r.name(name), table, r.Columns)
	if err != nil {
		return nil, err
	}
	var all []Import
	for _, a := range answers {
		if err := format.CheckBody(a.Document.Body); err != nil {
			return nil, err
		}
		a.Document.MediaType = format.MediaType(name)
		a.Facts.Type = corpus.TypeSurvey
		i, err := r.find(Import{File: name, Data: data, Document: a.Document, Facts: a.Facts, Columns: a.Columns}, r.Layout)
		if err != nil {
			return nil, err
		}
		i.People = append(i.People, a.People...)
		all = append(all, i)
	}
	return all, nil
}

// The most turns and speakers of one source, and the most sources of a survey: a hundred times
// those of the longest interview. More take longer to store than a person waits.
const (
	mostTurns  = 100_000
	mostPeople = 40_000
)

// mostLines is the number of lines of a survey that half a gigabyte of memory holds while they are
// imported, with answers of usual lengths; mostParts is how many sources it is divided into.
const (
	mostLines = 100_000
	mostParts = 3
)

// checkLines returns an error that wraps [format.ErrTooLarge] for a survey of more lines than most.
func checkLines(lines, most int) error {
	if lines <= most {
		return nil
	}
	return fmt.Errorf("%w: %d lines of answers; %d are the most; divide it into files that each begin with the line of headings",
		format.ErrTooLarge, lines, most)
}

// checkSize returns an error that wraps [format.ErrTooLarge] for a transcript of more turns or
// speakers than can be stored in seconds.
func checkSize(tr *corpus.Transcript) error {
	switch {
	case len(tr.Speakers) > mostPeople:
		return fmt.Errorf("%w: %d people speak in it; %d are the most; divide the file, or choose the layout %s if nobody speaks",
			format.ErrTooLarge, len(tr.Speakers), mostPeople, transcript.Plain)
	case len(tr.Turns) > mostTurns:
		return fmt.Errorf("%w: %d turns or paragraphs; %d are the most; divide the file", format.ErrTooLarge, len(tr.Turns), mostTurns)
	}
	return nil
}

// find finds who speaks. A survey says so itself, whatever the layout of other
// files.
func (r *Reader) find(i Import, layout string) (Import, error) {
	if len(i.Document.Blocks) > 0 && i.Document.Blocks[0].Voice != "" && i.Document.Blocks[0].Label > 0 {
		layout = transcript.Voices
	}
	found, err := findJoint(i.Document, transcript.Options{Layout: layout, Known: r.Known, Elsewhere: r.Elsewhere,
		Speakers: r.Labels.Speakers, NotSpeakers: r.Labels.NotSpeakers})
	i.Transcript, i.People, i.Labels, i.Head = found.Transcript, found.People, found.Labels, found.Facts
	i.guessed, i.tasks, i.several = found.Guessed, found.Tasks, found.Several
	if err == nil {
		err = checkSize(&i.Transcript)
	}
	if err != nil {
		return i, err
	}
	i.Transcript.Words = corpus.WordStarts(i.Document.Body)
	i.Choices, i.layout, i.doubtful = r.For(i).Choices(), layout, found.Doubtful()
	for _, l := range found.LeftOut {
		if !slices.Contains(i.Document.LeftOut, l) { // found before
			i.Document.LeftOut = append(i.Document.LeftOut, l)
		}
	}
	return i, err
}

// Again finds anew who speaks in what was read, with what other files tell of labels.
func (r *Reader) Again(i Import) (Import, error) { return r.find(i, i.layout) }

// ReadCorrected reads what an editor left of a source's text, which was read as tr.
// Where the text does not say who speaks, as that of subtitles, speakers and times go
// along with their words.
func (r *Reader) ReadCorrected(name string, data []byte, old corpus.Text, tr *corpus.Transcript) (Import, error) {
	own := *r
	if own.Layout = tr.Layout; byFormat(tr) {
		own.Layout = ""
	}
	imports, err := own.Read(name, data)
	if err != nil && own.Layout != "" { // the speakers are marked in another way now, or not at all
		own.Layout = ""
		imports, err = own.Read(name, data)
	}
	if err != nil {
		return Import{}, err
	}
	i := imports[0]
	if before, err := own.Read(name, []byte(old.Body)); err == nil { // what the text said before was decided on then
		i.People = slices.DeleteFunc(i.People, func(p corpus.Person) bool {
			return slices.ContainsFunc(before[0].People, func(q corpus.Person) bool { return reflect.DeepEqual(p, q) })
		})
	}
	text := corpus.Text{Body: i.Document.Body}
	if byFormat(tr) {
		i.Transcript = corpus.CarryTranscript(old, tr, text)
		i.Transcript.Words = corpus.WordStarts(text.Body)
	} else {
		i.Transcript.Pages = corpus.CarryPages(old, tr.Pages, text)
	}
	return i, nil
}

// byFormat tells whether a source's speakers and times came from its file's format
// and not from its text.
func byFormat(tr *corpus.Transcript) bool {
	timed := slices.ContainsFunc(tr.Turns, func(t corpus.Turn) bool { return t.To >= 0 && t.Body == t.Start })
	return tr.Layout == transcript.Voices || timed
}
