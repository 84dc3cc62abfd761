package edit

import (
	"crosscase/coding"
)

// PutTheme adds a theme, or replaces the one with the same id; a new Parent
// moves it with all below it.
type PutTheme struct{ Theme coding.Theme }

// Validate implements [Change].
func (c PutTheme) Validate() error {
	if c.Theme.ID == c.Theme.Parent {
		return coding.Errorf(coding.ErrInvalid, "theme %q: cannot stand below itself", c.Theme.Name)
	}
	if c.Theme.Kind != "" {
		if err := coding.CheckName("kind of theme", c.Theme.Kind); err != nil {
			return err
		}
	}
	return coding.CheckName("theme", c.Theme.Name)
}

// RemoveTheme removes a theme, those below it and their tags.
type RemoveTheme struct{ ID coding.ThemeID }

// Validate implements [Change].
func (c RemoveTheme) Validate() error { return nil }

// MergeThemes makes one theme of two. Tags, notes and links of From become
// Into's, doubles are folded, what stands below From moves below Into (themes
// of one name are merged in turn). What describes From is kept where Into has
// nothing to say, else as a note on Into, and which theme came from where is
// remembered.
type MergeThemes struct{ From, Into coding.ThemeID }

// Validate implements [Change].
func (c MergeThemes) Validate() error { return notSame("theme", c.From == c.Into) }
