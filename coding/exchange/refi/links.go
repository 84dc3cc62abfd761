package refi

// A Link joins any two things.
type Link struct {
	GUID, Name, Direction, Colour, Origin, Target string
	NoteRefs                                      []string
}

func (l *Link) declare(e *element) {
	e.guid("link", &l.GUID)
	e.optional("name", &l.Name)
	e.word("direction", &l.Direction, directions)
	e.colour(&l.Colour)
	e.trimmed("originGUID", &l.Origin)
	e.trimmed("targetGUID", &l.Target)
	e.refs("NoteRef", &l.NoteRefs)
}

var directions = []string{"Associative", "OneWay", "Bidirectional"}
