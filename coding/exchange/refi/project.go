package refi

import "maps"

// A Project is a whole project.
type Project struct {
	Name, Origin, BasePath string
	Audit
	Users       []User
	Codes       []*Code
	Variables   []Variable
	Cases       []*Case
	Sources     []*Source
	Notes       []*Text
	Links       []*Link
	Sets        []*Set
	Graphs      []*Graph
	Description string
	NoteRefs    []string
}

func (p *Project) declare(e *element) {
	e.namespace(projectSpace)
	e.required("name", &p.Name)
	e.optional("origin", &p.Origin)
	e.user("creatingUserGUID", &p.Creator)
	e.date("creationDateTime", &p.Created)
	e.user("modifyingUserGUID", &p.Modifier)
	e.date("modifiedDateTime", &p.Modified)
	e.optional("basePath", &p.BasePath)
	e.group("Users", len(p.Users), func(e *element) { values(e, "User", &p.Users) })
	e.group("CodeBook", len(p.Codes), p.codebook)
	e.group("Variables", len(p.Variables), func(e *element) { values(e, "Variable", &p.Variables) })
	e.group("Cases", len(p.Cases), func(e *element) { many(e, "Case", &p.Cases) })
	e.group("Sources", len(p.Sources), p.sources)
	e.group("Notes", len(p.Notes), func(e *element) { many(e, "Note", &p.Notes) })
	e.group("Links", len(p.Links), func(e *element) { many(e, "Link", &p.Links) })
	e.group("Sets", len(p.Sets), p.sets)
	e.group("Graphs", len(p.Graphs), func(e *element) { many(e, "Graph", &p.Graphs) })
	e.text("Description", &p.Description)
	e.refs("NoteRef", &p.NoteRefs)
}

// A User is somebody who worked on a project.
type User struct{ GUID, Name, ID string }

func (u *User) declare(e *element) {
	e.guid("user", &u.GUID)
	e.optional("name", &u.Name)
	e.optional("id", &u.ID)
}

// An Audit records who created something and when, and who changed it last:
// identifiers of users, and dates as written in the file.
type Audit struct{ Creator, Created, Modifier, Modified string }

func (a *Audit) declare(e *element) {
	e.user("creatingUser", &a.Creator)
	e.date("creationDateTime", &a.Created)
	e.user("modifyingUser", &a.Modifier)
	e.date("modifiedDateTime", &a.Modified)
}

// Counts returns how many of each kind of thing the project holds, without those of
// which there are none: "users", "codes", "variables", "cases", "sources",
// "selections", "codings", "notes", "links", "sets" and "graphs".
func (p *Project) Counts() map[string]int {
	n := map[string]int{
		"users": len(p.Users), "codes": countCodes(p.Codes), "variables": len(p.Variables),
		"cases": len(p.Cases), "sources": len(p.Sources), "notes": len(p.Notes),
		"links": len(p.Links), "sets": len(p.Sets), "graphs": len(p.Graphs),
	}
	for _, t := range p.texts() {
		n["selections"] += len(t.Selections)
		n["codings"] += len(t.Codings)
		for _, s := range t.Selections {
			n["codings"] += len(s.Codings)
		}
	}
	maps.DeleteFunc(n, func(_ string, n int) bool { return n == 0 })
	return n
}

// texts returns all that may have selections and codings.
func (p *Project) texts() (all []*Text) {
	for _, s := range p.Sources {
		all = append(all, s.Texts()...)
	}
	return append(all, p.Notes...)
}

// Files returns the paths of all files that the project names.
func (p *Project) Files() (paths []string) {
	for _, s := range p.Sources {
		paths = append(paths, s.Files()...)
	}
	for _, n := range p.Notes {
		paths = append(paths, n.files()...)
	}
	return paths
}
