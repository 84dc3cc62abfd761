package refi

// A Set is a group of codes, sources or notes.
type Set struct {
	GUID, Name, Description string
	Codes, Sources, Notes   []string
}

func (s *Set) declare(e *element) {
	e.guid("set", &s.GUID)
	e.required("name", &s.Name)
	e.text("Description", &s.Description)
	e.refs("MemberCode", &s.Codes)
	if !e.codebook || e.reading() {
		e.refs("MemberSource", &s.Sources)
		e.refs("MemberNote", &s.Notes)
	}
}

func (p *Project) sets(e *element) { many(e, "Set", &p.Sets) }
