package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"crosscase/corpus"
)

// Programs export chats and transcripts as JSON in as many shapes as there are programs, but
// in all of them each thing that was said is an object of a list: {"speaker": …, "text": …}.
// Such a list is a table whose columns are the names in its objects.

// mostNested is how deep in a file the list of what was said may be.
const mostNested = 6

// A jsonField is a name in an object, or the number of an element in a list, with its value.
type jsonField struct {
	name  string
	value json.RawMessage
	at    int // byte of the list or object at which the value begins
}

// jsonFields are the elements of a list or the fields of an object, in their order; nil for
// any other value. list tells which it is.
func jsonFields(raw json.RawMessage) (fields []jsonField, list bool) {
	raw = bytes.TrimSpace(raw)
	d := json.NewDecoder(bytes.NewReader(raw))
	t, err := d.Token()
	if err != nil || t != json.Delim('[') && t != json.Delim('{') {
		return nil, false
	}
	list = t == json.Delim('[')
	for d.More() {
		var f jsonField
		if !list {
			key, err := d.Token()
			if err != nil {
				return nil, list
			}
			f.name, _ = key.(string)
		}
		if d.Decode(&f.value) != nil {
			return nil, list
		}
		f.at = int(d.InputOffset()) - len(f.value)
		fields = append(fields, f)
	}
	return fields, list
}

// records is a list of objects in a file, and what stands around it.
type records struct {
	list  []jsonField
	path  string
	raw   json.RawMessage
	words int // bytes of what is said in them
}

// findRecords returns the list of objects with most text in a value, or a list of lists or of
// objects of one field each.
func findRecords(raw json.RawMessage, path string, depth int) (best records) {
	fields, list := jsonFields(raw)
	if list {
		best = records{fields, path, raw, 0}
		for _, f := range fields {
			if len(f.value) == 0 || f.value[0] != '{' && f.value[0] != '[' {
				return records{}
			}
			inner, _ := jsonFields(f.value)
			for _, x := range inner {
				if s := jsonText(x.value); strings.ContainsAny(s, " 。、") {
					best.words += len(s)
				}
			}
		}
		return best
	}
	for _, f := range fields {
		if depth < mostNested {
			if r := findRecords(f.value, strings.TrimPrefix(path+" "+f.name, " "), depth+1); r.words > best.words {
				best = r
			}
		}
	}
	return best
}

// readRecords makes a table of the list in a file. The error wraps [ErrUnknown] where there is
// none.
func readRecords(data []byte) (t corpus.Table, err error) {
	text, encoding, err := Decode(data)
	if err != nil {
		return t, err
	}
	data = []byte(text)
	if !json.Valid(data) { // an object on each line
		data = append(append([]byte("["), bytes.ReplaceAll(bytes.TrimSpace(data), []byte("\n"), []byte(",\n"))...), ']')
	}
	r := findRecords(data, "", 0)
	if r.words == 0 {
		return t, errNoSpeech
	}
	t = corpus.Table{Keyed: true, Encoding: encoding, LeftOut: besideRecords(data, r.path)}
	rows, columns := make([]map[string]string, len(r.list)), map[string]bool{}
	for i, f := range r.list {
		rows[i] = map[string]string{}
		for _, c := range recordCells(f.value) {
			if !columns[c[0]] {
				columns[c[0]] = true
				t.Columns = append(t.Columns, c[0])
			}
			rows[i][c[0]] = c[1]
		}
	}
	if len(t.Columns) > maxColumns {
		return t, fmt.Errorf("%w: %d columns; %d are the most", ErrTooLarge, len(t.Columns), maxColumns)
	}
	if len(rows)*len(t.Columns) > 16*maxRows {
		return t, fmt.Errorf("%w: %d objects of %d kinds of fields", ErrTooLarge, len(rows), len(t.Columns))
	}
	line, counted := 1, 0
	from := max(0, bytes.Index(data, r.raw))
	for i, row := range rows {
		at := from + r.list[i].at
		line += bytes.Count(data[counted:at], []byte("\n"))
		counted = at
		values := make([]string, len(t.Columns))
		for n, c := range t.Columns {
			values[n] = row[c]
		}
		if err := addRow(&t, line, values); err != nil {
			return t, err
		}
	}
	return t, nil
}

