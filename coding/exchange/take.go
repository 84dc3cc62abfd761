package exchange

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/intake"
	"crosscase/coding/merge"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// Files gives the files that a document of REFI-QDA names, by the paths that stand in
// it. The error wraps [refi.ErrMissing] where there is none, and [refi.ErrTooLarge].
type Files interface {
	File(path string, most int64) ([]byte, error)
}

// Options say how to take another program's project where that can be said.
type Options struct {
	// Cases says what cases are, by the first rule that fits; see [ParseCaseRule].
	Cases []CaseRule
	// Positions says how positions are counted in sources, by their names; "" is all
	// others.
	Positions map[string]refi.Convention
	// Known tells whether a label is the name of a participant; nil knows nobody.
	Known func(label string) bool `json:"-"`

	silent bool // nobody asks who speaks
}

// A held text is one that positions are counted in: of a text source, of a PDF file,
// or a transcript.
type held struct {
	source     *refi.Source
	text       *refi.Text       // of a source or PDF file
	transcript *refi.Transcript // else this
	id         corpus.SourceID
	textID     corpus.TextID
	sha        string
	name       string
	raw, body  string
	file       []byte
	selections []*refi.Selection // with places in the text
	places     []refi.Located
	convention refi.Convention
	tr         corpus.Transcript
	language   string
	date       corpus.Date
}

// A view is what a document is in crosscase's terms, and which part of one is which
// of the other.
type view struct {
	doc       *refi.Project
	files     Files
	options   Options
	report    *Report
	study     coding.Study
	originals map[string][]byte
	texts     []*held

	used       map[string]string // identifiers, by the kind that has them
	coders     map[string]coding.CoderID
	codeOf     map[coding.ThemeID]*refi.Code
	themes     map[string]coding.ThemeID // by key of a code
	twins      map[string]bool           // keys of codes that are cases
	caseOf     map[string]caseTaken      // by id in the study
	taken      map[string]string         // role and id of cases by key
	held       map[string]*held          // by key of a source, representation or transcript
	passages   map[*refi.Selection]coding.PassageID
	tags       map[*refi.Coding]coding.TagID
	memos      map[memoPlace]coding.MemoID
	links      map[*refi.Link]coding.LinkID
	subjects   map[string]string // key of anything to its id in the study
	joined     bool              // something may refer to selections and codings
	variables  map[string]refi.Variable
	attributes map[string]string   // by key of a variable, its name as an attribute
	above      map[string][]string // by key of a case that is a code, too: what stands above it
	selected   map[string][]string // by key of a selection: the cases that refer to it
	notes      map[string]*noteTaken
	memosOf    map[string][]coding.MemoID           // by key of a note
	noteOf     map[coding.MemoID]string             // the key of the note that a memo is; "" of a description
	noteLinks  map[*refi.Link]bool                  // those that join a note to what it is on
	annotated  map[coding.PassageID]*refi.Selection // passages that a note has selected
}

// A caseTaken is a case with what it was taken for.
type caseTaken struct {
	*refi.Case
	role string
}

// A memoPlace is a note, or a description, on one thing.
type memoPlace struct{ note, on string }

// idOf is the identifier of a thing in crosscase. One that things of several kinds
// share is the first one's; the others get one of their own, always the same.
func (v *view) idOf(kind, guid string) string {
	key := refi.Key(guid)
	switch other, taken := v.used[key]; {
	case !taken:
		v.used[key] = kind
		return key
	case other == kind:
		return key
	}
	return refi.NewGUID(kind, key)
}

