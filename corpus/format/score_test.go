package format

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// The files that Praat and libraries wrote (testdata/score/make.py) hold the same talk;
// the values are those that make.py gave to them.
func TestScores(t *testing.T) {
	door := []corpus.LeftOut{{Why: corpus.Annotation, Where: "tier remarks", Text: "a door slams"}}
	translation := []corpus.LeftOut{{Why: corpus.Annotation, Where: "tier R-translation", Text: "Wir nahmen den Bus, meine Tante und ich."}}
	tests := []struct {
		file, penn, encoding string
		leftOut              []corpus.LeftOut
	}{
		{"praat.TextGrid", "Penn", "utf-8", door},
		{"praat-short.TextGrid", "Penn", "utf-8", door},
		{"praat-utf16.TextGrid", "Penn", "utf-16be", door},
		{"textgrid.TextGrid", "Penn", "utf-8", nil},
		{"tgt-short.TextGrid", "Penn", "utf-8", nil},
		{"pympi.eaf", "P-speech", "utf-8", translation},
		{"corflow.exb", "Penn", "utf-8", door},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			data, err := os.ReadFile("testdata/score/" + tt.file)
			if err != nil {
				t.Fatal(err)
			}
			doc := readOK(t, tt.file, data)
			want := []cue{
				{"Roe", 0, 1500 * ms, "We took the bus, my aunt and I."},
				{tt.penn, 1400 * ms, 2250 * ms, "Which bus?"},
				{"Roe", 2250 * ms, 4000 * ms, `She said "Übermut" twice.`},
				{tt.penn, 4000 * ms, 5125 * ms, "And then?"},
			}
			if diff := cmp.Diff(want, cuesOf(doc)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.leftOut, doc.LeftOut); diff != "" {
				t.Error(diff)
			}
			if doc.Encoding != tt.encoding {
				t.Errorf("encoding %q, want %q", doc.Encoding, tt.encoding)
			}
		})
	}
}

// eaf is a file of ELAN with these slots and tiers.
func eaf(slots, tiers string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><TIME_ORDER>` + slots + `</TIME_ORDER>` + tiers + `</ANNOTATION_DOCUMENT>`
}

func slot(id, value string) string {
	if value == "" {
		return `<TIME_SLOT TIME_SLOT_ID="` + id + `"/>`
	}
	return `<TIME_SLOT TIME_SLOT_ID="` + id + `" TIME_VALUE="` + value + `"/>`
}

func aligned(id, from, to, text string) string {
	return `<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="` + id + `" TIME_SLOT_REF1="` + from + `" TIME_SLOT_REF2="` + to +
		`"><ANNOTATION_VALUE>` + text + `</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>`
}

func referring(id, to, text string) string {
	return `<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="` + id + `" ANNOTATION_REF="` + to + `"><ANNOTATION_VALUE>` + text +
		`</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>`
}

// xmlTier is an element TIER with these attributes, or an element tier.
func xmlTier(attributes, content string) string {
	return `<TIER ` + attributes + `>` + content + `</TIER>`
}

