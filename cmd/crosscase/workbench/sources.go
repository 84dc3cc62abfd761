package workbench

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// A sourceLine is a source in the table of sources.
type sourceLine struct {
	*corpus.Source
	Case, Organisation    string
	Words, Speakers, Tags int
	Coders                []string
	Covered, Turns, Share int          // turns that somebody has been at, of all; that in %
	State                 coding.State // of the coder
}

// A sourcesView is the page of sources.
type sourcesView struct {
	Lines       []sourceLine
	All         int
	Filters     []control
	Sort        string
	Words, Tags int
	Find        string
	Imported    string
	Sorts       [][2]string
	Down        bool
	Query       url.Values
}

// sources lists the sources.
func (b *Workbench) sources(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	q := asked(r)
	v := sourcesView{All: len(s.Sources), Sort: q.Get("sort"), Find: strings.TrimSpace(q.Get("find")), Query: q, Filters: chosen(s, q, "type", "case", "organisation")}
	v.Sorts = [][2]string{{"name", "source"}, {"type", "type"}, {"case", "case"}, {"organisation", "organisation"}, {"date", "date"}, {"words", "words"}, {"speakers", "speakers"}, {"tags", "tags"}, {"coders", "coders"}, {"progress", "progress"}}
	v.Sort, v.Down = strings.CutPrefix(v.Sort, "-")
	covered := s.Covered("")
	for i, x := range s.Sources {
		l := sourceLine{Source: x, Words: s.Transcript(x).AllWords(), Speakers: len(s.Transcript(x).Speakers), Covered: covered[i], Turns: len(s.Transcript(x).Turns), State: b.place(s, x).State}
		if c := s.Case(x.Case); c != nil {
			l.Case = c.Name
		}
		if o := s.Organisation(x.Organisation); o != nil {
			l.Organisation = o.Name
		}
		if l.Turns > 0 {
			l.Share = 100 * l.Covered / l.Turns
		}
		if !among(q["type"], string(x.Type)) || !among(q["case"], l.Case) || !among(q["organisation"], l.Organisation) ||
			!strings.Contains(strings.ToLower(strings.Join([]string{x.Name, l.Case, l.Organisation, string(x.Date), string(x.Type)}, " ")), strings.ToLower(v.Find)) {
			continue
		}
		first, last := s.PassagesOf(i)
		seen := map[int]bool{}
		for p := first; p < last; p++ {
			from, to := s.TagsOf(p)
			l.Tags += to - from
			for t := from; t < to; t++ {
				if c := s.TagCoder(t); c >= 0 && !seen[c] {
					seen[c] = true
					l.Coders = append(l.Coders, s.Coders[c].Name)
				}
			}
		}
		slices.Sort(l.Coders)
		v.Lines = append(v.Lines, l)
		v.Words += l.Words
		v.Tags += l.Tags
	}
	sortSources(v.Lines, v.Sort, v.Down)
	return b.show(w, r, http.StatusOK, "sources.html", page{Title: b.say(r, "Sources"), Section: "sources", Data: v, Module: "import", Terminal: "crosscase source list"})
}

// among tells whether a value is wanted; no wants at all are all.
func among(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, cmp.Or(value, coding.None))
}

func sortSources(lines []sourceLine, by string, down bool) {
	order := map[string]func(a, b sourceLine) int{
		"name":         func(a, b sourceLine) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) },
		"type":         func(a, b sourceLine) int { return cmp.Compare(a.Type, b.Type) },
		"case":         func(a, b sourceLine) int { return cmp.Compare(a.Case, b.Case) },
		"organisation": func(a, b sourceLine) int { return cmp.Compare(a.Organisation, b.Organisation) },
		"date":         func(a, b sourceLine) int { return cmp.Compare(a.Date, b.Date) },
		"words":        func(a, b sourceLine) int { return cmp.Compare(a.Words, b.Words) },
		"speakers":     func(a, b sourceLine) int { return cmp.Compare(a.Speakers, b.Speakers) },
		"tags":         func(a, b sourceLine) int { return cmp.Compare(a.Tags, b.Tags) },
		"coders":       func(a, b sourceLine) int { return cmp.Compare(len(a.Coders), len(b.Coders)) },
		"progress":     func(a, b sourceLine) int { return cmp.Compare(a.Share, b.Share) },
	}[by]
	if order == nil {
		return
	}
	slices.SortStableFunc(lines, order)
	if down {
		slices.Reverse(lines)
	}
}

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

func names[T any](all []*T, name func(*T) string) (found []string) {
	for _, x := range all {
		found = append(found, name(x))
	}
	return found
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

// A peopleView lists participants, organisations and case studies.
type peopleView struct{ Kinds []peopleKind }

// IsNumber tells whether a column of that name holds numbers.
func (peopleView) IsNumber(head string) bool {
	return slices.Contains([]string{"sources", "turns", "words", "participants"}, head)
}

type peopleKind struct {
	Kind, Title string
	Head        []string
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
	for _, kind := range []struct{ name, title string }{{"participant", "Participants"}, {"organisation", "Organisations"}, {"case", "Case studies"}} {
		shown, err := b.Run(r.Context(), s, nil, kind.name, "list")
		if err != nil {
			return err
		}
		k := peopleKind{Kind: kind.name, Title: kind.title, Head: shown.Grid.Head[1:]}
		attributes := attributesOf(s, kind.name)
		columns := map[string]bool{}
		for _, all := range attributes {
			for name := range all {
				columns[name] = true
			}
		}
		names := slices.Sorted(maps.Keys(columns))
		k.Head = append(k.Head[:len(k.Head):len(k.Head)], names...)
		for i, row := range shown.Grid.Rows {
			line := peopleRow{Name: text(row[0])}
			for _, c := range row[1:] {
				n, number := c.(int)
				if line.Cells = append(line.Cells, peopleCell{text(c), number}); number {
					line.Cells[len(line.Cells)-1].Text = coding.Thousands(n)
				}
			}
			for _, name := range names {
				line.Cells = append(line.Cells, peopleCell{Text: attributes[i][name]})
			}
			k.Rows = append(k.Rows, line)
		}
		v.Kinds = append(v.Kinds, k)
	}
	return b.show(w, r, http.StatusOK, "people.html", page{Title: b.say(r, "People"), Section: "people", Data: v, Terminal: "crosscase participant list"})
}

// attributesOf are the attributes of each thing of a kind, in the study's order.
func attributesOf(s *coding.Study, kind string) (all []map[string]string) {
	switch kind {
	case "participant":
		for _, x := range s.Participants {
			all = append(all, x.Attributes)
		}
	case "organisation":
		for _, x := range s.Organisations {
			all = append(all, x.Attributes)
		}
	default:
		for _, x := range s.Cases {
			all = append(all, x.Attributes)
		}
	}
	return all
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

// SortBy is the address of the list in the order of a column, the other way round where
// it is in that order already.
func (v sourcesView) SortBy(column string) string {
	q := url.Values{}
	for k, x := range v.Query {
		q[k] = x
	}
	if q.Set("sort", column); column == v.Sort && !v.Down {
		q.Set("sort", "-"+column)
	}
	return "/sources?" + q.Encode()
}
