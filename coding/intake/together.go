package intake

import (
	"fmt"
	"strings"

	"crosscase/coding"
)

// Together says what is said of several files once: with all their names, or with a few and the
// command that lists all. Remarks after which the same is to be done follow each other.
func Together(remarks []Remark) (said []Remark) {
	said = together(remarks, manyFiles, func(r Remark) (of Remark) {
		if r.Many != nil {
			of = *r.Many
		}
		return of
	})
	said = together(said, 1, func(r Remark) Remark { return Remark{Reason: r.Reason, Hint: r.Hint, Command: r.Command} })
	var rest []Remark
	for len(said) > 0 {
		first := said[0]
		var later []Remark
		for _, r := range said {
			if r.Hint == first.Hint && r.Command == first.Command && r.Hint+r.Command != "" || r == first {
				rest = append(rest, r)
			} else {
				later = append(later, r)
			}
		}
		said = later
	}
	return rest
}

// together makes one remark of those of more than most files of which the same is said.
func together(remarks []Remark, most int, what func(Remark) Remark) (said []Remark) {
	files := map[Remark][]string{}
	for _, r := range remarks {
		files[what(r)] = append(files[what(r)], r.File)
	}
	for _, r := range remarks {
		one := what(r)
		of := files[one]
		switch {
		case one.Reason == "" || len(of) <= most || r.Password:
			said = append(said, r)
		case of[0] != r.File: // said with the first
		case len(of) > manyFiles:
			names := strings.Join(of, ", ")
			if one.Lists {
				names = examples(of)
			}
			one.File, one.Reason = coding.Count(len(of), "file"), fmt.Sprintf("%s: %s", one.Reason, names)
			said = append(said, one)
		default:
			one.File = strings.Join(of, ", ")
			said = append(said, one)
		}
	}
	return said
}
