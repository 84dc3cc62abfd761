package codingtest

import (
	"fmt"
	"reflect"

	"crosscase/coding"
)

// Filled is a study that has something in each of its fields, whatever those are; where
// things say whose they are, there is one of each coder.
func Filled(coders ...coding.CoderID) coding.Study {
	var s coding.Study
	v := reflect.ValueOf(&s).Elem()
	for _, f := range reflect.VisibleFields(v.Type()) {
		field := v.FieldByIndex(f.Index)
		switch {
		case !f.IsExported():
		case f.Type.Kind() == reflect.String:
			field.SetString("A study")
		case f.Type.Kind() == reflect.Map:
			field.Set(reflect.MakeMap(f.Type))
			field.SetMapIndex(reflect.New(f.Type.Key()).Elem(), thing(f.Type.Elem(), coders[0]))
		case f.Type.Kind() == reflect.Slice:
			for _, c := range coders {
				field.Set(reflect.Append(field, thing(f.Type.Elem(), c)))
			}
		default:
			panic(fmt.Sprintf("field %s is a %s: Filled and Study.Clone have to learn how to copy it", f.Name, f.Type))
		}
	}
	return s
}

// thing is one of a type, or a pointer to one, that is of a coder and goes by their name.
func thing(of reflect.Type, coder coding.CoderID) reflect.Value {
	x := reflect.New(of).Elem()
	at := x
	if of.Kind() == reflect.Pointer {
		x.Set(reflect.New(of.Elem()))
		at = x.Elem()
	}
	if at.Kind() == reflect.Struct {
		for _, name := range []string{"ID", "Coder"} {
			if f := at.FieldByName(name); f.IsValid() {
				f.SetString(string(coder))
			}
		}
	}
	return x
}
