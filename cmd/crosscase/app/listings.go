package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/exchange"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A Listing is something to read that is no analysis: a list of things, passages, the
// codebook, the report of a study. It is declared once; the command and the entry of an
// analysis file are made from the declaration.
type Listing struct {
	// Asked says how it is asked for: its name, arguments, options and filters, and what
	// its command says of itself. It has no Run.
	Asked *analysis.Analysis
	// Formats are what it can be written as, in the words of the help.
	Formats string
	format  func(o Output) (string, error) // that is asked for; nil where it is a table
	read    func(ctx context.Context, s *Session, in asked) (*Listed, error)
}

// asked is a request for a listing, with all that it names looked up.
type asked struct {
	analysis.Input
	progress func(done, of int) // hears of texts that are indexed; nil for nobody
}

// Listed is what a listing has to show.
type Listed struct {
	Table *report.Grid // nil for a document
	Said  []string     // what the person may want to know besides, each a line

	write func(out io.Writer, format string, screen report.Screen) error // nil: the table
}

// Listings are all of them, in the order of the alphabet.
func Listings() []Listing {
	return []Listing{
		Cases().Listing(),
		CodebookExport(),
		Coders().Listing(),
		LinkList(),
		MemoList(),
		Organisations().Listing(),
		Participants().Listing(),
		PassageList(),
		ProgressList(),
		StudyReport(),
		SearchList(),
		LeftOutList(),
		Sources().Listing(),
		SummaryList(),
		Themes().Listing(),
	}
}

// ListingNamed returns the listing of this name; ok is false if there is none.
func ListingNamed(name string) (l Listing, ok bool) {
	all := Listings()
	i := slices.IndexFunc(all, func(l Listing) bool { return l.Asked.Name == name })
	if i < 0 {
		return l, false
	}
	return all[i], true
}

// Format is the format that is asked for. The error wraps [coding.ErrInvalid].
func (l Listing) Format(o Output) (string, error) {
	if l.format != nil {
		return l.format(o)
	}
	f, err := o.Table()
	return string(f), err
}

// Read answers a request for the listing. What searches brings the index up to date
// before; progress, if not nil, hears of that. Errors are those of [analysis.Request.Run].
func (l Listing) Read(ctx context.Context, s *Session, r *analysis.Request, progress func(done, of int)) (*Listed, error) {
	in, err := r.Input(ctx, s.Seen(), s.Tools("", false))
	if err != nil {
		return nil, err
	}
	return l.read(ctx, s, asked{in, progress})
}

// Write writes it in a format of the listing.
func (l *Listed) Write(out io.Writer, format string, screen report.Screen) error {
	if l.write != nil {
		return l.write(out, format, screen)
	}
	return l.Table.Write(out, report.Format(format), screen)
}

// What the formats of tables are, in the words of the help.
const (
	TableFormats   = "table, csv, tsv, json, markdown, html, xlsx, docx or latex; else what FILE ends in, else table"
	PictureFormats = "table, csv, tsv, json, markdown, html, xlsx, docx, latex, svg or png; else what FILE ends in, else table"
)

// Listing lists the things of the kind.
func (k Kind[T]) Listing() Listing {
	l := Listing{Asked: &analysis.Analysis{Name: k.Name + " list", Short: "List " + k.Listed}, Formats: TableFormats}
	if k.Drawn {
		l.Formats = PictureFormats
	}
	l.read = func(_ context.Context, _ *Session, in asked) (*Listed, error) {
		return &Listed{Table: k.List(in.Study)}, nil
	}
	return l
}

// SummaryList lists what people say of cells.
func SummaryList() Listing {
	return Listing{
		Asked: &analysis.Analysis{Name: "summary list", Short: "List them"}, Formats: TableFormats,
		read: func(_ context.Context, s *Session, _ asked) (*Listed, error) {
			return &Listed{Table: s.Summaries()}, nil
		},
	}
}

// CodebookExport is the codebook as a file.
func CodebookExport() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "codebook export", Short: "Write the codebook",
			Example: `  crosscase codebook export -o codebook.yaml
  crosscase codebook export --format html -o appendix.html`,
		},
		Formats: "yaml, csv, qdc, markdown or html; else what FILE ends in, else yaml",
		format: func(o Output) (string, error) {
			if _, ok := o.Named(); !ok {
				return string(exchange.YAML), nil
			}
			f, err := exchange.CodebookFormatOf(o.Format, o.File)
			if err != nil && o.Format == "" {
				err = o.wrongEnding(exchange.CodebookFormats())
			}
			return string(f), err
		},
		read: func(ctx context.Context, s *Session, _ asked) (*Listed, error) {
			return &Listed{write: func(out io.Writer, format string, _ report.Screen) error {
				return s.WriteCodebook(ctx, out, exchange.CodebookFormat(format), "crosscase")
			}}, nil
		},
	}
}

