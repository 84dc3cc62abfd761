package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

// An Imported is another program's project, ready to be merged into one of
// crosscase's.
type Imported struct {
	Title  string
	Report *Report

	side      merge.Side
	view      *importer // nil for a project of crosscase's own
	preserved coding.Preserved
	files     []coding.PreservedFile
}

// Import reads a document of REFI-QDA with its files. name is what the file is called;
// at is now. A document that crosscase wrote and nobody changed brings everything with
// it, also what the standard has no place for.
func Import(doc *refi.Project, files Files, name string, options Options, at time.Time) (*Imported, error) {
	report := &Report{Origin: doc.Origin, Counts: doc.Counts()}
	if entries, ok := files.(entries); ok {
		if w, err := readSidecar(doc, entries); err != nil {
			report.change("what crosscase keeps beside the project does not fit it, and is left out", err.Error())
		} else if w != nil {
			report.finish()
			return &Imported{Title: doc.Name, Report: report, side: w.side(entries)}, nil
		}
	}
	fromQualCoder(doc, files)
	readPDFs(doc, files, options, report)
	options.Rules = latestRules
	packed := make(chan deflated, 1)
	go func() { packed <- deflate(doc) }() // beside the rest, which it takes as long as
	im, err := importDocument(doc, files, options, report)
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: %w", name, err)
	}
	a := &Imported{Title: doc.Name, Report: report, side: im.side(), view: im}
	if err := a.pack(name, at, <-packed); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	report.finish()
	return a, nil
}

// An importer is what a document is in crosscase's terms, and which part of one is which
// of the other.
type importer struct {
	doc       *refi.Project
	files     Files
	options   Options
	report    *Report
	study     coding.Study
	originals map[string][]byte
	texts     []*sourceText
	shown     map[*refi.Source]bool // sources that have a text

	used       map[string]string // identifiers, by the kind that has them
	coders     map[string]coding.CoderID
	codeOf     map[coding.ThemeID]*refi.Code
	themes     map[string]coding.ThemeID // by key of a code
	twins      map[string]bool           // keys of codes that are cases
	caseOf     map[string]importedCase   // by id in the study
	roles      map[string]string         // role and id of cases by key
	textOf     map[string]*sourceText    // by key of a source, representation or transcript
	passages   map[*refi.Selection]coding.PassageID
	passageAt  map[coding.PassageID]int             // where passages are in the study
	coded      map[codedOnce]bool                   // what is a tag already
	onWords    map[*refi.Selection]coding.PassageID // parts of pages of PDF files that are words of their texts, too
	tags       map[*refi.Coding]coding.TagID
	memos      map[memoPlace]coding.MemoID
	noted      map[notedOnce]bool // what is a memo already
	links      map[*refi.Link]coding.LinkID
	subjects   map[string]string // key of anything to its id in the study
	joined     bool              // something may refer to selections and codings
	variables  map[string]refi.Variable
	attributes map[string]string   // by key of a variable, its name as an attribute
	above      map[string][]string // by key of a case that is a code, too: what stands above it
	selected   map[string][]string // by key of a selection: the cases that refer to it
	notes      map[string]*importedNote
	memosOf    map[string][]coding.MemoID           // by key of a note
	noteOf     map[coding.MemoID]string             // the key of the note that a memo is; "" of a description
	noteLinks  map[*refi.Link]bool                  // those that join a note to what it is on
	annotated  map[coding.PassageID]*refi.Selection // passages that a note has selected
}

func newImporter(doc *refi.Project, files Files, options Options, report *Report) *importer {
	im := &importer{doc: doc, files: files, options: options, report: report}
	n := doc.Counts() // maps are made as large as they get
	selections, codings := n["selections"], n["codings"]
	im.originals, im.used, im.subjects = map[string][]byte{}, make(map[string]string, selections+codings), map[string]string{}
	im.coders, im.themes, im.twins = map[string]coding.CoderID{}, map[string]coding.ThemeID{}, map[string]bool{}
	im.codeOf, im.caseOf, im.roles = map[coding.ThemeID]*refi.Code{}, map[string]importedCase{}, map[string]string{}
	im.textOf, im.shown = map[string]*sourceText{}, map[*refi.Source]bool{}
	im.passages, im.onWords = make(map[*refi.Selection]coding.PassageID, selections), map[*refi.Selection]coding.PassageID{}
	im.passageAt = make(map[coding.PassageID]int, selections)
	if !options.silent {
		im.coded = make(map[codedOnce]bool, codings)
	}
	im.annotated = map[coding.PassageID]*refi.Selection{}
	im.tags, im.links = make(map[*refi.Coding]coding.TagID, codings), map[*refi.Link]coding.LinkID{}
	im.noted = map[notedOnce]bool{}
	im.memos, im.memosOf, im.noteOf = map[memoPlace]coding.MemoID{}, map[string][]coding.MemoID{}, map[coding.MemoID]string{}
	im.variables, im.attributes = map[string]refi.Variable{}, map[string]string{}
	return im
}

