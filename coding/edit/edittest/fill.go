package edittest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"crosscase/corpus"
)

// filledAt is when things happened that [Fill] dates.
var filledAt = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

// formed are values of fields that cannot hold any words, by name.
var formed = map[string]string{"Colour": "#123456", "Type": string(corpus.TypeMeeting), "Date": "2019-03", "Language": "de"}

// Fill returns a thing with a value in every field, words with this one in them, so that a
// law can ask what becomes of each field, of those that come later, too. Identifiers, and
// fields with the names of keep, stay as they are; it panics where one of them is empty.
func Fill[T any](x T, word string, keep ...string) T {
	v := reflect.ValueOf(&x).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !slices.Contains(keep, f.Name) && !isID(f.Type) {
			v.Field(i).Set(filling(f, word).Convert(f.Type))
		}
		if v.Field(i).IsZero() {
			panic(fmt.Sprintf("edittest: nothing is in the field %s of %s", f.Name, v.Type()))
		}
	}
	return x
}

// isID tells whether a field holds identifiers.
func isID(t reflect.Type) bool {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return strings.HasSuffix(t.Name(), "ID")
}

// filling is a value for a field.
func filling(f reflect.StructField, word string) reflect.Value {
	said := f.Name + " of " + word
	switch {
	case formed[f.Name] != "":
		return reflect.ValueOf(formed[f.Name])
	case f.Type.Kind() == reflect.String:
		return reflect.ValueOf(said)
	case f.Type.Kind() == reflect.Int:
		return reflect.ValueOf(7)
	case f.Type.Kind() == reflect.Bool:
		return reflect.ValueOf(true)
	case f.Type == reflect.TypeFor[time.Time]():
		return reflect.ValueOf(filledAt)
	case f.Type == reflect.TypeFor[[]string]():
		return reflect.ValueOf([]string{said})
	case f.Type == reflect.TypeFor[map[string]string]():
		return reflect.ValueOf(map[string]string{"known by " + word: said})
	}
	panic(fmt.Sprintf("edittest: no value for the field %s, a %s", f.Name, f.Type))
}
