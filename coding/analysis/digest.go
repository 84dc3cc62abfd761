package analysis

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"reflect"
	"slices"
	"time"

	"crosscase/coding"
)

// undigested are the fields of a study that no analysis reads.
var undigested = []string{
	"Assigned",  // only says of speakers that a person chose them
	"Preserved", // goes back to the programs that it came from
}

// Digest is a SHA-256 of all that an analysis reads: every field of a study that is
// data, and of what it holds, down to the last turn. Two moments of a project with the
// same digest give the same results.
func Digest(s *coding.Study) string {
	d := digester{sum: sha256.New()}
	study := reflect.ValueOf(s).Elem()
	for field, value := range study.Fields() {
		if field.IsExported() && !slices.Contains(undigested, field.Name) {
			d.text(field.Name)
			d.value(value)
		}
	}
	d.flush()
	return hex.EncodeToString(d.sum.Sum(nil))
}

// A digester writes values so that different ones are written differently: strings and
// lists begin with their length. Nil and empty lists are the same.
type digester struct {
	sum hash.Hash
	out []byte
}

func (d *digester) flush() {
	d.sum.Write(d.out)
	d.out = d.out[:0]
}

func (d *digester) number(n uint64) {
	for range 8 {
		d.out = append(d.out, byte(n))
		n >>= 8
	}
	if len(d.out) >= 1<<16 {
		d.flush()
	}
}

func (d *digester) text(s string) {
	d.number(uint64(len(s)))
	d.out = append(d.out, s...)
}

func (d *digester) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		d.text(v.String())
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		d.number(n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		d.number(math.Float64bits(v.Float()))
	case reflect.Pointer:
		d.pointer(v)
	case reflect.Slice, reflect.Array:
		d.list(v)
	case reflect.Map:
		d.mapped(v)
	case reflect.Struct:
		d.fields(v)
	default:
		panic(fmt.Sprintf("study: %s cannot be digested", v.Type()))
	}
}

func (d *digester) pointer(v reflect.Value) {
	if v.IsNil() {
		d.number(0)
		return
	}
	d.number(1)
	d.value(v.Elem())
}

func (d *digester) list(v reflect.Value) {
	d.number(uint64(v.Len()))
	if numbers, ok := reflect.TypeAssert[[]int32](v); ok { // where the words of all texts begin
		for _, n := range numbers {
			d.number(uint64(n))
		}
		return
	}
	for i := range v.Len() {
		d.value(v.Index(i))
	}
}

// mapped writes a map in the order of its keys, which are strings.
func (d *digester) mapped(v reflect.Value) {
	d.number(uint64(v.Len()))
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, k := range keys {
		d.text(k.String())
		d.value(v.MapIndex(k))
	}
}

func (d *digester) fields(v reflect.Value) {
	if at, ok := reflect.TypeAssert[time.Time](v); ok { // a moment, in whatever zone
		d.number(uint64(at.Unix()))
		d.number(uint64(at.Nanosecond()))
		return
	}
	for i := range v.NumField() {
		d.value(v.Field(i))
	}
}
