package main

import (
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

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// exportFlags say what to write, and where.
type exportFlags struct {
	to, archive, format, program, pseudonyms string
	withoutSources                           bool
}

func newExport(w *env) *cobra.Command {
	var o exportFlags
	c := &cobra.Command{
		Use:   "export --to FOLDER|FILE | --archive FILE",
		Short: "Write the whole study for other programs, or as plain files that any program reads",
		Long: `Write the whole study. As what, --format says, else what the name of the file ends in:

` + exportFormats + `
Plain files are each source's text, tables of sources, participants, themes and
codings (CSV), and commands.txt with the commands that make a project of them again.
Each text is read back before it counts as written: the same speakers in the same
turns, every coding on its words.

--archive writes all of it for a data repository: sources as imported and as text,
tables, codebook, notes, the log, a README and the SHA-256 of each (BagIt). With
--without-sources no words of sources are in it, for material that must not be
shared; notes and the codebook are as you wrote them.

A .qdpx is for one program or for all: --for says which, since programs count the
positions of codings each in its own way. What came in with another program's project
goes out again, also what crosscase does not show. What a format has no place for is
listed.

With --pseudonyms names are replaced in what is written, as crosscase pseudonymise
does it, while the project stays as it is. FILE is a table with the columns name and
pseudonym.`,
		Example: `  crosscase export --to study.qdpx --for nvivo-windows
  crosscase export --to tables --format tidy
  crosscase export --archive study.zip --pseudonyms names.csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			write, err := w.exporter(o)
			if err != nil {
				return err
			}
			o.to = cmp.Or(o.archive, o.to)
			return w.working(c.Context(), func(a *app.Session) error {
				if o.pseudonyms == "" {
					return write(c.Context(), a.Project, a.Seen(), o.to)
				}
				return w.exportMasked(c.Context(), a, o, write)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&o.to, "to", "", "a `FOLDER`, which must be new or empty, or a new file")
	f.StringVar(&o.archive, "archive", "", "write an archive for a data repository, a new `FILE`.zip")
	f.BoolVar(&o.withoutSources, "without-sources", false, "of --archive: leave the words of sources out")
	f.StringVar(&o.format, "format", "", "write it as this `FORMAT`")
	f.StringVar(&o.program, "for", "", "write a .qdpx for this `PROGRAM`: "+strings.Join(refi.ProfileNames(), ", "))
	f.StringVar(&o.pseudonyms, "pseudonyms", "", "replace names as this table, a `FILE`, says")
	return c
}

// exportMasked replaces names in a copy, and exports that: what is shared is
// what pseudonymise would leave of the project.
func (w *env) exportMasked(ctx context.Context, a *app.Session, o exportFlags, write exportFunc) error {
	mask, err := app.ReadMask(o.pseudonyms)
	if err != nil {
		return err
	}
	places, err := a.Masked(ctx, mask, func(masked *app.Session) error { return write(ctx, masked.Project, masked.Seen(), o.to) })
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "names were replaced in %s\n", plural(places, "place"))
	return nil
}

// An exporter writes a study into a folder.
type exporter struct {
	study    *coding.Study
	project  *project.Project
	folder   string
	codings  [][]string
	sources  [][]string
	files    map[string]bool
	unplaced int // passages that are detached, and have no place in any file
}

func (w *env) export(ctx context.Context, p *project.Project, s *coding.Study, to string) error {
	if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "export: %s is there already, and not empty", to), "name another folder")
	}
	if err := os.MkdirAll(filepath.Join(to, "texts"), 0o700); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	e := &exporter{study: s, project: p, folder: to, files: map[string]bool{}}
	for i, src := range s.Sources {
		if err := e.source(ctx, i, src); err != nil {
			return fmt.Errorf("export %s: %w", src.Name, err)
		}
	}
	if err := e.tables(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(w.stderr, "%s with %s written to %s\n", plural(len(s.Sources), "source"), plural(len(e.codings), "coding"), to)
	if e.unplaced > 0 {
		fmt.Fprintf(w.stderr, "%s left out: their words were corrected since (crosscase passages --detached)\n", plural(e.unplaced, "passage"))
	}
	return nil
}

// source writes a source's text in the first form in which it is read back with
// the same turns, and its codings by their places in that.
func (e *exporter) source(ctx context.Context, index int, src *corpus.Source) error {
	text, err := e.project.Text(ctx, src.Text)
	if err != nil {
		return err
	}
	tr := e.study.Transcript(src)
	var forms [][2]string
	if src.MediaType == "text/markdown" {
		forms = append(forms, [2]string{".md", text.Body})
	}
	forms = append(forms, [2]string{".txt", text.Body})
	if slices.ContainsFunc(tr.Turns, func(t corpus.Turn) bool { return t.From >= 0 }) {
		forms = append(forms, [2]string{".vtt", asVTT(e.study, text, tr)})
	}
	forms = append(forms, [2]string{".txt", asScript(e.study, text, tr)})
	name := e.fileName(src.Name)
	best, how := corpus.Text{}, ""
	for i, form := range forms {
		read, ok := e.reads(form[0], form[1], text, tr)
		if ok || i == len(forms)-1 && how == "" {
			best, how = read, form[0]
			if err := os.WriteFile(filepath.Join(e.folder, "texts", name+form[0]), []byte(form[1]), 0o600); err != nil {
				return err
			}
			break
		}
	}
	row := []string{name + how, src.Name, string(src.Type), caseName(e.study, src.Case), organisationName(e.study, src.Organisation), string(src.Date), src.Language}
	e.sources = append(e.sources, append(row, attributeValues(src.Attributes, e.attributes())...))
	return e.passages(text, best, src)
}

// reads tells whether a form of a text is read with the same speakers in the same
// turns.
func (e *exporter) reads(ending, data string, text corpus.Text, tr *corpus.Transcript) (corpus.Text, bool) {
	doc, err := format.Read("a"+ending, []byte(data))
	if err != nil {
		return corpus.Text{Body: data}, false
	}
	found, err := transcript.Find(doc, transcript.Options{Known: func(label string) bool { _, err := e.study.FindParticipant(label); return err == nil }})
	read := corpus.Text{Body: doc.Body}
	if err != nil || len(found.Turns) != len(tr.Turns) {
		return read, false
	}
	for i, t := range found.Turns {
		was := tr.Turns[i]
		if (t.Speaker < 0) != (was.Speaker < 0) || t.From/time.Second != was.From/time.Second || !corpus.SameWords(doc.Body[t.Body:t.End], text.Body[was.Body:was.End]) {
			return read, false
		}
		if t.Speaker >= 0 {
			p, err := e.study.FindParticipant(found.Speakers[t.Speaker].Label)
			who := tr.Speakers[was.Speaker]
			if label := found.Speakers[t.Speaker].Label; (err != nil || p.ID != who.Participant) && !strings.EqualFold(label, who.Label) {
				return read, false
			}
		}
	}
	return read, true
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
func (e *exporter) passages(text, read corpus.Text, src *corpus.Source) error {
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
	for n, c := range corpus.Carry(text, read, spans) {
		if c.Outcome == corpus.Detached {
			return fmt.Errorf("the words %q are not read back", text.Body[spans[n].Start:spans[n].End])
		}
		first, last := e.study.TagsOf(of[n])
		for i := first; i < last; i++ {
			t := e.study.Tags[i]
			row := []string{src.Name, e.study.EscapedPath(t.Theme), strconv.Itoa(c.Span.Start), strconv.Itoa(c.Span.End), e.study.Coders[e.study.TagCoder(i)].Name, organisationName(e.study, t.About), "", ""}
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

// fileName is a source's name as a file's, used by no other.
func (e *exporter) fileName(name string) string {
	file := strings.TrimLeft(strings.Map(fileRune, name), ".")
	if len(file) > 100 {
		file = strings.ToValidUTF8(file[:100], "")
	}
	for base, n := file, 2; e.files[strings.ToLower(file)] || file == ""; n++ {
		file = fmt.Sprintf("%s-%d", base, n)
	}
	e.files[strings.ToLower(file)] = true
	return file
}

// attributes lists the names of all sources' attributes.
func (e *exporter) attributes() []string {
	all := map[string]bool{}
	for _, x := range e.study.Sources {
		for k := range x.Attributes {
			all[k] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func attributeValues(all map[string]string, names []string) (values []string) {
	for _, n := range names {
		values = append(values, all[n])
	}
	return values
}

func (e *exporter) tables() error {
	s := e.study
	all := map[string]bool{}
	for _, x := range s.Participants {
		for k := range x.Attributes {
			all[k] = true
		}
	}
	own := slices.Sorted(maps.Keys(all))
	var people [][]string
	for _, x := range s.Participants {
		row := []string{x.Name, x.Role, organisationName(s, x.Organisation), strings.Join(x.Aliases, "; ")}
		people = append(people, append(row, attributeValues(x.Attributes, own)...))
	}
	var themes [][]string
	for _, x := range s.Themes {
		themes = append(themes, []string{s.Path(x.ID), x.Definition, x.Include, x.Exclude, x.Example, x.Colour})
	}
	for _, t := range []struct {
		file string
		head []string
		rows [][]string
	}{
		{"sources.csv", append([]string{"file", "name", "type", "case", "organisation", "date", "language"}, e.attributes()...), e.sources},
		{"participants.csv", append([]string{"name", "role", "organisation", "aliases"}, own...), people},
		{"themes.csv", []string{"theme", "definition", "include", "exclude", "example", "colour"}, themes},
		{"codings.csv", []string{"source", "theme", "start", "end", "coder", "about", "weight", "memo"}, e.codings},
	} {
		for _, row := range t.rows {
			for i := range row {
				row[i] = coding.Harmless(row[i])
			}
		}
		var b strings.Builder
		out := csv.NewWriter(&b)
		if err := out.WriteAll(append([][]string{t.head}, t.rows...)); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(e.folder, t.file), []byte(b.String()), 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(e.folder, "commands.txt"), []byte(e.commands()), 0o600)
}

// commands make a project of what was written.
func (e *exporter) commands() string {
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
		line(commandOn(s.EscapedPath(x.ID), "theme add", "--definition", x.Definition, "--include", x.Include, "--exclude", x.Exclude,
			"--example", x.Example, "--colour", x.Colour)...)
	}
	line("tag", "--from", "codings.csv")
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
