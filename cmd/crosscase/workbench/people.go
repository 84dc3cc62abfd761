package workbench

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

// A peopleKind is a kind of thing on the page of people: participants, organisations or
// case studies.
type peopleKind interface {
	kind() string
	table(s *coding.Study) peopleTable
	form(b *Workbench, r *http.Request, s *coding.Study, name string) (formView, error)
	change(r *http.Request, a *app.Session) (app.Done, error)
}

// A oneKind is one of these kinds, as it is declared.
type oneKind[T any] struct {
	app.Kind[T]
	title string
}

// peopleKinds are the kinds of things on the page of people.
func peopleKinds() []peopleKind {
	return []peopleKind{
		peopleOf(app.Participants(), "Participants"), peopleOf(app.Organisations(), "Organisations"), peopleOf(app.Cases(), "Case studies"),
	}
}

func (p oneKind[T]) kind() string { return p.Name }

// peopleOf shows a kind of thing on the page.
func peopleOf[T any](k app.Kind[T], title string) peopleKind { return oneKind[T]{k, title} }

// peopleKindNamed is the kind that a request is about. The error wraps [coding.ErrUnknown].
func peopleKindNamed(r *http.Request) (peopleKind, error) {
	for _, k := range peopleKinds() {
		if k.kind() == r.PathValue("kind") {
			return k, nil
		}
	}
	return nil, coding.Errorf(coding.ErrUnknown, "there is no such page")
}

// A peopleView lists participants, organisations and case studies.
type peopleView struct{ Kinds []peopleTable }

type peopleTable struct {
	Kind, Title string
	Head        []peopleCell
	Rows        []peopleRow
}

type peopleRow struct {
	Name  string
	Cells []peopleCell
}

type peopleCell struct {
	Text   string
	Number bool
}

// people lists who speaks, for whom, in which case study.
func (b *Workbench) people(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	var v peopleView
	for _, k := range peopleKinds() {
		v.Kinds = append(v.Kinds, k.table(s))
	}
	return b.show(w, r, http.StatusOK, "people.html",
		page{Title: b.say(r, "People"), Section: "people", Data: v, Terminal: "crosscase participant list"})
}

// table lists all of a kind, with their attributes behind the columns of the list.
func (p oneKind[T]) table(s *coding.Study) peopleTable {
	t := peopleTable{Kind: p.Name, Title: p.title}
	columns := p.Columns(s)[1:]
	attributes := map[string]bool{}
	for i, x := range p.All(s) {
		row := peopleRow{Name: *p.NameOf(x)}
		for _, c := range columns {
			row.Cells = append(row.Cells, cellOf(c.Value(i, x)))
		}
		t.Rows = append(t.Rows, row)
		for name := range *p.Attributes(x) {
			attributes[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(attributes))
	for i, x := range p.All(s) {
		for _, name := range names {
			t.Rows[i].Cells = append(t.Rows[i].Cells, peopleCell{Text: (*p.Attributes(x))[name]})
		}
	}
	for n, c := range columns {
		t.Head = append(t.Head, peopleCell{c.Name, len(t.Rows) > 0 && t.Rows[0].Cells[n].Number})
	}
	for _, name := range names {
		t.Head = append(t.Head, peopleCell{Text: name})
	}
	return t
}

// cellOf is a value of a column.
func cellOf(value any) peopleCell {
	if n, ok := value.(int); ok {
		return peopleCell{coding.Thousands(n), true}
	}
	return peopleCell{Text: text(value)}
}

// editPerson shows what is known of a participant, an organisation or a case study.
func (b *Workbench) editPerson(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	k, err := peopleKindNamed(r)
	if err != nil {
		return err
	}
	v, err := k.form(b, r, s, r.PathValue("name"))
	if err != nil {
		return err
	}
	return b.show(w, r, http.StatusOK, "form.html",
		page{Title: v.Name, Section: "people", Data: v, Terminal: v.command()})
}

func (p oneKind[T]) form(b *Workbench, r *http.Request, s *coding.Study, name string) (formView, error) {
	x, err := p.Find(s, name)
	if err != nil {
		return formView{}, err
	}
	v := formOf(p.Kind, s, x)
	v.Action, v.Back = "/people/"+p.Name, "/people"
	for _, other := range p.All(s) {
		if other != x {
			v.Merge = append(v.Merge, *p.NameOf(other))
		}
	}
	if p.Aliases != nil && len(p.Aliases(x)) > 0 {
		v.Facts = append(v.Facts, b.say(r, "also known as %s", strings.Join(p.Aliases(x), ", ")))
	}
	if p.Speaks != nil {
		v.Speaks = p.speaksIn(s, x)
		v.MaySplit = len(v.Speaks) > 1
	}
	return v, nil
}

// speaksIn are the places where somebody speaks, each with where it is read.
func (p oneKind[T]) speaksIn(s *coding.Study, x *T) (links []speaksIn) {
	for _, in := range p.Speaks(s, x) {
		links = append(links, speaksIn{in.Source.Name, in.Turns, sourceAddress(in.Source.Name, in.First+1)})
	}
	return links
}

// setPerson edits what is known of one, adds, removes or splits one, or merges two.
func (b *Workbench) setPerson(w http.ResponseWriter, r *http.Request) error {
	k, err := peopleKindNamed(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	return b.edited(w, r, "/people", func(a *app.Session) (app.Done, error) { return k.change(r, a) })
}

func (p oneKind[T]) change(r *http.Request, a *app.Session) (app.Done, error) {
	switch r.FormValue("do") {
	case "add":
		return p.Add(r.Context(), a, r.FormValue("name"), app.Revision{})
	case "remove":
		return p.Remove(r.Context(), a, r.FormValue("was"), false)
	case "merge":
		return p.Merge(r.Context(), a, r.FormValue("was"), r.FormValue("into"))
	case "split":
		done, _, err := a.SplitBySource(r.Context(), r.FormValue("was"), false)
		return done, err
	}
	return p.Set(r.Context(), a, r.FormValue("was"), revisionOf(p.Kind, r.Form))
}
