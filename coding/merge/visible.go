package merge

import (
	"fmt"
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// visible is a study with names as they are seen: those of early versions may have characters
// that nobody can see, which no change takes. plain are those that were others.
func visible(s *coding.Study) (seen *coding.Study, plain []string) {
	c := s.Clone()
	plain = slices.Concat(
		plainNames(c.Sources, func(x *corpus.Source) (*string, string) { return &x.Name, "" }),
		plainNames(c.Participants, func(x *corpus.Participant) (*string, string) { return &x.Name, "" }),
		plainNames(c.Organisations, func(x *corpus.Organisation) (*string, string) { return &x.Name, "" }),
		plainNames(c.Cases, func(x *corpus.CaseStudy) (*string, string) { return &x.Name, "" }),
		plainNames(c.Coders, func(x *coding.Coder) (*string, string) { return &x.Name, "" }),
		plainNames(c.Themes, func(x *coding.Theme) (*string, string) { return &x.Name, string(x.Parent) }))
	if len(plain) == 0 {
		return s, nil
	}
	return coding.NewStudy(c), plain
}

// plainNames gives things their names without what nobody can see, and returns those. A name
// that another thing in the same place has gets a number behind it.
func plainNames[T any](all []*T, of func(x *T) (name *string, place string)) (plain []string) {
	taken := map[[2]string]bool{}
	for _, x := range all {
		name, place := of(x)
		taken[[2]string{place, *name}] = true
	}
	for i, x := range all {
		name, place := of(x)
		is := corpus.PlainName(*name)
		if is == *name || is == "" {
			continue
		}
		for base, n := is, 2; taken[[2]string{place, is}]; n++ {
			is = fmt.Sprintf("%s (%d)", base, n)
		}
		taken[[2]string{place, is}] = true
		all[i] = new(*x)
		name, _ = of(all[i])
		*name, plain = is, append(plain, is)
	}
	return plain
}
