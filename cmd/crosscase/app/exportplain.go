package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// A plainExport writes a study into a folder of plain files.
type plainExport struct {
	study    *coding.Study
	project  *project.Project
	folder   string
	codings  [][]string
	sources  [][]string
	files    exchange.FileNamer
	unplaced int        // passages that are detached, and have no place in any file
	assigned [][]string // arguments of the commands that give turns their speakers, where labels do not
	others   []string   // sources that no file holds with the same turns
}

// exportPlain writes plain files, and commands that make a project of them.
func exportPlain(ctx context.Context, x *export) error {
	e := &plainExport{study: x.study, project: x.Project}
	err := x.folder(func(inside string) error {
		e.folder = inside
		if err := os.Mkdir(filepath.Join(inside, "texts"), 0o700); err != nil {
			return err
		}
		for _, src := range x.study.Sources {
			if err := e.source(ctx, src); err != nil {
				return fmt.Errorf("%s: %w", src.Name, err)
			}
		}
		return e.tables()
	})
	x.out.Sources, x.out.Codings, x.out.Unplaced, x.out.OtherTurns = len(x.study.Sources), len(e.codings), e.unplaced, e.others
	return err
}

// source writes a source's text in the first form in which it is read back with the same
// speakers in the same turns, else with the same turns, to which commands give their
// speakers; and its codings by their places in that.
func (e *plainExport) source(ctx context.Context, src *corpus.Source) error {
	text, err := e.project.Text(ctx, src.Text)
	if err != nil {
		return err
	}
	of := original{src.Name, text, e.study.Transcript(src)}
	name := e.files.Name(src.Name)
	form, as := e.form(src, of)
	if err := os.WriteFile(filepath.Join(e.folder, "texts", name+form[0]), []byte(form[1]), 0o600); err != nil {
		return err
	}
	row := []string{name + form[0], src.Name, string(src.Type), caseName(e.study, src.Case), organisationName(e.study, src.Organisation),
		string(src.Date), src.Language}
	e.sources = append(e.sources, append(row, attributeValues(src.Attributes, e.attributes())...))
	return e.passages(of, as, src)
}

// form is how a source is written, with the ending of its file, and how that is read.
func (e *plainExport) form(src *corpus.Source, of original) (form [2]string, as readBack) {
	var others []int
	forms := e.forms(src, of)
	for i, f := range forms {
		if as.turns != nil && i == len(forms)-1 {
			break // commands do better than captions with times that are not the source's
		}
		back, differing, same := e.reads(f[0], f[1], of)
		if same {
			return f, back
		}
		if as.turns == nil || back.turns != nil && len(differing) < len(others) {
			form, as, others = f, back, differing
		}
	}
	if as.turns == nil {
		e.others = append(e.others, src.Name)
	}
	e.assign(src, of, others)
	return form, as
}

// assign notes the commands that give turns, counted from 0, their speakers.
func (e *plainExport) assign(src *corpus.Source, of original, turns []int) {
	who := map[string][]string{} // numbers of turns by the name of who speaks in them
	for _, n := range turns {
		name := coding.None
		if x := of.tr.Turns[n].Speaker; x >= 0 {
			name = reading.Speaker(e.study, of.tr, of.tr.Turns[n])
		}
		who[name] = append(who[name], strconv.Itoa(n+1))
	}
	for _, name := range slices.Sorted(maps.Keys(who)) {
		e.assigned = append(e.assigned, commandOn(name, "participant assign", "--source", src.Name, "--turns", strings.Join(who[name], ",")))
	}
}

// forms are the ways to write a source, each with the ending of its file, the closest
// to the source first. Captions are the last, since they give turns times that they have
// not; but they alone tell where somebody's words end and nobody's begin.
func (e *plainExport) forms(src *corpus.Source, of original) (forms [][2]string) {
	if src.MediaType == "text/markdown" {
		forms = append(forms, [2]string{".md", of.text.Body})
	}
	forms = append(forms, [2]string{".txt", of.text.Body})
	if slices.ContainsFunc(of.tr.Turns, func(t corpus.Turn) bool { return t.From >= 0 }) {
		forms = append(forms, [2]string{".vtt", asVTT(e.study, of.text, of.tr)})
	}
	return append(forms, [2]string{".txt", asScript(e.study, of.text, of.tr)}, [2]string{".vtt", asVTT(e.study, of.text, of.tr)})
}

