package app

import "fmt"

// Roles are cases of another program's project that were taken for the same, for the same
// reason.
type Roles struct {
	Is    string // participant, organisation, case or attribute
	By    string // why
	Names []string
}

// Roles says what cases were taken for, in the order of the file.
func (a Arrived) Roles() (all []Roles) {
	type key struct{ is, by string }
	at := map[key]int{}
	for _, c := range a.Report.Cases {
		k := key{c.Is, c.By}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, Roles{Is: c.Is, By: c.By})
		}
		all[i].Names = append(all[i].Names, c.Name)
	}
	return all
}

// Positions says how positions in texts were read.
type Positions struct {
	Same              string // how, where it is the same in all sources
	Selections, Edges int    // of all of them; edges are selections that begin and end where words do
	Decided           []SourcePositions
}

// SourcePositions says how positions in a source were read, where there was something to
// decide.
type SourcePositions struct{ Source, How, Why string }

// Positions says how positions were read: once where it is the same in all sources, and
// for each source where there was something to decide.
func (a Arrived) Positions() (p Positions) {
	if len(a.Report.Positions) == 0 {
		return p
	}
	first := a.Report.Positions[0].Convention
	p.Same = first.String()
	for _, x := range a.Report.Positions {
		if x.Convention != first {
			p.Same = ""
		}
		p.Selections += x.Selections
		p.Edges += x.Edges
	}
	for _, x := range a.Report.Positions {
		why := ""
		switch {
		case (x.Alike || x.Told) && p.Same != "" && !x.Forced:
			continue
		case x.Forced:
			why = fmt.Sprintf(", as you say (%d points)", x.Points)
		case x.Told:
			why = ", as the file says"
		case x.Alike:
			why = ", and no other way to count says otherwise"
		default:
			why = fmt.Sprintf(" (%d points; next %s, %d)", x.Points, x.Second, x.Against)
			if x.Convention != x.Expected {
				why += fmt.Sprintf("; %s would say %s", a.Report.Origin, x.Expected)
			}
		}
		p.Decided = append(p.Decided, SourcePositions{x.Source, x.Convention.String(), why})
	}
	return p
}
