package workbench

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/query"
)

// A field is a line of a form.
type field struct {
	Name, Label, Value, Help string
	ID                       string   // on the page, where several fields have one name
	Options                  []string // to choose from; with Free others, too
	Free, Long, Colour       bool
}

// A formView is a page to edit what is known of one thing.
type formView struct {
	Kind, Name string
	Fields     []field
	Action     string
	Attributes []field
	Back       string
	Merge      []string // names that it may be made one with
	Facts      []string
	Speaks     []speaksIn
	MayRemove  bool
	Freeing    bool // it can be removed only once nothing refers to it
	MaySplit   bool // into another person in each source
}

// A speaksIn is a source in which somebody speaks, and how many turns are theirs.
type speaksIn struct {
	Source  string
	Turns   int
	Address string // of the first
}

// command is what shows the same on the command line.
func (v formView) command() string { return "crosscase " + v.Kind + " show " + query.Quote(v.Name) }

// formOf is the form of a thing, as its kind declares it.
func formOf[T any](k app.Kind[T], s *coding.Study, x *T) formView {
	v := formView{Kind: k.Name, Name: *k.NameOf(x), Fields: fieldsOf(k, s, x), MayRemove: k.Removable(), Freeing: k.Freeing != ""}
	if k.Attributes != nil {
		v.Attributes = attributes(*k.Attributes(x))
	}
	return v
}

// fieldsOf are the fields of a thing, the name first. One of several values has a line for
// each, at least one.
func fieldsOf[T any](k app.Kind[T], s *coding.Study, x *T) []field {
	fields := []field{{Name: "name", Label: "name", Value: *k.NameOf(x)}}
	for _, f := range k.Fields {
		if f.Label == "" {
			continue
		}
		has := f.Get(s, x)
		if len(has) == 0 {
			has = []string{""}
		}
		for i, value := range has {
			line := field{Name: f.Name, Label: f.Label, Value: value, Help: f.Help, Free: f.Kind != query.Choose, Long: f.Long, Colour: f.Colour}
			if i > 0 {
				line.ID = fmt.Sprint(f.Name, i+1)
			}
			if f.Choices != nil {
				line.Options = values(f.Choices(s))
			}
			fields = append(fields, line)
		}
	}
	return fields
}

// values are the values to choose from.
func values(choices []query.Choice) (all []string) {
	for _, c := range choices {
		all = append(all, c.Value)
	}
	return all
}

func attributes(all map[string]string) (fields []field) {
	for _, k := range slices.Sorted(maps.Keys(all)) {
		fields = append(fields, field{Name: "attr:" + k, Label: k, Value: all[k]})
	}
	return fields
}

// revisionOf is what a form says of a thing.
func revisionOf[T any](k app.Kind[T], form url.Values) app.Revision {
	r := app.Revision{Name: form.Get("name"), Values: map[string][]string{}, Attributes: map[string]string{}}
	if form.Has("name") && strings.TrimSpace(r.Name) == "" {
		r.Name = " " // which is refused: a field that was emptied does not ask for the name that was
	}
	for name, typed := range form {
		if k.Field(name) != nil {
			for _, v := range typed {
				r.Values[name] = append(r.Values[name], lines(v))
			}
		}
		if name, ok := strings.CutPrefix(name, "attr:"); ok {
			r.Attributes[name] = typed[0]
		}
	}
	if name := strings.TrimSpace(form.Get("new-attribute")); name != "" {
		r.Attributes[name] = form.Get("new-value")
	}
	return r
}

// lines are the lines of a field as they are stored; a browser ends them as Windows does.
func lines(typed string) string { return strings.ReplaceAll(typed, "\r\n", "\n") }

// edited makes an edit and leads to a page that says what was done.
func (b *Workbench) edited(w http.ResponseWriter, r *http.Request, to string, do func(a *app.Session) (app.Done, error)) error {
	done, err := b.edit(r.Context(), do)
	if err != nil {
		return err
	}
	r.Form.Set("back", to)
	return backDone(w, r, done.Step)
}

// editSource shows what is known of a source, to be edited.
func (b *Workbench) editSource(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, _, err := sourceOf(s, r)
	if err != nil {
		return err
	}
	v := formOf(app.Sources(), s, src)
	v.Action, v.Back = "/sources/"+url.PathEscape(src.Name)+"/edit", "/sources"
	return b.show(w, r, http.StatusOK, "form.html",
		page{Title: src.Name, Section: "sources", Data: v, Terminal: v.command()})
}

// setSource edits what is known of a source, or removes it.
func (b *Workbench) setSource(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, _, err := sourceOf(s, r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	return b.edited(w, r, "/sources", func(a *app.Session) (app.Done, error) {
		if r.FormValue("do") == "remove" {
			return app.Sources().Remove(r.Context(), a, src.Name, r.FormValue("with-tags") != "")
		}
		return app.Sources().Set(r.Context(), a, src.Name, revisionOf(app.Sources(), r.Form))
	})
}