func TestELAN(t *testing.T) {
	left := func(tier, text string) corpus.LeftOut {
		return corpus.LeftOut{Why: corpus.Annotation, Where: "tier " + tier, Text: text}
	}
	tests := []struct {
		name, data string
		want       []cue
		leftOut    []corpus.LeftOut
	}{
		{"slots without a time, spread evenly", eaf(slot("1", "1000")+slot("2", "")+slot("3", "")+slot("4", "4000"),
			xmlTier(`TIER_ID="Roe"`, aligned("a", "1", "2", "one")+aligned("b", "2", "3", "two")+aligned("c", "3", "4", "three"))),
			[]cue{{"Roe", 1000 * ms, 2000 * ms, "one"}, {"Roe", 2000 * ms, 3000 * ms, "two"}, {"Roe", 3000 * ms, 4000 * ms, "three"}}, nil},
		{"slots without any time", eaf(slot("1", "")+slot("2", ""), xmlTier(`TIER_ID="Roe"`, aligned("a", "1", "2", "one"))),
			[]cue{{"Roe", corpus.NoTime, corpus.NoTime, "one"}}, nil},
		{"two who begin at the same time", eaf(slot("1", "0")+slot("2", "900"),
			xmlTier(`TIER_ID="B"`, aligned("a", "1", "2", "yes"))+xmlTier(`TIER_ID="A"`, aligned("b", "1", "2", "no"))),
			[]cue{{"B", 0, 900 * ms, "yes"}, {"A", 0, 900 * ms, "no"}}, nil},
		{"words below numbers", eaf(slot("1", "0")+slot("2", "900"),
			xmlTier(`TIER_ID="ref" PARTICIPANT="Roe"`, aligned("a", "1", "2", "story.001"))+
				xmlTier(`TIER_ID="tx" PARENT_REF="ref" PARTICIPANT="Roe"`, referring("b", "a", "we took the bus"))+
				xmlTier(`TIER_ID="ge" PARENT_REF="tx" PARTICIPANT="Roe"`, referring("c", "b", "1PL take.PST DEF bus"))),
			[]cue{{"Roe", 0, 900 * ms, "we took the bus"}}, []corpus.LeftOut{left("ref", "story.001"), left("ge", "1PL take.PST DEF bus")}},
		{"a tier below one that is missing", eaf(slot("1", "0")+slot("2", "900"),
			xmlTier(`TIER_ID="Roe" PARENT_REF="gone"`, aligned("a", "1", "2", "yes"))), []cue{{"Roe", 0, 900 * ms, "yes"}}, nil},
		{"an empty annotation, and one of two lines", eaf(slot("1", "0")+slot("2", "900")+slot("3", "1800"),
			xmlTier(`TIER_ID="Roe"`, aligned("a", "1", "2", " ")+aligned("b", "2", "3", "R&amp;D\nnow"))),
			[]cue{{"Roe", 900 * ms, 1800 * ms, "R&D now"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.eaf", []byte(tt.data))
			if diff := cmp.Diff(tt.want, cuesOf(doc)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.leftOut, doc.LeftOut); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const exbHead = `<?xml version="1.0" encoding="UTF-8"?>
<basic-transcription><head><meta-information><project-name>Depot</project-name><comment>two rooms</comment></meta-information>
<speakertable><speaker id="SPK0"><abbreviation>MAX</abbreviation><sex value="m"/>
<ud-speaker-information><ud-information attribute-name="Age">41</ud-information></ud-speaker-information></speaker>
<speaker id="SPK1"><abbreviation>TOM</abbreviation><sex value="u"/>
<ud-speaker-information><ud-information attribute-name="Role">Interviewer</ud-information></ud-speaker-information></speaker></speakertable></head>
<basic-body><common-timeline><tli id="T0" time="0.0"/><tli id="T1" time="1.25"/><tli id="T2"/><tli id="T3" time="3.5"/></common-timeline>`

// The Partitur-Editor begins a new event where somebody else begins to speak, which may
// be within a word.
func TestEXMARaLDA(t *testing.T) {
	doc := readOK(t, "a.exb", []byte(exbHead+`
<tier id="TIE0" speaker="SPK0" category="v" type="t" display-name="MAX [v]">
<event start="T0" end="T1">we took the b</event><event start="T1" end="T2">us </event><event start="T2" end="T3">and left. </event></tier>
<tier id="TIE1" speaker="SPK0" category="en" type="a" display-name="MAX [en]"><event start="T0" end="T3">a gloss</event></tier>
<tier id="TIE2" speaker="SPK1" category="v" type="t" display-name="TOM [v]"><event start="T1" end="T2">mhm </event></tier>
<tier id="TIE3" category="nn" type="d" display-name="[nn]"><event start="T1" end="T2">coughs</event></tier>
</basic-body><tierformat-table><tier-format tierref="TIE0"><property name="font-name">Arial</property></tier-format></tierformat-table>
</basic-transcription>`))
	want := []cue{
		{"MAX", 0, corpus.NoTime, "we took the bus"},
		{"TOM", 1250 * ms, corpus.NoTime, "mhm"},
		{"MAX", corpus.NoTime, 3500 * ms, "and left."},
	}
	if diff := cmp.Diff(want, cuesOf(doc)); diff != "" {
		t.Error(diff)
	}
	people := []corpus.Person{
		{Name: "MAX", Attributes: map[string]string{"sex": "m", "Age": "41"}},
		{Name: "TOM", Role: corpus.Researcher, Attributes: map[string]string{}},
	}
	if diff := cmp.Diff(people, doc.People); diff != "" {
		t.Error(diff)
	}
	leftOut := []corpus.LeftOut{
		{Why: corpus.Header, Where: "project-name", Text: "Depot"},
		{Why: corpus.Header, Where: "comment", Text: "two rooms"},
		{Why: corpus.Header, Where: "abbreviation", Text: "MAX"},
		{Why: corpus.Header, Where: "Age", Text: "41"},
		{Why: corpus.Header, Where: "abbreviation", Text: "TOM"},
		{Why: corpus.Header, Where: "Role", Text: "Interviewer"},
		{Why: corpus.Annotation, Where: "tier MAX [en]", Text: "a gloss"},
		{Why: corpus.Annotation, Where: "tier [nn]", Text: "coughs"},
	}
	if diff := cmp.Diff(leftOut, doc.LeftOut); diff != "" {
		t.Error(diff)
	}
}

// Some programs write neither types nor speakers nor the blanks between events.
func TestEXMARaLDAOfOtherPrograms(t *testing.T) {
	doc := readOK(t, "a.exb", []byte(exbHead+`
<tier id="dipl" display-name="dipl"><event start="T0" end="T1">we took</event><event start="T1" end="T3">the bus</event></tier>
<tier id="norm" display-name="norm"><event start="T0" end="T1">We took</event></tier></basic-body></basic-transcription>`))
	if diff := cmp.Diff([]cue{{"dipl", 0, 1250 * ms, "we took"}, {"dipl", 1250 * ms, 3500 * ms, "the bus"}}, cuesOf(doc)); diff != "" {
		t.Error(diff)
	}
}

const trs = `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans scribe="AK" audio_filename="bus" version="3" version_date="260517" xml:lang="fr">
<Topics><Topic id="to1" desc="the depot"/></Topics>
<Speakers><Speaker id="spk1" name="Camille Roe" check="no" type="female" dialect="native" accent="" scope="local"/>
<Speaker id="spk2" name="Penn (ENQ)" type="male"/></Speakers>
<Episode program="talk" air_date="2026-05-17"><Section type="report" topic="to1" startTime="0" endTime="12">
<Turn speaker="spk2" startTime="0" endTime="4"><Sync time="0"/>
alors on a pris
<Event desc="pause" type="noise" extent="instantaneous"/>
le bus ` + "d\xe9j\xe0" + `
<Sync time="2.5"/>
longtemps
</Turn>
<Turn speaker="spk1 spk2" startTime="4" endTime="6"><Sync time="4"/>
<Who nb="1"/>
ouais
<Comment desc="laughs"/>
<Who nb="2"/>
d'accord
</Turn>
<Turn startTime="6" endTime="7.125"><Sync time="6"/>
la porte
<Background time="6.5" type="music" level="high"/>
</Turn>
</Section></Episode></Trans>`

func TestTranscriber(t *testing.T) {
	doc := readOK(t, "a.trs", []byte(trs))
	want := []cue{
		{"Penn (ENQ)", 0, 2500 * ms, "alors on a pris le bus déjà"},
		{"Penn (ENQ)", 2500 * ms, 4000 * ms, "longtemps"},
		{"Camille Roe", 4000 * ms, 6000 * ms, "ouais"},
		{"Penn (ENQ)", 4000 * ms, 6000 * ms, "d'accord"},
		{"", 6000 * ms, 7125 * ms, "la porte"},
	}
	if diff := cmp.Diff(want, cuesOf(doc)); diff != "" {
		t.Error(diff)
	}
	people := []corpus.Person{
		{Name: "Camille Roe", Attributes: map[string]string{"sex": "female", "dialect": "native"}},
		{Name: "Penn (ENQ)", Attributes: map[string]string{"sex": "male"}},
	}
	if diff := cmp.Diff(people, doc.People); diff != "" {
		t.Error(diff)
	}
	leftOut := []corpus.LeftOut{
		{Why: corpus.Header, Where: "Trans scribe", Text: "AK"},
		{Why: corpus.Header, Where: "Trans audio_filename", Text: "bus"},
		{Why: corpus.Header, Where: "Topic desc", Text: "the depot"},
		{Why: corpus.Header, Where: "Episode program", Text: "talk"},
		{Why: corpus.Header, Where: "Episode air_date", Text: "2026-05-17"},
		{Why: corpus.Annotation, Where: "line 10", Text: "noise: pause"},
		{Why: corpus.Annotation, Where: "line 18", Text: "laughs"},
		{Why: corpus.Annotation, Where: "line 24", Text: "music"},
	}
	if diff := cmp.Diff(leftOut, doc.LeftOut); diff != "" {
		t.Error(diff)
	}
	if doc.Encoding != "iso-8859-1" || doc.Language != "fr" || doc.Date != "2026-05-17" {
		t.Errorf("encoding %q, language %q, date %q", doc.Encoding, doc.Language, doc.Date)
	}
}

// A file that an editor saved again as UTF-8 may still declare its old encoding.
func TestTranscriberInUTF8(t *testing.T) {
	doc := readOK(t, "a.trs", []byte(strings.Replace(trs, "d\xe9j\xe0", "déjà", 1)))
	if doc.Encoding != "utf-8" || !strings.Contains(doc.Body, "le bus déjà") {
		t.Errorf("encoding %q, text %q", doc.Encoding, doc.Body)
	}
}

// grid is a TextGrid in Praat's short format.
func grid(tiers ...string) string {
	return "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n3\n<exists>\n" + string(rune('0'+len(tiers))) + "\n" + strings.Join(tiers, "")
}

func TestTextGrid(t *testing.T) {
	tests := []struct {
		name, data string
		want       []cue
		leftOut    []corpus.LeftOut
	}{
		{"words and sounds of the Montreal Forced Aligner", grid(
			"\"IntervalTier\" \"Roe - words\" 0 3 2 0 1 \"we\" 1 3 \"took\"\n", "\"IntervalTier\" \"Roe - phones\" 0 3 1 0 1 \"W\"\n"),
			[]cue{{"Roe", 0, 1000 * ms, "we"}, {"Roe", 1000 * ms, 3000 * ms, "took"}},
			[]corpus.LeftOut{{Why: corpus.Annotation, Where: "tier Roe - phones", Text: "W"}}},
		{"text of two lines, with a quotation mark and a number in it", grid("\"IntervalTier\"\n\"Roe\"\n0\n3\n1\n0\n3\n\"the \"\"12\"\"\n! bus\"\n"),
			[]cue{{"Roe", 0, 3000 * ms, `the "12" ! bus`}}, nil},
		{"comments", grid("! what Roe says\n\"IntervalTier\" \"Roe\" 0 3 1 ! one\n0 3 \"yes\"\n"), []cue{{"Roe", 0, 3000 * ms, "yes"}}, nil},
		{"parts of a millisecond", grid("\"IntervalTier\" \"Roe\" 0 3 1 0.0004 2.99951 \"yes\"\n"), []cue{{"Roe", 0, 3000 * ms, "yes"}}, nil},
		{"an older head", "File type = \"ooTextFile short\"\n\"TextGrid\"\n0 3 <exists> 1 \"IntervalTier\" \"Roe\" 0 3 1 0 3 \"yes\"",
			[]cue{{"Roe", 0, 3000 * ms, "yes"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.TextGrid", []byte(tt.data))
			if diff := cmp.Diff(tt.want, cuesOf(doc)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.leftOut, doc.LeftOut); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Each file that cannot be read says in one line why.
func TestInvalidScores(t *testing.T) {
	file := func(name string) string {
		data, err := os.ReadFile("testdata/score/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	tests := []struct {
		name, file, data string
		is               error
		says             string
	}{
		{"binary", "a.TextGrid", file("praat-binary.TextGrid"), ErrUnknown, "a binary TextGrid; open it in Praat and save it as a text file"},
		{"chronological", "a.TextGrid", file("praat-chronological.TextGrid"), ErrUnknown, "a chronological TextGrid; open it in Praat"},
		{"another object", "a.TextGrid", "File type = \"ooTextFile\"\nObject class = \"PitchTier\"\n", ErrDamaged, `no "TextGrid" at the beginning`},
		{"broken off", "a.TextGrid", file("praat.TextGrid")[:900], ErrDamaged, "breaks off in the middle"},
		{"a text without an end", "a.TextGrid", grid("\"IntervalTier\" \"Roe\" 0 3 1\n0 3 \"yes"), ErrDamaged, "line 9: a text without an end"},
		{"a text for a time", "a.TextGrid", grid("\"IntervalTier\" \"Roe\" 0 3 1\n\"yes\" 3 \"yes\""), ErrDamaged, `line 9: the text "yes" instead of a number`},
		{"another kind of tier", "a.TextGrid", grid("\"Tier\" \"Roe\" 0 3 0\n"), ErrDamaged, `line 8: a tier of the class "Tier"`},
		{"no words", "a.TextGrid", grid("\"IntervalTier\" \"Roe\" 0 3 1 0 3 \"\""), ErrEmpty, "no words"},
		{"another XML", "a.eaf", "<a/>", ErrDamaged, "no element ANNOTATION_DOCUMENT; is it a file of ELAN?"},
		{"no XML", "a.exb", "hello", ErrDamaged, "no element basic-transcription; is it a file of EXMARaLDA?"},
		{"broken off", "a.trs", trs[:700], ErrDamaged, "save it again in Transcriber"},
		{"an end of another element", "a.eaf", "<ANNOTATION_DOCUMENT>\n</TIER>", ErrDamaged, "line 2: element <ANNOTATION_DOCUMENT> closed by </TIER>"},
		{"entities", "a.eaf", laughs + `<ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>`, ErrDamaged, "save it again in ELAN"},
		{"nested beyond reason", "a.exb", strings.Repeat("<tier>", 5000), ErrDamaged, "elements nested more than 512 deep"},
		{"elements without end", "a.trs", "<Trans>" + strings.Repeat("<Who/>", 5<<20) + "</Trans>", ErrTooLarge, "more than 524288 elements"},
		{"attributes without end", "a.eaf", "<TIER " + strings.Repeat(`a= "" `, 5<<20) + "/>", ErrDamaged, "an element with more than 100000 attributes"},
	}
	for _, tt := range tests {
		t.Run(tt.name+" in "+tt.file, func(t *testing.T) {
			_, err := Read(tt.file, []byte(tt.data))
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
		})
	}
}