// importDocument says in crosscase's terms what a document holds.
func importDocument(doc *refi.Project, files Files, options Options, report *Report) (*importer, error) {
	im := newImporter(doc, files, options, report)
	report.here = map[string]int{}
	im.study.Title = doc.Name
	im.study.Transcripts = map[corpus.TextID]*corpus.Transcript{}
	ofParts := func(c *refi.Case) bool { return len(c.SelectionRefs) > 0 }
	im.joined = len(doc.Links)+len(doc.Graphs) > 0 || slices.ContainsFunc(doc.Cases, ofParts)
	im.importUsers()
	im.importVariables()
	for _, c := range doc.Cases {
		im.twins[refi.Key(c.GUID)] = true
	}
	im.importCodes(doc.Codes, "")
	im.importCases()
	if err := im.importSources(); err != nil {
		return nil, err
	}
	im.importSets()
	im.importCodings()
	im.importNotes()
	im.importLinks()
	im.report.keep("graphs", len(doc.Graphs))
	return im, nil
}

// side is a view as one of two projects that are brought together.
func (im *importer) side() merge.Side {
	bodies := map[corpus.TextID]string{}
	for _, st := range im.texts {
		bodies[st.textID] = st.body
	}
	original := func(_ context.Context, sum string) ([]byte, error) {
		if data, ok := im.originals[sum]; ok {
			return data, nil
		}
		return nil, coding.ErrUnknown
	}
	return merge.Side{Study: coding.NewStudy(im.study), Texts: bodyTexts(bodies), Original: original}
}

// bodyTexts are texts in memory.
type bodyTexts map[corpus.TextID]string

// Text implements [coding.Texts].
func (b bodyTexts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	body, ok := b[id]
	if !ok {
		return corpus.Text{}, fmt.Errorf("text %s: %w", id, coding.ErrUnknown)
	}
	return corpus.Text{ID: id, Body: body}, nil
}

// Merge works out how to bring what was imported into a project, as [merge.Merge] does for
// a copy.
func (a *Imported) Merge(ctx context.Context, mine merge.Side, choose func(what string) bool, newID func() string) (*merge.Result, error) {
	j, err := merge.Merge(ctx, mine, a.side, choose, newID)
	if err != nil || a.view == nil || len(j.Changes) == 0 && a.isHere(mine.Study) {
		return j, err
	}
	h := importRecord{Options: a.view.options, IDs: map[string]string{}, Names: map[string]string{}, Facts: map[string][3]string{}}
	names := namesOf(a.side.Study)
	maps.Copy(names, namesOf(mine.Study)) // what is there keeps its name
	for _, x := range a.side.Study.Sources {
		now := x
		if id, ok := j.IDs[string(x.ID)]; ok && mine.Study.Source(corpus.SourceID(id)) != nil {
			now = mine.Study.Source(corpus.SourceID(id))
		} else if old := mine.Study.Source(x.ID); old != nil {
			now = old
		}
		h.Facts[string(now.ID)] = [3]string{string(now.Type), string(now.Date), now.Language}
	}
	for _, c := range j.Changes {
		switch c := c.(type) {
		case edit.PutTheme:
			names[string(c.Theme.ID)] = c.Theme.Name
		case edit.AddSource:
			names[string(c.Source.ID)] = c.Source.Name
		case edit.PutParticipant:
			names[string(c.Participant.ID)] = c.Participant.Name
		case edit.PutOrganisation:
			names[string(c.Organisation.ID)] = c.Organisation.Name
		case edit.PutCase:
			names[string(c.Case.ID)] = c.Case.Name
		}
	}
	for id, name := range namesOf(a.side.Study) {
		now := id
		if to, ok := j.IDs[id]; ok {
			now = to
			h.IDs[id] = to
		}
		if names[now] != name {
			h.Names[now] = names[now]
		}
	}
	for id, now := range j.IDs {
		if id != now {
			h.IDs[id] = now
		}
	}
	data, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	a.preserved.How = string(data)
	for _, old := range mine.Study.Preserved {
		if old.ID == a.preserved.ID {
			a.preserved.At, a.preserved.Name, a.preserved.How = old.At, old.Name, old.How
		}
	}
	j.Changes = append(j.Changes, edit.PutPreserved{Preserved: a.preserved, Files: a.files})
	return j, nil
}

// isHere tells of an import that changes nothing whether all of it is in a project
// already: crosscase wrote it, and it holds something, which that project shows, or
// has preserved.
func (a *Imported) isHere(mine *coding.Study) bool {
	return isOwn(a.view.doc) && len(a.side.Study.Things()) > 0 && (a.Report.allShown() || len(mine.Preserved) > 0)
}

// isOwn tells whether crosscase wrote a document.
func isOwn(doc *refi.Project) bool {
	return strings.HasPrefix(strings.ToLower(doc.Origin), "crosscase")
}

func namesOf(s *coding.Study) map[string]string {
	names := map[string]string{}
	for _, x := range s.Themes {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Sources {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Coders {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Participants {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Organisations {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Cases {
		names[string(x.ID)] = x.Name
	}
	return names
}
