package merge

import (
	"maps"
	"slices"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// preserved brings in what came with projects of other programs.
func (j *merger) preserved() error {
	for _, p := range j.theirs.Study.Preserved {
		if slices.ContainsFunc(j.mine.Study.Preserved, func(mine coding.Preserved) bool { return mine.ID == p.ID }) {
			continue
		}
		put := edit.PutPreserved{Preserved: p}
		for _, sum := range append([]string{p.Document}, slices.Sorted(maps.Values(p.Files))...) {
			put.Files = append(put.Files, coding.PreservedFile{SHA256: sum,
				Data: func() ([]byte, error) { return j.theirs.Original(j.ctx, sum) }})
		}
		j.change(put)
	}
	return nil
}
