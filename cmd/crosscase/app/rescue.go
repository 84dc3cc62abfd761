package app

import (
	"context"
	"path/filepath"
	"time"

	"crosscase/coding/project"
)

// Rescued is what was saved of a damaged project.
type Rescued struct {
	project.Rescued
	File string // the new project
}

// Rescue saves what is whole of a damaged project as a new one, in a file that must not be
// there yet. The errors are those of [project.Rescue].
func Rescue(ctx context.Context, damaged, to, coder string, at time.Time) (r Rescued, err error) {
	to = ProjectFile(to)
	r.File = filepath.Base(to)
	r.Rescued, err = project.Rescue(ctx, ProjectFile(damaged), to, coder, at)
	return r, err
}
