package format

import (
	"path"
	"strings"
)

// relationships are the parts that a part of an Office document is related to, by the last
// word of the kind of relation, as "styles" or "header". The names of parts are free.
type relationships map[string][]string

// related reads the relationships of a part; "" is the whole document.
func (a *archive) related(part string) (relationships, error) {
	var file struct {
		All []struct {
			Kind   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	folder, base := path.Split(part)
	if err := a.decode(folder+"_rels/"+base+".rels", &file); err != nil {
		return nil, err
	}
	found := relationships{}
	for _, r := range file.All {
		kind := r.Kind[strings.LastIndexByte(r.Kind, '/')+1:]
		name := strings.TrimPrefix(path.Join("/", folder, r.Target), "/")
		if strings.HasPrefix(r.Target, "/") {
			name = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
		if r.Mode != "External" {
			found[kind] = append(found[kind], name)
		}
	}
	return found, nil
}

// first is the part of a kind, or another where none is named.
func (r relationships) first(kind, other string) string {
	if len(r[kind]) > 0 {
		return r[kind][0]
	}
	return other
}
