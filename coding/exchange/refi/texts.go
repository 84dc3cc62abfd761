package refi

// A Text is the standard's TextSourceType: the text of a source, a note, or the
// words of a PDF file or picture, with its selections and codings.
type Text struct {
	GUID, Name  string
	Rich, Plain string // paths
	Audit
	Description string
	Content     *string // the text itself, where it is in no file
	Selections  []*Selection
	Codings     []*Coding // of the whole text
	NoteRefs    []string
	Values      []Value
}

func (t *Text) declare(e *element) {
	e.guid(textKinds[e.name], &t.GUID)
	e.optional("name", &t.Name)
	e.optional("richTextPath", &t.Rich)
	e.optional("plainTextPath", &t.Plain)
	t.Audit.declare(e)
	e.text("Description", &t.Description)
	e.content("PlainTextContent", &t.Content)
	many(e, "PlainTextSelection", &t.Selections)
	t.whole(e)
}

// textKinds are the kinds of texts, by element, in which identifiers are unique.
var textKinds = map[string]string{
	TextSource: "source", "Note": "note", "Representation": "representation", "TextDescription": "representation",
}

// whole declares what is said of a whole text or source.
func (t *Text) whole(e *element) {
	many(e, "Coding", &t.Codings)
	e.refs("NoteRef", &t.NoteRefs)
	values(e, "VariableValue", &t.Values)
}

// files returns the paths of the files that hold the text.
func (t *Text) files() (paths []string) {
	for _, p := range []string{t.Plain, t.Rich} {
		if p != "" {
			paths = append(paths, p)
		}
	}
	return paths
}

// A Transcript is a text of a recording.
type Transcript struct {
	Text   // which has no codings of its own and no values
	Points []SyncPoint
}

func (t *Transcript) declare(e *element) {
	e.guid("transcript", &t.GUID)
	e.optional("name", &t.Name)
	e.optional("richTextPath", &t.Rich)
	e.optional("plainTextPath", &t.Plain)
	t.Audit.declare(e)
	e.text("Description", &t.Description)
	e.content("PlainTextContent", &t.Content)
	values(e, "SyncPoint", &t.Points)
	many(e, "TranscriptSelection", &t.Selections)
	e.refs("NoteRef", &t.NoteRefs)
}

// A SyncPoint joins a moment of a recording to a position in its transcript: in
// milliseconds, and as a convention counts. Either is -1 where it is unknown.
type SyncPoint struct {
	GUID           string
	Time, Position int
}

func (p *SyncPoint) declare(e *element) {
	e.guid("syncpoint", &p.GUID)
	e.numberOrNone("timeStamp", &p.Time)
	e.numberOrNone("position", &p.Position)
}
