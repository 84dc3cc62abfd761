package workbench

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// A field is a line of a form.
type field struct {
	Name, Label, Value, Help string
	Options                  []string // to choose from; with Free others, too
	Free, Long               bool
}

// A formView is a page to put right what is known of one thing.
type formView struct {
	Kind, Name string
	Fields     []field
	Action     string
	Attributes []field
	Back       string
	Merge      []string // names that it may be made one with
	Facts      []string
	MayRemove  bool
}

func attributes(all map[string]string) (fields []field) {
	for _, k := range slices.Sorted(maps.Keys(all)) {
		fields = append(fields, field{Name: "attr:" + k, Label: k, Value: all[k]})
	}
	return fields
}

func sourceTypes() (types []string) {
	for _, t := range corpus.SourceTypes {
		types = append(types, string(t))
	}
	return types
}

// editSource shows what is known of a source, to be put right.
func (b *Workbench) editSource(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, _, err := sourceOf(s, r)
	if err != nil {
		return err
	}
	v := formView{Kind: "source", Name: src.Name, Action: "/sources/" + url.PathEscape(src.Name) + "/edit", Back: "/sources", Attributes: attributes(src.Attributes), MayRemove: true}
	v.Fields = []field{
		{Name: "name", Label: "name", Value: src.Name},
		{Name: "type", Label: "type", Value: string(src.Type), Options: sourceTypes()},
		{Name: "case", Label: "case", Options: names(s.Cases, func(c *corpus.CaseStudy) string { return c.Name }), Free: true},
		{Name: "organisation", Label: "organisation", Options: names(s.Organisations, func(o *corpus.Organisation) string { return o.Name }), Free: true, Help: "whose document it is; what people say counts for their own organisations"},
		{Name: "date", Label: "date", Value: string(src.Date), Help: "as 2019-03-14, 2019-03 or 2019"},
		{Name: "language", Label: "language", Value: src.Language, Help: "as en or de"},
	}
	if c := s.Case(src.Case); c != nil {
		v.Fields[2].Value = c.Name
	}
	if o := s.Organisation(src.Organisation); o != nil {
		v.Fields[3].Value = o.Name
	}
	return b.show(w, r, http.StatusOK, "form.html", page{Title: src.Name, Section: "sources", Data: v, Terminal: "crosscase source set " + query.Quote(src.Name)})
}

// setSource puts right what is known of a source.
func (b *Workbench) setSource(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, _, err := sourceOf(s, r)
	if err != nil {
		return err
	}
	r.ParseForm()
	if r.FormValue("do") == "remove" {
		args := []string{"source", "remove"}
		if r.FormValue("with-tags") != "" {
			args = append(args, "--with-tags")
		}
		return b.command(w, r, "/sources", append(args, "--", src.Name)...)
	}
	return b.setThing(w, r, "source", src.Name, []string{"type", "case", "organisation", "date", "language"}, "/sources")
}

// setThing puts what a form says into a thing, with its name, by the command set.
func (b *Workbench) setThing(w http.ResponseWriter, r *http.Request, kind, name string, flags []string, to string) error {
	args := []string{kind, "set"}
	for _, f := range flags {
		if r.Form.Has(f) {
			for _, v := range r.Form[f] {
				v = strings.TrimSpace(lines(v))
				if v == "" && (f == "case" || f == "organisation") {
					v = coding.None
				}
				args = append(args, "--"+f+"="+v)
			}
		}
	}
	for f, values := range r.Form {
		if name, ok := strings.CutPrefix(f, "attr:"); ok {
			args = append(args, "--attr="+name+"="+values[0])
		}
	}
	slices.Sort(args[2:])
	if n := strings.TrimSpace(r.FormValue("new-attribute")); n != "" {
		args = append(args, "--attr="+n+"="+r.FormValue("new-value"))
	}
	if n := strings.TrimSpace(r.FormValue("name")); n != "" && n != name {
		args = append(args, "--name="+n)
	}
	return b.command(w, r, to, append(args, "--", name)...)
}

