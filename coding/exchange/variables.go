package exchange

import (
	"maps"
	"slices"
	"strings"

	"crosscase/coding/exchange/refi"
)

// ownVariables are the variables by which files of crosscase's say what the standard
// has no place for, by their identifiers.
var ownVariables = func() map[string]string {
	all := map[string]string{}
	names := []string{"Kind of case", "Role", "Organisation", "Kind", "Case studies", "Also known as", "Type", "Date", "Language"}
	for _, name := range names {
		all[ownVariable(name)] = name
	}
	return all
}()

func ownVariable(name string) string { return refi.NewGUID("own variable", name) }

func (im *importer) importVariables() {
	im.report.show("variables", len(im.doc.Variables))
	taken := map[string]bool{}
	nvivo := strings.Contains(strings.ToLower(im.doc.Origin), "nvivo")
	for _, x := range im.doc.Variables {
		key := refi.Key(x.GUID)
		im.variables[key] = x
		if _, own := ownVariables[key]; own {
			continue
		}
		name := x.Name
		_, after, _ := strings.Cut(name, ":")
		if after = strings.TrimSpace(after); nvivo && after != "" && !taken[strings.ToLower(after)] {
			name = after // the classification stands before it
		}
		im.attributes[key] = unique(cleanName(name, "variable"), taken)
	}
}

// values are the values of variables as attributes, and those of crosscase's own
// variables by their names.
func (im *importer) values(values []refi.Value) (attributes, own map[string]string) {
	attributes, own = map[string]string{}, map[string]string{}
	for _, x := range values {
		key := refi.Key(x.Variable)
		switch {
		case x.Type == "" || strings.TrimSpace(x.Value) == "":
		case ownVariables[key] != "":
			own[ownVariables[key]] = x.Value
		case im.attributes[key] != "":
			attributes[im.attributes[key]] = x.Value
		default:
			im.report.keep("values of variables that the file does not list", 1)
		}
	}
	return attributes, own
}

// exportVariables settles the variables: those of templates, and one for each other
// attribute, of the type that all its values are of.
func (ex *exporter) exportVariables() {
	for _, tm := range ex.templates {
		for _, x := range tm.doc.Variables {
			key := refi.Key(x.GUID)
			if _, twice := ex.variables[key]; !twice {
				ex.variables[key] = x
				ex.doc.Variables = append(ex.doc.Variables, x)
			}
		}
	}
}

// values gives attributes as values: those that a template has in its way, as long as
// they are what it says, then others by their names.
func (ex *exporter) values(tm *template, template []refi.Value, base, now map[string]string, own [][2]string) (all []refi.Value) {
	done, ownDone := map[string]bool{}, map[string]bool{}
	for _, x := range template {
		key := refi.Key(x.Variable)
		if name := ownVariables[key]; name != "" {
			ownDone[name] = true
			for _, o := range own {
				if o[0] == name && o[1] != "" {
					all = append(all, refi.Value{Variable: x.Variable, Type: "Text", Value: o[1]})
				}
			}
			continue
		}
		name := tm.attributes[key]
		value, there := now[name]
		switch {
		case name == "" || x.Type == "" || strings.TrimSpace(x.Value) == "": // not shown
			if x.Type == "" && there && value != "" && value != base[name] {
				continue // it has one now
			}
			all = append(all, x)
			continue
		case !there || done[name]:
			if done[name] || base[name] == "" {
				all = append(all, x)
			}
			continue
		case value != x.Value && !refi.IsValue(x.Type, value):
			continue // of another type now: below
		}
		x.Value = value
		done[name] = true
		all = append(all, x)
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if value := now[name]; !done[name] && value != "" && !(tm != nil && base[name] == value) {
			all = append(all, ex.attribute(name, value))
		}
	}
	for _, o := range own {
		if !ownDone[o[0]] && o[1] != "" {
			ex.own[o[0]] = true
			all = append(all, refi.Value{Variable: ownVariable(o[0]), Type: "Text", Value: o[1]})
		}
	}
	return all
}

// attribute is a value of a variable of this name.
func (ex *exporter) attribute(name, value string) refi.Value {
	for _, tm := range ex.templates {
		for _, x := range tm.doc.Variables {
			if tm.attributes[refi.Key(x.GUID)] == name && refi.IsValue(x.Type, value) {
				return refi.Value{Variable: x.GUID, Type: x.Type, Value: value}
			}
		}
	}
	typ := ex.typeOf(name)
	guid := refi.NewGUID("variable", name)
	if !slices.ContainsFunc(ex.newVars, func(x refi.Variable) bool { return x.GUID == guid }) {
		if x, there := ex.variables[guid]; there {
			typ = x.Type
		} else {
			ex.newVars = append(ex.newVars, refi.Variable{GUID: guid, Name: name, Type: typ})
		}
	}
	if !refi.IsValue(typ, value) {
		typ, guid = "Text", refi.NewGUID("variable", name, "text")
		if _, there := ex.variables[guid]; !there {
			ex.variables[guid] = refi.Variable{GUID: guid}
			ex.newVars = append(ex.newVars, refi.Variable{GUID: guid, Name: name, Type: typ})
		}
	}
	return refi.Value{Variable: guid, Type: typ, Value: value}
}

// typeOf is the narrowest type that all values of an attribute are of.
func (ex *exporter) typeOf(name string) string {
	var values []string
	add := func(all map[string]string) {
		if x := all[name]; x != "" {
			values = append(values, x)
		}
	}
	for _, x := range ex.study.Sources {
		add(x.Attributes)
	}
	for _, x := range ex.study.Participants {
		add(x.Attributes)
	}
	for _, x := range ex.study.Organisations {
		add(x.Attributes)
	}
	for _, x := range ex.study.Cases {
		add(x.Attributes)
	}
	for _, typ := range []string{"Integer", "Float", "Date"} {
		if !slices.ContainsFunc(values, func(x string) bool {
			return !refi.IsValue(typ, x) || len(x) > 1 && x[0] == '0' && x[1] != '.' || len(x) > 15
		}) {
			return typ
		}
	}
	return "Text"
}