// MemoList lists memos.
func MemoList() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "memo list", Short: "List memos",
			Long: `List memos, in the order in which they were written. --theme and --source leave
those on it, and on its tags and passages; --format markdown writes them whole.`,
			Options: []query.Flag{
				{Name: "theme", Kind: query.Many, Usage: "only those on this `THEME`, those below it, and tags of them"},
				{Name: "source", Kind: query.Many, Usage: "only those on this `SOURCE`, and on passages and tags in it"},
				{Name: "coder", Kind: query.Many, Usage: "only those by this `CODER`"},
			},
		},
		Formats: TableFormats,
		read: func(_ context.Context, s *Session, in asked) (*Listed, error) {
			memos, err := s.Memos(MemoFilter{Themes: in.List("theme"), Sources: in.List("source"), Coders: in.List("coder")})
			return &Listed{write: func(out io.Writer, format string, screen report.Screen) error {
				return reading.WriteMemos(out, memos, report.Format(format), screen)
			}}, err
		},
	}
}

// LeftOutList lists what the file of a source shows and its text has not.
func LeftOutList() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "source left-out", Short: "List what was left out of one, or of all, and why",
			Long: `List what the imported file of a source shows a reader and its text has not: running
heads and page numbers, what tracked changes deleted, repeated captions, pages that
cannot be read. Together with the text it is all that the file shows.`,
			Arguments: []analysis.Argument{{Name: "of", Value: "NAME", Label: "source", Optional: true}},
		},
		Formats: TableFormats,
		read: func(ctx context.Context, s *Session, in asked) (*Listed, error) {
			if len(in.Arguments) == 0 || in.Arguments[0] == "" {
				return leftOutOfAll(ctx, s, in.Study)
			}
			src, err := in.Study.FindSource(in.Arguments[0])
			if err != nil {
				return nil, err
			}
			text, err := s.Texts.Text(ctx, src.Text)
			if err != nil {
				return nil, err
			}
			return &Listed{Table: leftOutTable(src.Name, text.LeftOut)}, nil
		},
	}
}

// leftOutOfAll lists what was left out of all sources.
func leftOutOfAll(ctx context.Context, s *Session, study *coding.Study) (*Listed, error) {
	all := &report.Grid{Title: "Left out", Head: []string{"source", "where", "what", "text"}, Empty: noWordsLeftOut}
	for _, src := range study.Sources {
		text, err := s.Texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		for _, row := range leftOutTable(src.Name, text.LeftOut).Rows {
			all.Rows = append(all.Rows, append([]any{src.Name}, row...))
		}
	}
	return &Listed{Table: all}, nil
}

// noWordsLeftOut is in the place of an empty list of what was left out.
const noWordsLeftOut = "No words were left out. Times, labels and signs that say who speaks are read, and are not words."

// leftOutTable is what was left out of a source, in the order of its file.
func leftOutTable(name string, all []corpus.LeftOut) *report.Grid {
	g := &report.Grid{Title: "Left out of " + name, Head: []string{"where", "what", "text"},
		Empty: noWordsLeftOut}
	for _, x := range all {
		g.Rows = append(g.Rows, []any{x.Where, string(x.Why), x.Text})
	}
	return g
}

// LinkList lists the links of a study, or draws them.
func LinkList() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "links", Short: "List links, or draw them as a concept map",
			Example: `  crosscase links
  crosscase links --format svg -o map.svg
  crosscase links --format dot | dot -Tpdf -o map.pdf`,
		},
		Formats: "table, csv, tsv, json, markdown, dot or svg; else what FILE ends in, else table",
		format:  linkFormat,
		read: func(_ context.Context, _ *Session, in asked) (*Listed, error) {
			l := &Listed{Table: analysis.Links(in.Study)}
			l.write = func(out io.Writer, format string, screen report.Screen) error {
				m := analysis.NewConceptMap(in.Study)
				switch format {
				case "dot":
					return m.WriteDOT(out)
				case "svg":
					return m.WriteSVG(out)
				}
				return drawnOtherwise(l.Table.Write(out, report.Format(format), screen))
			}
			return l, nil
		},
	}
}

// linkFormat is the format of links that is asked for: that of a table or of a map.
func linkFormat(o Output) (string, error) {
	name, _ := o.Named()
	if name = strings.ToLower(name); name == "dot" || name == "svg" {
		return name, nil
	}
	f, err := o.Table()
	return string(f), drawnOtherwise(err)
}

// drawnOtherwise says which formats draw links, where another one does not.
func drawnOtherwise(err error) error {
	if errors.Is(err, coding.ErrInvalid) {
		return coding.WithHint(err, "dot and svg draw the concept map")
	}
	return err
}
