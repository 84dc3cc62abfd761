package project

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What a row change is in the log is read as what package json writes of it.
func TestRowChangeIsJSON(t *testing.T) {
	value := rapid.OneOf(rapid.Just[any](nil), rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) any { return string(b) }), // no text, as in files of early versions
		rapid.Map(rapid.Int64(), func(n int64) any { return n }), rapid.Map(rapid.Float64Range(-1e300, 1e300), func(f float64) any { return f }),
		rapid.SampledFrom([]any{"", "a\u2028b", "<p class=\"x\">&amp;\\</p>", "\x00\x1f\x7f", "\ufffd", "e\u0301", 0.0, 1e21, -0.5}))
	row := rapid.MapOf(rapid.StringMatching("[a-z_]{1,8}"), value)
	rapid.Check(t, func(t *rapid.T) {
		r := rowChange{rapid.String().Draw(t, "table"), rapid.String().Draw(t, "id"), row.Draw(t, "before"), row.Draw(t, "after")}
		got, err := r.append(nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(decoded(t, want), decoded(t, got)); diff != "" {
			t.Errorf("%s\nis read otherwise than\n%s\n%s", got, want, diff)
		}
	})
}

func decoded(t *rapid.T, text []byte) (r rowChange) {
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}
