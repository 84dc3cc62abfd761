package app

import (
	"context"
	"fmt"
	"path/filepath"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/index"
)

// Index is the search index beside a project; of one that is read-only, one that is kept until
// it is closed, if none beside it can be used.
func Index(p *project.Project) *index.Index {
	folder := project.IndexOf(p.Path())
	if !p.ReadOnly() {
		return index.At(folder)
	}
	return index.ReadOnly(folder, func() (string, error) {
		scratch, err := p.Scratch()
		return filepath.Join(scratch, "index"), err
	})
}

// Searchable are the study's sources as the index wants them.
func Searchable(s *coding.Study) []index.Source {
	sources := make([]index.Source, len(s.Sources))
	for i, src := range s.Sources {
		sources[i] = index.Source{Text: src.Text, Language: src.Language, Transcript: s.Transcript(src), Facts: s.Facts(i)}
	}
	return sources
}

// SyncIndex brings the search index up to date with the project as it is now: what
// changes texts or who speaks in them calls it at the end, so that the next search need
// not wait. progress, if not nil, is called with the number of turns that are done and of
// all to do. The error says that everything is stored all the same.
func (s *Session) SyncIndex(ctx context.Context, progress func(done, of int)) error {
	now, err := s.Project.Study(ctx)
	if err != nil {
		return err
	}
	if err := Index(s.Project).Sync(ctx, Searchable(now), s.Project, progress); err != nil {
		return coding.WithHint(fmt.Errorf("everything is stored, but the search index is not up to date: %w", err),
			"the next search builds it again")
	}
	return nil
}