// take says in crosscase's terms what a document holds.
func take(doc *refi.Project, files Files, options Options, report *Report) (*view, error) {
	v := &view{doc: doc, files: files, options: options, report: report, originals: map[string][]byte{}, used: map[string]string{},
		coders: map[string]coding.CoderID{}, codeOf: map[coding.ThemeID]*refi.Code{}, themes: map[string]coding.ThemeID{}, twins: map[string]bool{},
		caseOf: map[string]caseTaken{}, taken: map[string]string{}, held: map[string]*held{}, passages: map[*refi.Selection]coding.PassageID{},
		tags: map[*refi.Coding]coding.TagID{}, memos: map[memoPlace]coding.MemoID{}, links: map[*refi.Link]coding.LinkID{}, subjects: map[string]string{},
		variables: map[string]refi.Variable{}, attributes: map[string]string{}, annotated: map[coding.PassageID]*refi.Selection{}, memosOf: map[string][]coding.MemoID{}, noteOf: map[coding.MemoID]string{}}
	v.study.Title = doc.Name
	v.study.Transcripts = map[corpus.TextID]*corpus.Transcript{}
	v.joined = len(doc.Links)+len(doc.Graphs) > 0 || slices.ContainsFunc(doc.Cases, func(c *refi.Case) bool { return len(c.SelectionRefs) > 0 })
	v.takeUsers()
	v.takeVariables()
	for _, c := range doc.Cases {
		v.twins[refi.Key(c.GUID)] = true
	}
	v.takeCodes(doc.Codes, "")
	v.takeCases()
	if err := v.takeSources(); err != nil {
		return nil, err
	}
	v.takeSets()
	v.takeCodings()
	v.takeNotes()
	v.takeLinks()
	v.countRest()
	return v, nil
}

// CleanTitle is a title as a project can have it.
func CleanTitle(title string) string { return cleanName(title, "study") }

// cleanName is a name as crosscase allows it: on one line, not empty, not too long.
func cleanName(name, otherwise string) string {
	clean := strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(name, "\r\n", " "), "\ufffd")))
	if len(clean) > coding.MaxName-20 {
		clean = strings.TrimSpace(strings.ToValidUTF8(clean[:coding.MaxName-20], "")) + "…"
	}
	if clean == "" || clean == coding.None {
		return otherwise
	}
	return clean
}

// unique gives a name that is taken a number behind it.
func unique(name string, taken map[string]bool) string {
	is := name
	for n := 2; taken[strings.ToLower(is)]; n++ {
		is = fmt.Sprintf("%s (%d)", name, n)
	}
	taken[strings.ToLower(is)] = true
	return is
}

// called gives a thing its name in crosscase, and notes where that is another one.
func (v *view) called(kind, name, otherwise string, taken map[string]bool) string {
	is := cleanName(name, otherwise)
	if taken != nil {
		is = unique(is, taken)
	}
	if is != name {
		v.report.change(fmt.Sprintf("name of a %s that is empty, doubled or too long, or has line breaks: goes by another one here", kind), fmt.Sprintf("%.40q is %q", name, is))
	}
	return is
}

// programUser is the user that ATLAS.ti adds to every project for itself.
const programUser = "c32a2bd5-537f-4838-8b17-df9efbafdf4b"

func (v *view) takeUsers() {
	taken := map[string]bool{}
	for _, u := range v.doc.Users {
		if refi.Key(u.GUID) == programUser {
			v.used[programUser] = "user"
			continue
		}
		id := coding.CoderID(v.idOf("user", u.GUID))
		v.coders[refi.Key(u.GUID)] = id
		v.study.Coders = append(v.study.Coders, &coding.Coder{ID: id, Name: v.called("user", u.Name, cmp.Or(cleanName(u.ID, ""), "unknown user"), taken)})
	}
}

// coder is who a user is; one that the file does not name is an unknown user.
func (v *view) coder(guid string) coding.CoderID {
	key := refi.Key(guid)
	if id, ok := v.coders[key]; ok {
		return id
	}
	name := "unknown user"
	switch {
	case key == "":
		key = refi.NewGUID("nobody")
	case key == programUser:
		name = "ATLAS.ti"
	default:
		name += " " + key[:min(8, len(key))]
		v.report.change("user whom the file does not list: is an unknown user here", guid)
	}
	id, known := v.coders[key]
	if !known {
		id = coding.CoderID(key)
		v.coders[key] = id
		v.study.Coders = append(v.study.Coders, &coding.Coder{ID: id, Name: name})
	}
	return id
}

// moment reads a date; one without a zone is taken for UTC.
func moment(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Truncate(time.Second)
		}
	}
	return time.Time{}
}

func (v *view) takeVariables() {
	taken := map[string]bool{}
	nvivo := strings.Contains(strings.ToLower(v.doc.Origin), "nvivo")
	for _, x := range v.doc.Variables {
		key := refi.Key(x.GUID)
		v.variables[key] = x
		if _, own := ownVariables[key]; own {
			continue
		}
		name := x.Name
		if _, after, ok := strings.Cut(name, ":"); ok && nvivo && strings.TrimSpace(after) != "" && !taken[strings.ToLower(strings.TrimSpace(after))] {
			name = strings.TrimSpace(after) // the classification stands before it
		}
		v.attributes[key] = unique(cleanName(name, "variable"), taken)
	}
}

