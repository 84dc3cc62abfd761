package transcript

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"crosscase/corpus/format"
)

// fuzz has all cases of testdata as seeds, and checks the laws for the layout that is
// found and for the one of this name.
func fuzz(f *testing.F, name string, ending string) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := format.Read("a"+ending, data)
		if err != nil {
			return
		}
		for _, layout := range []string{"", name} {
			if found, err := Find(doc, Options{Layout: layout}); err == nil {
				checkTranscript(t, doc, found)
			}
		}
	})
}

func FuzzColon(f *testing.F)       { fuzz(f, "colon", ".txt") }
func FuzzClock(f *testing.F)       { fuzz(f, "clock", ".txt") }
func FuzzBold(f *testing.F)        { fuzz(f, "bold", ".md") }
func FuzzBrackets(f *testing.F)    { fuzz(f, "brackets", ".txt") }
func FuzzCapitals(f *testing.F)    { fuzz(f, "capitals", ".txt") }
func FuzzColumns(f *testing.F)     { fuzz(f, "columns", ".txt") }
func FuzzMinutes(f *testing.F)     { fuzz(f, "minutes", ".txt") }
func FuzzZoom(f *testing.F)        { fuzz(f, "zoom", ".txt") }
func FuzzTeams(f *testing.F)       { fuzz(f, "teams", ".txt") }
func FuzzMeet(f *testing.F)        { fuzz(f, "meet", ".txt") }
func FuzzOtter(f *testing.F)       { fuzz(f, "otter", ".txt") }
func FuzzRev(f *testing.F)         { fuzz(f, "rev", ".txt") }
func FuzzTrint(f *testing.F)       { fuzz(f, "trint", ".txt") }
func FuzzDescript(f *testing.F)    { fuzz(f, "descript", ".md") }
func FuzzOTranscribe(f *testing.F) { fuzz(f, "otranscribe", ".txt") }
func FuzzWhisper(f *testing.F)     { fuzz(f, "whisper", ".txt") }
func FuzzNVivo(f *testing.F)       { fuzz(f, "nvivo", ".txt") }
func FuzzF4(f *testing.F)          { fuzz(f, "f4", ".txt") }
func FuzzEvidence(f *testing.F)    { fuzz(f, "evidence", ".md") }
func FuzzHearing(f *testing.F)     { fuzz(f, "hearing", ".txt") }
func FuzzCourt(f *testing.F)       { fuzz(f, "court", ".txt") }
func FuzzDebate(f *testing.F)      { fuzz(f, "debate", ".txt") }
func FuzzFocusGroup(f *testing.F)  { fuzz(f, "focus-group", ".txt") }
func FuzzGuide(f *testing.F)       { fuzz(f, "guide", ".txt") }
func FuzzVoices(f *testing.F)      { fuzz(f, "voices", ".vtt") }
func FuzzBare(f *testing.F)        { fuzz(f, "bare", ".txt") }
func FuzzMessenger(f *testing.F)   { fuzz(f, "messenger", ".txt") }
func FuzzMail(f *testing.F)        { fuzz(f, "mail", ".txt") }
func FuzzSubtitles(f *testing.F)   { fuzz(f, "", ".srt") }
