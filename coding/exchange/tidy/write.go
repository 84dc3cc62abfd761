package tidy

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"crosscase/coding"
)

// csv writes a table. Text that a spreadsheet would run has an apostrophe before it.
func (t Table) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		head[i] = f.Name
	}
	w.Write(head)
	line := make([]string, len(t.Fields))
	for _, row := range t.Rows {
		for i, v := range row {
			switch v := v.(type) {
			case nil:
				line[i] = ""
			case string:
				line[i] = coding.Harmless(v)
			case float64:
				line[i] = strconv.FormatFloat(v, 'f', -1, 64)
			default:
				line[i] = fmt.Sprint(v)
			}
		}
		w.Write(line)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// parquet writes a table, every column of which may hold nothing.
func (t Table) parquet() ([]byte, error) {
	types := map[string]reflect.Type{
		"string": reflect.TypeFor[*string](), "integer": reflect.TypeFor[*int64](),
		"number": reflect.TypeFor[*float64](), "boolean": reflect.TypeFor[*bool](),
	}
	fields := make([]reflect.StructField, len(t.Fields))
	for i, f := range t.Fields {
		tag := reflect.StructTag(fmt.Sprintf(`parquet:"%s,optional,zstd"`, f.Name))
		fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: types[f.Type], Tag: tag}
	}
	line := reflect.New(reflect.StructOf(fields))
	var b bytes.Buffer
	w := parquet.NewWriter(&b, parquet.SchemaOf(line.Interface()))
	for _, row := range t.Rows {
		for i, v := range row {
			to := line.Elem().Field(i)
			if v == nil {
				to.SetZero()
				continue
			}
			p := reflect.New(to.Type().Elem())
			p.Elem().Set(reflect.ValueOf(v).Convert(to.Type().Elem()))
			to.Set(p)
		}
		if err := w.Write(line.Interface()); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// dictionary is datapackage.json.
func dictionary(title string, tables []Table) ([]byte, error) {
	type field struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Description string `json:"description"`
	}
	type reference struct {
		Fields    string            `json:"fields"`
		Reference map[string]string `json:"reference"`
	}
	type schema struct {
		Fields  []field     `json:"fields"`
		Key     string      `json:"primaryKey,omitempty"`
		Foreign []reference `json:"foreignKeys,omitempty"`
	}
	type resource struct {
		Name        string `json:"name"`
		Path        string `json:"path"`
		Format      string `json:"format"`
		MediaType   string `json:"mediatype"`
		Encoding    string `json:"encoding"`
		Profile     string `json:"profile"`
		Description string `json:"description"`
		Schema      schema `json:"schema"`
	}
	keys := map[string]string{}
	for _, t := range tables {
		keys[t.Name] = t.Key
	}
	var resources []resource
	for _, t := range tables {
		r := resource{t.Name, t.Name + ".csv", "csv", "text/csv", "utf-8", "tabular-data-resource",
			t.Description + " The same is in " + t.Name + ".parquet.", schema{Key: t.Key}}
		for _, f := range t.Fields {
			r.Schema.Fields = append(r.Schema.Fields, field{f.Name, f.Type, f.Description})
			if f.References != "" {
				to := map[string]string{"resource": f.References, "fields": keys[f.References]}
				r.Schema.Foreign = append(r.Schema.Foreign, reference{f.Name, to})
			}
		}
		resources = append(resources, r)
	}
	whole := map[string]any{"profile": "tabular-data-package", "name": "study", "title": title, "resources": resources}
	return json.MarshalIndent(whole, "", "  ")
}
