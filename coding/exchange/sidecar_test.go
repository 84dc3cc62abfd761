package exchange

import (
	"reflect"
	"testing"

	"crosscase/coding"
	"crosscase/coding/codingtest"
)

// What crosscase keeps beside a project has all that a study has; a field that is added to
// a study later is there, too.
func TestSidecarHasEveryField(t *testing.T) {
	s := coding.NewStudy(codingtest.Filled("x"))
	is := reflect.ValueOf(*sidecarStudy(s))
	for _, f := range reflect.VisibleFields(is.Type()) {
		empty := f.Name == "Merged" // which says what became of themes in this project alone
		if f.IsExported() && is.FieldByIndex(f.Index).IsZero() != empty {
			t.Errorf("%s: %v", f.Name, is.FieldByIndex(f.Index))
		}
	}
}
