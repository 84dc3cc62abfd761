package project

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// themeKind is how themes are kept.
func themeKind() kind {
	return kind{
		table: "themes", name: "theme",
		changes: []change{keepsPlaces(func(w *writer, c edit.PutTheme) error { return w.putTheme(c.Theme) }),
			does(func(w *writer, c edit.RemoveTheme) error { return w.removeTheme(string(c.ID)) }),
			does(func(w *writer, c edit.MergeThemes) error { return w.mergeThemes(string(c.From), string(c.Into)) })},
		read: (*reader).themes,
		describe: func(n *namer, row fields) string {
			if above := n.path(row["parent"]); above != "" {
				return above + coding.Separator + row.text("name")
			}
			return row.text("name")
		},
		written: append([]string{"name"}, coding.ThemeTextNames(coding.ThemeWords)...),
		noted:   true,
		refers:  []reference{{columns: []string{"parent"}, to: "themes", broken: "below one that is not there"}},
	}
}

// mergedKind is how it is kept which themes became part of which.
func mergedKind() kind {
	return kind{
		table: "merged_themes", name: "merged theme",
		read:     (*reader).merged,
		describe: func(n *namer, row fields) string { return row.text("path") + " into " + n.path(row["into_id"]) },
		written:  []string{"path"},
	}
}

func (r *reader) themes(s *coding.Study) {
	texts := strings.Join(coding.ThemeTextNames(coding.ThemeTexts), ", ")
	r.each("select id, parent, name, position, archived, made_at, described_at, "+texts+" from themes", func(scan scanner) error {
		var x coding.Theme
		var made, described string
		to := []any{&x.ID, &x.Parent, &x.Name, &x.Position, &x.Archived, &made, &described}
		for _, text := range coding.ThemeTexts {
			to = append(to, text.Of(&x))
		}
		err := scan(to...)
		var err1, err2 error
		x.Made, err1 = moment(made)
		x.Described, err2 = moment(described)
		s.Themes = append(s.Themes, &x)
		return errors.Join(err, err1, err2)
	})
}

func (r *reader) merged(s *coding.Study) {
	s.Merged = map[coding.ThemeID]coding.Merged{}
	r.each("select id, path, into_id, made_at from merged_themes", func(scan scanner) error {
		var x coding.Merged
		var at string
		err := scan(&x.ID, &x.Path, &x.Into, &at)
		var err1 error
		x.At, err1 = moment(at)
		s.Merged[x.ID] = x
		return errors.Join(err, err1)
	})
}

func (w *writer) putTheme(t coding.Theme) error {
	for above := string(t.Parent); above != ""; {
		if above == string(t.ID) {
			return coding.Errorf(coding.ErrInvalid, "theme %q: cannot stand below itself", t.Name)
		}
		parent, err := w.row("themes", above)
		if err != nil || parent == nil {
			return missing(err, "theme above "+t.Name)
		}
		above = parent["parent"].(string)
	}
	row := fields{"id": string(t.ID), "parent": string(t.Parent), "name": t.Name, "position": int64(t.Position),
		"archived": flag(t.Archived)}
	for _, x := range coding.ThemeTexts {
		row[x.Name] = *x.Of(&t)
	}
	before, err := w.row("themes", string(t.ID))
	switch {
	case err != nil:
		return err
	case before == nil:
		row["made_at"], row["described_at"] = w.moment(t.Made), w.moment(t.Described)
	case redefines(row, before):
		row["described_at"] = w.moment(time.Time{})
		if was := w.moment(t.Described); !t.Described.IsZero() && was != before["described_at"] { // in another copy, before now
			row["described_at"] = was
		}
	}
	return w.named("theme", t.Name, w.put("themes", row))
}

// redefines tells whether values that are set in a theme's row give it another meaning.
func redefines(set, before fields) bool {
	return slices.ContainsFunc(coding.ThemeTexts, func(x coding.ThemeText) bool {
		value, is := set[x.Name]
		return x.Defines && is && value != before[x.Name]
	})
}

