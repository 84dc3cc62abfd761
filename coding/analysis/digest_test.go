package analysis

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"crosscase/coding"
)

// filled is a value of a type with something in every part of it.
func filled(t *testing.T, typ reflect.Type) reflect.Value {
	v := reflect.New(typ).Elem()
	if typ == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2019, 3, 14, 9, 26, 53, 0, time.UTC)))
		return v
	}
	switch typ.Kind() {
	case reflect.Pointer:
		v.Set(filled(t, typ.Elem()).Addr())
	case reflect.Slice:
		v.Set(reflect.Append(v, filled(t, typ.Elem())))
	case reflect.Map:
		v.Set(reflect.MakeMap(typ))
		v.SetMapIndex(filled(t, typ.Key()), filled(t, typ.Elem()))
	case reflect.Struct:
		for field, value := range v.Fields() {
			if field.IsExported() {
				value.Set(filled(t, field.Type))
			}
		}
	default:
		alter(t, v)
	}
	return v
}

// alter makes a simple value another one.
func alter(t *testing.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(v.Float() + 0.5)
	default:
		t.Fatalf("a %s is nothing that this test can change; teach it, and Digest, the kind", v.Type())
	}
}

// each calls try with every part of a value altered, one after the other, and as it
// was again after that.
func each(t *testing.T, path string, v reflect.Value, try func(path string)) {
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	set := func(to reflect.Value, how string) {
		v.Set(to)
		try(path + how)
		v.Set(was)
	}
	if at, ok := v.Interface().(time.Time); ok {
		set(reflect.ValueOf(at.Add(time.Nanosecond)), "")
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		each(t, path, v.Elem(), try)
	case reflect.Slice:
		set(reflect.Zero(v.Type()), ", emptied")
		set(reflect.AppendSlice(reflect.Zero(v.Type()), reflect.AppendSlice(v.Slice(0, 1), v.Slice(0, 1))), ", doubled")
		each(t, path+"[0]", v.Index(0), try)
	case reflect.Map:
		k := v.MapKeys()[0]
		set(reflect.Zero(v.Type()), ", emptied")
		other := reflect.New(k.Type()).Elem()
		other.SetString(k.String() + "y")
		renamed := reflect.MakeMap(v.Type())
		renamed.SetMapIndex(other, v.MapIndex(k))
		set(renamed, ", another key")
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(v.MapIndex(k))
		each(t, path+"[…]", value, func(path string) {
			held := v.MapIndex(k)
			v.SetMapIndex(k, value)
			try(path)
			v.SetMapIndex(k, held)
		})
	case reflect.Struct:
		for field, value := range v.Fields() {
			if field.IsExported() {
				each(t, path+"."+field.Name, value, try)
			}
		}
	default:
		alter(t, v)
		try(path)
		v.Set(was)
	}
}

// Law: whatever is changed of a study's data, its digest is another one. The fields
// are walked as they are declared, so that a new one cannot be forgotten.
func TestDigestCoversAll(t *testing.T) {
	s := filled(t, reflect.TypeFor[coding.Study]()).Addr().Interface().(*coding.Study)
	was, tried := Digest(s), map[string]string{}
	for field, value := range reflect.ValueOf(s).Elem().Fields() {
		if !field.IsExported() {
			continue
		}
		read := !slices.Contains(undigested, field.Name)
		each(t, field.Name, value, func(path string) {
			now := Digest(s)
			if (now != was) != read {
				t.Errorf("%s is another one; the digest is another one: %v, want %v", path, now != was, read)
			}
			if other, there := tried[now]; there && read {
				t.Errorf("%s and %s give the same digest", path, other)
			}
			tried[now] = path
		})
		if Digest(s) != was {
			t.Fatalf("%s is not what it was", field.Name)
		}
	}
	if len(tried) < 100 {
		t.Errorf("only %d parts were tried", len(tried))
	}
	for _, name := range undigested {
		if _, there := reflect.TypeFor[coding.Study]().FieldByName(name); !there {
			t.Errorf("%s is left out of the digest, but is no field", name)
		}
	}
}

// Nil and empty lists are the same, and so is one moment in two zones; what stands on
// two sides of a border is not.
func TestDigestOfTheSame(t *testing.T) {
	at := time.Date(2019, 3, 14, 9, 0, 0, 0, time.UTC)
	one := func(name, definition string, at time.Time) *coding.Study {
		return &coding.Study{Themes: []*coding.Theme{{Name: name, Definition: definition, Made: at}}}
	}
	for _, test := range []struct {
		a, b *coding.Study
		same bool
	}{
		{&coding.Study{}, &coding.Study{Tags: []coding.Tag{}, Merged: map[coding.ThemeID]coding.Merged{}}, true},
		{one("a", "b", at), one("a", "b", at.In(time.FixedZone("", 3600))), true},
		{one("ab", "c", at), one("a", "bc", at), false},
	} {
		if same := Digest(test.a) == Digest(test.b); same != test.same {
			t.Errorf("%+v and %+v: the same digest is %v, want %v", test.a, test.b, same, test.same)
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	const one = "0c8f3a52-7d1e-4b7a-9f0e-000000000000"
	s := coding.Study{Themes: []*coding.Theme{{ID: one}}}
	for i := range 40_000 {
		id := fmt.Sprintf("0c8f3a52-7d1e-4b7a-9f0e-%012d", i)
		s.Passages = append(s.Passages, coding.Passage{ID: coding.PassageID(id), Text: one})
		for j := range 10 {
			s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint(id, j)), Passage: coding.PassageID(id), Theme: one, Coder: one})
		}
	}
	st := coding.NewStudy(s)
	for b.Loop() {
		Digest(st)
	}
}
