package analysis

var (
	ThemeNames  = themeNames
	NotesOnTest = notesOnTest
)