func (w *writer) removeTheme(id string) error {
	below, err := w.ids("select id from themes where parent = $1", id)
	if err != nil {
		return err
	}
	for _, b := range below {
		if err := w.removeTheme(b); err != nil {
			return err
		}
	}
	if err := w.removeTags("select id from tags where theme = $1", id); err != nil {
		return err
	}
	if err := w.removeNotes(id); err != nil {
		return err
	}
	if err := w.removeAll("rejections", "select id from rejections where theme = $1", id); err != nil {
		return err
	}
	if err := w.removeAll("merged_themes", "select id from merged_themes where into_id = $1", id); err != nil {
		return err
	}
	return w.remove("themes", id)
}

// mergeThemes makes one theme of two: see [edit.MergeThemes]. Themes of one name
// that come to stand below Into are merged in turn.
func (w *writer) mergeThemes(from, into string) error {
	f, err := w.row("themes", from)
	if err != nil {
		return err
	}
	i, err := w.row("themes", into)
	if err != nil || f == nil || i == nil {
		return missing(err, "theme")
	}
	for above := i["parent"]; above != ""; {
		if above == from {
			return coding.WithHint(coding.Errorf(coding.ErrInvalid, "theme %q: stands below %q and cannot take it in", i["name"],
				f["name"]), "move it first: crosscase theme move, or merge the other way round")
		}
		parent, err := w.row("themes", above.(string))
		if err != nil || parent == nil {
			return missing(err, "theme")
		}
		above = parent["parent"]
	}
	path, err := w.path(f)
	if err != nil {
		return err
	}
	if err := w.moveTags("theme", from, into); err != nil {
		return err
	}
	if err := w.moveNotes(from, into); err != nil {
		return err
	}
	if err := w.moveRejections("theme", from, into); err != nil {
		return err
	}
	if err := w.mergeBelow(from, into); err != nil {
		return err
	}
	if err := w.point("merged_themes", "into_id", from, into); err != nil {
		return err
	}
	if err := w.keepDescription(f, i, path); err != nil {
		return err
	}
	if err := w.insert("merged_themes", fields{"id": from, "path": path, "into_id": into, "made_at": w.moment(w.at)}); err != nil {
		return err
	}
	return w.remove("themes", from)
}

// mergeBelow moves what stands below from below into.
func (w *writer) mergeBelow(from, into string) error {
	below, err := w.ids("select id from themes where parent = $1 and id <> $2 order by position, name", from, into)
	if err != nil {
		return err
	}
	var last int64
	if err := w.tx.QueryRowContext(w.ctx, "select coalesce(max(position), -1) from themes where parent = $1",
		into).Scan(&last); err != nil {
		return err
	}
	for _, id := range below {
		twin, err := w.lookup(`select t.id from themes t join themes c on c.id = $1
			where t.parent = $2 and lower(t.name) = lower(c.name) and t.id <> $1`, id, into)
		switch {
		case err != nil:
		case twin != "":
			err = w.mergeThemes(id, twin)
		default:
			last++
			err = w.update("themes", id, fields{"parent": into, "position": last})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keepDescription gives into what from says and it does not; what both say is kept
// as a note.
func (w *writer) keepDescription(from, into fields, path string) error {
	set, said := fields{}, ""
	for _, x := range coding.ThemeWords {
		switch f := from.text(x.Name); {
		case f == "" || f == into[x.Name]:
		case into[x.Name] == "":
			set[x.Name] = f
		case x.Form == coding.Paragraphs:
			said += fmt.Sprintf("\n\n%s: %s", x.Name, f)
		}
	}
	if len(set) > 0 {
		if redefines(set, into) {
			set["described_at"] = w.moment(w.at)
		}
		if err := w.update("themes", into["id"].(string), set); err != nil {
			return err
		}
	}
	if said == "" {
		return nil
	}
	return w.addMemo(NewID(), into["id"].(string), w.coder, fmt.Sprintf("Merged from %s, which said%s", path, said), w.at)
}

// path is where a theme stands in the codebook.
func (w *writer) path(theme fields) (string, error) {
	names := []string{theme["name"].(string)}
	for theme["parent"] != "" {
		parent, err := w.row("themes", theme["parent"].(string))
		if err != nil || parent == nil {
			return "", missing(err, "theme")
		}
		theme = parent
		names = append([]string{theme["name"].(string)}, names...)
	}
	return strings.Join(names, coding.Separator), nil
}
