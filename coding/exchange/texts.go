package exchange

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"crosscase/coding/exchange/refi"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// A sourceText is one that positions are counted in: of a text source, of a PDF file,
// or a transcript.
type sourceText struct {
	source     *refi.Source
	text       *refi.Text
	transcript *refi.Transcript // that the text is, nil for none
	kind, guid string           // by which it is known
	first      bool             // of the texts of its source: what is said of all of that is said of it
	id         corpus.SourceID
	textID     corpus.TextID
	sha        string
	name       string
	raw, body  string
	file       []byte
	selections []*refi.Selection // with places in the text
	places     []refi.Located
	convention refi.Convention
	whole      map[string]bool // keys of what all its words are coded with, nil as long as nobody asked
	tr         corpus.Transcript
	language   string
	date       corpus.Date
}

// readTexts finds who speaks in texts, in which language and when; several at a time,
// since that takes longest. Which labels are names is settled before.
func (im *importer) readTexts() error {
	var wait sync.WaitGroup
	next := make(chan *sourceText)
	failed := make([]error, runtime.GOMAXPROCS(0))
	names := map[string]bool{}
	for _, p := range im.study.Participants {
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			names[strings.ToLower(n)] = true
		}
	}
	known := func(label string) bool {
		return names[strings.ToLower(label)] || im.options.Known != nil && im.options.Known(label)
	}
	for i := range failed {
		wait.Go(func() {
			for st := range next {
				if err := st.read(known, im.options.silent); err != nil && failed[i] == nil {
					failed[i] = fmt.Errorf("%s: %w", st.name, err)
				}
			}
		})
	}
	for _, st := range im.texts {
		next <- st
	}
	close(next)
	wait.Wait()
	return errors.Join(failed...)
}

func (st *sourceText) read(known func(label string) bool, silent bool) error {
	sum := sha256.Sum256(st.file)
	st.sha = hex.EncodeToString(sum[:])
	st.textID = corpus.TextID(refi.NewGUID("text", string(st.id), st.body))
	if silent {
		return nil
	}
	doc, err := format.Read("text.txt", []byte(st.body))
	if err != nil && !errors.Is(err, format.ErrEmpty) || doc.Body != st.body {
		doc = corpus.Document{Body: st.body} // its lines could not be told apart
	}
	if len(doc.Blocks) > 0 {
		found, err := transcript.Find(doc, transcript.Options{Known: known})
		if err != nil {
			return err
		}
		st.tr = found.Transcript
	}
	st.tr.Words = corpus.WordStarts(st.body)
	st.date = intake.DateOf(st.name, doc)
	doc.Body = sampleOf(doc.Body)
	st.language = intake.LanguageOf(doc)
	return nil
}

// textBody is a text as crosscase keeps it.
func textBody(raw string) string { return refi.Fold(strings.ReplaceAll(raw, "\x00", "")) }

// readText reads a text from a file or from the document itself. What is not UTF-8 is
// UTF-16 where a byte order mark says so, else Windows-1252.
func (im *importer) readText(plain string, content *string) (raw string, file []byte, err error) {
	if plain == "" {
		if content == nil {
			return "", nil, refi.ErrMissing
		}
		return *content, []byte(*content), nil
	}
	if file, err = im.files.File(plain, refi.MaxText); err != nil {
		if content != nil && *content != "" {
			return *content, []byte(*content), nil
		}
		return "", nil, err
	}
	data := bytes.TrimPrefix(file, []byte("\ufeff"))
	if string(bytes.ToValidUTF8(data, nil)) == string(data) {
		return string(data), file, nil
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	} else {
		im.report.change("text that is not UTF-8: read as Windows-1252", plain)
		data, err = charmap.Windows1252.NewDecoder().Bytes(data)
	}
	return string(data), file, err
}

// codings are those of the whole text, and of its source where they go to this text.
func (st *sourceText) codings() (all []*refi.Coding) {
	if st.text != &st.source.Text {
		all = append(all, st.text.Codings...)
	}
	if st.first {
		all = append(all, st.source.Codings...)
	}
	return all
}

// resolve finds how positions are counted.
func (im *importer) resolve() {
	samples := make([]refi.Sample, len(im.texts))
	for i, st := range im.texts {
		samples[i] = refi.Sample{Raw: st.raw, Mark: startsWithMark(st.file), Selections: st.selections}
	}
	verdicts := refi.Resolve(im.doc.Origin, samples)
	for i, st := range im.texts {
		forced, ok := im.options.Positions[st.name]
		if !ok {
			forced, ok = im.options.Positions[""]
		}
		if ok {
			verdicts[i] = refi.Force(forced, samples[i])
		}
	}
	readings := im.read(samples, verdicts)
	for i, st := range im.texts {
		st.convention, st.places = readings[i].Convention, readings[i].Places
		if len(st.selections) > 0 {
			im.report.Positions = append(im.report.Positions, SourcePositions{Source: st.name, Selections: len(st.selections), Verdict: readings[i].Verdict})
		}
	}
}

// read finds where selections are, and says which are elsewhere than their positions say, and
// which are quoted with other words.
func (im *importer) read(samples []refi.Sample, verdicts []refi.Verdict) []refi.Reading {
	if im.options.Rules < quotesDecide {
		readings := make([]refi.Reading, len(samples))
		for i, s := range samples {
			readings[i] = refi.Reading{Verdict: verdicts[i], Places: verdicts[i].Locate(s.Raw, s.Selections)}
		}
		return readings
	}
	labels := map[string]bool{}
	for _, c := range im.codeOf {
		labels[strings.ToLower(c.Name)] = true
	}
	for _, c := range im.doc.Cases {
		labels[strings.ToLower(c.Name)] = true
	}
	readings := refi.Read(samples, verdicts, func(name string) bool { return labels[strings.ToLower(name)] })
	for i, st := range im.texts {
		im.sayMoved(st, readings[i])
	}
	return readings
}

