package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// Other programs export coded segments as tables, each with headings of its own. They
// are recognised here and become a table of codings; what a column is can be said
// where its heading is not known.

// headings of other programs, in small letters, by what crosscase calls the column:
// MAXQDA (English and German), ATLAS.ti, Dedoose, NVivo, Taguette, QualCoder.
var headings = map[string][]string{
	"source": {"document name", "document", "dokumentname", "dokument", "resource title", "media title", "resource", "file name", "filename", "file", "datei", "source name", "transcript"},
	"theme":  {"code", "codes", "kodes", "tag", "tags", "codename", "code name", "node", "nodes", "codes applied", "codes applied combined", "code path"},
	"quote": {"segment", "coded segment", "quotation content", "text content", "content", "excerpt", "excerpt copy", "excerpt text", "reference text", "coded text", "text", "seltext",
		"segmenttext", "zitat"},
	"coder":  {"author", "created by", "coder name", "owner", "excerpt creator", "coded by", "coded by initials", "bearbeitet von", "autor", "user"},
	"memo":   {"comment", "coded memo", "kommentar", "quotation comment"},
	"weight": {"weight score", "weight", "gewicht"},
	"near":   {"excerpt range", "pos0", "start position"},
}

// ParseColumnNames reads which headings of another program's table are which columns, as
// source=Document. The error wraps [coding.ErrInvalid].
func ParseColumnNames(choices []string) (map[string]string, error) {
	columns := map[string]string{}
	for _, choice := range choices {
		what, name, ok := strings.Cut(choice, "=")
		what = strings.ToLower(strings.TrimSpace(what))
		if !ok || strings.TrimSpace(name) == "" || headings[what] == nil {
			return nil, coding.Errorf(coding.ErrInvalid,
				"column %q: write it as source=COLUMN, theme=COLUMN, quote=COLUMN, coder=COLUMN, memo=COLUMN or weight=COLUMN", choice)
		}
		columns[what] = strings.TrimSpace(name)
	}
	return columns, nil
}

// AsCodings makes a table of codings of one that another program exported, by its
// headings and by what columns says of them. A table of crosscase's own stays as it
// is; foreign tells whether it was another's. known tells whether a path is in the codebook,
// which parts lists of codes in a cell; bad are the rows whose codes stay unclear, each with
// its line. The error wraps [coding.ErrInvalid] and says which column is missing.
func AsCodings(file string, from corpus.Table, columns map[string]string, known func(path string) bool) (
	t corpus.Table, foreign bool, bad []error, err error) {
	at := func(name string) int {
		return slices.IndexFunc(from.Columns, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), name) })
	}
	if len(columns) == 0 && at("source") >= 0 && at("theme") >= 0 {
		return from, false, nil, nil
	}
	chosen := map[string]int{}
	for what, names := range headings {
		if name, ok := columns[what]; ok {
			i := at(name)
			if i < 0 {
				return from, false, nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: no column %q", file, name), "its columns are %s",
					coding.Quoted(from.Columns, ", "))
			}
			chosen[what] = i
			continue
		}
		for _, name := range append([]string{what}, names...) {
			if i := at(name); i >= 0 {
				chosen[what] = i
				break
			}
		}
	}
	applied := appliedColumns(from.Columns)
	for _, what := range []string{"source", "theme", "quote"} {
		if _, ok := chosen[what]; !ok && !(what == "theme" && len(applied) > 0) {
			return from, false, nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: which column is the %s?", file, what),
				"say so with --column %s=NAME; its columns are %s", what, coding.Quoted(from.Columns, ", "))
		}
	}
	t = corpus.Table{Columns: []string{"source", "theme", "quote", "coder", "memo", "weight", "near"}, Encoding: from.Encoding}
	lists := codeLists(from, chosen, at, known)
	for n, r := range from.Rows {
		value := cellsOf(r, chosen)
		if value("source") == "" && value("quote") == "" {
			continue // a line of headings or sums
		}
		themes, err := segmentThemes(lists[n], r.Values, applied)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: line %d: %w", file, r.Line, err))
		}
		for _, theme := range themes {
			weight := value("weight")
			if n, ok := coding.ParseNumber(weight); !ok || n <= 0 {
				weight = ""
			}
			near, _, _ := strings.Cut(value("near"), "-")
			t.Rows = append(t.Rows, corpus.Row{Line: r.Line,
				Values: []string{value("source"), theme, value("quote"), value("coder"), value("memo"), weight, strings.TrimSpace(near)}})
		}
	}
	return t, true, bad, nil
}

