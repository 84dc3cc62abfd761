package exchange

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// A project of another program's that was taken is the template of what is given
// back: each part that crosscase shows is written as it is there unless it was
// changed here, each part that crosscase does not show as it came, and what is new
// behind it. So nothing that the standard can say is lost on the way through, and a
// second export is the same as the first.

// A Source of a study's contents for export.
type Contents struct {
	Study    *coding.Study
	Texts    coding.Texts
	Original func(ctx context.Context, sha256 string) ([]byte, error)
}

// A giver writes a study as a document of REFI-QDA.
type giver struct {
	ctx     context.Context
	from    Contents
	study   *coding.Study
	views   []*givenView
	profile refi.Profile
	report  *Report
	doc     *refi.Project
	files   map[string]refi.File

	guids        map[string]string // of things of the study, their identifiers in the document
	tags         map[coding.TagID]int
	passages     map[coding.PassageID]int
	onText       map[corpus.TextID][]int // passages by text
	known        map[string]bool         // identifiers of all things of the study
	memos        map[coding.MemoID]*coding.Memo
	mapped       map[coding.MemoID]bool // memos that a note or description of a template says
	noted        map[string]bool        // things whose new memos are written
	inNotes      []*refi.Text           // new notes
	inLinks      []*refi.Link           // new links
	variables    map[string]refi.Variable
	newVars      []refi.Variable
	own          map[string]bool // own variables that are used
	sources      map[corpus.SourceID]bool
	taggedThemes map[coding.ThemeID]bool
	raws         map[corpus.TextID]string // texts as they are written
}

// A givenView is a template with where its parts are now.
type givenView struct {
	*view
	ids    map[string]string // of what has another identifier in the study
	names  map[string]string // that things were given, where not their own
	facts  map[string][3]string
	themeN map[coding.ThemeID]*coding.Theme // as they were taken, by id in the study
	memoN  map[coding.MemoID]coding.Memo
}

func (v *givenView) now(id string) string {
	if to, ok := v.ids[id]; ok {
		return to
	}
	return id
}

// book tells whether a template is a codebook alone.
func (v *givenView) book() bool {
	d := v.doc
	return d.Name == "" && len(d.Codes) > 0 && len(d.Users)+len(d.Sources)+len(d.Cases)+len(d.Notes)+len(d.Variables) == 0
}

// name is what stands in the document for a thing that is called is now: the
// document's own name, as long as the thing keeps the one that it was given.
func (v *givenView) name(id, is, taken, own string) string {
	if given, ok := v.names[id]; ok {
		taken = given
	}
	if is == taken {
		return own
	}
	return is
}

// guid is the identifier of a thing in the document.
func (g *giver) guid(kind, id string) string {
	if guid, ok := g.guids[id]; ok {
		return guid
	}
	guid := id
	if !refi.IsGUID(id) {
		guid = refi.NewGUID(kind, id)
	}
	g.guids[id] = guid
	return guid
}

func newGiver(ctx context.Context, from Contents, views []*givenView, profile refi.Profile, report *Report) *giver {
	return &giver{ctx: ctx, from: from, study: from.Study, views: views, profile: profile, report: report, doc: &refi.Project{Name: from.Study.Title},
		files: map[string]refi.File{}, guids: map[string]string{}, tags: map[coding.TagID]int{}, passages: map[coding.PassageID]int{}, onText: map[corpus.TextID][]int{},
		known: map[string]bool{}, memos: map[coding.MemoID]*coding.Memo{}, mapped: map[coding.MemoID]bool{}, noted: map[string]bool{},
		variables: map[string]refi.Variable{}, own: map[string]bool{}, sources: map[corpus.SourceID]bool{}, raws: map[corpus.TextID]string{}}
}

// give writes a study as a document, with the files that belong to it.
func give(ctx context.Context, from Contents, views []*givenView, profile refi.Profile, origin string, report *Report) (*refi.Project, []refi.File, error) {
	g := newGiver(ctx, from, views, profile, report)
	g.doc.Origin = origin
	g.index()
	g.templates()
	g.users()
	g.giveVariables()
	g.doc.Codes = g.codes("")
	if err := g.giveSources(); err != nil {
		return nil, nil, err
	}
	g.cases()
	if strings.HasPrefix(g.profile.Name, "nvivo") {
		g.twins()
	}
	g.giveLinks()
	g.sets()
	g.graphs()
	g.projectNotes()
	g.giveNotes()
	g.doc.Variables = append(g.doc.Variables, g.newVars...)
	for _, name := range slices.Sorted(maps.Keys(g.own)) {
		if _, there := g.variables[refi.Key(ownVariable(name))]; !there {
			g.doc.Variables = append(g.doc.Variables, refi.Variable{GUID: ownVariable(name), Name: name, Type: "Text"})
		}
	}
	files := slices.Collect(maps.Values(g.files))
	return g.doc, files, nil
}

