package exchange

import (
	"slices"
	"strings"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// importSets makes attributes of groups of sources, as ATLAS.ti and MAXQDA keep
// them: "gender: male" is an attribute with its value, all others are groups.
func (im *importer) importSets() {
	groups := map[corpus.SourceID][]string{}
	byID := map[corpus.SourceID]*corpus.Source{}
	for _, s := range im.study.Sources {
		byID[s.ID] = s
	}
	for _, set := range im.doc.Sets {
		if len(set.Codes) > 0 || len(set.Sources) == 0 {
			im.report.keep("sets of codes and notes", 1)
		}
		if len(set.Sources) > 0 {
			im.report.show("sets", 1)
		}
		if len(set.Sources) == 0 || im.isCaseSet(set) {
			continue
		}
		name, value, isValue := strings.Cut(set.Name, ": ")
		for _, ref := range set.Sources {
			st := im.textOf[refi.Key(ref)]
			if st == nil {
				continue
			}
			src := byID[st.id]
			if isValue && strings.TrimSpace(name) != "" && strings.TrimSpace(value) != "" {
				if name := cleanName(name, "group"); src.Attributes[name] == "" {
					src.Attributes[name] = strings.TrimSpace(value)
				}
				continue
			}
			groups[st.id] = append(groups[st.id], cleanName(set.Name, "unnamed group"))
		}
	}
	for id, names := range groups {
		if src := byID[id]; src.Attributes["Group"] == "" {
			slices.Sort(names)
			src.Attributes["Group"] = strings.Join(slices.Compact(names), "; ")
		}
	}
}

// isCaseSet tells whether a set holds the sources of a case study, as crosscase
// writes one beside the case.
func (im *importer) isCaseSet(s *refi.Set) bool {
	for id, c := range im.caseOf {
		if c.role == roleCase && (refi.Key(s.GUID) == caseSet(c.GUID) || refi.Key(s.GUID) == caseSet(id)) {
			return true
		}
	}
	return false
}

func caseSet(guid string) string { return refi.NewGUID("set of a case", refi.Key(guid)) }

func (ex *exporter) exportSets() {
	written := map[string]bool{}
	for _, tm := range ex.templates {
		for _, s := range tm.doc.Sets {
			x := *s
			gone := func(ref string) bool { return ex.gone(tm, ref) }
			x.Codes = slices.DeleteFunc(slices.Clone(s.Codes), gone)
			x.Sources = slices.DeleteFunc(slices.Clone(s.Sources), gone)
			written[refi.Key(s.GUID)] = true
			if tm.isCaseSet(s) || !ex.first("set", s.GUID) {
				continue // written anew below, or already
			}
			ex.doc.Sets = append(ex.doc.Sets, &x)
		}
	}
	for _, c := range ex.study.Cases {
		guid := caseSet(ex.guids[string(c.ID)])
		fromOther := slices.ContainsFunc(ex.templates, func(tm *template) bool {
			for id := range tm.caseOf {
				if tm.now(id) == string(c.ID) {
					return true
				}
			}
			return false
		})
		if fromOther && !written[guid] {
			continue
		}
		set := &refi.Set{GUID: guid, Name: c.Name}
		for _, src := range ex.study.Sources {
			if src.Case == c.ID {
				set.Sources = append(set.Sources, ex.guids[string(src.ID)])
			}
		}
		if len(set.Sources) > 0 {
			ex.doc.Sets = append(ex.doc.Sets, set)
		}
	}
}

func (ex *exporter) exportGraphs() {
	for _, tm := range ex.templates {
		for _, x := range tm.doc.Graphs {
			if !ex.first("graph", x.GUID) {
				continue
			}
			graph := *x
			gone := map[string]bool{}
			graph.Vertices = slices.DeleteFunc(slices.Clone(x.Vertices), func(n refi.Vertex) bool {
				gone[n.GUID] = n.Represented != "" && ex.gone(tm, n.Represented)
				return gone[n.GUID]
			})
			graph.Edges = slices.DeleteFunc(slices.Clone(x.Edges), func(e refi.Edge) bool { return gone[e.Source] || gone[e.Target] })
			ex.doc.Graphs = append(ex.doc.Graphs, &graph)
		}
	}
}
