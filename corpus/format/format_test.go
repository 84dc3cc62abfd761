package format

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	tests := []struct {
		name                     string
		supported, text, isTable bool
	}{
		{"a.txt", true, true, false},
		{"folder/a.b.TXT", true, true, false},
		{"a.md", true, true, false},
		{"a.vtt", true, true, false},
		{"a.html", true, true, false},
		{"a.csv", true, true, true},
		{"a.tsv", true, true, true},
		{"a.xlsx", true, false, true},
		{"a.docx", true, false, false},
		{"a.pdf", true, false, false},
		{"a.json", true, false, false},
		{"a.cha", true, true, false},
		{"a.TextGrid", true, true, false},
		{"a.eaf", true, false, false},
		{"a.exe", false, false, false},
		{"txt", false, false, false},
		{"", false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Supported(tt.name); got != tt.supported || got != (MediaType(tt.name) != "") {
				t.Errorf("Supported is %v, media type %q, want %v", got, MediaType(tt.name), tt.supported)
			}
			if got := IsText(tt.name); got != tt.text {
				t.Errorf("IsText is %v, want %v", got, tt.text)
			}
			if got := IsTable(tt.name); got != tt.isTable {
				t.Errorf("IsTable is %v, want %v", got, tt.isTable)
			}
		})
	}
}

func TestExtensions(t *testing.T) {
	all := Extensions()
	if !slices.IsSorted(all) || len(all) != len(kinds) {
		t.Errorf("extensions %v", all)
	}
	for i, f := range Formats() {
		if f[0] != all[i] || f[1] == "" {
			t.Errorf("%s: %q is no example", all[i], f)
		}
	}
	for _, e := range all {
		if !Supported("name" + strings.ToUpper(e)) {
			t.Errorf("%s is listed, but not supported", e)
		}
	}
}

func TestMediaTypeAndEncodingOfDocuments(t *testing.T) {
	for name, data := range map[string]string{"a.txt": "Roe: yes", "a.MARKDOWN": "# Yes", "a.htm": "<p>yes", "a.rtf": `{\rtf1 yes}`} {
		doc := readOK(t, name, []byte(data))
		if doc.MediaType != MediaType(name) || doc.Encoding == "" {
			t.Errorf("%s: media type %q, encoding %q", name, doc.MediaType, doc.Encoding)
		}
	}
}

// A file that is no document is rejected with what to do instead.
func TestRejectedNames(t *testing.T) {
	tests := []struct{ file, says string }{
		{"study.qdpx", "a whole project of another program; crosscase import-project"},
		{"study.RQDA", "a whole project of another program; crosscase import-project"},
		{"study.nvp", "only NVivo reads; open it there and export it as REFI-QDA (.qdpx): Share > Export Project > REFI-QDA Project"},
		{"study.NVPX", "export it as REFI-QDA (.qdpx): File > Export Project (Mac); crosscase import-project"},
		{"study.mx24", "only MAXQDA reads; open it there and export it as REFI-QDA (.qdpx): Reports > Export"},
		{"study.mx2020", "only MAXQDA reads"},
		{"study.mx12", "only MAXQDA reads"},
		{"study.atlproj", "only ATLAS.ti reads; open it there and export it as REFI-QDA (.qdpx): File > Export"},
		{"study.atlproj24", "only ATLAS.ti reads"},
		{"study.hpr7", "only ATLAS.ti reads"},
		{"study.mx", "crosscase reads .cha"},
		{"study.nvpaper", "crosscase reads .cha"},
		{"int.doc", "the old Word format; open it in Word or LibreOffice and save it as .docx"},
		{"int.wav", "a recording; import its transcript"},
		{"int.notes",
			"crosscase reads .cha, .csv, .docx, .eaf, .epub, .exb, .htm, .html, .json, .markdown, .md, .odt, .pdf, .rtf, .sbv, .srt, " +
				".textgrid, .trs, .tsv, .txt, .vtt, .xlsx"},
		{"answers.csv", "a table; read it with ReadTable"},
		{"answers.xlsx", "a table; read it with ReadTable"},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			_, err := Read(tt.file, []byte("text"))
			if !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q", err, ErrUnknown, tt.says)
			}
		})
	}
}

func TestCheckSize(t *testing.T) {
	tests := []struct {
		name string
		size int64
		says string // in the error
	}{
		{"a.txt", MaxText, ""},
		{"a.txt", MaxText + 1, "32 MB; 32 MB is the most"},
		{"a.eaf", MaxText + 1, "32 MB is the most"},
		{"a.json", MaxText + 1, "32 MB is the most"},
		{"a.docx", MaxText + 1, ""},
		{"a.docx", MaxFile, ""},
		{"a.pdf", MaxFile + 5<<20, "205 MB; 200 MB is the most"},
	}
	for _, tt := range tests {
		err := CheckSize(tt.name, tt.size)
		if tt.says == "" {
			if err != nil {
				t.Errorf("%s with %d bytes: %v", tt.name, tt.size, err)
			}
			continue
		}
		if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s with %d bytes: %v, want %q", tt.name, tt.size, err, tt.says)
		}
	}
}

// Encrypted and old Office documents are in a container of their own.
func TestOfficeContainer(t *testing.T) {
	data := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 100))
	for _, file := range []string{"a.docx", "a.odt", "a.rtf"} {
		if _, err := Read(file, data); !errors.Is(err, ErrPassword) || !strings.Contains(err.Error(), "save it as .docx without one") {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestBadFiles(t *testing.T) {
	tests := []struct {
		name, file string
		data       string
		is         error
		says       string
	}{
		{"no bytes", "a.txt", "", ErrEmpty, "no words"},
		{"blanks only", "a.md", " \n\t\n", ErrEmpty, "no words"},
		{"a program called .txt", "a.txt",
			"\x7fELF\x02\x01\x01\x00\x00\x00\x05\x06\x07\x08\x0e\x0f" + strings.Repeat("\x01\x02\x03q", 50), ErrDamaged, "binary"},
		{"a kind that nobody reads", "a.exe", "x", ErrUnknown, ".docx"},
		{"broken times", "a.vtt", "WEBVTT\n\n00:00:0x --> 00:00:02.000\nhello\n", ErrDamaged, "line 3"},
		{"times that are not there", "a.srt", "1\n --> 00:00:02,000\nhello\n", ErrDamaged, "line 2"},
		{"no first line and no cue", "a.vtt", "hello\n", ErrDamaged, "WEBVTT"},
		{"no cues", "a.srt", "hello\n", ErrDamaged, "no cue"},
		{"not a zip file", "a.docx", "PK\x03\x04 hello", ErrDamaged, "whole .docx"},
		{"another zip file", "a.docx", string(zipped(t, map[string]string{"a.txt": "x"})), ErrDamaged, "word/document.xml"},
		{"broken off", "a.docx",
			string(zipped(t, map[string]string{"word/document.xml": docxHead + "<w:p><w:r><w:t>hel"})), ErrDamaged, "breaks off"},
		{"nested beyond reason", "a.docx",
			string(zipped(t, map[string]string{"word/document.xml": docxHead + strings.Repeat("<w:p>", 5000)})), ErrDamaged, "nested"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.file, []byte(tt.data))
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q in it", err, tt.is, tt.says)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
		})
	}
}
