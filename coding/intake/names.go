package intake

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// A folderName is the name of a source, which has its folder or its ending in it where that
// is needed.
type folderName struct {
	name   string
	others []string // names of sources that are there already and would be called the same
	ending bool     // it has its file's ending in it
}

// Names names the sources of files that would be called as another file's or as a source
// that is there already: each with as many of its folders as tell them apart, or with its
// ending where they are in one folder. Names that a person gave stay, and sources of a
// table's rows begin with them. Other files are not in the result. full returns the path of a file
// with all folders that may be part of a name.
func (b *Batch) Names(files []string, full func(file string) string) map[string]string {
	wanted := map[string][]string{} // files by the name in lower case
	given := map[string]bool{}
	names := map[string]string{}
	for _, f := range files {
		facts, _, _ := b.List.For(f)
		name := cmp.Or(facts.Name, b.Facts.Name)
		if given[f] = name != ""; given[f] {
			names[f] = name
		}
		name = strings.ToLower(cmp.Or(name, SourceName(f)))
		wanted[name] = append(wanted[name], f)
	}
	b.folders = map[string]folderName{}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		group := wanted[name]
		if f := group[0]; len(group) == 1 && !b.intake.names[name] {
			if others := b.withFolders(full(f)); len(others) > 0 && !given[f] {
				b.folders[f] = folderName{name: SourceName(f), others: others}
			}
			continue
		}
		for _, f := range group {
			if given[f] {
				continue
			}
			n, ok := b.apart(f, group, full)
			if b.folders[f] = n; ok {
				names[f] = n.name
			}
		}
	}
	return names
}

// withFolders are the sources that are there already and are called as a file with some of
// its folders.
func (b *Batch) withFolders(file string) (names []string) {
	for folders := 1; ; folders++ {
		name, ok := withFolders(file, folders)
		if !ok {
			return names
		}
		if b.intake.names[strings.ToLower(name)] {
			names = append(names, name)
		}
	}
}

// apart names a file with as many of its folders as tell it from others and from all
// sources, and with its ending where folders do not; ok is false where nothing does, so that
// it is called as its file.
func (b *Batch) apart(file string, others []string, full func(string) string) (n folderName, ok bool) {
	stem := SourceName(file)
	if b.intake.names[strings.ToLower(stem)] {
		n.others = append(n.others, stem)
	}
	for _, ending := range []string{"", path.Ext(file)} {
		first := 1
		if ending != "" {
			first = 0
		}
		for folders := first; ; folders++ {
			name, ok := withFolders(full(file), folders)
			if name += ending; !ok || coding.CheckName("source", name) != nil {
				break
			}
			same := func(o string) bool {
				other, _ := withFolders(full(o), folders)
				if ending != "" {
					other += path.Ext(o)
				}
				return o != file && strings.EqualFold(other, name)
			}
			switch {
			case b.intake.names[strings.ToLower(name)]:
				n.others = append(n.others, name)
			case !slices.ContainsFunc(others, same):
				n.name, n.ending = name, ending != ""
				return n, true
			}
		}
	}
	n.name = stem
	return n, false
}

// withFolders is the name of a source with the innermost folders of its file; ok is false
// where there are not as many.
func withFolders(file string, folders int) (name string, ok bool) {
	name, folder := SourceName(file), path.Dir(file)
	for range folders {
		last := path.Base(folder)
		if last == "." || last == "/" || last == ".." || strings.HasSuffix(last, ":") {
			return name, false
		}
		name, folder = last+"/"+name, path.Dir(folder)
	}
	return name, true
}

// corrected returns the source of which i is a corrected text, among those that would be
// called as it is; nil for none.
func (b *Batch) corrected(i Import) *corpus.Source {
	for _, name := range b.folders[i.File].others {
		for _, src := range b.study.Sources {
			if !strings.EqualFold(src.Name, name) {
				continue
			}
			old := b.study.Transcript(src)
			if sameLabels(old, &i.Transcript) && sameWords(old.Words, corpus.WordStarts(i.Document.Body)) {
				return src
			}
		}
	}
	return nil
}

// sameLabels reports whether the same people speak in two transcripts, as they call them.
func sameLabels(a, b *corpus.Transcript) bool {
	labels := func(tr *corpus.Transcript) (all []string) {
		for _, s := range tr.Speakers {
			all = append(all, strings.ToLower(s.Label))
		}
		slices.Sort(all)
		return all
	}
	return slices.Equal(labels(a), labels(b))
}

// sameWords reports whether a text has much of another's words, by where these start: runs
// of words of the same lengths are hardly ever in texts of which none is made of the other.
func sameWords(a, b []int32) bool {
	const run = 8
	lengths := func(words []int32, at int) (l [run]int32) {
		for n := range l {
			l[n] = words[at+n+1] - words[at+n]
		}
		return l
	}
	if min(len(a), len(b)) <= run {
		return false
	}
	runs := map[[run]int32]bool{}
	for at := range len(a) - run {
		runs[lengths(a, at)] = true
	}
	same := 0
	for at := range len(b) - run {
		if runs[lengths(b, at)] {
			same++
		}
	}
	return same*2 >= min(len(a), len(b))-run
}
