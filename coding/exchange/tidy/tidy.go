// Package tidy writes a study as tables that any statistics program reads: one thing
// a line, one fact a column (H. Wickham, Tidy Data, Journal of Statistical Software
// 59(10), 2014), each as CSV and as Parquet, with a data dictionary (datapackage.json,
// the Data Package standard) and a script in R and one in Python that make the
// cross-case theme matrix of them again.
//
// Places in texts are counted in characters (Unicode code points) from 0, the end not
// included, as both languages slice text. Whom a passage counts for, by crosscase's
// rules, is a table of its own, attributions; so whoever counts elsewhere counts the
// same.
//
// Parquet is written by github.com/parquet-go/parquet-go (maintained, Apache-2.0; the
// other library at hand, Arrow's, is four times its size).
package tidy

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/corpus"
)

// A Table is a table of the study.
type Table struct {
	Name        string
	Description string
	Fields      []Field
	Key         string // the field that tells lines apart, "" for none
	Rows        [][]any
}

// A Field is a column. Type is string, integer, number or boolean; References names
// the table whose key it holds.
type Field struct {
	Name, Type, Description, References string
}

//go:embed scripts/matrix.R
var scriptR []byte

//go:embed scripts/matrix.py
var scriptPython []byte

// Tables makes the tables of a study. Without texts, no words of sources are in them,
// only how many there are.
func Tables(ctx context.Context, s *coding.Study, texts coding.Texts, withTexts bool) ([]Table, error) {
	b := &builder{study: s, withTexts: withTexts, runes: map[corpus.TextID][]int32{}, bodies: map[corpus.TextID]string{}}
	for _, src := range s.Sources {
		t, err := texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		b.bodies[src.Text] = t.Body
	}
	return []Table{b.sources(), b.turns(), b.participants(), b.organisations(), b.cases(), b.organisationCases(), b.themes(), b.ancestors(), b.passages(), b.tags(), b.attributions(),
		b.attributes(), b.memos(), b.links()}, nil
}

// Files are the tables as CSV and Parquet with the dictionary and the scripts.
func Files(title string, tables []Table) (files []exchange.File, err error) {
	for _, t := range tables {
		data, err := t.csv()
		if err != nil {
			return nil, err
		}
		files = append(files, exchange.File{Name: t.Name + ".csv", Data: data})
		if data, err = t.parquet(); err != nil {
			return nil, fmt.Errorf("%s.parquet: %w", t.Name, err)
		}
		files = append(files, exchange.File{Name: t.Name + ".parquet", Data: data})
	}
	dictionary, err := dictionary(title, tables)
	return append(files, exchange.File{Name: "datapackage.json", Data: dictionary}, exchange.File{Name: "matrix.R", Data: scriptR}, exchange.File{Name: "matrix.py", Data: scriptPython}), err
}

type builder struct {
	study     *coding.Study
	withTexts bool
	bodies    map[corpus.TextID]string
	runes     map[corpus.TextID][]int32 // bytes at which every 256th character begins
}

// character is which character begins at a byte of a text.
func (b *builder) character(id corpus.TextID, at int) int {
	const step = 1024
	body := b.bodies[id]
	marks, ok := b.runes[id]
	if !ok {
		n := int32(0)
		for i := 0; i < len(body); i += step {
			marks = append(marks, n)
			n += int32(starts(body[i:min(i+step, len(body))]))
		}
		b.runes[id] = marks
	}
	block := min(at/step, len(marks)-1)
	if block < 0 {
		return 0
	}
	return int(marks[block]) + starts(body[block*step:at])
}