// values are the values of variables as attributes, and those of crosscase's own
// variables by their names.
func (v *view) values(values []refi.Value) (attributes, own map[string]string) {
	attributes, own = map[string]string{}, map[string]string{}
	for _, x := range values {
		key := refi.Key(x.Variable)
		switch {
		case x.Type == "" || strings.TrimSpace(x.Value) == "":
		case ownVariables[key] != "":
			own[ownVariables[key]] = x.Value
		case v.attributes[key] != "":
			attributes[v.attributes[key]] = x.Value
		default:
			v.report.keep("values of variables that the file does not list", 1)
		}
	}
	return attributes, own
}

func (v *view) takeCodes(codes []*refi.Code, parent coding.ThemeID) {
	taken := map[string]bool{}
	position := 0
	for _, c := range codes {
		key := refi.Key(c.GUID)
		if v.twins[key] { // NVivo shows each case as a code, too
			v.report.keep("codes that are cases", 1)
			v.takeCodes(c.Below, "")
			continue
		}
		t := &coding.Theme{ID: coding.ThemeID(v.idOf("code", c.GUID)), Parent: parent, Name: v.called("code", c.Name, "unnamed code", taken), Position: position}
		position++
		undescribe(c.Description, t)
		if !c.Codable && !t.Archived && t.Kind == "" {
			t.Kind = folderKind
		}
		if t.Kind != "" {
			t.Kind = cleanName(t.Kind, folderKind)
		}
		t.Colour = themeColour(c.Colour)
		if t.Colour == "" {
			t.Colour = coding.Colour(len(v.study.Themes))
		}
		v.study.Themes = append(v.study.Themes, t)
		v.codeOf[t.ID], v.themes[key], v.subjects[key] = c, t.ID, string(t.ID)
		v.takeCodes(c.Below, t.ID)
	}
}

// folderKind is the kind of a theme that other programs use to hold others, not to
// code with.
const folderKind = "category"

// themeColour is a colour as crosscase has it, "" for none.
func themeColour(c string) string {
	if len(c) == 4 && c[0] == '#' {
		c = string([]byte{'#', c[1], c[1], c[2], c[2], c[3], c[3]})
	}
	if !coding.IsColour(c) {
		return ""
	}
	return strings.ToLower(c)
}

// takeSources takes sources that have a text: text files, PDF files by their text,
// recordings by their transcripts.
func (v *view) takeSources() error {
	taken := map[string]bool{}
	for _, s := range v.doc.Sources {
		switch s.Kind {
		case refi.TextSource:
			v.hold(&held{source: s, text: &s.Text, name: s.Name}, "source", s.GUID, s.Selections)
		case refi.PDFSource:
			if s.Representation != nil {
				v.hold(&held{source: s, text: s.Representation, name: cmp.Or(s.Name, s.Representation.Name)}, "source", s.GUID, s.Representation.Selections)
			} else {
				v.report.keep("PDF files without their text", 1)
			}
		case refi.AudioSource, refi.VideoSource:
			if len(s.Transcripts) == 0 {
				v.report.keep("recordings without a transcript", 1)
			}
			for _, t := range s.Transcripts {
				v.hold(&held{source: s, transcript: t, name: cmp.Or(t.Name, s.Name)}, "transcript", t.GUID, nil)
			}
		default:
			v.report.keep("pictures", 1)
		}
	}
	v.resolve()
	if err := v.readTexts(); err != nil {
		return err
	}
	for _, h := range v.texts {
		v.addText(h, taken)
	}
	return nil
}

