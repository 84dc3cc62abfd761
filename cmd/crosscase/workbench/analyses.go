package workbench

import (
	"net/http"

	"crosscase/coding"
	"crosscase/coding/analysis"
)

type analysisLink struct {
	Address, Title, Help string
	Here                 bool
}

// analyses shows what can be asked.
func (b *Workbench) analyses(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	return b.show(w, r, http.StatusOK, "analyses.html",
		page{Title: b.say(r, "Analysis"), Section: "analysis", Data: map[string]any{"All": b.links(r, ""), "Tags": len(s.Tags)}})
}

// links lead to all analyses.
func (b *Workbench) links(r *http.Request, here string) (all []analysisLink) {
	for _, x := range analysis.All() {
		if x.Name != "matrix" {
			all = append(all, analysisLink{"/analysis/" + x.Name, b.say(r, x.Title), b.say(r, x.Summary), here == x.Name})
		}
	}
	return append(all, analysisLink{"/disagreements", b.say(r, "Disagreements"),
		b.say(r, "What coders marked differently, side by side, and what they agree on."), here == "disagreements"},
		analysisLink{"/suggestions", b.say(r, "Suggestions"), b.say(r, "Passages that are likely to have a theme, to accept or reject."),
			here == "suggestions"})
}
