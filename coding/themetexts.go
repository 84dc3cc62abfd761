package coding

import "slices"

// A ThemeText is a text of a theme besides its name, declared once: how it is stored and
// logged, its column in tables and its key in codebook files, its flag and its field in
// forms follow from it.
type ThemeText struct {
	Name string // of its column in the project file and in tables, its key and its flag
	Of   func(*Theme) *string
	Form TextForm
	// Defines says that a theme means something else when it changes, so that sources
	// that were completed before have to be read again.
	Defines bool
	Heading string // above it, where a theme is printed; "" for what needs none
	Label   string // of its field in forms
	Help    string // an example of it; "" for none
	Usage   string // of its flag
	Meaning string // of its column, for readers of tables
}

// A TextForm is what a text of a theme looks like.
type TextForm int

// What texts of a theme look like. All but colours are words that
// people write: names in them are replaced by pseudonyms, and they say how a theme is
// described.
const (
	Paragraphs TextForm = iota // lines that describe the theme, below its name
	OneLine                    // a word or two beside its name
	ColourCode                 // #rrggbb
)

// ThemeTexts is the table of the texts of a theme, in the order in which they are shown.
// The column of each has to be in the project file: see coding/project/sqlite/schema.
var ThemeTexts = []ThemeText{
	{Name: "definition", Of: func(t *Theme) *string { return &t.Definition }, Form: Paragraphs, Defines: true,
		Label: "definition", Usage: "what the theme means, `TEXT`", Meaning: "what it means"},
	{Name: "include", Of: func(t *Theme) *string { return &t.Include }, Form: Paragraphs, Defines: true,
		Heading: "Include", Label: "when to use it", Usage: "when to use it, `TEXT`", Meaning: "when to use it"},
	{Name: "exclude", Of: func(t *Theme) *string { return &t.Exclude }, Form: Paragraphs, Defines: true,
		Heading: "Exclude", Label: "when not to", Usage: "when not to use it, `TEXT`", Meaning: "when not to"},
	{Name: "example", Of: func(t *Theme) *string { return &t.Example }, Form: Paragraphs,
		Heading: "Example", Label: "example", Usage: "an example, `TEXT`", Meaning: "an example"},
	{Name: "kind", Of: func(t *Theme) *string { return &t.Kind }, Form: OneLine,
		Heading: "Kind", Label: "kind", Help: "code, category, theme …", Meaning: "code, category, theme…",
		Usage: "what it is in your method, `KIND`: code, category, theme, aggregate dimension, level 1…"},
	{Name: "colour", Of: func(t *Theme) *string { return &t.Colour }, Form: ColourCode,
		Heading: "Colour", Label: "colour", Usage: "its colour, `#RRGGBB`; one is dealt out by itself", Meaning: "#rrggbb"},
}

// ThemeWords are those of [ThemeTexts] that hold words: ThemeParagraphs, which are printed
// below a theme's name, and ThemeLabels, which stand beside it.
var (
	ThemeWords      = themeTexts(Paragraphs, OneLine)
	ThemeParagraphs = themeTexts(Paragraphs)
	ThemeLabels     = themeTexts(OneLine)
)

func themeTexts(forms ...TextForm) (texts []ThemeText) {
	for _, x := range ThemeTexts {
		if slices.Contains(forms, x.Form) {
			texts = append(texts, x)
		}
	}
	return texts
}

// ThemeTextNames are the names of some texts of a theme.
func ThemeTextNames(texts []ThemeText) (names []string) {
	for _, x := range texts {
		names = append(names, x.Name)
	}
	return names
}

// Read returns a text as it was typed. The error wraps [ErrInvalid] where it is a colour
// that is not written as #rrggbb.
func (x ThemeText) Read(typed string) (string, error) {
	if x.Form == ColourCode && !IsColour(typed) {
		return "", Errorf(ErrInvalid, "%s %q: write it as #rrggbb", x.Name, typed)
	}
	return typed, nil
}

// SameMeaning tells whether two themes are defined alike: by all that [ThemeText.Defines].
func SameMeaning(a, b *Theme) bool {
	return !slices.ContainsFunc(ThemeTexts, func(x ThemeText) bool { return x.Defines && *x.Of(a) != *x.Of(b) })
}

// A SaidText is a text of a theme that says something.
type SaidText struct {
	ThemeText
	Text string
}

// Said are those of some texts that a theme has.
func (t *Theme) Said(texts []ThemeText) (said []SaidText) {
	for _, x := range texts {
		if text := *x.Of(t); text != "" {
			said = append(said, SaidText{x, text})
		}
	}
	return said
}