// reads reads a form of a text, and tells whether it has the same speakers in the same
// turns at the same times. Where it has the same turns, others are the numbers of those in
// which somebody else speaks.
func (e *plainExport) reads(ending, data string, of original) (as readBack, others []int, same bool) {
	doc, err := format.Read("a"+ending, []byte(data))
	if err != nil {
		return readBack{text: corpus.Text{Body: data}}, nil, false
	}
	found, err := transcript.Find(doc, transcript.Options{Known: names(e.study)})
	as = readBack{text: corpus.Text{Body: doc.Body}}
	if err != nil || len(found.Turns) != len(of.tr.Turns) {
		return as, nil, false
	}
	same = true
	for i, t := range found.Turns {
		was := of.tr.Turns[i]
		if !corpus.SameWords(doc.Body[t.Body:t.End], of.text.Body[was.Body:was.End]) {
			return as, nil, false
		}
		same = same && t.From/time.Second == was.From/time.Second
		if !e.sameSpeaker(&found.Transcript, t, of, was) {
			others = append(others, i)
		}
	}
	as.turns = found.Turns
	return as, others, same && len(others) == 0
}

// sameSpeaker tells whether the speaker of a turn as it is read is who speaks in it: the
// participant of that name or, for a label that is no name, the one of this source.
func (e *plainExport) sameSpeaker(found *corpus.Transcript, t corpus.Turn, of original, was corpus.Turn) bool {
	if t.Speaker < 0 || was.Speaker < 0 {
		return t.Speaker < 0 && was.Speaker < 0
	}
	label, who := found.Speakers[t.Speaker].Label, of.tr.Speakers[was.Speaker].Participant
	p, err := e.study.FindParticipant(label)
	if err != nil && corpus.AnonymousLabel(label) {
		p, err = e.study.FindParticipant(fmt.Sprintf("%s (%s)", label, of.source))
	}
	return err == nil && p.ID == who
}

// asVTT writes each turn as a cue.
func asVTT(s *coding.Study, text corpus.Text, tr *corpus.Transcript) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	clock := func(t time.Duration) string {
		t = max(t, 0)
		return fmt.Sprintf("%s.%03d", corpus.FormatTime(t), t.Milliseconds()%1000)
	}
	for _, t := range tr.Turns {
		fmt.Fprintf(&b, "\n%s --> %s\n", clock(t.From), clock(max(t.To, t.From)))
		if t.Speaker >= 0 {
			fmt.Fprintf(&b, "<v %s>", cueText(reading.Speaker(s, tr, t)))
		}
		b.WriteString(cueText(text.Body[t.Body:t.End]) + "\n")
	}
	return b.String()
}

func cueText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(strings.Join(strings.Fields(s), " "))
}

// asScript writes each turn as a paragraph with its speaker before it.
func asScript(s *coding.Study, text corpus.Text, tr *corpus.Transcript) string {
	var b strings.Builder
	for i, t := range tr.Turns {
		if i > 0 {
			b.WriteString("\n\n")
		}
		if t.Speaker >= 0 {
			b.WriteString(reading.Speaker(s, tr, t) + ": ")
		}
		b.WriteString(text.Body[t.Body:t.End])
	}
	b.WriteString("\n")
	return b.String()
}

// passages notes the codings of a source by their places in the file as it is
// read.
func (e *plainExport) passages(was original, as readBack, src *corpus.Source) error {
	var spans []corpus.Span
	var of []int
	for i, p := range e.study.Passages {
		switch {
		case p.Text == src.Text:
			spans, of = append(spans, p.Span), append(of, i)
		case e.study.Earlier[p.Text] == src.ID:
			e.unplaced++
		}
	}
	for n, place := range as.places(was, spans) {
		if place == (corpus.Span{}) {
			return coding.WithHint(fmt.Errorf("the words %q are not read back", coding.Shorten(was.text.Body[spans[n].Start:spans[n].End])),
				"export as .qdpx, which keeps places as they are")
		}
		first, last := e.study.TagsOf(of[n])
		for i := first; i < last; i++ {
			t := e.study.Tags[i]
			row := []string{src.Name, e.study.EscapedPath(t.Theme), strconv.Itoa(place.Start), strconv.Itoa(place.End),
				e.study.Coders[e.study.TagCoder(i)].Name, organisationName(e.study, t.About), "", ""}
			if t.Weight > 0 {
				row[6] = strconv.FormatFloat(t.Weight, 'g', -1, 64)
			}
			memos := e.study.MemosOn(string(t.ID))
			if len(memos) == 0 {
				e.codings = append(e.codings, row)
			}
			for _, m := range memos {
				row = slices.Clone(row)
				row[7] = m.Text
				e.codings = append(e.codings, row)
			}
		}
	}
	return nil
}