// readTexts finds who speaks in texts, in which language and when; several at a time,
// since that takes longest. Which labels are names is settled before.
func (v *view) readTexts() error {
	var wait sync.WaitGroup
	next := make(chan *held)
	failed := make([]error, runtime.GOMAXPROCS(0))
	names := map[string]bool{}
	for _, p := range v.study.Participants {
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			names[strings.ToLower(n)] = true
		}
	}
	known := func(label string) bool {
		return names[strings.ToLower(label)] || v.options.Known != nil && v.options.Known(label)
	}
	for i := range failed {
		wait.Go(func() {
			for h := range next {
				if err := h.read(known, v.options.silent); err != nil && failed[i] == nil {
					failed[i] = fmt.Errorf("%s: %w", h.name, err)
				}
			}
		})
	}
	for _, h := range v.texts {
		next <- h
	}
	close(next)
	wait.Wait()
	return errors.Join(failed...)
}

func (h *held) read(known func(label string) bool, silent bool) error {
	sum := sha256.Sum256(h.file)
	h.sha = hex.EncodeToString(sum[:])
	h.textID = corpus.TextID(refi.NewGUID("text", string(h.id), h.body))
	if silent {
		return nil
	}
	doc, err := format.Read("text.txt", []byte(h.body))
	if err != nil && !errors.Is(err, format.ErrEmpty) || doc.Body != h.body {
		doc = corpus.Document{Body: h.body} // its lines could not be told apart
	}
	if len(doc.Blocks) > 0 {
		found, err := transcript.Find(doc, transcript.Options{Known: known})
		if err != nil {
			return err
		}
		h.tr = found.Transcript
	}
	h.tr.Words = corpus.WordStarts(h.body)
	h.date = intake.DateOf(h.name, doc)
	doc.Body = sampleOf(doc.Body)
	h.language = intake.LanguageOf(doc)
	return nil
}

// hold reads a text, if it is there.
func (v *view) hold(h *held, kind, guid string, selections []*refi.Selection) {
	var content *string
	plain := ""
	if h.text != nil {
		content, plain = h.text.Content, h.text.Plain
	} else {
		content, plain = h.transcript.Content, h.transcript.Plain
	}
	raw, file, err := v.readText(plain, content)
	if err != nil {
		what := "sources whose text is not in the file"
		if errors.Is(err, refi.ErrTooLarge) {
			what = "sources whose text is too large"
		}
		v.report.keepAs(what, cmp.Or(h.name, guid))
		return
	}
	h.raw, h.body, h.file = raw, textBody(raw), file
	h.id = corpus.SourceID(v.idOf(kind, guid))
	if h.transcript != nil {
		selections = h.asPlain()
	}
	h.selections = selections
	v.texts = append(v.texts, h)
	v.held[refi.Key(guid)] = h
	v.subjects[refi.Key(guid)] = string(h.id)
	if h.text != nil {
		v.held[refi.Key(h.text.GUID)] = h
	}
}

// textBody is a text as crosscase keeps it.
func textBody(raw string) string { return refi.Fold(strings.ReplaceAll(raw, "\x00", "")) }

// readText reads a text from a file or from the document itself. What is not UTF-8 is
// UTF-16 where a byte order mark says so, else Windows-1252.
func (v *view) readText(plain string, content *string) (raw string, file []byte, err error) {
	if plain == "" {
		if content == nil {
			return "", nil, refi.ErrMissing
		}
		return *content, []byte(*content), nil
	}
	if file, err = v.files.File(plain, refi.MaxText); err != nil {
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
		v.report.change("text that is not UTF-8: read as Windows-1252", plain)
		data, err = charmap.Windows1252.NewDecoder().Bytes(data)
	}
	return string(data), file, err
}

// asPlain gives a transcript's selections the positions of their sync points.
func (h *held) asPlain() []*refi.Selection {
	at := map[string]int{}
	for _, p := range h.transcript.Points {
		at[refi.Key(p.GUID)] = p.Position
	}
	var all []*refi.Selection
	for _, s := range h.transcript.Selections {
		plain := *s
		plain.Name = ""
		plain.Start, plain.End = -1, -1
		if p, ok := at[refi.Key(s.From)]; ok {
			plain.Start = p
		}
		if p, ok := at[refi.Key(s.To)]; ok {
			plain.End = p
		}
		all = append(all, &plain)
	}
	return all
}

// own are a text's selections as the document has them.
func (h *held) own() []*refi.Selection {
	if h.transcript != nil {
		return h.transcript.Selections
	}
	return h.selections
}

