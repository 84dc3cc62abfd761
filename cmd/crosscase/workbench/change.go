package workbench

import (
	"net/http"
	"strconv"

	"crosscase/coding"
)

// change shows all that one entry changed.
func (b *Workbench) change(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return coding.Errorf(coding.ErrUnknown, "there is no change %q", r.PathValue("number"))
	}
	a, err := b.session(r.Context())
	if err != nil {
		return err
	}
	e, details, err := a.Change(r.Context(), n)
	if err != nil {
		return err
	}
	v := logView{One: &e, Details: details[:min(len(details), 500)], More: max(len(details)-500, 0)}
	return b.show(w, r, http.StatusOK, "change.html", page{Title: b.say(r, "Change %d", n), Section: "log", Data: v,
		Terminal: "crosscase show-change " + strconv.Itoa(n)})
}
