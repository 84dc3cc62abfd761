package exchange

import (
	"cmp"
	"errors"
	"strings"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// importSources takes sources that have a text: text files, PDF files by their text,
// recordings by their transcripts.
func (im *importer) importSources() error {
	taken := map[string]bool{}
	for _, s := range im.doc.Sources {
		switch s.Kind {
		case refi.TextSource:
			im.addText(&sourceText{source: s, text: &s.Text, name: s.Name}, "source", s.GUID, s.Selections)
		case refi.PDFSource:
			if s.Representation != nil {
				im.addText(&sourceText{source: s, text: s.Representation, name: cmp.Or(s.Name, s.Representation.Name)}, "source", s.GUID, s.Representation.Selections)
			} else {
				im.report.keep("PDF files without their text", 1)
			}
		case refi.AudioSource, refi.VideoSource:
			if len(s.Transcripts) == 0 {
				im.report.keep("recordings without a transcript", 1)
			}
			for _, t := range s.Transcripts {
				im.addText(&sourceText{source: s, transcript: t, name: cmp.Or(t.Name, s.Name)}, "transcript", t.GUID, nil)
			}
		default:
			im.report.keep("pictures", 1)
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

// addText reads a text, if it is there.
func (im *importer) addText(st *sourceText, kind, guid string, selections []*refi.Selection) {
	var content *string
	plain := ""
	if st.text != nil {
		content, plain = st.text.Content, st.text.Plain
	} else {
		content, plain = st.transcript.Content, st.transcript.Plain
	}
	raw, file, err := im.readText(plain, content)
	if err != nil {
		what := "sources whose text is not in the file"
		if errors.Is(err, refi.ErrTooLarge) {
			what = "sources whose text is too large"
		}
		im.report.keepAs(what, cmp.Or(st.name, guid))
		return
	}
	st.raw, st.body, st.file = raw, textBody(raw), file
	st.id = corpus.SourceID(im.idOf(kind, guid))
	if st.transcript != nil {
		selections = st.asPlain()
	}
	st.selections = selections
	im.texts = append(im.texts, st)
	im.textOf[refi.Key(guid)] = st
	im.subjects[refi.Key(guid)] = string(st.id)
	if st.text != nil {
		im.textOf[refi.Key(st.text.GUID)] = st
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
	var helds []*sourceText
	for _, st := range tm.texts {
		if st.source == s {
			helds = append(helds, st)
		}
	}
	x.Path, x.Rich = ex.carry(tm, s.Path), s.Rich
	if len(helds) == 0 { // not shown here: as it came
		x.Plain, x.Rich = ex.carry(tm, s.Plain), ex.carry(tm, s.Rich)
		if s.Representation != nil {
			r := *s.Representation
			r.Plain, r.Rich = ex.carry(tm, r.Plain), ex.carry(tm, r.Rich)
			x.Representation = &r
		}
		for _, t := range s.Transcripts {
			ex.carry(tm, t.Plain)
			ex.carry(tm, t.Rich)
		}
		if s.TextDescription != nil {
			ex.carry(tm, s.TextDescription.Plain)
			ex.carry(tm, s.TextDescription.Rich)
		}
		x.Selections = ex.opaque(tm, s.Selections)
		x.Codings = ex.opaqueCodings(tm, s.Codings)
		return &x, nil
	}
	there := false
	for i, st := range helds {
		src := ex.study.Source(corpus.SourceID(tm.now(string(st.id))))
		if src == nil {
			continue
		}
		ex.sources[src.ID] = true
		if err := ex.exportSourceText(tm, &x, st, src, i == 0); err != nil {
			return nil, err
		}
		there = true
	}
	if !there {
		return nil, nil
	}
	return &x, nil
}

// exportSourceText gives what is on a text of a template's source.
func (ex *exporter) exportSourceText(tm *template, x *refi.Source, st *sourceText, src *corpus.Source, first bool) error {
	body, err := ex.text(src.Text)
	if err != nil {
		return err
	}
	var was *corpus.Source
	for _, o := range tm.study.Sources {
		if o.ID == st.id {
			was = o
		}
	}
	if first {
		own := x.Name
		if st.transcript != nil && st.transcript.Name != "" {
			own = was.Name // that is the transcript's name
		}
		if name := tm.name(string(src.ID), src.Name, was.Name, own); st.transcript == nil || st.transcript.Name == "" {
			x.Name = name
		}
		x.Description = ex.description(tm, "source", st.source.GUID, string(st.id), st.source.Description)
		facts := tm.facts[string(src.ID)]
		ownValues := [][2]string{{"Type", changedFact(string(src.Type), facts[0], string(corpus.TypeOther))}, {"Date", changedFact(string(src.Date), facts[1], "")}, {"Language", changedFact(src.Language, facts[2], "")}}
		_, said := tm.values(st.source.Values)
		for i, o := range ownValues {
			if said[o[0]] != "" {
				ownValues[i][1] = []string{string(src.Type), string(src.Date), src.Language}[i]
			}
		}
		x.Values = ex.values(tm, st.source.Values, was.Attributes, src.Attributes, ownValues)
		x.NoteRefs = append(ex.noteRefs(tm, st.source.NoteRefs, string(st.id), string(src.ID)), ex.exportMemosOn(string(src.ID))...)
		x.Codings = ex.exportWholeCodings(tm, st, src, body, st.source.Codings)
	}
	switch {
	case st.transcript != nil:
		return ex.exportTranscript(tm, x, st, src, was, body)
	case st.text == &st.source.Text:
		raw := ex.writeText(tm, st, &x.Text, body)
		x.Selections = ex.exportSelections(tm, st, src, body, raw)
	default:
		r := *st.text
		raw := ex.writeText(tm, st, &r, body)
		r.Selections = ex.exportSelections(tm, st, src, body, raw)
		r.Codings = ex.exportWholeCodings(tm, st, src, body, st.text.Codings)
		x.Representation = &r
		x.Selections = ex.paired(tm, st)
	}
	return nil
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
			ex.files[ex.profile.Folder+name] = refi.File{Name: ex.profile.Folder + name, Data: func() ([]byte, error) { return from.Original(ctx, sum) }}
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