// resolve finds how positions are counted.
func (v *view) resolve() {
	samples := make([]refi.Sample, len(v.texts))
	for i, h := range v.texts {
		samples[i] = refi.Sample{Raw: h.raw, Selections: h.selections}
	}
	verdicts := refi.Resolve(v.doc.Origin, samples)
	for i, h := range v.texts {
		forced, ok := v.options.Positions[h.name]
		if !ok {
			forced, ok = v.options.Positions[""]
		}
		if ok {
			verdicts[i] = refi.Force(forced, samples[i])
		}
		h.convention = verdicts[i].Convention
		h.places = h.convention.Locate(h.raw, h.selections)
		if len(h.selections) > 0 {
			v.report.Positions = append(v.report.Positions, SourcePositions{Source: h.name, Selections: len(h.selections), Verdict: verdicts[i]})
		}
	}
}

// sampleOf is enough of a text to tell its language: its beginning, middle and end.
func sampleOf(body string) string {
	const part = 800
	if len(body) <= 3*part {
		return body
	}
	at := len(body)/2 - part/2
	return strings.ToValidUTF8(body[:part], "") + "\n" + strings.ToValidUTF8(body[at:at+part], "") + "\n" + strings.ToValidUTF8(body[len(body)-part:], "")
}

// addText makes a source of a text: who speaks in it was found as in any transcript.
func (v *view) addText(h *held, taken map[string]bool) {
	tr := h.tr
	if h.transcript != nil {
		h.times(&tr)
	}
	src := &corpus.Source{ID: h.id, Name: v.called("source", h.name, "unnamed source", taken), Type: corpus.TypeOther, Text: h.textID,
		File: cleanName(h.name, "text"), MediaType: "text/plain", SHA256: h.sha, Language: h.language, Date: h.date}
	attributes, own := v.values(h.source.Values)
	src.Attributes = attributes
	if t, err := corpus.ParseSourceType(own["Type"]); err == nil && own["Type"] != "" {
		src.Type = t
	}
	if d, err := corpus.ParseDate(own["Date"]); err == nil && own["Date"] != "" {
		src.Date = d
	}
	src.Language = cmp.Or(own["Language"], src.Language)
	v.study.Sources = append(v.study.Sources, src)
	v.study.Transcripts[h.textID] = &tr
	v.originals[h.sha] = h.file
	v.placeInCases(h, src)
	v.speak(h, src, &tr)
}

// times gives turns the times of the sync points that they begin at or behind.
func (h *held) times(tr *corpus.Transcript) {
	type point struct{ offset, ms int }
	var positions []*refi.Selection
	var points []point
	for _, p := range h.transcript.Points {
		if p.Position >= 0 && p.Time >= 0 {
			positions = append(positions, &refi.Selection{Start: p.Position, End: p.Position + 1})
			points = append(points, point{0, p.Time})
		}
	}
	for i, l := range h.convention.Locate(h.raw, positions) {
		if points[i].offset = l.Start; l.Damaged != "" {
			points[i].offset = len(h.body)
		}
	}
	slices.SortStableFunc(points, func(a, b point) int { return cmp.Or(cmp.Compare(a.offset, b.offset), cmp.Compare(a.ms, b.ms)) })
	for i := range tr.Turns {
		t := &tr.Turns[i]
		n, there := slices.BinarySearchFunc(points, t.Start, func(p point, at int) int { return cmp.Compare(p.offset, at) })
		if !there {
			n--
		}
		if n >= 0 && t.From < 0 && points[n].offset >= 0 && (there || points[n].offset+1 >= t.Start) {
			t.From = time.Duration(points[n].ms) * time.Millisecond
		}
	}
}

