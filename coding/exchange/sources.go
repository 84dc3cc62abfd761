package exchange

import (
	"cmp"
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// importSources takes the texts of sources: each becomes a source here.
func (im *importer) importSources() error {
	taken := map[string]bool{}
	for _, s := range im.doc.Sources {
		kind := sourceKinds[s.Kind]
		texts := kind.texts(s)
		if len(texts) == 0 {
			im.report.keep(kind.without, 1)
		}
		for _, st := range texts {
			im.nameAfterFile(st)
			im.addText(st)
		}
	}
	im.resolve()
	if err := im.readTexts(); err != nil {
		return err
	}
	for _, st := range im.texts {
		im.importText(st, taken)
	}
	return nil
}

// nameAfterFile names a text without a name after its file, unless that is an identifier.
func (im *importer) nameAfterFile(st *sourceText) {
	if cleanName(st.name, "") != "" || im.options.Rules < namesOfFiles {
		return
	}
	for _, p := range []string{st.text.Plain, st.text.Rich, st.source.Path, st.source.CurrentPath} {
		name := path.Base(strings.ReplaceAll(p, `\`, "/"))
		if im.options.Rules >= wholeNamesOfFiles {
			name = withoutEnding(name)
		} else {
			name = strings.TrimSuffix(name, path.Ext(name))
		}
		name = cleanName(name, "")
		if p != "" && len(name) > 1 && !refi.IsGUID(name) {
			st.name = name
			im.report.change("source without a name: named after its file", name)
			return
		}
	}
}

// withoutEnding is the name of a file without its ending, which is short and has a letter: that
// of "2017.04 board" is none. Names in paths may be written as in addresses.
func withoutEnding(name string) string {
	if plain, err := url.PathUnescape(name); err == nil && utf8.ValidString(plain) {
		name = plain
	}
	ending := strings.TrimPrefix(path.Ext(name), ".")
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if len(ending) > 5 || strings.ContainsFunc(ending, sign) || !strings.ContainsFunc(ending, unicode.IsLetter) {
		return name
	}
	return strings.TrimSuffix(name, "."+ending)
}

// addText reads a text, if it is there.
func (im *importer) addText(st *sourceText) {
	raw, file, err := im.readText(st.text.Plain, st.text.Content)
	if err != nil {
		what := "sources whose text is not in the file"
		if errors.Is(err, refi.ErrTooLarge) {
			what = "sources whose text is too large"
		}
		im.report.keepAs(what, cmp.Or(st.name, st.guid))
		im.keepSelections("selections in them", "codings in them", st.text.Selections)
		im.report.keep("codings in them", len(st.text.Codings))
		return
	}
	st.raw, st.body, st.file = raw, textBody(raw), file
	st.id = corpus.SourceID(im.idOf(st.kind, st.guid))
	st.selections = st.text.Selections
	if st.transcript != nil {
		st.selections = st.asPlain()
	}
	if !im.shown[st.source] {
		im.shown[st.source] = true
		im.report.show("sources", 1)
	}
	im.texts = append(im.texts, st)
	im.textOf[refi.Key(st.guid)], im.textOf[refi.Key(st.text.GUID)] = st, st
	im.subjects[refi.Key(st.guid)] = string(st.id)
}

// keepSelections counts selections that are not shown here, with the codings on them.
func (im *importer) keepSelections(what, codings string, all []*refi.Selection) {
	im.report.keep(what, len(all))
	for _, s := range all {
		im.report.keep(codings, len(s.Codings))
	}
}

// importText makes a source of a text: who speaks in it was found as in any transcript.
func (im *importer) importText(st *sourceText, taken map[string]bool) {
	tr := st.tr
	if st.transcript != nil {
		st.times(&tr)
	}
	src := &corpus.Source{ID: st.id, Name: im.nameFor("source", st.name, "unnamed source", taken), Type: corpus.TypeOther, Text: st.textID,
		File: cleanName(st.name, "text"), MediaType: "text/plain", SHA256: st.sha, Language: st.language, Date: st.date}
	attributes, own := im.values(st.source.Values)
	src.Attributes = attributes
	if t, err := corpus.ParseSourceType(own["Type"]); err == nil && own["Type"] != "" {
		src.Type = t
	}
	if d, err := corpus.ParseDate(own["Date"]); err == nil && own["Date"] != "" {
		src.Date = d
	}
	src.Language = cmp.Or(own["Language"], src.Language)
	im.study.Sources = append(im.study.Sources, src)
	im.study.Transcripts[st.textID] = &tr
	im.originals[st.sha] = st.file
	im.placeInCases(st, src)
	im.findSpeakers(st, src, &tr)
}

// exportSources gives sources: a template's first, in its order, then others.
func (ex *exporter) exportSources() error {
	for _, tm := range ex.templates {
		for _, s := range tm.doc.Sources {
			if !ex.first("source", s.GUID) {
				continue
			}
			x, err := ex.exportTemplateSource(tm, s)
			if err != nil {
				return err
			}
			if x != nil {
				ex.doc.Sources = append(ex.doc.Sources, x)
			}
		}
	}
	for _, src := range ex.study.Sources {
		if ex.sources[src.ID] {
			continue
		}
		if err := ex.exportNewSource(src); err != nil {
			return err
		}
	}
	return nil
}

// exportTemplateSource gives a template's source as it is now, nil where it was removed.
func (ex *exporter) exportTemplateSource(tm *template, s *refi.Source) (*refi.Source, error) {
	x := *s
	var shown []*sourceText
	for _, st := range tm.texts {
		if st.source == s {
			shown = append(shown, st)
		}
	}
	there := len(shown) == 0
	for i, st := range shown {
		src := ex.study.Source(corpus.SourceID(tm.now(string(st.id))))
		if src == nil {
			x.Transcripts = slices.DeleteFunc(slices.Clone(x.Transcripts), func(t *refi.Transcript) bool { return t == st.transcript })
			continue
		}
		there = true
		ex.sources[src.ID] = true
		if err := ex.exportSourceText(tm, &x, st, src, i == 0); err != nil {
			return nil, err
		}
	}
	if !there {
		return nil, nil
	}
	if len(shown) == 0 || sourceKinds[s.Kind].parts != "" {
		x.Selections = ex.exportParts(tm, s)
	}
	x.TextDescription = ex.opaqueText(tm, s.TextDescription)
	if len(shown) == 0 {
		x.Codings = ex.opaqueCodings(tm, s.Codings)
	}
	ex.carryFiles(tm, s, shown)
	return &x, nil
}

// carryFiles writes the files of a template's source as they came, but for those of the
// texts that are shown here, which are written as they are now.
func (ex *exporter) carryFiles(tm *template, s *refi.Source, shown []*sourceText) {
	for _, p := range s.Files() {
		if !slices.ContainsFunc(shown, func(st *sourceText) bool { return p == st.text.Plain || p == st.text.Rich }) {
			ex.carry(tm, p)
		}
	}
}

// exportSourceText gives what is on a text of a template's source.
func (ex *exporter) exportSourceText(tm *template, x *refi.Source, st *sourceText, src *corpus.Source, first bool) error {
	body, err := ex.text(src.Text)
	if err != nil {
		return err
	}
	w := writtenText{src: src, body: body, text: *st.text}
	for _, o := range tm.study.Sources {
		if o.ID == st.id {
			w.was = o
		}
	}
	if first {
		ex.exportFacts(tm, x, st, w)
	}
	w.raw = ex.writeText(tm, st, &w.text, body)
	w.text.Selections = ex.exportSelections(tm, st, src, body, w.raw)
	sourceKinds[st.source.Kind].put(ex, tm, x, st, w)
	return nil
}

// exportFacts gives what is known of a template's source, as of the first of its texts.
func (ex *exporter) exportFacts(tm *template, x *refi.Source, st *sourceText, w writtenText) {
	src, was := w.src, w.was
	if st.transcript == nil || st.transcript.Name == "" { // else its name is the transcript's
		x.Name = tm.name(string(src.ID), src.Name, was.Name, x.Name)
	}
	x.Description = ex.description(tm, "source", st.source.GUID, string(st.id), st.source.Description)
	given := tm.facts[string(src.ID)]
	own := [][2]string{
		{"Type", changedFact(string(src.Type), given[0], string(corpus.TypeOther))},
		{"Date", changedFact(string(src.Date), given[1], "")},
		{"Language", changedFact(src.Language, given[2], "")},
	}
	_, said := tm.values(st.source.Values)
	for i, o := range own {
		if said[o[0]] != "" {
			own[i][1] = []string{string(src.Type), string(src.Date), src.Language}[i]
		}
	}
	x.Values = ex.values(tm, st.source.Values, was.Attributes, src.Attributes, own)
	x.NoteRefs = append(ex.noteRefs(tm, st.source.NoteRefs, string(st.id), string(src.ID)), ex.exportMemosOn(string(src.ID))...)
	x.Codings = ex.exportWholeCodings(tm, src, w.body, st.source.Codings)
}

// changedFact is what is known of a source, where that is not what it was given.
func changedFact(now, given, none string) string {
	if now == given || now == none {
		return ""
	}
	return now
}

// exportNewSource gives a source that no template has.
func (ex *exporter) exportNewSource(src *corpus.Source) error {
	body, err := ex.text(src.Text)
	if err != nil {
		return err
	}
	x := &refi.Source{Kind: refi.TextSource}
	x.GUID = ex.guid("source", string(src.ID))
	x.Name = src.Name
	x.Plain = ex.textFile(x.GUID, body)
	_, raw := ex.profile.Encode(body)
	if src.MediaType == docxType {
		if data, err := ex.from.Original(ex.ctx, src.SHA256); err == nil && len(data) > 0 {
			name := strings.Trim(x.GUID, "{}") + ".docx"
			sum, from, ctx := src.SHA256, ex.from, ex.ctx
			ex.addFile(name, func() ([]byte, error) { return from.Original(ctx, sum) })
			x.Rich = "internal://" + name
		}
	}
	typ := string(src.Type)
	if src.Type == corpus.TypeOther {
		typ = ""
	}
	x.Values = ex.values(nil, nil, nil, src.Attributes, [][2]string{{"Type", typ}, {"Date", string(src.Date)}, {"Language", src.Language}})
	x.NoteRefs = ex.exportMemosOn(string(src.ID))
	x.Selections = ex.exportSelections(nil, nil, src, body, raw)
	ex.doc.Sources = append(ex.doc.Sources, x)
	return nil
}

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
