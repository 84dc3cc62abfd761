package refi

import (
	"fmt"
	"strings"
	"unicode"
)

// A Profile is what a program expects of a file that it imports.
type Profile struct {
	Name  string // for commands
	Title string // for people
	Convention
	BOM    bool   // texts begin with a byte order mark
	CRLF   bool   // lines of texts end in CRLF
	Folder string // of the sources in the archive, with a slash at its end
	Known  string // how the program's counting is known
}

// Standard is what the standard itself asks for.
var Standard = Profile{
	Name: "standard", Title: "the standard", Convention: Convention{Unit: CodePoints, LineEnd: AsWritten}, Folder: "sources/",
}

// Profiles returns all profiles, the standard's first.
func Profiles() []Profile {
	const measured, notMeasured = "measured on its own files", "units beyond U+FFFF not measured"
	return []Profile{
		Standard,
		{"nvivo-windows", "NVivo Windows", Convention{Unit: UTF16, LineEnd: AsWritten}, true, true, "Sources/", measured},
		{"nvivo-mac", "NVivo Mac", Convention{Unit: UTF16, LineEnd: AsWritten}, false, false, "sources/", measured},
		{"atlasti", "ATLAS.ti", Convention{Unit: UTF16, LineEnd: AsOne}, false, false, "sources/", notMeasured},
		{"maxqda", "MAXQDA", Convention{Unit: UTF16, LineEnd: AsOne}, false, true, "sources/", notMeasured},
		{"qualcoder", "QualCoder", Convention{Unit: CodePoints, LineEnd: AsOne}, false, false, "sources/", measured},
	}
}

// ProfileNames returns the names of all profiles.
func ProfileNames() (names []string) {
	for _, p := range Profiles() {
		names = append(names, p.Name)
	}
	return names
}

// ParseProfile returns the profile of a name or title. The error lists the names.
func ParseProfile(name string) (Profile, error) {
	want := letters(name)
	if want == "nvivo" {
		want = "nvivowindows"
	}
	for _, p := range Profiles() {
		if letters(p.Name) == want || letters(p.Title) == want {
			return p, nil
		}
	}
	return Profile{}, fmt.Errorf("program %q: no such profile; the profiles are %s", name, strings.Join(ProfileNames(), ", "))
}

// letters are the letters and digits of a name, in lower case.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// Encode returns a folded text as the profile writes it: the file, and the text in
// it without the byte order mark, in which positions are counted.
func (p Profile) Encode(body string) (file []byte, raw string) {
	raw = body
	if p.CRLF {
		raw = strings.ReplaceAll(body, "\n", "\r\n")
	}
	if p.BOM {
		return []byte("\ufeff" + raw), raw
	}
	return []byte(raw), raw
}
