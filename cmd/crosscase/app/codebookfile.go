package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/exchange"
)

// A CodebookFile is a codebook that somebody wrote elsewhere.
type CodebookFile struct {
	Name   string // without folders
	Data   []byte
	Format exchange.CodebookFormat
	Split  string // between the parts of a path, where names are paths; "" where they are not
}

// A CodebookEdit is what becomes of the codebook, and the sentence for the log.
type CodebookEdit struct {
	codebook.Revision
	Notes []string // what of the file is not taken over, or was guessed
	what  string
	gone  string // tags that go with themes, "" for none
}

// ReadCodebook works out what a codebook adds to that of the study. The error wraps
// [coding.ErrInvalid] where it cannot be read.
func (s *Session) ReadCodebook(f CodebookFile) (CodebookEdit, error) {
	entries, notes, err := exchange.ReadCodebook(f.Data, f.Format)
	if err != nil {
		return CodebookEdit{}, err
	}
	if f.Split != "" {
		entries = exchange.SplitNames(entries, f.Split)
	}
	r, err := codebook.Revise(s.Study, entries, false, s.NewID)
	if err != nil {
		return CodebookEdit{}, err
	}
	if f.Format == exchange.QDC { // what only it holds is written again with the next one
		kept, err := exchange.KeepCodebook(s.Study, f.Data, f.Name, s.Now())
		if err != nil {
			return CodebookEdit{}, err
		}
		r.Changes = append(r.Changes, kept...)
	}
	return CodebookEdit{Revision: r, Notes: notes, what: "import codebook " + f.Name}, nil
}

// EditedCodebook works out how the codebook becomes what a person made of it in an
// editor, as YAML. The error wraps [coding.ErrInvalid] where it cannot be read.
func (s *Session) EditedCodebook(text string) (CodebookEdit, error) {
	entries, _, err := exchange.ReadCodebook([]byte(text), exchange.YAML)
	if err != nil {
		return CodebookEdit{}, err
	}
	r, err := codebook.Revise(s.Study, entries, true, s.NewID)
	if err != nil {
		return CodebookEdit{}, err
	}
	e := CodebookEdit{Revision: r, what: "edit codebook"}
	if r.Tags > 0 {
		var names []string
		for _, id := range r.Removed {
			names = append(names, s.Study.Path(id))
		}
		e.gone = fmt.Sprintf("%s would go with %s", coding.Count(r.Tags, "tag"), strings.Join(names, ", "))
	}
	return e, nil
}

// Gone says which tags go with themes that are removed, "" for none.
func (e CodebookEdit) Gone() string { return e.gone }

// Revise makes the codebook what an edit says. The error wraps [coding.ErrConflict] where
// tags would go with themes and may not.
func (s *Session) Revise(ctx context.Context, e CodebookEdit, withTags bool) (Done, error) {
	if e.gone != "" && !withTags {
		return Done{}, coding.WithHint(coding.Errorf(coding.ErrConflict, "%s; nothing was changed", e.gone),
			"add --with-tags to remove them, too, or merge the themes: crosscase theme merge")
	}
	d, err := s.Apply(ctx, fmt.Sprintf("%s: %s", e.what, coding.Count(len(e.Said), "theme")), e.Changes...)
	if err == nil && len(e.Said) > 0 {
		d.Said = append(d.Said, fmt.Sprintf("%s changed, %d the same", coding.Count(len(e.Said), "theme"), e.Same))
	}
	return d, err
}

// WriteCodebook writes the codebook; origin names the program in formats that say what
// wrote them.
func (s *Session) WriteCodebook(ctx context.Context, out io.Writer, f exchange.CodebookFormat, origin string) error {
	return exchange.WriteCodebook(ctx, out, exchange.Contents{Study: s.Seen(), Texts: s.Texts, Original: s.Project.Original}, f, origin)
}