// speak makes participants of who speaks. Where nobody is marked in a text, turns
// are those of the one participant whose case the text, or most of the turn, is.
func (v *view) speak(h *held, src *corpus.Source, tr *corpus.Transcript) {
	for i := range tr.Speakers {
		tr.Speakers[i].Participant = v.participant(tr.Speakers[i].Label, src.Name)
	}
	if len(tr.Speakers) > 0 {
		return
	}
	whole := v.caseSources("participant", h)
	type part struct {
		span corpus.Span
		who  string
	}
	var parts []part
	for i, s := range h.own() {
		if h.places[i].Damaged != "" {
			continue
		}
		for _, who := range v.caseSelections("participant", s) {
			parts = append(parts, part{corpus.Span{Start: h.places[i].Start, End: h.places[i].End}, who})
		}
	}
	if len(whole) != 1 && len(parts) == 0 {
		return
	}
	number := map[string]int{}
	speaker := func(who string) int {
		n, ok := number[who]
		if !ok {
			n = len(tr.Speakers)
			number[who] = n
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: v.caseOf[who].Name, Participant: corpus.ParticipantID(who)})
		}
		return n
	}
	for i := range tr.Turns {
		t := &tr.Turns[i]
		if t.Kind == corpus.Heading {
			continue
		}
		share := map[string]int{}
		for _, p := range parts {
			if p.span.Overlaps(t.Span()) {
				share[p.who] += min(p.span.End, t.End) - max(p.span.Start, t.Start)
			}
		}
		for _, who := range slices.Sorted(maps.Keys(share)) {
			if share[who]*2 > t.Span().Len() {
				t.Speaker = speaker(who)
			}
		}
		if t.Speaker < 0 && len(whole) == 1 {
			t.Speaker = speaker(whole[0])
		}
	}
}

// participant finds the participant of a label, or makes one.
func (v *view) participant(label, source string) corpus.ParticipantID {
	name := cleanName(label, "speaker")
	for _, p := range v.study.Participants {
		if strings.EqualFold(p.Name, name) || slices.ContainsFunc(p.Aliases, func(a string) bool { return strings.EqualFold(a, name) }) {
			return p.ID
		}
	}
	if corpus.AnonymousLabel(label) {
		name = cleanName(fmt.Sprintf("%s (%s)", label, source), "speaker")
		for _, p := range v.study.Participants {
			if strings.EqualFold(p.Name, name) {
				return p.ID
			}
		}
	}
	p := &corpus.Participant{ID: corpus.ParticipantID(refi.NewGUID("participant", strings.ToLower(name))), Name: name}
	if corpus.ResearcherLabel(label) {
		p.Role = corpus.Researcher
	}
	v.study.Participants = append(v.study.Participants, p)
	return p.ID
}

// takeSets makes attributes of groups of sources, as ATLAS.ti and MAXQDA keep
// them: "gender: male" is an attribute with its value, all others are groups.
func (v *view) takeSets() {
	groups := map[corpus.SourceID][]string{}
	byID := map[corpus.SourceID]*corpus.Source{}
	for _, s := range v.study.Sources {
		byID[s.ID] = s
	}
	for _, set := range v.doc.Sets {
		if len(set.Codes) > 0 || len(set.Sources) == 0 {
			v.report.keep("sets of codes and notes", 1)
		}
		if len(set.Sources) == 0 || v.isCaseSet(set) {
			continue
		}
		name, value, isValue := strings.Cut(set.Name, ": ")
		for _, ref := range set.Sources {
			h := v.held[refi.Key(ref)]
			if h == nil {
				continue
			}
			src := byID[h.id]
			if isValue && strings.TrimSpace(name) != "" && strings.TrimSpace(value) != "" {
				if name := cleanName(name, "group"); src.Attributes[name] == "" {
					src.Attributes[name] = strings.TrimSpace(value)
				}
				continue
			}
			groups[h.id] = append(groups[h.id], cleanName(set.Name, "unnamed group"))
		}
	}
	for id, names := range groups {
		if src := byID[id]; src.Attributes["Group"] == "" {
			slices.Sort(names)
			src.Attributes["Group"] = strings.Join(slices.Compact(names), "; ")
		}
	}
}

// takeCodings makes passages and tags of selections and codings.
func (v *view) takeCodings() {
	for _, h := range v.texts {
		for i, s := range h.own() {
			v.takeSelection(h, s, h.places[i])
		}
		codings := h.source.Codings
		if h.transcript != nil && h.source.Transcripts[0] != h.transcript {
			codings = nil // of the recording: they go to its first transcript
		}
		if h.text != nil && h.text != &h.source.Text {
			codings = append(slices.Clone(h.text.Codings), codings...)
		}
		v.takeWhole(h, codings)
	}
	for _, s := range v.doc.Sources {
		if s.Kind == refi.TextSource || v.heldOf(s) && s.Kind != refi.PDFSource {
			continue
		}
		v.takePaired(s)
	}
}

