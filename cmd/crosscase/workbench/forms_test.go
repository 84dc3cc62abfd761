package workbench

import (
	"io/fs"
	"regexp"
	"testing"
)

var (
	aForm       = regexp.MustCompile(`(?s)<form.*?</form>`)
	hiddenField = regexp.MustCompile(`<input type="hidden"[^>]*>`)
	aField      = regexp.MustCompile(`<input|<textarea|<select|template "fields"`)
	aButton     = regexp.MustCompile(`<button[^>]*>|\{\{template "answer"\}\}`)
	destructive = regexp.MustCompile(`class="danger"|name="do" value="(?:remove|forget|reject)"`)
)

// Enter in a field of a form presses its first button, so that this is never one that
// removes something.
func TestEnterInAFieldRemovesNothing(t *testing.T) {
	seen := 0
	for _, name := range named(t, "*.html") {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range aForm.FindAllString(string(data), -1) {
			if !destructive.MatchString(form) {
				continue
			}
			seen++
			first := aButton.FindString(form)
			removes := destructive.MatchString(first)
			for _, f := range hiddenField.FindAllString(form, -1) { // whatever button is pressed
				removes = removes || destructive.MatchString(f) && first != `{{template "answer"}}`
			}
			if removes && aField.MatchString(hiddenField.ReplaceAllString(form, "")) {
				t.Errorf("%s: Enter in a field of this form presses %s:\n%s", name, first, form)
			}
		}
	}
	if seen < 6 {
		t.Errorf("only %d forms that remove something were found", seen)
	}
}