// cellsOf returns the cells of a row by what they are; "" where the table has none.
func cellsOf(r corpus.Row, chosen map[string]int) func(what string) string {
	return func(what string) string {
		if i, ok := chosen[what]; ok && i < len(r.Values) {
			return strings.TrimSpace(r.Values[i])
		}
		return ""
	}
}

// codeLists reads the codes of all rows.
func codeLists(from corpus.Table, chosen map[string]int, at func(name string) int, known func(path string) bool) []*codeList {
	if i := slices.IndexFunc(countHeadings, func(name string) bool { return at(name) >= 0 }); i >= 0 {
		chosen["count"] = at(countHeadings[i])
	}
	kind := oneCode
	if i, ok := chosen["theme"]; ok {
		kind = listHeadings[strings.ToLower(strings.TrimSpace(from.Columns[i]))]
	}
	lists := make([]*codeList, len(from.Rows))
	for i, r := range from.Rows {
		value := cellsOf(r, chosen)
		lists[i] = newCodeList(value("theme"), value("count"))
	}
	parseCodeLists(lists, kind, known)
	return lists
}

var applied = regexp.MustCompile(`(?i)^code:\s*(.+?)\s+applied$`)

// appliedColumns are Dedoose's: a column for each code that says whether it applies.
func appliedColumns(columns []string) map[int]string {
	found := map[int]string{}
	for i, c := range columns {
		if m := applied.FindStringSubmatch(strings.TrimSpace(c)); m != nil {
			found[i] = m[1]
		}
	}
	return found
}

// segmentThemes are the codes of a segment, as paths: those of its list, or those whose
// columns say true.
func segmentThemes(list *codeList, values []string, applied map[int]string) (themes []string, err error) {
	if len(applied) > 0 {
		for i := range values {
			if name := applied[i]; name != "" && slices.Contains([]string{"true", "1", "yes", "x"}, strings.ToLower(strings.TrimSpace(values[i]))) {
				themes = append(themes, CodePath(name))
			}
		}
		return themes, nil
	}
	for _, code := range list.codes {
		themes = append(themes, CodePath(code))
	}
	return themes, list.err
}

// CodePath is the path of another program's code as crosscase writes it; those put \, :: or >
// between its parts.
func CodePath(code string) string {
	code = strings.TrimPrefix(strings.TrimPrefix(code, `Codes\\`), `Nodes\\`)
	for _, between := range []string{`\\`, `\`, "::", " > "} {
		if parts := strings.Split(code, between); len(parts) > 1 {
			for i := range parts {
				parts[i] = strings.ReplaceAll(strings.TrimSpace(parts[i]), ">", `\>`)
			}
			return strings.Join(parts, coding.Separator)
		}
	}
	return strings.ReplaceAll(code, ">", `\>`)
}

// documentNames are the names under which a document of another program may be a
// source: as it stands, without its number and without its ending.
func documentNames(name string) []string {
	names := []string{name}
	add := func(n string) {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	if m := numbered.FindStringSubmatch(name); m != nil {
		add(m[1])
	}
	if i := strings.LastIndexAny(name, `\/`); i >= 0 {
		add(name[i+1:])
	}
	for _, n := range slices.Clone(names) {
		if i := strings.LastIndexByte(n, '.'); i > 0 && len(n)-i <= 6 {
			add(n[:i])
		}
	}
	return names
}

var numbered = regexp.MustCompile(`^(?:D\s*)?\d+\s*:?\s+(.+)$`)

// FindDocument finds the source that another program means by a name, perhaps with a number or an
// ending. The error is that of [coding.Study.FindSource].
func FindDocument(s *coding.Study, name string) (*corpus.Source, error) {
	src, first := s.FindSource(name)
	for _, n := range documentNames(name)[1:] {
		if first == nil {
			break
		}
		if found, err := s.FindSource(n); err == nil {
			return found, nil
		}
	}
	return src, first
}