// starts counts the characters that begin in a part of a text.
func starts(s string) (n int) {
	for i := range len(s) {
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	return n
}

func text(name, description string) Field   { return Field{name, "string", description, ""} }
func whole(name, description string) Field  { return Field{name, "integer", description, ""} }
func number(name, description string) Field { return Field{name, "number", description, ""} }
func truth(name, description string) Field  { return Field{name, "boolean", description, ""} }
func ref(name, to, description string) Field {
	return Field{name, "string", description, to}
}

// named is a name, or nothing where there is none.
func named(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (b *builder) sources() Table {
	t := Table{Name: "sources", Description: "What was collected: interviews, minutes, documents.", Key: "source_id", Fields: []Field{
		text("source_id", "identifier"), text("name", "name, used once"), text("type", "interview, meeting, document, site-visit, survey or other"),
		ref("case_id", "cases", "the case study that it belongs to"), ref("organisation_id", "organisations", "whose document it is"),
		text("date", "day, month or year: 2019-03-14, 2019-03 or 2019"), text("language", "as en or de"), text("file", "name of the imported file"), text("sha256", "SHA-256 of the imported file"),
		whole("words", "words of all turns, without speakers' labels (Unicode, UAX #29)"), whole("characters", "characters of the text")}}
	for _, x := range b.study.Sources {
		t.Rows = append(t.Rows, []any{string(x.ID), x.Name, string(x.Type), named(string(x.Case)), named(string(x.Organisation)), named(string(x.Date)), named(x.Language), named(x.File), named(x.SHA256),
			b.study.Transcript(x).AllWords(), utf8.RuneCountInString(b.bodies[x.Text])})
	}
	return t
}

func seconds(t time.Duration) any {
	if t < 0 {
		return nil
	}
	return t.Seconds()
}

func (b *builder) turns() Table {
	t := Table{Name: "turns", Description: "The sources cut into turns, each with one speaker at most.", Fields: []Field{
		ref("source_id", "sources", "source"), whole("turn", "number of the turn in its source, from 1"), whole("start", "first character, of the speaker's label if there is one"),
		whole("words_start", "first character of the words"), whole("end", "character behind the last"), text("kind", "turn, heading or question"),
		text("label", "the speaker as the source has it"), ref("participant_id", "participants", "who speaks"), number("from_seconds", "in the recording"), number("to_seconds", "in the recording"),
		text("question", "of a guide or survey, that it answers"), whole("words", "words without the label")}}
	if b.withTexts {
		t.Fields = append(t.Fields, text("text", "the words"))
	}
	for _, src := range b.study.Sources {
		tr := b.study.Transcript(src)
		for i, u := range tr.Turns {
			kind := map[corpus.TurnKind]string{corpus.Paragraph: "turn", corpus.Heading: "heading", corpus.Question: "question"}[u.Kind]
			row := []any{string(src.ID), i + 1, b.character(src.Text, u.Start), b.character(src.Text, u.Body), b.character(src.Text, u.End), kind, nil, nil, seconds(u.From), seconds(u.To), nil, tr.TurnWords(i)}
			if u.Speaker >= 0 {
				row[6], row[7] = tr.Speakers[u.Speaker].Label, named(string(tr.Speakers[u.Speaker].Participant))
			}
			if u.Question > 0 {
				row[10] = tr.Questions[u.Question-1]
			}
			if b.withTexts {
				row = append(row, b.bodies[src.Text][u.Body:u.End])
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func (b *builder) participants() Table {
	t := Table{Name: "participants", Description: "Persons who speak.", Key: "participant_id", Fields: []Field{text("participant_id", "identifier"), text("name", "name, used once"),
		text("role", "role; what researchers say counts for nobody"), ref("organisation_id", "organisations", "whom they belong to"), text("aliases", "other labels, with ; between them")}}
	for _, x := range b.study.Participants {
		t.Rows = append(t.Rows, []any{string(x.ID), x.Name, named(x.Role), named(string(x.Organisation)), named(strings.Join(x.Aliases, "; "))})
	}
	return t
}

func (b *builder) organisations() Table {
	t := Table{Name: "organisations", Description: "Bodies that participants belong to.", Key: "organisation_id", Fields: []Field{text("organisation_id", "identifier"), text("name", "name, used once"), text("kind", "as police")}}
	for _, x := range b.study.Organisations {
		t.Rows = append(t.Rows, []any{string(x.ID), x.Name, named(x.Kind)})
	}
	return t
}

func (b *builder) cases() Table {
	t := Table{Name: "cases", Description: "Case studies.", Key: "case_id", Fields: []Field{text("case_id", "identifier"), text("name", "name, used once"), text("description", "what it is")}}
	for _, x := range b.study.Cases {
		t.Rows = append(t.Rows, []any{string(x.ID), x.Name, named(x.Description)})
	}
	return t
}

func (b *builder) organisationCases() Table {
	t := Table{Name: "organisation_cases", Description: "Which organisations take part in which case studies.", Fields: []Field{ref("organisation_id", "organisations", "organisation"), ref("case_id", "cases", "case study")}}
	for _, x := range b.study.Organisations {
		for _, c := range x.Cases {
			t.Rows = append(t.Rows, []any{string(x.ID), string(c)})
		}
	}
	return t
}

func (b *builder) themes() Table {
	t := Table{Name: "themes", Description: "The codebook, in its order.", Key: "theme_id", Fields: []Field{text("theme_id", "identifier"), ref("parent_id", "themes", "the theme above"), text("path", "names from the top, with > between them"),
		text("name", "name"), whole("level", "how many themes stand above"), whole("position", "place in the codebook, from 1"), text("definition", "what it means"), text("include", "when to use it"), text("exclude", "when not to"),
		text("example", "an example"), text("kind", "code, category, theme…"), text("colour", "#rrggbb"), truth("archived", "not to be used any more")}}
	for i, x := range b.study.Themes {
		t.Rows = append(t.Rows, []any{string(x.ID), named(string(x.Parent)), b.study.Path(x.ID), x.Name, b.study.Level(x.ID), i + 1, named(x.Definition), named(x.Include), named(x.Exclude), named(x.Example), named(x.Kind),
			named(x.Colour), x.Archived})
	}
	return t
}

func (b *builder) ancestors() Table {
	t := Table{Name: "theme_ancestors", Description: "Each theme with itself and all that it stands below: a passage with a theme counts for these, too.", Fields: []Field{ref("theme_id", "themes", "theme"), ref("ancestor_id", "themes", "the theme itself, or one above it")}}
	for i, x := range b.study.Themes {
		for _, a := range b.study.Ancestors(i) {
			t.Rows = append(t.Rows, []any{string(x.ID), string(b.study.Themes[a].ID)})
		}
	}
	return t
}

func (b *builder) passages() Table {
	t := Table{Name: "passages", Description: "What was marked. Passages on words that were corrected since are not among them.", Key: "passage_id", Fields: []Field{text("passage_id", "identifier"), ref("source_id", "sources", "source"),
		whole("start", "first character"), whole("end", "character behind the last"), whole("first_turn", "number of the first turn, from 1; nothing outside of turns"), whole("last_turn", "number of the last"),
		whole("words", "words that begin in it, without labels")}}
	if b.withTexts {
		t.Fields = append(t.Fields, text("text", "the words"))
	}
	for _, p := range b.study.Passages {
		src := b.study.SourceOf(p)
		if src == nil {
			continue
		}
		tr := b.study.Transcript(src)
		first, last := tr.TurnsIn(p.Span)
		words := 0
		for _, u := range tr.Turns[first:last] {
			words += tr.WordsIn(coding.Overlap(p.Span, u.Words()))
		}
		row := []any{string(p.ID), string(src.ID), b.character(p.Text, p.Span.Start), b.character(p.Text, p.Span.End), nil, nil, words}
		if first < last {
			row[4], row[5] = first+1, last
		}
		if b.withTexts {
			row = append(row, b.bodies[p.Text][p.Span.Start:p.Span.End])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (b *builder) tags() Table {
	t := Table{Name: "tags", Description: "Which coder put which theme on which passage.", Key: "tag_id", Fields: []Field{text("tag_id", "identifier"), ref("passage_id", "passages", "passage"), ref("theme_id", "themes", "theme"),
		text("coder", "who tagged"), text("at", "when, in UTC"), number("weight", "above 0"), ref("about_organisation_id", "organisations", "whom the passage is about"), truth("suggested", "a classifier proposed it")}}
	for i, p := range b.study.Passages {
		if b.study.SourceOf(p) == nil {
			continue
		}
		first, last := b.study.TagsOf(i)
		for n := first; n < last; n++ {
			x := b.study.Tags[n]
			var weight any
			if x.Weight > 0 {
				weight = x.Weight
			}
			t.Rows = append(t.Rows, []any{string(x.ID), string(x.Passage), string(x.Theme), b.study.Coders[b.study.TagCoder(n)].Name, x.At.UTC().Format(time.RFC3339), weight, named(string(x.About)), x.Suggested})
		}
	}
	return t
}

func (b *builder) attributions() Table {
	s := b.study
	t := Table{Name: "attributions", Description: "Whom a passage counts for: a line for each voice in it. Turns of researchers are left out; else it is the speakers' organisations, else the source's own.", Fields: []Field{
		ref("passage_id", "passages", "passage"), ref("participant_id", "participants", "who speaks; nothing where nobody does"), ref("organisation_id", "organisations", "whom it counts for; nothing for none"),
		ref("case_id", "cases", "case study; nothing for none"), text("question", "that is answered"),
		truth("counts_for_organisation", "false for somebody without an organisation in a passage that is another's: they count as a speaker, but the passage is not without an organisation")}}
	at := func(i int32, id func(i int32) string) any {
		if i < 0 {
			return nil
		}
		return id(i)
	}
	for _, p := range s.Select(coding.Filter{}).Passages {
		for _, v := range p.Voices {
			t.Rows = append(t.Rows, []any{string(s.Passages[p.Index].ID), at(v.Participant, func(i int32) string { return string(s.Participants[i].ID) }),
				at(v.Organisation, func(i int32) string { return string(s.Organisations[i].ID) }), at(v.Case, func(i int32) string { return string(s.Cases[i].ID) }),
				at(v.Question, func(i int32) string { return s.Questions()[i] }), v.Organisation != coding.Absent})
		}
	}
	return t
}

func (b *builder) attributes() Table {
	t := Table{Name: "attributes", Description: "What else is known of sources, participants, organisations and case studies.", Fields: []Field{text("of", "sources, participants, organisations or cases"), text("id", "identifier in that table"),
		text("name", "name of the attribute"), text("value", "its value")}}
	add := func(of, id string, all map[string]string) {
		for _, k := range slices.Sorted(maps.Keys(all)) {
			t.Rows = append(t.Rows, []any{of, id, k, all[k]})
		}
	}
	for _, x := range b.study.Sources {
		add("sources", string(x.ID), x.Attributes)
	}
	for _, x := range b.study.Participants {
		add("participants", string(x.ID), x.Attributes)
	}
	for _, x := range b.study.Organisations {
		add("organisations", string(x.ID), x.Attributes)
	}
	for _, x := range b.study.Cases {
		add("cases", string(x.ID), x.Attributes)
	}
	return t
}

func (b *builder) memos() Table {
	t := Table{Name: "memos", Description: "Notes on anything in the project.", Key: "memo_id", Fields: []Field{text("memo_id", "identifier"), text("on_id", "identifier of what it is on, in whichever table"), text("coder", "who wrote it"), text("at", "when, in UTC"), text("text", "Markdown")}}
	for _, x := range b.study.Memos {
		t.Rows = append(t.Rows, []any{string(x.ID), x.On, b.coder(x.Coder), x.At.UTC().Format(time.RFC3339), x.Text})
	}
	return t
}

func (b *builder) coder(id coding.CoderID) any {
	if c := b.study.Coder(id); c != nil {
		return c.Name
	}
	return nil
}

func (b *builder) links() Table {
	t := Table{Name: "links", Description: "How themes, passages and case studies bear on each other.", Key: "link_id", Fields: []Field{text("link_id", "identifier"), text("from_id", "identifier"), text("to_id", "identifier"), text("kind", "as influences"), text("note", "what was noted"),
		text("coder", "who made it"), text("at", "when, in UTC")}}
	for _, x := range b.study.Links {
		t.Rows = append(t.Rows, []any{string(x.ID), x.From, x.To, x.Kind, named(x.Note), b.coder(x.Coder), x.At.UTC().Format(time.RFC3339)})
	}
	return t
}

// csv writes a table. Text that a spreadsheet would run has an apostrophe before it.
func (t Table) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		head[i] = f.Name
	}
	w.Write(head)
	line := make([]string, len(t.Fields))
	for _, row := range t.Rows {
		for i, v := range row {
			switch v := v.(type) {
			case nil:
				line[i] = ""
			case string:
				line[i] = coding.Harmless(v)
			case float64:
				line[i] = strconv.FormatFloat(v, 'f', -1, 64)
			default:
				line[i] = fmt.Sprint(v)
			}
		}
		w.Write(line)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// parquet writes a table, every column of which may hold nothing.
func (t Table) parquet() ([]byte, error) {
	types := map[string]reflect.Type{"string": reflect.TypeFor[*string](), "integer": reflect.TypeFor[*int64](), "number": reflect.TypeFor[*float64](), "boolean": reflect.TypeFor[*bool]()}
	fields := make([]reflect.StructField, len(t.Fields))
	for i, f := range t.Fields {
		fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: types[f.Type], Tag: reflect.StructTag(fmt.Sprintf(`parquet:"%s,optional,zstd"`, f.Name))}
	}
	line := reflect.New(reflect.StructOf(fields))
	var b bytes.Buffer
	w := parquet.NewWriter(&b, parquet.SchemaOf(line.Interface()))
	for _, row := range t.Rows {
		for i, v := range row {
			to := line.Elem().Field(i)
			if v == nil {
				to.SetZero()
				continue
			}
			p := reflect.New(to.Type().Elem())
			p.Elem().Set(reflect.ValueOf(v).Convert(to.Type().Elem()))
			to.Set(p)
		}
		if err := w.Write(line.Interface()); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// dictionary is datapackage.json.
func dictionary(title string, tables []Table) ([]byte, error) {
	type field struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Description string `json:"description"`
	}
	type reference struct {
		Fields    string            `json:"fields"`
		Reference map[string]string `json:"reference"`
	}
	type schema struct {
		Fields  []field     `json:"fields"`
		Key     string      `json:"primaryKey,omitempty"`
		Foreign []reference `json:"foreignKeys,omitempty"`
	}
	type resource struct {
		Name        string `json:"name"`
		Path        string `json:"path"`
		Format      string `json:"format"`
		MediaType   string `json:"mediatype"`
		Encoding    string `json:"encoding"`
		Profile     string `json:"profile"`
		Description string `json:"description"`
		Schema      schema `json:"schema"`
	}
	keys := map[string]string{}
	for _, t := range tables {
		keys[t.Name] = t.Key
	}
	var resources []resource
	for _, t := range tables {
		r := resource{t.Name, t.Name + ".csv", "csv", "text/csv", "utf-8", "tabular-data-resource", t.Description + " The same is in " + t.Name + ".parquet.", schema{Key: t.Key}}
		for _, f := range t.Fields {
			r.Schema.Fields = append(r.Schema.Fields, field{f.Name, f.Type, f.Description})
			if f.References != "" {
				r.Schema.Foreign = append(r.Schema.Foreign, reference{f.Name, map[string]string{"resource": f.References, "fields": keys[f.References]}})
			}
		}
		resources = append(resources, r)
	}
	return json.MarshalIndent(map[string]any{"profile": "tabular-data-package", "name": "study", "title": title, "resources": resources}, "", "  ")
}