// errNoSpeech says that a .json has nothing that was said.
var errNoSpeech = fmt.Errorf(`%w: a .json, but not from %s, nor a list of what was said, as [{"speaker": "Jane", "text": "Yes."}]`,
	ErrUnknown, recogniserNames())

// recordCells are the names of the columns and the values of an object. Of an object in it
// the name stands for it. A list of two is a speaker and the words, and so is an object of
// one field.
func recordCells(raw json.RawMessage) (cells [][2]string) {
	fields, list := jsonFields(raw)
	switch {
	case list && len(fields) == 2:
		return [][2]string{{"speaker", jsonText(fields[0].value)}, {"text", jsonText(fields[1].value)}}
	case !list && len(fields) == 1 && len(fields[0].value) > 0 && fields[0].value[0] == '"':
		return [][2]string{{"speaker", fields[0].name}, {"text", jsonText(fields[0].value)}}
	}
	for i, f := range fields {
		if f.name == "" {
			f.name = fmt.Sprint("column ", i+1)
		}
		if inner, list := jsonFields(f.value); inner != nil && !list {
			named := false
			for _, x := range inner {
				name := f.name + " " + x.name
				if is := slices.Contains(personFields, strings.ToLower(x.name)); is && !named && jsonText(x.value) != "" {
					name, named = f.name, true
				}
				cells = append(cells, [2]string{name, jsonText(x.value)})
			}
			continue
		}
		cells = append(cells, [2]string{f.name, jsonText(f.value)})
	}
	return cells
}

// personFields name the person that an object is.
var personFields = []string{"name", "displayname", "display_name", "real_name", "realname", "full_name", "username"}

// jsonText is a value as a text: of a list, the texts of its elements one after the other,
// since programs cut words where their style changes.
func jsonText(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	switch raw[0] {
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s)
		return s
	case '[':
		var b strings.Builder
		fields, _ := jsonFields(raw)
		for _, f := range fields {
			b.WriteString(jsonText(f.value))
		}
		return b.String()
	case '{':
		fields, _ := jsonFields(raw)
		for _, f := range fields {
			if f.name == "text" || f.name == "content" {
				return jsonText(f.value)
			}
		}
		if len(fields) == 0 {
			return ""
		}
	}
	return string(raw)
}

// besideRecords are the values of a file that are not in the list at path.
func besideRecords(raw json.RawMessage, path string) (left []corpus.LeftOut) {
	fields, list := jsonFields(raw)
	if list {
		return nil
	}
	for _, f := range fields {
		switch rest, inside := strings.CutPrefix(path, f.name); {
		case inside && rest == "":
		case inside && strings.HasPrefix(rest, " "):
			left = append(left, besideRecords(f.value, rest[1:])...)
		default:
			if text := jsonText(f.value); text != "" {
				left = append(left, corpus.LeftOut{Why: corpus.Header, Where: f.name, Text: text})
			}
		}
	}
	return left
}

// lineFields are what programs call the text of a whole file.
var lineFields = []string{"text", "transcript", "transcription", "content", "body", "lines"}

// jsonLines reads a file whose text is one value, a long string or a list of lines, in a
// field of a name; "" for no field.
func jsonLines(data []byte) (text, field string, ok bool) {
	fields, list := jsonFields(data)
	if list {
		var lines []string
		for _, f := range fields {
			if len(f.value) == 0 || f.value[0] != '"' {
				return "", "", false
			}
			lines = append(lines, jsonText(f.value))
		}
		text = strings.Join(lines, "\n")
		return text, "", strings.Contains(text, " ")
	}
	for _, f := range fields {
		if !slices.Contains(lineFields, strings.ToLower(f.name)) || len(f.value) == 0 {
			continue
		}
		if text, _, ok = jsonLines(f.value); !ok && f.value[0] == '"' {
			text, ok = jsonText(f.value), true
		}
		return text, f.name, ok && len(text)*2 > len(data)
	}
	return "", "", false
}