// attributeNames are the names of all attributes of some things, in alphabetical order.
func attributeNames[T any](all []*T, of func(*T) map[string]string) []string {
	names := map[string]bool{}
	for _, x := range all {
		for name := range of(x) {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// attributes are the names of all sources' attributes.
func (e *plainExport) attributes() []string {
	return attributeNames(e.study.Sources, func(x *corpus.Source) map[string]string { return x.Attributes })
}

func attributeValues(all map[string]string, names []string) (values []string) {
	for _, n := range names {
		values = append(values, all[n])
	}
	return values
}

// participants are a table of who speaks, with its head.
func (e *plainExport) participants() (head []string, rows [][]string) {
	s := e.study
	own := attributeNames(s.Participants, func(x *corpus.Participant) map[string]string { return x.Attributes })
	for _, x := range s.Participants {
		row := []string{x.Name, x.Role, organisationName(s, x.Organisation), strings.Join(x.Aliases, "; ")}
		rows = append(rows, append(row, attributeValues(x.Attributes, own)...))
	}
	return append([]string{"name", "role", "organisation", "aliases"}, own...), rows
}

// themesHead is the head of the table of themes.
func themesHead() []string {
	return slices.Concat([]string{"theme"}, coding.ThemeTextNames(coding.ThemeTexts), []string{"archived"})
}

// themes are the rows of a table of the codebook.
func (e *plainExport) themes() (rows [][]string) {
	for _, t := range e.study.Themes {
		row := []string{e.study.EscapedPath(t.ID)}
		for _, x := range coding.ThemeTexts {
			row = append(row, *x.Of(t))
		}
		archived := ""
		if t.Archived {
			archived = "yes"
		}
		rows = append(rows, append(row, archived))
	}
	return rows
}

// tables writes the tables, and the commands that read them.
func (e *plainExport) tables() error {
	head, people := e.participants()
	sources := append([]string{"file", "name", "type", "case", "organisation", "date", "language"}, e.attributes()...)
	err := cmp.Or(
		e.table("sources.csv", sources, e.sources),
		e.table("participants.csv", head, people),
		e.table("themes.csv", themesHead(), e.themes()),
		e.table("codings.csv", []string{"source", "theme", "start", "end", "coder", "about", "weight", "memo"}, e.codings),
	)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(e.folder, "commands.txt"), []byte(e.commands()), 0o600)
}

// table writes a table that no spreadsheet takes for formulas.
func (e *plainExport) table(file string, head []string, rows [][]string) error {
	all := [][]string{head}
	for _, row := range rows {
		for i := range row {
			row[i] = coding.Harmless(row[i])
		}
		all = append(all, row)
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(all); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(e.folder, file), b.Bytes(), 0o600)
}

// commands make a project of what was written.
func (e *plainExport) commands() string {
	s := e.study
	var b strings.Builder
	line := func(args ...string) {
		b.WriteString(query.CommandLine(append([]string{"crosscase"}, args...)...) + "\n")
	}
	line("init", "study", "--title", s.Title)
	line("import", "texts", "--sources", "sources.csv", "--participants", "participants.csv")
	for _, x := range s.Cases {
		if x.Description != "" {
			line(commandOn(x.Name, "case set", "--description", x.Description)...)
		}
	}
	for _, x := range s.Organisations {
		options := []string{"--kind", x.Kind}
		for _, c := range x.Cases {
			options = append(options, "--case", caseName(s, c))
		}
		if x.Kind != "" || len(x.Cases) > 0 {
			line(commandOn(x.Name, "organisation set", options...)...)
		}
	}
	for _, x := range s.Themes {
		var options []string
		for _, said := range x.Said(coding.ThemeTexts) {
			options = append(options, "--"+said.Name, said.Text)
		}
		line(commandOn(s.EscapedPath(x.ID), "theme add", options...)...)
	}
	for _, args := range e.assigned {
		line(args...)
	}
	line("tag", "--from", "codings.csv")
	for _, x := range s.Themes { // none is archived before it is tagged with
		if x.Archived {
			line(commandOn(s.EscapedPath(x.ID), "theme archive")...)
		}
	}
	return b.String()
}

// commandOn returns the arguments of a command on the thing of this name, with those
// of the options, pairs of a flag and its value, that have a value. A name that begins
// with a hyphen goes behind --, since it would be read as a flag.
func commandOn(name, command string, options ...string) []string {
	var given []string
	for pair := range slices.Chunk(options, 2) {
		if pair[1] != "" {
			given = append(given, pair...)
		}
	}
	words := strings.Fields(command)
	if strings.HasPrefix(name, "-") {
		return slices.Concat(words, given, []string{"--", name})
	}
	return slices.Concat(words, []string{name}, given)
}
