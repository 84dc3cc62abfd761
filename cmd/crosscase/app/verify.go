package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/report"
)

// ManifestOf is where the manifest of a table is that was written to a file.
func ManifestOf(file string) string { return file + ".manifest.json" }

// HasManifest tells whether what is written in a format has a manifest: a picture has none.
func HasManifest(f report.Format) bool { return f != report.SVG && f != report.PNG }

// Manifest says what a written table rests on, for [Session.Verify]: what was found for a
// request, and what was written of it to a file of this name.
func (s *Session) Manifest(ctx context.Context, r *analysis.Request, found *analysis.Result, name string,
	written []byte) (*analysis.Manifest, error) {
	latest, err := s.Project.Latest(ctx)
	if err != nil {
		return nil, err
	}
	line := r.Line()
	if found.Expression != nil {
		line = found.Expression
	}
	f := found.Manifest(s.Seen())
	f.Version, f.Arguments, f.File, f.SHA256, f.Change = s.Version, append([]string{}, line...), name, checksum(written), latest.Number
	return f, nil
}

func checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Verified says which cells of a written table no longer hold.
type Verified struct {
	Table   string // the file
	Edited  bool   // since it was written
	Cells   int    // that it has
	Changes []analysis.CellChange

	manifest *analysis.Manifest
}

// Verify makes a written table again, as its manifest says, and compares. The error wraps
// [coding.ErrInvalid] where the manifest cannot be read; where the project does not hold
// any more what the table asks for, it says so.
func (s *Session) Verify(ctx context.Context, table string, written, manifest []byte) (*Verified, error) {
	f, err := analysis.ReadManifest(manifest)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ManifestOf(table), err)
	}
	r, err := analysis.Read(f.Arguments)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ManifestOf(table), err)
	}
	now, err := r.Run(ctx, s.Seen(), s.Tools(report.CSV, true))
	if err != nil {
		return nil, fmt.Errorf("%s asks for what there is not any more: %w", table, err)
	}
	v := &Verified{Table: table, Edited: checksum(written) != f.SHA256, manifest: f}
	v.Changes, v.Cells, err = now.Verify(f, s.Seen())
	return v, err
}

// Grid lists the cells that no longer hold, and why. Where the table was edited and
// nothing else has changed, it does not say that the cells of the table hold.
func (v *Verified) Grid() *report.Grid {
	title := fmt.Sprintf("%s, written after change %d of %s", v.manifest.File, v.manifest.Change, v.manifest.Project)
	g := analysis.Changes(title, v.Changes)
	if v.Edited {
		g.Empty = "The table was edited since it was written. The project still counts what was counted then."
	}
	return g
}

// Err says that the table does not hold, nil where it does.
func (v *Verified) Err() error {
	cells := coding.Count(len(v.Changes), "cell")
	switch {
	case v.Edited && len(v.Changes) > 0:
		return fmt.Errorf("%s was edited since it was written; and %s of %d no longer hold", v.Table, cells, v.Cells)
	case v.Edited:
		return fmt.Errorf("%s was edited since it was written: what it shows may differ from what was counted, which still holds", v.Table)
	case len(v.Changes) > 0:
		return fmt.Errorf("%s of %d no longer hold", cells, v.Cells)
	}
	return nil
}