// lines are the lines of a field as they are stored; a browser ends them as Windows does.
func lines(typed string) string { return strings.ReplaceAll(typed, "\r\n", "\n") }

// command runs a command and leads to a page that says what was done.
func (b *Workbench) command(w http.ResponseWriter, r *http.Request, to string, args ...string) error {
	_, step, err := b.run(r.Context(), args...)
	if err != nil {
		return err
	}
	if to != "" {
		r.Form.Set("back", to)
	}
	return backDone(w, r, step)
}

// editPerson shows what is known of a participant, an organisation or a case study.
func (b *Workbench) editPerson(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	kind, name := r.PathValue("kind"), r.PathValue("name")
	v := formView{Kind: kind, Action: "/people/" + kind, Back: "/people"}
	cases := names(s.Cases, func(c *corpus.CaseStudy) string { return c.Name })
	organisations := names(s.Organisations, func(o *corpus.Organisation) string { return o.Name })
	switch kind {
	case "participant":
		p, err := s.FindParticipant(name)
		if err != nil {
			return err
		}
		v.Name, v.Attributes, v.Merge = p.Name, attributes(p.Attributes), names(s.Participants, func(p *corpus.Participant) string { return p.Name })
		organisation := ""
		if o := s.Organisation(p.Organisation); o != nil {
			organisation = o.Name
		}
		v.Fields = []field{{Name: "name", Label: "name", Value: p.Name}, {Name: "role", Label: "role", Value: p.Role, Help: "the turns of a researcher count for nobody"},
			{Name: "organisation", Label: "organisation", Value: organisation, Options: organisations, Free: true}}
		if len(p.Aliases) > 0 {
			v.Facts = append(v.Facts, b.say(r, "also known as %s", strings.Join(p.Aliases, ", ")))
		}
	case "organisation":
		o, err := s.FindOrganisation(name)
		if err != nil {
			return err
		}
		v.Name, v.Attributes, v.Merge = o.Name, attributes(o.Attributes), organisations
		v.Fields = []field{{Name: "name", Label: "name", Value: o.Name}, {Name: "kind", Label: "kind", Value: o.Kind, Help: "as police or fire and rescue"}}
		for i := range max(len(o.Cases), 1) {
			f := field{Name: "case", Label: "case", Options: cases, Free: true, Help: "that it takes part in"}
			if i < len(o.Cases) {
				if c := s.Case(o.Cases[i]); c != nil {
					f.Value = c.Name
				}
			}
			v.Fields = append(v.Fields, f)
		}
	case "case":
		c, err := s.FindCase(name)
		if err != nil {
			return err
		}
		v.Name, v.Attributes, v.Merge = c.Name, attributes(c.Attributes), cases
		v.Fields = []field{{Name: "name", Label: "name", Value: c.Name}, {Name: "description", Label: "description", Value: c.Description, Long: true}}
	default:
		return coding.Errorf(coding.ErrUnknown, "there is no such page")
	}
	v.Merge = slices.DeleteFunc(v.Merge, func(n string) bool { return n == v.Name })
	return b.show(w, r, http.StatusOK, "form.html", page{Title: v.Name, Section: "people", Data: v, Terminal: "crosscase " + kind + " set " + query.Quote(v.Name)})
}

// setPerson puts right what is known of one, adds one, or makes one of two.
func (b *Workbench) setPerson(w http.ResponseWriter, r *http.Request) error {
	kind := r.PathValue("kind")
	flags := map[string][]string{"participant": {"role", "organisation"}, "organisation": {"kind", "case"}, "case": {"description"}}[kind]
	if flags == nil {
		return coding.Errorf(coding.ErrUnknown, "there is no such page")
	}
	r.ParseForm()
	switch r.FormValue("do") {
	case "add":
		return b.command(w, r, "/people", kind, "add", "--", r.FormValue("name"))
	case "merge":
		return b.command(w, r, "/people", kind, "merge", "--", r.FormValue("was"), r.FormValue("into"))
	}
	return b.setThing(w, r, kind, r.FormValue("was"), flags, "/people")
}
