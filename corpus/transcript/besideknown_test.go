package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What stands behind the full name of somebody who is known is no part of the name.
func TestBesideKnown(t *testing.T) {
	known := func(label string) bool { return SameLabel(label, "Sam Okafor") }
	for _, label := range []string{"Okafor, Sam (Coastguard)", "Sam Okafor (Coastguard)", "Okafor, Sam [Coastguard]"} {
		var said []string
		for _, x := range []string{"Rhona McKay", label, "Rhona McKay", label} {
			said = append(said, "<v "+x+">So it is.</v>")
		}
		body := "WEBVTT\n\n00:01.000 --> 00:02.000\n" + strings.Join(said, "\n\n00:03.000 --> 00:04.000\n") + "\n"
		found := find(t, read(t, "a.vtt", body), Options{Known: known})
		if len(found.Speakers) != 2 || !known(found.Speakers[1].Label) {
			t.Errorf("%s: speakers %v", label, found.Speakers)
		}
	}
	const two = "Sam Okafor (Rescue Service): So.\nSam Okafor (Water Police): No.\nSam Okafor (Rescue Service): Why?\nSam Okafor (Water Police): So.\n"
	if found := find(t, read(t, "a.txt", two), Options{Known: known}); len(found.Speakers) != 2 {
		t.Errorf("two people of one name are %v", found.Speakers)
	}
}

// Signs may stand behind a name and an organisation in brackets.
func TestSignsBehindBrackets(t *testing.T) {
	for _, form := range []string{"% – ", "% - ", "% | ", "<%> ", "[%] ", "{%} ", "* % – "} {
		var body strings.Builder
		var want []string
		for n, said := range []string{"It leaks, I think.", "We know that it leaks.", "Who pays for it?", "The council pays.", "It never does.", "It always did."} {
			who := []string{"Anna Kern", "Boris Lund"}[n%2]
			body.WriteString(strings.Replace(form, "%", who+[]string{" (Town Council)", " (Customs Service)"}[n%2], 1) + said + "\n")
			want = append(want, who+": "+said)
		}
		if diff := cmp.Diff(want, told(t, body.String())); diff != "" {
			t.Errorf("%s (-want +got)\n%s", form, diff)
		}
	}
}
