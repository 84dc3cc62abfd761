package exchange_test

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// A model is everything that a package says, in lines that do not depend on how it is
// written: positions are the letters that they cover.
type model struct {
	t     tester
	files exchange.Files
	c     func(name string) refi.Convention
	lines []string
}

func modelOf(t tester, p *refi.Project, files exchange.Files, c func(name string) refi.Convention) string {
	m := &model{t: t, files: files, c: c}
	m.say("project %q %q %v %q %v", p.Name, p.BasePath, p.Audit, p.Description, keys(p.NoteRefs))
	for _, u := range p.Users {
		m.say("user %s %q %q", refi.Key(u.GUID), u.Name, u.ID)
	}
	var codes func(parent string, all []*refi.Code)
	codes = func(parent string, all []*refi.Code) {
		for i, c := range all {
			m.say("code %s %s %d %q %v %s %q %v", refi.Key(c.GUID), parent, i, c.Name, c.Codable, strings.ToLower(c.Colour), c.Description, keys(c.NoteRefs))
			codes(refi.Key(c.GUID), c.Below)
		}
	}
	codes("", p.Codes)
	for _, v := range p.Variables {
		m.say("variable %v", v)
	}
	for _, c := range p.Cases {
		m.say("case %s %q %q %v %v %v %v", refi.Key(c.GUID), c.Name, c.Description, keys(c.CodeRefs), keys(c.SourceRefs), keys(c.SelectionRefs), c.Values)
	}
	for _, s := range p.Sources {
		m.source(s)
	}
	for _, n := range p.Notes {
		m.text("note", n, n.Name)
	}
	for _, l := range p.Links {
		m.say("link %s %q %s %s %s %s %v", refi.Key(l.GUID), l.Name, l.Direction, l.Colour, refi.Key(l.Origin), refi.Key(l.Target), keys(l.NoteRefs))
	}
	for _, s := range p.Sets {
		m.say("set %s %q %q %v %v %v", refi.Key(s.GUID), s.Name, s.Description, keys(s.Codes), keys(s.Sources), keys(s.Notes))
	}
	for _, g := range p.Graphs {
		m.say("graph %+v", *g)
	}
	return strings.Join(m.lines, "\n")
}

func (m *model) say(format string, args ...any) {
	m.lines = append(m.lines, fmt.Sprintf(format, args...))
}

func keys(all []string) (keys []string) {
	for _, x := range all {
		keys = append(keys, refi.Key(x))
	}
	return keys
}

// file is what a path leads to: a checksum, or the path of what lies elsewhere.
func (m *model) file(path string) string {
	if _, _, outside := refi.External(path); outside || path == "" {
		return path
	}
	data, err := m.files.File(path, refi.MaxMedia)
	if err != nil {
		return "missing"
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))[:12]
}

// body is a text's words, folded, and as positions are counted in them.
func (m *model) body(plain string, content *string) (raw string, ok bool) {
	if plain != "" {
		data, err := m.files.File(plain, refi.MaxText)
		if err == nil {
			return strings.TrimPrefix(string(data), "\ufeff"), true
		}
	}
	if content != nil {
		return *content, true
	}
	return "", false
}

func (m *model) source(s *refi.Source) {
	m.say("source %s %s path %s %q", s.Kind, refi.Key(s.GUID), m.file(s.Path), s.CurrentPath)
	if s.Kind == refi.TextSource {
		m.text("source", &s.Text, s.Name)
	} else {
		m.said("source", &s.Text)
		m.selections(s.GUID, s.Selections, "", refi.Convention{}, false)
	}
	if s.Representation != nil {
		m.text("representation", s.Representation, s.Name)
	}
	if s.TextDescription != nil {
		m.text("text description", s.TextDescription, "")
	}
	for _, t := range s.Transcripts {
		raw, ok := m.body(t.Plain, t.Content)
		name := t.Name
		if name == "" {
			name = s.Name
		}
		m.say("transcript %s %q %v %q %v %q", refi.Key(t.GUID), t.Name, t.Audit, t.Description, keys(t.NoteRefs), refi.Fold(raw))
		at := map[string]string{}
		for _, p := range t.Points {
			place := fmt.Sprint(p.Position)
			if l := m.c(name).Locate(raw, []*refi.Selection{{Start: p.Position, End: p.Position + 1}})[0]; ok && l.Damaged == "" {
				place = fmt.Sprint("byte ", l.Start)
			} else if ok {
				place = l.Damaged
			}
			at[refi.Key(p.GUID)] = place
			m.say("sync point %s %d %s", refi.Key(p.GUID), p.Time, place)
		}
		for _, x := range t.Selections {
			m.say("selection %s in %s %q from %s to %s", refi.Key(x.GUID), refi.Key(t.GUID), x.Name, at[refi.Key(x.From)], at[refi.Key(x.To)])
			m.inSelection(x)
		}
	}
}

func (m *model) text(kind string, t *refi.Text, name string) {
	m.said(kind, t)
	raw, ok := m.body(t.Plain, t.Content)
	m.say("text of %s %q %v", refi.Key(t.GUID), refi.Fold(raw), ok)
	m.selections(t.GUID, t.Selections, raw, m.c(name), ok)
}

func (m *model) selections(owner string, all []*refi.Selection, raw string, c refi.Convention, inText bool) {
	var lines []string
	places := c.Locate(raw, all)
	for i, s := range all {
		at := places[i]
		before := len(m.lines)
		switch {
		case !inText:
			m.say("selection %s in %s %q %d %d %v %d", refi.Key(s.GUID), refi.Key(owner), s.Name, s.Start, s.End, s.Box, s.Page)
		case at.Damaged != "":
			m.say("selection %s in %s %q: %s", refi.Key(s.GUID), refi.Key(owner), s.Name, at.Damaged)
		default:
			m.say("selection %s in %s %q at %d to %d", refi.Key(s.GUID), refi.Key(owner), s.Name, at.Start, at.End)
		}
		m.inSelection(s)
		lines = append(lines, strings.Join(m.lines[before:], "\n"))
		m.lines = m.lines[:before]
	}
	slices.Sort(lines) // in a text they are sorted by where they are
	m.lines = append(m.lines, lines...)
}

func (m *model) inSelection(s *refi.Selection) {
	m.say("  of %s %v %q %v", refi.Key(s.GUID), s.Audit, s.Description, keys(s.NoteRefs))
	if s.Representation != nil {
		m.text("representation", s.Representation, "")
	}
	m.codings(s.GUID, s.Codings)
}

func (m *model) codings(owner string, all []*refi.Coding) {
	for _, c := range all {
		m.say("coding %s on %s by %s at %q with %s %v", refi.Key(c.GUID), refi.Key(owner), refi.Key(c.Creator), c.Created, refi.Key(c.Code), keys(c.NoteRefs))
	}
}

func always(c refi.Convention) func(string) refi.Convention {
	return func(string) refi.Convention { return c }
}

var unnumbered = regexp.MustCompile(`" \(\d+\)"`)

func withoutRich(model string) string {
	lines := strings.Split(model, "\n")
	for i, l := range lines {
		lines[i], _, _ = strings.Cut(l, " rich ")
	}
	return strings.Join(lines, "\n")
}
