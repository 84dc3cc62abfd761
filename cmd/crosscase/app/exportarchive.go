package app

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/exchange/tidy"
	"crosscase/corpus"
)

// An archiver writes a study for a data repository: a bag (BagIt 1.0, RFC 8493) in a
// ZIP file, everything in it under a checksum.
type archiver struct {
	*export
	ctx  context.Context
	zip  *zip.Writer
	root string
	sums map[string]string // of what is in data
	tags map[string]string // of what is beside it
	size int64
}

// exportArchive is the export for a data repository.
func exportArchive(ctx context.Context, x *export) error {
	to := x.out.To
	if err := notThere(to); err != nil {
		return err
	}
	a := &archiver{export: x, ctx: ctx, sums: map[string]string{}, tags: map[string]string{},
		root: strings.TrimSuffix(filepath.Base(to), filepath.Ext(to)) + "/"}
	err := x.options.Create(to, func(out io.Writer) error {
		a.zip = zip.NewWriter(out)
		if err := a.write(); err != nil {
			return err
		}
		return a.zip.Close()
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	x.out.Files = len(a.sums)
	return nil
}

// add writes a file of the bag; those in data/ are what it is there for.
func (a *archiver) add(name string, data []byte) error {
	f, err := a.zip.CreateHeader(&zip.FileHeader{Name: a.root + name, Method: zip.Deflate, Modified: a.Now().UTC()})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	if strings.HasPrefix(name, "data/") {
		a.sums[name] = hex.EncodeToString(sum[:])
		a.size += int64(len(data))
	} else {
		a.tags[name] = hex.EncodeToString(sum[:])
	}
	_, err = f.Write(data)
	return err
}

func (a *archiver) write() error {
	steps := []func() error{a.sources, a.tables, a.codebook, a.memos, a.log, a.exchange, a.readme, a.bag}
	for i, do := range steps {
		a.progress(i, len(steps))
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func (a *archiver) sources() error {
	if a.options.WithoutSources {
		a.out.Withheld = append(a.out.Withheld, "the sources, as imported and as text, and the words of passages (--without-sources)")
		return nil
	}
	var names []string
	for _, src := range a.study.Sources {
		names = append(names, src.Name)
	}
	texts := exchange.FileNames(names, "")
	empty := 0
	for i, src := range a.study.Sources {
		t, err := a.Project.Text(a.ctx, src.Text)
		if err != nil {
			return err
		}
		if err := a.add("data/sources/text/"+texts[i]+".txt", []byte(t.Body)); err != nil {
			return err
		}
		data, err := a.Project.Original(a.ctx, src.SHA256)
		if err != nil && !errors.Is(err, coding.ErrUnknown) {
			return err
		}
		if len(data) == 0 {
			if t.Body != "" {
				empty++
			}
			continue
		}
		if err := a.add("data/sources/original/"+texts[i]+strings.ToLower(path.Ext(src.File)), data); err != nil {
			return err
		}
	}
	if empty > 0 {
		withheld := coding.Count(empty, "file") + " as imported: names were replaced, and those files have them"
		a.out.Withheld = append(a.out.Withheld, withheld)
	}
	return nil
}

func (a *archiver) tables() error {
	tables, err := tidy.Tables(a.ctx, a.study, a.Project, !a.options.WithoutSources)
	if err != nil {
		return err
	}
	files, err := tidy.Files(a.study.Title, tables)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := a.add("data/tables/"+f.Name, f.Data); err != nil {
			return err
		}
	}
	return nil
}

func (a *archiver) codebook() error {
	formats := map[exchange.CodebookFormat]string{exchange.CSV: "csv", exchange.Markdown: "md", exchange.YAML: "yaml", exchange.QDC: "qdc"}
	for _, f := range slices.Sorted(maps.Keys(formats)) {
		ending := formats[f]
		if f == exchange.QDC && len(a.study.Themes) == 0 {
			continue
		}
		var b bytes.Buffer
		if err := exchange.WriteCodebook(a.ctx, &b, a.contents(), f, "crosscase "+a.Version); err != nil {
			return err
		}
		if err := a.add("data/codebook/codebook."+ending, b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// memos are all notes, to be read.
func (a *archiver) memos() error {
	var b bytes.Buffer
	s := a.study
	fmt.Fprintf(&b, "# Notes\n")
	for _, m := range s.Memos {
		who := ""
		if c := s.Coder(m.Coder); c != nil {
			who = c.Name
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s, %s\n\n%s\n", a.subject(m.On), who, m.At.UTC().Format("2006-01-02"), m.Text)
	}
	for _, x := range s.Summaries {
		fmt.Fprintf(&b, "\n## Summary: %s and %s\n\n%s\n", s.Path(x.Theme), a.subject(x.On), x.Text)
	}
	return a.add("data/memos.md", b.Bytes())
}

// subject is what a note is on, in words.
func (a *archiver) subject(on string) string {
	s := a.study
	switch {
	case s.Theme(coding.ThemeID(on)) != nil:
		return "Theme " + s.Path(coding.ThemeID(on))
	case s.Source(corpus.SourceID(on)) != nil:
		return "Source " + s.Source(corpus.SourceID(on)).Name
	case s.Participant(corpus.ParticipantID(on)) != nil:
		return "Participant " + s.Participant(corpus.ParticipantID(on)).Name
	case s.Organisation(corpus.OrganisationID(on)) != nil:
		return "Organisation " + s.Organisation(corpus.OrganisationID(on)).Name
	case s.Case(corpus.CaseID(on)) != nil:
		return "Case study " + s.Case(corpus.CaseID(on)).Name
	}
	if t, err := s.FindTag(on); err == nil && string(t.ID) == on {
		return "Tag of " + s.Path(t.Theme) + " (" + on + ")"
	}
	if slices.ContainsFunc(s.Passages, func(p coding.Passage) bool { return string(p.ID) == on }) {
		return "Passage " + on
	}
	return "The study"
}

func (a *archiver) log() error {
	entries, err := a.Project.Log(a.ctx)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write([]string{"number", "at", "coder", "what", "undoes"})
	for _, e := range entries {
		undoes := ""
		if e.Undoes > 0 {
			undoes = strconv.Itoa(e.Undoes)
		}
		what := e.What
		if a.options.WithoutSources {
			what, _, _ = strings.Cut(what, ` "`) // words of passages may follow
		}
		w.Write([]string{strconv.Itoa(e.Number), e.At.UTC().Format(time.RFC3339), coding.Harmless(e.Coder), coding.Harmless(what), undoes})
	}
	w.Flush()
	return a.add("data/log.csv", b.Bytes())
}

// exchange is the study for other programs, which cannot be without its texts.
func (a *archiver) exchange() error {
	if a.options.WithoutSources {
		return nil
	}
	doc, files, _, err := exchange.Export(a.ctx, a.contents(), refi.Standard, "crosscase "+a.Version)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := refi.WritePackage(&b, doc, files); err != nil {
		return err
	}
	return a.add("data/project.qdpx", b.Bytes())
}

func (a *archiver) readme() error {
	s := a.study
	turns := 0
	for _, src := range s.Sources {
		turns += len(s.Transcript(src).Turns)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\nA qualitative study, written by crosscase %s on %s.\n\n",
		cmp.Or(s.Title, "Study"), a.Version, a.Now().UTC().Format("2 January 2006"))
	fmt.Fprintf(&b, "%s with %s; %s, %s and %s; %s on %s.\n\n", coding.Count(len(s.Sources), "source"), coding.Count(turns, "turn"),
		coding.Count(len(s.Participants), "participant"),
		coding.Count(len(s.Organisations), "organisation"),
		map[bool]string{true: "1 case study", false: coding.Thousands(len(s.Cases)) + " case studies"}[len(s.Cases) == 1],
		coding.Count(len(s.Tags), "tag"), coding.Count(s.Tagged(), "passage"))
	b.WriteString("| where | what |\n|---|---|\n")
	if !a.options.WithoutSources {
		b.WriteString("| sources/original | the files as they were imported |\n| sources/text | their words, UTF-8, as positions are counted in them |\n| project.qdpx | the whole study for other programs (REFI-QDA) |\n")
	}
	b.WriteString("| tables | the study as tables, CSV and Parquet; datapackage.json says what each column is |\n| tables/matrix.R, tables/matrix.py | make the cross-case theme matrix of the tables |\n")
	b.WriteString("| codebook | the themes and what they mean: CSV, YAML, Markdown, REFI-QDA |\n| memos.md | notes and summaries |\n| log.csv | who changed what, and when |\n\n")
	b.WriteString("Positions are counted in characters (Unicode code points) from 0, the end not included. A passage counts for the organisations of those who speak in it, else for its source's own; what researchers say counts for nobody. tables/attributions.csv has that for each passage.\n\n")
	b.WriteString("This folder is a bag (BagIt 1.0, RFC 8493): manifest-sha256.txt, beside it, holds the SHA-256 of each file.\n")
	for _, x := range a.out.Withheld {
		fmt.Fprintf(&b, "\nWithheld: %s.\n", x)
	}
	if a.options.Pseudonyms != "" {
		b.WriteString("\nNames were replaced by pseudonyms.\n")
	}
	return a.add("data/README.md", b.Bytes())
}

// bag writes what makes it a bag.
func (a *archiver) bag() error {
	manifest := func(sums map[string]string) []byte {
		var lines []string
		for name, sum := range sums {
			lines = append(lines, sum+"  "+strings.NewReplacer("%", "%25", "\n", "%0A", "\r", "%0D").Replace(name))
		}
		slices.SortFunc(lines, func(x, y string) int { return strings.Compare(x[64:], y[64:]) })
		return []byte(strings.Join(lines, "\n") + "\n")
	}
	info := fmt.Sprintf("Bag-Software-Agent: crosscase %s\nBagging-Date: %s\nPayload-Oxum: %d.%d\nExternal-Description: %s\n",
		a.Version, a.Now().UTC().Format("2006-01-02"), a.size, len(a.sums),
		strings.Join(strings.Fields(cmp.Or(a.study.Title, "study")), " "))
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"bagit.txt", []byte("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")},
		{"bag-info.txt", []byte(info)},
		{"manifest-sha256.txt", manifest(a.sums)},
	} {
		if err := a.add(f.name, f.data); err != nil {
			return err
		}
	}
	return a.add("tagmanifest-sha256.txt", manifest(a.tags))
}
