package exchange

import (
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
)

func (im *importer) importCodes(codes []*refi.Code, parent coding.ThemeID) {
	taken := map[string]bool{}
	position := 0
	for _, c := range codes {
		key := refi.Key(c.GUID)
		if im.twins[key] { // NVivo shows each case as a code, too
			im.report.keep("codes that are cases", 1)
			im.importCodes(c.Below, "")
			continue
		}
		t := &coding.Theme{ID: coding.ThemeID(im.idOf("code", c.GUID)), Parent: parent, Position: position,
			Name: im.nameFor("code", c.Name, "unnamed code", taken)}
		position++
		undescribe(c.Description, t)
		if !c.Codable && !t.Archived && t.Kind == "" {
			t.Kind = folderKind
		}
		if t.Kind != "" {
			t.Kind = cleanName(t.Kind, folderKind)
		}
		t.Colour = themeColour(c.Colour)
		if t.Colour == "" {
			t.Colour = coding.Colour(len(im.study.Themes))
		}
		im.study.Themes = append(im.study.Themes, t)
		im.report.show("codes", 1)
		im.codeOf[t.ID], im.themes[key], im.subjects[key] = c, t.ID, string(t.ID)
		im.importCodes(c.Below, t.ID)
	}
}

// folderKind is the kind of a theme that other programs use to hold others, not to
// code with.
const folderKind = "category"

// themeColour is a colour as crosscase has it, "" for none.
func themeColour(c string) string {
	if len(c) == 4 && c[0] == '#' {
		c = string([]byte{'#', c[1], c[1], c[2], c[2], c[3], c[3]})
	}
	if !coding.IsColour(c) {
		return ""
	}
	return strings.ToLower(c)
}

// exportCodes gives themes below one; codes of a template that are cases stay behind those
// that they stood behind.
func (ex *exporter) exportCodes(parent coding.ThemeID) []*refi.Code {
	var all []*refi.Code
	for _, t := range ex.study.Themes {
		if t.Parent == parent || parent == "" && t.Parent != "" && ex.study.Theme(t.Parent) == nil {
			all = append(all, ex.exportCode(t))
		}
	}
	for _, tm := range ex.templates {
		siblings := tm.doc.Codes
		if parent != "" {
			siblings = nil
			for id, c := range tm.codeOf {
				if coding.ThemeID(tm.now(string(id))) == parent {
					siblings = c.Below
				}
			}
		}
		before := ""
		for _, c := range siblings {
			key := refi.Key(c.GUID)
			if tm.twins[key] && ex.caseStays(tm, key) && ex.first("code", key) {
				at := 0
				for i, x := range all {
					if refi.Key(x.GUID) == before {
						at = i + 1
					}
				}
				all = slices.Insert(all, at, ex.exportTwin(tm, c))
			}
			before = key
		}
	}
	return all
}

// caseStays tells whether a case of a template is not removed.
func (ex *exporter) caseStays(tm *template, key string) bool {
	id, shown := tm.subjects[key]
	return !shown || tm.roles[key] == roleAttribute || ex.known[tm.now(id)]
}

func (ex *exporter) exportTwin(tm *template, c *refi.Code) *refi.Code {
	x := *c
	x.Below = nil
	for _, b := range c.Below {
		switch theme, ok := tm.themes[refi.Key(b.GUID)]; {
		case tm.twins[refi.Key(b.GUID)] && ex.caseStays(tm, refi.Key(b.GUID)):
			x.Below = append(x.Below, ex.exportTwin(tm, b))
		case ok && ex.study.Theme(coding.ThemeID(tm.now(string(theme)))) != nil: // it stands at the top here
			continue
		}
	}
	return &x
}

func (ex *exporter) exportCode(t *coding.Theme) *refi.Code {
	c := &refi.Code{GUID: ex.guid("code", string(t.ID)), Name: t.Name, Colour: t.Colour, Description: description(*t)}
	c.Codable = !t.Archived && (t.Kind != folderKind || ex.tagged()[t.ID])
	for _, tm := range ex.templates {
		was := tm.themeN[t.ID]
		if was == nil {
			continue
		}
		own := tm.codeOf[was.ID]
		c.Name = tm.name(string(t.ID), t.Name, was.Name, own.Name)
		if t.Archived == was.Archived && t.Kind == was.Kind {
			c.Codable = own.Codable
		}
		if t.Colour == was.Colour {
			c.Colour = own.Colour
		}
		if description(*t) == description(*was) {
			c.Description = own.Description
		}
		c.NoteRefs = ex.noteRefs(tm, own.NoteRefs, string(was.ID), string(t.ID))
		break
	}
	c.NoteRefs = append(c.NoteRefs, ex.exportMemosOn(string(t.ID))...)
	if ex.profile.Name == "atlasti" && strings.TrimSpace(c.Name) == "" {
		c.Name = t.Name
		ex.report.change("code without a name, which ATLAS.ti cannot open: has one now", t.Name)
	}
	c.Below = ex.exportCodes(t.ID)
	return c
}

// tagged are the themes that are on something.
func (ex *exporter) tagged() map[coding.ThemeID]bool {
	if ex.taggedThemes == nil {
		ex.taggedThemes = map[coding.ThemeID]bool{}
		for _, t := range ex.study.Tags {
			ex.taggedThemes[t.Theme] = true
		}
	}
	return ex.taggedThemes
}
