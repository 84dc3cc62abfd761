package exchange

import (
	"cmp"
	"slices"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// A sourceKind says how sources of one kind differ from others: which of their texts
// become sources of crosscase, and what a report calls the rest. All else is the same for
// texts, PDF files, pictures and recordings.
type sourceKind struct {
	// words returns the texts that become sources; nil where there are none.
	words func(s *refi.Source) []*sourceText
	// put writes one of these texts into the source of a document.
	put func(ex *exporter, tm *template, x *refi.Source, st *sourceText, w writtenText)

	without string // a source that has no words
	parts   string // selections of the file itself; "" where all are in its words
}

// sourceKinds are the kinds of sources by their names in the standard.
var sourceKinds = map[string]sourceKind{
	refi.TextSource:    {words: ownWords, put: putOwnWords},
	refi.PDFSource:     {words: wordsOfPDF, put: putWordsOfPDF, without: "PDF files without their text", parts: "selections of pages"},
	refi.PictureSource: {without: "pictures", parts: "selections of pictures"},
	refi.AudioSource:   recording,
	refi.VideoSource:   recording,
}

var recording = sourceKind{
	words: transcripts, put: putTranscript, without: "recordings without a transcript", parts: "selections of recordings by their time",
}

// texts returns the texts of a source that become sources here.
func (k sourceKind) texts(s *refi.Source) []*sourceText {
	if k.words == nil {
		return nil
	}
	all := k.words(s)
	for i, st := range all {
		st.source, st.first = s, i == 0
	}
	return all
}

// A writtenText is a text of the study as it is written into a document.
type writtenText struct {
	src, was  *corpus.Source // now, and as it was imported
	body, raw string         // its words, and as positions are counted in them
	text      refi.Text
}

func ownWords(s *refi.Source) []*sourceText {
	return []*sourceText{{text: &s.Text, kind: "source", guid: s.GUID, name: s.Name}}
}

func putOwnWords(_ *exporter, _ *template, x *refi.Source, _ *sourceText, w writtenText) {
	x.Rich, x.Plain, x.Content, x.Selections = w.text.Rich, w.text.Plain, w.text.Content, w.text.Selections
}

func wordsOfPDF(s *refi.Source) []*sourceText {
	if s.Representation == nil {
		return nil
	}
	return []*sourceText{{text: s.Representation, kind: "source", guid: s.GUID, name: cmp.Or(s.Name, s.Representation.Name)}}
}

func putWordsOfPDF(ex *exporter, tm *template, x *refi.Source, st *sourceText, w writtenText) {
	w.text.Codings = ex.exportWholeCodings(tm, w.src, w.body, st.text.Codings)
	x.Representation = &w.text
}

func transcripts(s *refi.Source) (all []*sourceText) {
	for _, t := range s.Transcripts {
		all = append(all, &sourceText{text: &t.Text, transcript: t, kind: "transcript", guid: t.GUID, name: cmp.Or(t.Name, s.Name)})
	}
	return all
}

func putTranscript(ex *exporter, tm *template, x *refi.Source, st *sourceText, w writtenText) {
	t := ex.exportTranscript(tm, st, w)
	i := slices.IndexFunc(x.Transcripts, func(o *refi.Transcript) bool { return o.GUID == t.GUID })
	x.Transcripts = slices.Clone(x.Transcripts)
	x.Transcripts[i] = t
}