// heldOf tells whether a recording has a transcript that was taken.
func (v *view) heldOf(s *refi.Source) bool {
	if s.Kind == refi.PDFSource {
		return s.Representation != nil && v.held[refi.Key(s.Representation.GUID)] != nil
	}
	return slices.ContainsFunc(s.Transcripts, func(t *refi.Transcript) bool { return v.held[refi.Key(t.GUID)] != nil })
}

func (v *view) takeSelection(h *held, s *refi.Selection, at refi.Located) {
	if at.Damaged != "" {
		v.report.keepAs("selections that have no place in their text: "+at.Damaged, fmt.Sprintf("%s, %s %d to %d", h.name, cmp.Or(s.Name, "without a name"), s.Start, s.End))
		v.report.keep("codings on them", len(s.Codings))
		return
	}
	if at.Repaired != "" {
		v.report.change("selection that "+at.Repaired, fmt.Sprintf("%s, %d to %d", h.name, s.Start, s.End))
	}
	kind := "selection"
	p := coding.Passage{ID: coding.PassageID(v.idOf(kind, s.GUID)), Text: h.textID, Span: corpus.Span{Start: at.Start, End: at.End}}
	tagged := 0
	for _, c := range s.Codings {
		if v.takeCoding(p.ID, c) {
			tagged++
		}
	}
	if tagged == 0 && len(s.Codings) > 0 && s.Description == "" && len(s.NoteRefs) == 0 { // it says whose words they are
		return
	}
	v.passages[s] = p.ID
	if v.joined {
		v.subjects[refi.Key(s.GUID)] = string(p.ID)
	}
	v.study.Passages = append(v.study.Passages, p)
	v.describe(s.Description, "selection", s.GUID, string(p.ID), s.Audit)
}

// takeCoding makes a tag of a coding; false where it is none of a code's.
func (v *view) takeCoding(passage coding.PassageID, c *refi.Coding) bool {
	theme, ok := v.themes[refi.Key(c.Code)]
	if !ok {
		if v.taken[refi.Key(c.Code)] != "" || v.twins[refi.Key(c.Code)] {
			v.report.keep("codings with a case, which say whose words they are", 1)
		} else {
			v.report.keep("codings with a code that is not in the codebook", 1)
		}
		return false
	}
	t := coding.Tag{ID: coding.TagID(v.idOf("coding", c.GUID)), Passage: passage, Theme: theme, Coder: v.coder(c.Creator), At: moment(c.Created)}
	v.tags[c] = t.ID
	if v.joined {
		v.subjects[refi.Key(c.GUID)] = string(t.ID)
	}
	v.study.Tags = append(v.study.Tags, t)
	return true
}

// takeWhole makes tags of codings of a whole source, on all its words.
func (v *view) takeWhole(h *held, codings []*refi.Coding) {
	if len(codings) == 0 {
		return
	}
	if h.body == "" {
		v.report.keep("codings of sources without words", len(codings))
		return
	}
	p := coding.Passage{ID: coding.PassageID(refi.NewGUID("whole", string(h.textID))), Text: h.textID, Span: corpus.Span{End: len(h.body)}}
	n := 0
	for _, c := range codings {
		if v.takeCoding(p.ID, c) {
			n++
		}
	}
	if n > 0 {
		v.study.Passages = append(v.study.Passages, p)
		v.report.changeN("coding of a whole source: is on all its words here", n, h.name)
	}
}

// takePaired takes codings of parts of a PDF file that are words of its text, too:
// one segment, on which the same code by the same user is one tag.
func (v *view) takePaired(s *refi.Source) {
	words := map[string]*refi.Selection{}
	if s.Kind == refi.PDFSource && s.Representation != nil {
		for _, x := range s.Representation.Selections {
			words[refi.Key(x.GUID)] = x
		}
	}
	kind := map[string]string{refi.PDFSource: "selections of pages", refi.PictureSource: "selections of pictures"}[s.Kind]
	for _, x := range s.Selections {
		twin := words[refi.Key(x.GUID)]
		passage, ok := v.passages[twin]
		if twin == nil || !ok {
			v.report.keep(cmp.Or(kind, "selections of recordings by their time"), 1)
			v.report.keep("codings on them", len(x.Codings))
			continue
		}
		for _, c := range x.Codings {
			same := slices.IndexFunc(twin.Codings, func(o *refi.Coding) bool {
				return refi.Key(o.Code) == refi.Key(c.Code) && refi.Key(o.Creator) == refi.Key(c.Creator)
			})
			if same >= 0 {
				v.tags[c] = v.tags[twin.Codings[same]]
				v.report.keep("codings that say again, of a page, what is said of its words", 1)
				continue
			}
			v.takeCoding(passage, c)
		}
	}
	if s.Kind != refi.PDFSource || !v.heldOf(s) {
		v.report.keep("codings of whole files without words", len(s.Codings))
	}
	for _, t := range s.Transcripts {
		for _, x := range t.Selections {
			v.report.keep("selections of transcripts whose text is missing", 1)
			v.report.keep("codings on them", len(x.Codings))
		}
	}
}