func (g *giver) index() {
	s := g.study
	g.known = s.Things()
	for i, p := range s.Passages {
		g.passages[p.ID] = i
		g.onText[p.Text] = append(g.onText[p.Text], i)
	}
	for i, t := range s.Tags {
		g.tags[t.ID] = i
	}
	for i := range s.Memos {
		g.memos[s.Memos[i].ID] = &s.Memos[i]
	}
}

// templates notes which memos, and which identifiers, templates have.
func (g *giver) templates() {
	for _, v := range g.views {
		v.themeN, v.memoN = map[coding.ThemeID]*coding.Theme{}, map[coding.MemoID]coding.Memo{}
		for _, t := range v.study.Themes {
			id := coding.ThemeID(v.now(string(t.ID)))
			v.themeN[id] = t
			g.template(string(id), v.codeOf[t.ID].GUID)
		}
		for _, m := range v.study.Memos {
			id := coding.MemoID(v.now(string(m.ID)))
			v.memoN[id] = m
			g.mapped[id] = true
		}
		for id, c := range v.caseOf {
			g.template(v.now(id), c.GUID)
		}
		for _, h := range v.texts {
			guid := h.source.GUID
			if h.transcript != nil {
				guid = h.transcript.GUID
			}
			g.template(v.now(string(h.id)), guid)
		}
		for _, u := range v.doc.Users {
			if id, ok := v.coders[refi.Key(u.GUID)]; ok {
				g.template(v.now(string(id)), u.GUID)
			}
		}
	}
}

// template notes which identifier a thing has in the first template that knows it.
func (g *giver) template(id, guid string) {
	if _, there := g.guids[id]; !there {
		g.guids[id] = guid
	}
}

func (g *giver) users() {
	seen := map[string]bool{}
	given := map[string]bool{}
	for i, v := range g.views {
		if i == 0 {
			d := v.doc
			g.doc.Audit, g.doc.BasePath = d.Audit, d.BasePath
		}
		for _, u := range v.doc.Users {
			if seen[refi.Key(u.GUID)] {
				continue
			}
			seen[refi.Key(u.GUID)] = true
			if id, ok := v.coders[refi.Key(u.GUID)]; ok {
				now := v.now(string(id))
				given[now] = true
				if c := g.study.Coder(coding.CoderID(now)); c != nil {
					taken := c.Name
					for _, x := range v.study.Coders {
						if x.ID == id {
							taken = x.Name
						}
					}
					u.Name = v.name(now, c.Name, taken, u.Name)
				}
			}
			g.doc.Users = append(g.doc.Users, u)
		}
		for key, id := range v.coders { // whom the file did not list
			now := v.now(string(id))
			if !given[now] && !listed(v.doc.Users, key) {
				g.guids[now] = ""
				given[now] = true
			}
		}
	}
	for _, c := range slices.SortedFunc(slices.Values(working(g.study)), func(a, b *coding.Coder) int { return cmp.Compare(a.ID, b.ID) }) {
		if given[string(c.ID)] {
			continue
		}
		g.doc.Users = append(g.doc.Users, refi.User{GUID: g.guid("user", string(c.ID)), Name: c.Name})
	}
	if g.doc.Creator != "" && !listed(g.doc.Users, refi.Key(g.doc.Creator)) && len(g.views) == 0 {
		g.doc.Creator = ""
	}
}

// working are the coders who have made something that is there; who has only brought
// a project in is none of its users.
func working(s *coding.Study) (all []*coding.Coder) {
	did := map[coding.CoderID]bool{}
	for _, x := range s.Tags {
		did[x.Coder] = true
	}
	for _, x := range s.Memos {
		did[x.Coder] = true
	}
	for _, x := range s.Links {
		did[x.Coder] = true
	}
	for _, x := range s.Summaries {
		did[x.Coder] = true
	}
	for _, x := range s.Readings {
		did[x.Coder] = true
	}
	for _, x := range s.Rejections {
		did[x.Coder] = true
	}
	for _, c := range s.Coders {
		if did[c.ID] {
			all = append(all, c)
		}
	}
	return all
}

func listed(users []refi.User, key string) bool {
	return slices.ContainsFunc(users, func(u refi.User) bool { return refi.Key(u.GUID) == key })
}

