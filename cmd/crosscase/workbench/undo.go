package workbench

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

// undo takes a step back, or the taking back: what undoes has a step of its own.
func (b *Workbench) undo(w http.ResponseWriter, r *http.Request) error {
	var step int
	script := strings.HasPrefix(r.Header.Get("Content-Type"), "application/json")
	if script {
		var in struct {
			Step int `json:"step"`
		}
		if err := decode(r, &in); err != nil {
			return err
		}
		step = in.Step
	} else {
		step, _ = strconv.Atoi(r.FormValue("step"))
	}
	if step <= 0 {
		return coding.Errorf(coding.ErrInvalid, "there is nothing to take back")
	}
	d, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) { return a.Undo(r.Context(), step) })
	if err != nil {
		return err
	}
	if !script {
		return backDone(w, r, d.Step)
	}
	return answer(w, struct {
		Step int    `json:"step"`
		What string `json:"what"`
	}{d.Step, d.What})
}

// backDone leads back, where the page says what was done and how to undo it.
func backDone(w http.ResponseWriter, r *http.Request, step int) error {
	u, err := url.Parse(r.FormValue("back"))
	if err != nil || step == 0 {
		return back(w, r)
	}
	q := u.Query()
	q.Set("done", strconv.Itoa(step))
	u.RawQuery = q.Encode()
	r.Form.Set("back", u.String())
	return back(w, r)
}
