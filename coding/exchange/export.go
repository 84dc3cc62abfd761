package exchange

import (
	"context"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// Export writes a study as a document of REFI-QDA, for a program to read; origin names
// crosscase and its version. What came with other programs' projects is in it. The
// report says what the document has no place for.
func Export(ctx context.Context, from Contents, profile refi.Profile, origin string) (*refi.Project, []refi.File, *Report, error) {
	report := &Report{}
	views, err := reopenAll(ctx, from)
	if err != nil {
		return nil, nil, nil, err
	}
	if profile.Name != refi.Standard.Name {
		origin += " for " + profile.Title
	}
	doc, files, err := newExporter(ctx, from, views, profile, report).exportDocument(origin)
	views = nil // they are large
	if err != nil {
		return nil, nil, nil, err
	}
	report.Counts = doc.Counts()
	if profile.Name == refi.Standard.Name {
		if files, err = addSidecar(ctx, from, doc, files); err != nil {
			return nil, nil, nil, err
		}
	}
	reportUnsaid(from.Study, profile, report)
	report.finish()
	return doc, files, report, nil
}

// reportUnsaid lists what the standard has no place for.
func reportUnsaid(s *coding.Study, profile refi.Profile, report *Report) {
	n := map[string]int{}
	for _, t := range s.Tags {
		if t.Weight > 0 {
			n["weights of tags"]++
		}
		if t.About != "" {
			n["tags that say whom they are about"]++
		}
		if t.Suggested {
			n["marks of tags that were suggested"]++
		}
	}
	for i, p := range s.Passages {
		if s.SourceOf(p) == nil {
			first, last := s.TagsOf(i)
			n["tags on words that were corrected since"] += last - first
		}
	}
	for _, src := range s.Sources {
		if src.MediaType != "text/plain" && src.MediaType != docxType {
			n["files as imported that are neither plain text nor Word, whose text goes"]++
		}
		tr := s.Transcript(src)
		for _, t := range tr.Turns {
			if t.Speaker >= 0 {
				n["turns with their speakers, but for what the text says"]++
			}
		}
	}
	n["summaries"], n["saved queries, matrices and searches"] = len(s.Summaries), len(s.Queries)+len(s.Matrices)+len(s.Searches)
	n["notes of what coders have read"], n["suggestions that were declined"] = len(s.Readings), len(s.Rejections)
	for _, what := range slices.Sorted(maps.Keys(n)) {
		if profile.Name == refi.Standard.Name {
			report.keep(what, n[what])
		} else {
			report.lose(what, n[what], "")
		}
	}
}

// A project of another program that was imported is the template of what is exported:
// each part that crosscase shows is written as it is there unless it was changed here,
// each part that crosscase does not show as it came, and what is new behind it. So
// nothing that the standard can say is lost, and a second export is the same as the
// first.

// An exporter writes a study as a document of REFI-QDA.
type exporter struct {
	ctx       context.Context
	from      Contents
	study     *coding.Study
	templates []*template
	profile   refi.Profile
	report    *Report
	doc       *refi.Project
	files     map[string]refi.File

	guids        map[string]string // of things of the study, their identifiers in the document
	tags         map[coding.TagID]int
	passages     map[coding.PassageID]int
	onText       map[corpus.TextID][]int // passages by text
	known        map[string]bool         // identifiers of all things of the study
	memos        map[coding.MemoID]*coding.Memo
	mapped       map[coding.MemoID]bool // memos that a note or description of a template says
	noted        map[string]bool        // things whose new memos are written
	inNotes      []*refi.Text           // new notes
	inLinks      []*refi.Link           // new links
	variables    map[string]refi.Variable
	newVars      []refi.Variable
	own          map[string]bool // own variables that are used
	sources      map[corpus.SourceID]bool
	taggedThemes map[coding.ThemeID]bool
	raws         map[corpus.TextID]string // texts as they are written
	written      map[string]bool          // kinds and identifiers of what came with templates
}

// A template is a template with where its parts are now.
type template struct {
	*importer
	ids    map[string]string // of what has another identifier in the study
	names  map[string]string // that things were given, where not their own
	facts  map[string][3]string
	themeN map[coding.ThemeID]*coding.Theme // as they were taken, by id in the study
	memoN  map[coding.MemoID]coding.Memo
}

func (tm *template) now(id string) string {
	if to, ok := tm.ids[id]; ok {
		return to
	}
	return id
}

// book tells whether a template is a codebook alone.
func (tm *template) book() bool {
	d := tm.doc
	return d.Name == "" && len(d.Codes) > 0 && len(d.Users)+len(d.Sources)+len(d.Cases)+len(d.Notes)+len(d.Variables) == 0
}

// name is what stands in the document for a thing that is called is now: the
// document's own name, as long as the thing keeps the one that it was given.
func (tm *template) name(id, is, taken, own string) string {
	if given, ok := tm.names[id]; ok {
		taken = given
	}
	if is == taken {
		return own
	}
	return is
}

// guid is the identifier of a thing in the document.
func (ex *exporter) guid(kind, id string) string {
	if guid, ok := ex.guids[id]; ok {
		return guid
	}
	guid := id
	if !refi.IsGUID(id) {
		guid = refi.NewGUID(kind, id)
	}
	ex.guids[id] = guid
	return guid
}

func newExporter(ctx context.Context, from Contents, views []*template, profile refi.Profile, report *Report) *exporter {
	ex := &exporter{ctx: ctx, from: from, study: from.Study, templates: views, profile: profile, report: report}
	ex.doc = &refi.Project{Name: from.Study.Title}
	passages, tags := len(from.Study.Passages), len(from.Study.Tags)
	ex.files, ex.guids, ex.written = map[string]refi.File{}, make(map[string]string, passages+tags), map[string]bool{}
	ex.tags, ex.passages = make(map[coding.TagID]int, tags), make(map[coding.PassageID]int, passages)
	ex.onText = map[corpus.TextID][]int{}
	ex.known, ex.sources, ex.raws = map[string]bool{}, map[corpus.SourceID]bool{}, map[corpus.TextID]string{}
	ex.memos, ex.mapped, ex.noted = map[coding.MemoID]*coding.Memo{}, map[coding.MemoID]bool{}, map[string]bool{}
	ex.variables, ex.own = map[string]refi.Variable{}, map[string]bool{}
	return ex
}

// exportDocument writes the study as a document, with the files that belong to it.
func (ex *exporter) exportDocument(origin string) (*refi.Project, []refi.File, error) {
	ex.doc.Origin = origin
	ex.index()
	ex.indexTemplates()
	ex.exportUsers()
	ex.exportVariables()
	ex.doc.Codes = ex.exportCodes("")
	if err := ex.exportSources(); err != nil {
		return nil, nil, err
	}
	ex.exportCases()
	if strings.HasPrefix(ex.profile.Name, "nvivo") {
		ex.exportTwins()
	}
	ex.exportLinks()
	ex.exportSets()
	ex.exportGraphs()
	ex.exportProjectNotes()
	ex.exportNotes()
	ex.doc.Variables = append(ex.doc.Variables, ex.newVars...)
	for _, name := range slices.Sorted(maps.Keys(ex.own)) {
		if _, there := ex.variables[refi.Key(ownVariable(name))]; !there {
			ex.doc.Variables = append(ex.doc.Variables, refi.Variable{GUID: ownVariable(name), Name: name, Type: "Text"})
		}
	}
	if ex.profile.Name == "qualcoder" {
		forQualCoder(ex.doc, noteWords(ex.doc.Notes, ex.noteFile))
	}
	files := slices.Collect(maps.Values(ex.files))
	return ex.doc, files, nil
}

func (ex *exporter) index() {
	s := ex.study
	ex.known = s.Things()
	for i, p := range s.Passages {
		ex.passages[p.ID] = i
		ex.onText[p.Text] = append(ex.onText[p.Text], i)
	}
	for i, t := range s.Tags {
		ex.tags[t.ID] = i
	}
	for i := range s.Memos {
		ex.memos[s.Memos[i].ID] = &s.Memos[i]
	}
}

// indexTemplates notes which memos, and which identifiers, templates have.
func (ex *exporter) indexTemplates() {
	for _, tm := range ex.templates {
		tm.themeN, tm.memoN = map[coding.ThemeID]*coding.Theme{}, map[coding.MemoID]coding.Memo{}
		for _, t := range tm.study.Themes {
			id := coding.ThemeID(tm.now(string(t.ID)))
			tm.themeN[id] = t
			ex.useGUID(string(id), tm.codeOf[t.ID].GUID)
		}
		for _, m := range tm.study.Memos {
			id := coding.MemoID(tm.now(string(m.ID)))
			tm.memoN[id] = m
			ex.mapped[id] = true
		}
		for id, c := range tm.caseOf {
			ex.useGUID(tm.now(id), c.GUID)
		}
		for _, st := range tm.texts {
			ex.useGUID(tm.now(string(st.id)), st.guid)
		}
		for _, u := range tm.doc.Users {
			if id, ok := tm.coders[refi.Key(u.GUID)]; ok {
				ex.useGUID(tm.now(string(id)), u.GUID)
			}
		}
	}
}

// useGUID notes which identifier a thing has in the first template that knows it.
func (ex *exporter) useGUID(id, guid string) {
	if _, there := ex.guids[id]; !there {
		ex.guids[id] = guid
	}
}

// first tells whether a template's thing of a kind is not written yet. Templates come
// latest first, so that of a project that was imported twice, as it came last counts.
func (ex *exporter) first(kind, guid string) bool {
	key := kind + " " + refi.Key(guid)
	again := ex.written[key]
	ex.written[key] = true
	return !again
}

// gone tells whether a template's thing was removed here.
func (ex *exporter) gone(tm *template, guid string) bool {
	id, shown := tm.subjects[refi.Key(guid)]
	return shown && !ex.known[tm.now(id)]
}

// changed gives a list of a template what has come and gone since.
func changed(template []string, base, now []string) []string {
	var all []string
	in := func(list []string, x string) bool {
		return slices.ContainsFunc(list, func(y string) bool { return refi.Key(x) == refi.Key(y) })
	}
	for _, x := range template {
		if !in(base, x) || in(now, x) {
			all = append(all, x)
		}
	}
	for _, x := range now {
		if !in(base, x) && !in(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// addFile adds a file to the archive, in the folder where the program looks for it.
func (ex *exporter) addFile(name string, data func() ([]byte, error)) {
	name = ex.profile.Folder + name
	ex.files[name] = refi.File{Name: name, Data: data}
}

// textFile writes a text as a file of its own and returns its path.
func (ex *exporter) textFile(guid, body string) string {
	name := strings.Trim(guid, "{}") + ".txt"
	profile := ex.profile
	ex.addFile(name, func() ([]byte, error) {
		file, _ := profile.Encode(body)
		return file, nil
	})
	return "internal://" + name
}

// carry writes a template's file as it came; the path stays.
func (ex *exporter) carry(tm *template, p string) string {
	name, ok := refi.Internal(p)
	if !ok || name == "" || p == "" {
		return p
	}
	if _, there := ex.files[ex.profile.Folder+name]; there {
		return p
	}
	if has, ok := tm.files.(interface{ Has(path string) bool }); ok && !has.Has(p) {
		return p
	}
	from := tm.files // what is kept for later must not hold on to all the rest
	ex.addFile(name, func() ([]byte, error) { return from.File(p, refi.MaxMedia) })
	return p
}