// sayMoved says what quotes have moved of a text's selections, and which quote other words.
func (im *importer) sayMoved(st *sourceText, r refi.Reading) {
	by, first := map[int]bool{}, ""
	for _, i := range r.Moved {
		if first == "" && r.Places[i].Damaged == "" {
			first = "to " + strconv.Quote(refi.QuoteName(st.body[r.Places[i].Start:r.Places[i].End]))
		}
		if r.Was[i].Damaged == "" && r.Places[i].Damaged == "" {
			by[moved(st.body, r.Was[i], r.Places[i])] = true
		}
	}
	im.report.changeN("selections in "+st.name+" moved "+distance(slices.Sorted(maps.Keys(by)))+", as quotes prove", len(r.Moved), first)
	var named []string
	for _, i := range r.Elsewhere {
		s, on := st.selections[i], "no words"
		if at := r.Places[i]; at.Damaged == "" {
			on = fmt.Sprintf("%q", refi.QuoteName(st.body[at.Start:at.End]))
		}
		named = append(named, fmt.Sprintf("%q on %s", refi.QuoteName(cmp.Or(s.Name, s.Description)), on))
	}
	if more := len(named) - mostNamed; more > 1 {
		named = append(named[:mostNamed:mostNamed], fmt.Sprintf("and %d more", more))
	}
	im.report.changeN("selections in "+st.name+" that are quoted with other words of their text: not moved there",
		len(r.Elsewhere), strings.Join(named, "; "))
}

// mostNamed is how many selections of a text are named that are quoted with other words.
const mostNamed = 20

// moved is by how many characters words are behind where they were.
func moved(body string, from, to refi.Located) int {
	count := func(a, b int) int {
		if a > b {
			return -utf8.RuneCountInString(body[b:a])
		}
		return utf8.RuneCountInString(body[a:b])
	}
	return cmp.Or(count(from.Start, to.Start), count(from.End, to.End))
}

// distance says by how many characters something was moved.
func distance(by []int) string {
	switch {
	case len(by) == 0:
		return "into their text"
	case len(by) == 1 && max(by[0], -by[0]) == 1:
		return fmt.Sprintf("by %+d character", by[0])
	case len(by) == 1:
		return fmt.Sprintf("by %+d characters", by[0])
	}
	return fmt.Sprintf("by %+d to %+d characters", by[0], by[len(by)-1])
}

// startsWithMark tells of a text's file that a byte order mark is at its beginning.
func startsWithMark(file []byte) bool {
	return slices.ContainsFunc([]string{"\ufeff", "\xff\xfe", "\xfe\xff"}, func(mark string) bool { return bytes.HasPrefix(file, []byte(mark)) })
}

// sampleOf is enough of a text to tell its language: its beginning, middle and end.
func sampleOf(body string) string {
	const part = 800
	if len(body) <= 3*part {
		return body
	}
	at := len(body)/2 - part/2
	return strings.ToValidUTF8(body[:part]+"\n"+body[at:at+part]+"\n"+body[len(body)-part:], "")
}

// writeText writes a text's words where the document has them, and returns them as
// positions are counted in them.
func (ex *exporter) writeText(tm *template, st *sourceText, t *refi.Text, body string) (raw string) {
	same := body == st.body
	if t.Content != nil && t.Plain == "" && (ex.profile.Name == refi.Standard.Name || !same) {
		if same {
			ex.carry(tm, t.Rich)
			return st.raw
		}
		t.Content = &body
		t.Rich = ""
		return body
	}
	t.Content = nil
	t.Plain = ex.textFile(t.GUID, body)
	_, raw = ex.profile.Encode(body)
	t.Rich = ex.rich(tm, t.GUID, t.Rich, same)
	return raw
}

// rich keeps a styled text beside its words, named as they are; not where the words
// are others now.
func (ex *exporter) rich(tm *template, guid, p string, same bool) string {
	name, ok := refi.Internal(p)
	if p == "" || !ok {
		return p
	}
	if !same {
		ex.report.change("styled text of a source whose words were corrected: left out", name)
		return ""
	}
	if strings.EqualFold(path.Ext(name), ".txt") {
		if ex.profile.Name == "atlasti" {
			ex.report.change("second plain text in the place of a styled one, which ATLAS.ti cannot open: left out", name)
			return ""
		}
		guid = refi.NewGUID("styled text", refi.Key(guid))
	}
	if has, ok := tm.files.(interface{ Has(path string) bool }); ok && !has.Has(p) {
		return p
	}
	entry := strings.Trim(guid, "{}") + strings.ToLower(path.Ext(name))
	from := tm.files
	ex.addFile(entry, func() ([]byte, error) { return from.File(p, refi.MaxMedia) })
	return "internal://" + entry
}

// text is a text's body, read once.
func (ex *exporter) text(id corpus.TextID) (string, error) {
	t, err := ex.from.Texts.Text(ex.ctx, id)
	if err != nil {
		return "", fmt.Errorf("text of a source: %w", err)
	}
	return t.Body, nil
}