// user is who did something; nobody where the file that it came in did not say.
func (g *giver) user(id coding.CoderID) string {
	if guid, ok := g.guids[string(id)]; ok {
		return guid
	}
	return g.guid("user", string(id))
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

// codes gives themes below one; codes of a template that are cases stay behind those
// that they stood behind.
func (g *giver) codes(parent coding.ThemeID) []*refi.Code {
	var all []*refi.Code
	for _, t := range g.study.Themes {
		if t.Parent == parent || parent == "" && t.Parent != "" && g.study.Theme(t.Parent) == nil {
			all = append(all, g.code(t))
		}
	}
	for _, v := range g.views {
		siblings := v.doc.Codes
		if parent != "" {
			siblings = nil
			for id, c := range v.codeOf {
				if coding.ThemeID(v.now(string(id))) == parent {
					siblings = c.Below
				}
			}
		}
		before := ""
		for _, c := range siblings {
			key := refi.Key(c.GUID)
			if v.twins[key] && g.caseStays(v, key) {
				at := 0
				for i, x := range all {
					if refi.Key(x.GUID) == before {
						at = i + 1
					}
				}
				all = slices.Insert(all, at, g.twin(v, c))
			}
			before = key
		}
	}
	return all
}

// caseStays tells whether a case of a template is not removed.
func (g *giver) caseStays(v *givenView, key string) bool {
	id, shown := v.subjects[key]
	return !shown || v.taken[key] == roleAttribute || g.known[v.now(id)]
}

func (g *giver) twin(v *givenView, c *refi.Code) *refi.Code {
	x := *c
	x.Below = nil
	for _, b := range c.Below {
		switch theme, ok := v.themes[refi.Key(b.GUID)]; {
		case v.twins[refi.Key(b.GUID)] && g.caseStays(v, refi.Key(b.GUID)):
			x.Below = append(x.Below, g.twin(v, b))
		case ok && g.study.Theme(coding.ThemeID(v.now(string(theme)))) != nil: // it stands at the top here
			continue
		}
	}
	return &x
}

func (g *giver) code(t *coding.Theme) *refi.Code {
	c := &refi.Code{GUID: g.guid("code", string(t.ID)), Name: t.Name, Codable: t.Kind != folderKind || len(g.tagged()) > 0 && g.tagged()[t.ID], Colour: t.Colour, Description: description(*t)}
	if t.Archived {
		c.Codable = false
	}
	for _, v := range g.views {
		was := v.themeN[t.ID]
		if was == nil {
			continue
		}
		own := v.codeOf[was.ID]
		c.Name = v.name(string(t.ID), t.Name, was.Name, own.Name)
		if t.Archived == was.Archived && t.Kind == was.Kind {
			c.Codable = own.Codable
		}
		if t.Colour == was.Colour {
			c.Colour = own.Colour
		}
		if same := *t; same.Definition == was.Definition && same.Include == was.Include && same.Exclude == was.Exclude && same.Example == was.Example && same.Archived == was.Archived &&
			(same.Kind == was.Kind) {
			c.Description = own.Description
		}
		c.NoteRefs = g.noteRefs(v, own.NoteRefs, string(was.ID), string(t.ID))
		break
	}
	c.NoteRefs = append(c.NoteRefs, g.newNotes(string(t.ID))...)
	if g.profile.Name == "atlasti" && strings.TrimSpace(c.Name) == "" {
		c.Name = t.Name
		g.report.change("code without a name, which ATLAS.ti cannot open: has one now", t.Name)
	}
	c.Below = g.codes(t.ID)
	return c
}

// tagged are the themes that are on something.
func (g *giver) tagged() map[coding.ThemeID]bool {
	if g.taggedThemes == nil {
		g.taggedThemes = map[coding.ThemeID]bool{}
		for _, t := range g.study.Tags {
			g.taggedThemes[t.Theme] = true
		}
	}
	return g.taggedThemes
}

// changed gives a list of a template what has come and gone since.
func changed(template []string, base, now []string) []string {
	var all []string
	in := func(list []string, x string) bool {
		return slices.ContainsFunc(list, func(y string) bool { return refi.Key(x) == refi.Key(y) })
	}
	for _, x := range template {
		if !in(base, x) || in(now, x) {
			all = append(all, x)
		}
	}
	for _, x := range now {
		if !in(base, x) && !in(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// textFile writes a text as a file of its own and returns its path.
func (g *giver) textFile(guid, body string) string {
	name := strings.Trim(guid, "{}") + ".txt"
	profile := g.profile
	g.files[profile.Folder+name] = refi.File{Name: profile.Folder + name, Data: func() ([]byte, error) {
		file, _ := profile.Encode(body)
		return file, nil
	}}
	return "internal://" + name
}

// carry writes a template's file as it came; the path stays.
func (g *giver) carry(v *givenView, p string) string {
	name, ok := refi.Internal(p)
	if !ok || name == "" || p == "" {
		return p
	}
	entry := g.profile.Folder + name
	if _, there := g.files[entry]; there {
		return p
	}
	if has, ok := v.files.(interface{ Has(path string) bool }); ok && !has.Has(p) {
		return p
	}
	from := v.files // what is kept for later must not hold on to all the rest
	g.files[entry] = refi.File{Name: entry, Data: func() ([]byte, error) { return from.File(p, refi.MaxMedia) }}
	return p
}

func (g *giver) giveLinks() {
	template := map[coding.LinkID]bool{}
	for _, v := range g.views {
		for _, l := range v.doc.Links {
			x := *l
			if id, shown := v.links[l]; shown {
				now := coding.LinkID(v.now(string(id)))
				template[now] = true
				at := slices.IndexFunc(g.study.Links, func(o coding.Link) bool { return o.ID == now })
				if at < 0 {
					continue
				}
				if is := g.study.Links[at]; is.Kind != cleanName(l.Name, "linked to") {
					x.Name = is.Kind
				}
			} else if g.gone(v, l.Origin) || g.gone(v, l.Target) {
				continue
			} else if v.noteLinks[l] && !g.linkedNoteStays(v, l) {
				continue
			}
			g.doc.Links = append(g.doc.Links, &x)
		}
	}
	for _, l := range g.study.Links {
		if template[l.ID] {
			continue
		}
		from, to := g.guids[l.From], g.guids[l.To]
		if from == "" || to == "" {
			g.report.lose("links to what is on words that were corrected since", 1, l.Kind)
			continue
		}
		x := &refi.Link{GUID: g.guid("link", string(l.ID)), Name: l.Kind, Direction: "OneWay", Origin: from, Target: to}
		if l.Note != "" {
			note := l.Note
			guid := refi.NewGUID("note of a link", x.GUID)
			g.inNotes = append(g.inNotes, &refi.Text{GUID: guid, Name: refi.QuoteName(note), Content: &note, Audit: refi.Audit{Creator: g.user(l.Coder), Created: stamp(l.At)}})
			x.NoteRefs = []string{guid}
		}
		g.doc.Links = append(g.doc.Links, x)
	}
	for _, p := range g.caseMemos() { // a case has no references to notes
		for _, ref := range g.newNotes(p) {
			g.inLinks = append(g.inLinks, &refi.Link{GUID: refi.NewGUID("link to a note", g.guids[p], ref), Name: "memo", Origin: g.guids[p], Target: ref})
		}
	}
	g.doc.Links = append(g.doc.Links, g.inLinks...)
}

// gone tells whether a template's thing was removed here.
func (g *giver) gone(v *givenView, guid string) bool {
	id, shown := v.subjects[refi.Key(guid)]
	return shown && !g.known[v.now(id)]
}

func (g *giver) sets() {
	written := map[string]bool{}
	for _, v := range g.views {
		for _, s := range v.doc.Sets {
			x := *s
			gone := func(ref string) bool { return g.gone(v, ref) }
			x.Codes = slices.DeleteFunc(slices.Clone(s.Codes), gone)
			x.Sources = slices.DeleteFunc(slices.Clone(s.Sources), gone)
			written[refi.Key(s.GUID)] = true
			if v.isCaseSet(s) {
				continue // written anew below
			}
			g.doc.Sets = append(g.doc.Sets, &x)
		}
	}
	for _, c := range g.study.Cases {
		guid := caseSet(g.guids[string(c.ID)])
		fromOther := slices.ContainsFunc(g.views, func(v *givenView) bool {
			for id := range v.caseOf {
				if v.now(id) == string(c.ID) {
					return true
				}
			}
			return false
		})
		if fromOther && !written[guid] {
			continue
		}
		set := &refi.Set{GUID: guid, Name: c.Name}
		for _, src := range g.study.Sources {
			if src.Case == c.ID {
				set.Sources = append(set.Sources, g.guids[string(src.ID)])
			}
		}
		if len(set.Sources) > 0 {
			g.doc.Sets = append(g.doc.Sets, set)
		}
	}
}

func (g *giver) graphs() {
	for _, v := range g.views {
		for _, x := range v.doc.Graphs {
			graph := *x
			gone := map[string]bool{}
			graph.Vertices = slices.DeleteFunc(slices.Clone(x.Vertices), func(n refi.Vertex) bool {
				gone[n.GUID] = n.Represented != "" && g.gone(v, n.Represented)
				return gone[n.GUID]
			})
			graph.Edges = slices.DeleteFunc(slices.Clone(x.Edges), func(e refi.Edge) bool { return gone[e.Source] || gone[e.Target] })
			g.doc.Graphs = append(g.doc.Graphs, &graph)
		}
	}
}

// text is a text's body, read once.
func (g *giver) text(id corpus.TextID) (string, error) {
	t, err := g.from.Texts.Text(g.ctx, id)
	if err != nil {
		return "", fmt.Errorf("text of a source: %w", err)
	}
	return t.Body, nil
}