// countRest lists what is kept for a later export and not shown.
func (v *view) countRest() {
	v.report.keep("graphs", len(v.doc.Graphs))
	notes, sets := 0, 0
	for _, n := range v.notes {
		if n.on > 0 {
			notes++
		}
	}
	for _, s := range v.doc.Sets {
		if len(s.Sources) > 0 {
			sets++
		}
	}
	users := 0
	for _, u := range v.doc.Users {
		if _, ok := v.coders[refi.Key(u.GUID)]; ok && refi.Key(u.GUID) != programUser {
			users++
		}
	}
	sources := map[*refi.Source]bool{}
	selections := map[*refi.Selection]bool{}
	for _, h := range v.texts {
		sources[h.source] = true
		for i, s := range h.own() {
			if h.places[i].Damaged == "" {
				selections[s] = true
			}
		}
	}
	for s := range v.passages {
		selections[s] = true
	}
	v.report.here = map[string]int{"sources": len(sources), "codes": len(v.codeOf), "selections": len(selections), "codings": len(v.tags), "cases": len(v.doc.Cases),
		"variables": len(v.doc.Variables), "notes": notes, "links": len(v.links) + len(v.noteLinks), "sets": sets, "users": users}
	for _, s := range v.doc.Sources {
		if s.Kind == refi.TextSource && v.held[refi.Key(s.GUID)] == nil {
			v.report.keep("selections in them", len(s.Selections))
			n := len(s.Codings)
			for _, x := range s.Selections {
				n += len(x.Codings)
			}
			v.report.keep("codings in them", n)
		}
		if s.Kind == refi.PDFSource && s.Representation != nil && v.held[refi.Key(s.Representation.GUID)] == nil {
			v.report.keep("selections in them", len(s.Representation.Selections))
			for _, x := range s.Representation.Selections {
				v.report.keep("codings in them", len(x.Codings))
			}
		}
		if s.Kind == refi.AudioSource || s.Kind == refi.VideoSource {
			if v.heldOf(s) {
				v.report.keep("selections of recordings by their time", len(s.Selections))
				for _, x := range s.Selections {
					v.report.keep("codings on them", len(x.Codings))
				}
			}
		}
	}
	for _, n := range v.doc.Notes {
		for _, s := range n.Selections {
			v.report.keep("codings in notes", len(s.Codings))
		}
		v.report.keep("codings in notes", len(n.Codings))
	}
}

// Memory are files in memory, by their names in small letters.
type Memory map[string][]byte

// Has tells whether there is the file that a path names.
func (m Memory) Has(p string) bool {
	name, ok := refi.Internal(p)
	_, there := m[strings.ToLower(name)]
	return ok && there
}

// File implements [Files].
func (m Memory) File(p string, most int64) ([]byte, error) {
	name, ok := refi.Internal(p)
	data, there := m[strings.ToLower(name)]
	if !ok || !there {
		return nil, refi.ErrMissing
	}
	if int64(len(data)) > most {
		return nil, refi.ErrTooLarge
	}
	return data, nil
}

// side is a view as one of two projects that are brought together.
func (v *view) side() merge.Side {
	bodies := map[corpus.TextID]string{}
	for _, h := range v.texts {
		bodies[h.textID] = h.body
	}
	return merge.Side{Study: coding.NewStudy(v.study), Texts: bodyTexts(bodies), Original: func(_ context.Context, sum string) ([]byte, error) {
		if data, ok := v.originals[sum]; ok {
			return data, nil
		}
		return nil, coding.ErrUnknown
	}}
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
