package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
)

// tree writes entries as lines that are indented as they nest, with all that they
// say.
func tree(entries []codebook.Entry, ids bool) string {
	var b strings.Builder
	var each func(entries []codebook.Entry, indent string)
	each = func(entries []codebook.Entry, indent string) {
		for _, e := range entries {
			fmt.Fprintf(&b, "%s%q", indent, e.Name)
			if ids {
				fmt.Fprintf(&b, " id %s", e.ID)
			}
			for _, x := range e.Said(coding.ThemeTexts) {
				fmt.Fprintf(&b, " %s %q", x.Name, x.Text)
			}
			if e.Archived {
				b.WriteString(" archived")
			}
			b.WriteString("\n")
			each(e.Below, indent+"  ")
		}
	}
	each(entries, "")
	return b.String()
}

// names and texts are what people call themes, and what breaks formats.
func texts(t *rapid.T, label string) string {
	odd := []string{"Trust", "naïve — “quoted”", "yes", "null", "012", "- a", "# not a comment", "a: b", "=1+1", "@x", "{x}", "[y]", "'", `"`, `\`, "&amp;", "<b>", "日本語", "שלום", "🙂", "a  b", "~", "!tag", "%", "*star*", "1e3", "Include: x", "Archived: yes"}
	parts := rapid.SliceOfN(rapid.SampledFrom(odd), 1, 3).Draw(t, label)
	return strings.Join(parts, " ")
}

func randomCodebook(t *rapid.T) *coding.Study {
	s := coding.Study{Title: "A study"}
	parents := []coding.ThemeID{""}
	taken := map[string]bool{}
	for i := range rapid.IntRange(0, 12).Draw(t, "themes") {
		x := coding.Theme{ID: coding.ThemeID(fmt.Sprintf("%08x-0000-4000-8000-%012x", i*7919+1, i)), Parent: rapid.SampledFrom(parents).Draw(t, "parent"),
			Name: strings.Join(strings.Fields(texts(t, "name")), " "), Position: i, Colour: coding.Colour(i), Archived: rapid.Bool().Draw(t, "archived")}
		if taken[string(x.Parent)+"/"+x.Name] {
			continue
		}
		taken[string(x.Parent)+"/"+x.Name] = true
		for _, text := range coding.ThemeParagraphs {
			f := text.Of(&x)
			switch rapid.IntRange(0, 3).Draw(t, "kind of text") {
			case 1:
				*f = texts(t, "text")
			case 2:
				*f = texts(t, "text") + rapid.SampledFrom([]string{"\n", "\n\n", "\n\n\\"}).Draw(t, "between") + texts(t, "text")
			}
		}
		for _, text := range coding.ThemeLabels {
			if rapid.Bool().Draw(t, "has "+text.Name) {
				*text.Of(&x) = "aggregate dimension"
			}
		}
		s.Themes = append(s.Themes, &x)
		parents = append(parents, x.ID)
	}
	return coding.NewStudy(s)
}

// What a codebook says comes back from every format that can be read.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomCodebook(t)
		for _, f := range []CodebookFormat{YAML, CSV, QDC} {
			if f == QDC && len(s.Themes) == 0 {
				continue
			}
			var b bytes.Buffer
			if err := WriteCodebook(context.Background(), &b, Contents{Study: s}, f, "test"); err != nil {
				t.Fatal(err)
			}
			entries, _, err := ReadCodebook(b.Bytes(), f)
			if err != nil {
				t.Fatalf("%s: %v\n%s", f, err, b.String())
			}
			want := codebook.Entries(s)
			switch f {
			case YAML: // the short identifier
				short := codebook.ShortIDs(s)
				var shorten func(entries []codebook.Entry)
				shorten = func(entries []codebook.Entry) {
					for i := range entries {
						entries[i].ID = coding.ThemeID(short[entries[i].ID])
						shorten(entries[i].Below)
					}
				}
				shorten(want)
			}
			if diff := cmp.Diff(tree(want, true), tree(entries, true)); diff != "" {
				t.Fatalf("%s (-written +read):\n%s\n%s", f, diff, b.String())
			}
		}
		for _, f := range []CodebookFormat{Markdown, HTML} {
			var b bytes.Buffer
			if err := WriteCodebook(context.Background(), &b, Contents{Study: s}, f, "test"); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "<b>") {
				t.Fatalf("%s: a name is markup:\n%s", f, b.String())
			}
		}
	})
}

// Every field of a theme, also one that comes later, is in every format that can be read, comes
// from it into the codebook, and is printed where it holds words.
func TestFieldsOfATheme(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	bare := coding.Theme{ID: "00000001-0000-4000-8000-000000000001", Parent: "00000002-0000-4000-8000-000000000002", Name: "Theme",
		Position: 1, Made: at, Described: at}
	theme := edittest.Fill(bare, "Qwertman", "Position", "Made", "Described")
	of := func(x coding.Theme) *coding.Study {
		return coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: bare.Parent, Name: "Above", Colour: "#654321"}, &x}})
	}
	for _, f := range []CodebookFormat{YAML, CSV, QDC, Markdown, HTML} {
		var b bytes.Buffer
		if err := WriteCodebook(t.Context(), &b, Contents{Study: of(theme)}, f, "test"); err != nil {
			t.Fatal(err)
		}
		for _, x := range theme.Said(coding.ThemeWords) {
			if strings.Count(b.String(), x.Text) != 1 {
				t.Errorf("%s: %s is not there once:\n%s", f, x.Name, b.String())
			}
		}
		if f == Markdown || f == HTML {
			continue
		}
		entries, _, err := ReadCodebook(b.Bytes(), f)
		if err != nil {
			t.Fatal(err)
		}
		r, err := codebook.Revise(of(bare), entries, true, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]edit.Change{edit.PutTheme{Theme: theme}}, r.Changes); diff != "" {
			t.Errorf("%s (-written +read):\n%s", f, diff)
		}
	}
}

// Codebooks that other programs, and people, wrote.
func TestRead(t *testing.T) {
	tests := []struct {
		name string
		f    CodebookFormat
		data string
		want string
	}{
		{"names alone", YAML, "- Trust\n- Cost\n", "\"Trust\"\n\"Cost\"\n"},
		{"a list below a name", YAML, "- Cost:\n  - Running\n  - Once:\n    - Wages\n- Trust\n", "\"Cost\"\n  \"Running\"\n  \"Once\"\n    \"Wages\"\n\"Trust\"\n"},
		{"themes: around it", YAML, "themes:\n- name: Trust\n  color: '#112233'\n", "\"Trust\" colour \"#112233\"\n"},
		{"what YAML would take for something else", YAML, "- yes\n- 012\n- null_\n- 2020-01-01\n", "\"yes\"\n\"012\"\n\"null_\"\n\"2020-01-01\"\n"},
		{"nothing", YAML, "# nothing yet\n", ""},
		{"semicolons", CSV, "code;description\nCost > Wages;Paid\nTrust;\n", "\"Cost\"\n  \"Wages\" definition \"Paid\"\n\"Trust\"\n"},
		{"windows-1252", CSV, "theme;definition\nGr\xf6\xdfe;Wie gro\xdf\nGer\xe4te;f\xfcr alle\n", "\"Größe\" definition \"Wie groß\"\n\"Geräte\" definition \"für alle\"\n"},
		{"yaml in windows-1252", YAML, "- Gr\xf6\xdfe der Geb\xe4ude\n", "\"Größe der Gebäude\"\n"},
		{"subthemes", CSV, "theme,subtheme,definition\nCost,,Money\nCost,Wages,Paid\nTrust,Broken,\n",
			"\"Cost\" definition \"Money\"\n  \"Wages\" definition \"Paid\"\n\"Trust\"\n  \"Broken\"\n"},
		{"parents", CSV, "Parent;Code;Description\nWages;Bonus;Once\nCost;Wages;Paid\n;Cost;Money\nCost > Wages;Pension;\nElsewhere;New;\n",
			"\"Cost\" definition \"Money\"\n  \"Wages\" definition \"Paid\"\n    \"Bonus\" definition \"Once\"\n    \"Pension\"\n\"Elsewhere\"\n  \"New\"\n"},
		{"headings in other words", CSV, "Parent_Code,Code name,Inclusion criteria,When not to use it,Color,Examples\nA,B,in,out,#aabbcc,this\n",
			"\"A\"\n  \"B\" include \"in\" exclude \"out\" example \"this\" colour \"#aabbcc\"\n"},
		{"a byte order mark", CSV, "\ufefftheme,definition\n\"Trust\",\"a\nb\"\n", "\"Trust\" definition \"a\\nb\"\n"},
		{"no namespace, an empty Sets", QDC, `<CodeBook><Codes><Code guid="{AAAAAAAA-0000-4000-8000-000000000000}" name="a
b" isCodable="true" color="#1aF"/></Codes><Sets/></CodeBook>`, "\"a b\" colour \"#11aaff\"\n"},
		{"a draft's namespace", QDC, `<CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes><Code guid="1" name="x" isCodable="false"><Description>Why

Include: this</Description><Code guid="2" name="y"/></Code></Codes></CodeBook>`, "\"x\" definition \"Why\" include \"this\" kind \"category\"\n  \"y\"\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			entries, _, err := ReadCodebook([]byte(tt.data), tt.f)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, tree(entries, false)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for file, want := range map[string]int{"qualcoder.qdc": 6, "standard.qdc": 6} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		entries, _, err := ReadCodebook(data, QDC)
		if got := strings.Count(tree(entries, false), "\n"); err != nil || got != want {
			t.Errorf("%s: %d themes, %v; want %d", file, got, err, want)
		}
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct {
		f          CodebookFormat
		data, says string
	}{
		{YAML, "- a\n- b: c\n", "line 2"},
		{YAML, "Trust\n", "line 1: a list of themes is missing"},
		{YAML, "- &a x\n- *a\n", "line 2"},
		{YAML, "- name: x\n  definition:\n  - y\n", "line 3: definition: a text is missing"},
		{YAML, "- definition: x\n", "line 1: a theme without a name"},
		{YAML, "- a\n b: [\n", "line"},
		{YAML, strings.Repeat("- x:\n", 1) + nested(80), "nest deeper"},
		{CSV, "", "header"},
		{CSV, "a,b\n1,2\n", `no column "theme"`},
		{CSV, "theme,colour\nTrust,red\n", "line 2: colour"},
		{CSV, "theme,definition\nTrust,a\nCost,\nTrust,b\n", `line 4: theme "Trust" is in line 2 too`},
		{CSV, "parent,theme\nA,B\n,A > B\n", `line 3: theme "A > B" is in line 2 too`},
		{CSV, "theme,subtheme\nTrust,\n,Broken\n", `line 3: subtheme "Broken" has no theme`},
		{CSV, "theme,definition\n,lost\n", "line 2: no theme"},
		{CSV, "theme,definition,description\nTrust,a,b\n", `columns "definition" and "description" both are the definition`},
		{CSV, "parent,theme\nB,A\nA,B\n", "is below itself"},
		{CSV, "parent,theme\nA,X\nB,X\nX,Y\n", `line 4: parent "X": lines 2 and 3 have themes of that name`},
		{CSV, "theme,archived\nTrust,perhaps\n", `archived "perhaps"`},
		{CSV, "name,role,organisation\nRoe,chief,Police\n", "not a codebook but a table of participants"},
		{CSV, "name,organization\nRoe,Police\n", "not a codebook but a table of participants"},
		{CSV, "source,theme,quote\na,Trust,x\n", "not a codebook but a table of codings"},
		{CSV, "file,name,type\na.txt,a,interview\n", "not a codebook but a table of sources"},
		{CSV, "name,pseudonym\nRoe,Doe\n", "not a codebook but a table of names"},
		{CSV, "theme\n" + strings.Repeat("a>", 80) + "a\n", "line 2: themes nest deeper"},
		{QDC, "<CodeBook><Codes>", "not well-formed"},
		{QDC, "<html></html>", "not a REFI-QDA codebook"},
		{QDC, `<CodeBook><Codes><Code guid="1"/></Codes></CodeBook>`, "without a name"},
		{QDC, "<CodeBook><Codes>" + strings.Repeat(`<Code name="x">`, 80), "nest deeper"},
		{Markdown, "# x", "cannot be read back"},
		{HTML, "<p>", "cannot be read back"},
	}
	for _, tt := range tests {
		_, _, err := ReadCodebook([]byte(tt.data), tt.f)
		if !errors.Is(err, coding.ErrInvalid) || !strings.Contains(fmt.Sprint(err), tt.says) {
			t.Errorf("%s %.40q: %v, want one that says %q", tt.f, tt.data, err, tt.says)
		}
	}
}

// What of a table is not taken over is named.
func TestColumnsNotUsed(t *testing.T) {
	for _, tt := range []struct{ head, want string }{
		{"theme,definition", ""},
		{"Code,Files,Description,References", `not used: columns "Files", "References"; those of a codebook are parent, theme,`},
		{"theme,sub-sub-theme", `not used: column "sub-sub-theme"; `},
	} {
		_, notes, err := ReadCodebook([]byte(tt.head+"\n"), CSV)
		if got := strings.Join(notes, "\n"); err != nil || !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: %q, %v; want %q", tt.head, got, err, tt.want)
		}
	}
	for _, tt := range []struct{ name, data, want, notes string }{
		{"ATLAS.ti", "Code;Comment;Code Group 1\nTrust;They rely;People\n", "Trust: They rely", `not used: column "Code Group 1"`},
		{"MAXQDA", "Parent code,Code,Memo,Color\n,Money,,●\nMoney,Cost,What it takes,●\n", "Money: ; Cost: What it takes", `not used: column "Color"`},
		{"MAXQDA in German", "Code;Kommentar\nVertrauen;Sie\n", "Vertrauen: Sie", ""},
		{"a definition beside comments", "Code,Comment,Definition,ID\nTrust,said by AK,They rely,1\n", "Trust: They rely", `not used: columns "Comment", "ID"`},
		{"MAXQDA, three deep", "Parent code,Code,Memo\n,Motives,why\nMotives,Savings,money\nMotives\\Savings,Short-term,\n",
			"Motives: why; Savings: money; Short-term: ", `parts of names are themes below one another, as of "`},
		{"parts in names", "Code,Comment\nA::B,deep\nA,top\nA: C,colon\nB,\n", "A: top; B: deep; A: C: colon; B: ", `parts of names are themes below one another, as of "`},
		{"a theme of that name", "theme,definition\nA::B,deep\n", "A::B: deep", ""},
		{"two comments", "Code,Memo,Comment\nTrust,They rely,see there\n", "Trust: They rely", `not used: column "Comment"`},
	} {
		entries, notes, err := ReadCodebook([]byte(tt.data), CSV)
		var got []string
		var walk func(all []codebook.Entry)
		walk = func(all []codebook.Entry) {
			for _, e := range all {
				got = append(got, e.Name+": "+e.Definition)
				walk(e.Below)
			}
		}
		walk(entries)
		if said := strings.Join(notes, "\n"); err != nil || strings.Join(got, "; ") != tt.want || !strings.HasPrefix(said, tt.notes) || tt.notes == "" && said != "" {
			t.Errorf("%s: %q, %q, %v", tt.name, got, notes, err)
		}
	}
	if _, notes, err := ReadCodebook([]byte("theme\nGr\xf6\xdfe der Geb\xe4ude\n"), CSV); err != nil || len(notes) != 1 || !strings.Contains(notes[0], "windows-1252") {
		t.Errorf("a guessed encoding: %q, %v", notes, err)
	}
}

func nested(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s- x%d:\n", strings.Repeat(" ", 2+2*i), i)
	}
	fmt.Fprintf(&b, "%s- y\n", strings.Repeat(" ", 2+2*n))
	return b.String()
}

func fuzz(f *testing.F, format CodebookFormat, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, _, err := ReadCodebook(data, format)
		if err != nil {
			if !errors.Is(err, coding.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		n := 0
		if _, err := codebook.Revise(coding.NewStudy(coding.Study{}), entries, false, func() string { n++; return fmt.Sprint(n) }); err != nil && !errors.Is(err, coding.ErrInvalid) {
			t.Fatal(err)
		}
	})
}

func FuzzYAML(f *testing.F) {
	fuzz(f, YAML, "- name: Trust # 3f2a91bc\n  definition: |\n    a\n  themes:\n  - Lost\n", "themes: []", "- a:\n  - b", "- &a\n- *a")
}

func FuzzCSV(f *testing.F) {
	fuzz(f, CSV, "theme,definition,id\nA > B,\"x\ny\",1\n", "code;color\nx;#112233\n")
}

func FuzzQDC(f *testing.F) {
	fuzz(f, QDC, `<CodeBook><Codes><Code guid="1" name="x" color="#fff"><Description>d</Description><Code guid="2" name="y"/></Code></Codes><Sets/></CodeBook>`)
}
