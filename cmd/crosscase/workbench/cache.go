package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/corpus"
)

// A cache holds the study as it was read last, and the texts that were asked for.
type cache struct {
	mu     sync.Mutex // of reading the study
	study  *coding.Study
	number int  // of the last change in it
	stale  bool // something changed that is not in the log

	latest  atomic.Pointer[coding.Study] // the same, for whoever will not wait
	counted atomic.Pointer[counted]

	wordsMu sync.Mutex
	words   [8]corpus.Text
	next    int // of words, to be thrown out
}

// whole is the project as it is now.
func (b *Workbench) whole(ctx context.Context) (*coding.Study, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	latest, err := b.Project.Latest(ctx)
	if err != nil {
		return nil, err
	}
	if b.study == nil || b.stale || latest.Number != b.number {
		s, err := b.Project.Study(ctx)
		if err != nil {
			return nil, err
		}
		b.study, b.number, b.stale = s, latest.Number, false
		b.latest.Store(s)
	}
	return b.study, nil
}

// changeNumber is the number of the last change in what was read.
func (b *Workbench) changeNumber() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.number
}

// recent is the project as it was read last, for what must be quick and does not
// depend on what was done a moment ago.
func (b *Workbench) recent(ctx context.Context) (*coding.Study, error) {
	if s := b.latest.Load(); s != nil {
		return s, nil
	}
	return b.whole(ctx)
}

// now is the project as the coder sees it who may work blind.
func (b *Workbench) now(ctx context.Context) (*coding.Study, error) {
	s, err := b.whole(ctx)
	if err == nil && b.Blind {
		s = s.Only(b.me(s))
	}
	return s, err
}

// me is the coder's identifier, "" before their first tag.
func (b *Workbench) me(s *coding.Study) coding.CoderID {
	if c, err := s.FindCoder(b.Coder); err == nil {
		return c.ID
	}
	return ""
}

// Text implements coding.Texts. A few texts are kept: they never change.
func (b *Workbench) Text(ctx context.Context, id corpus.TextID) (corpus.Text, error) {
	b.wordsMu.Lock()
	for _, t := range b.words {
		if t.ID == id {
			b.wordsMu.Unlock()
			return t, nil
		}
	}
	b.wordsMu.Unlock()
	t, err := b.Project.Text(ctx, id)
	if err == nil {
		b.wordsMu.Lock()
		b.words[b.next] = t
		b.next = (b.next + 1) % len(b.words)
		b.wordsMu.Unlock()
	}
	return t, err
}

// session is the coder at work on the project as it is now.
func (b *Workbench) session(ctx context.Context) (*app.Session, error) {
	s, err := b.whole(ctx)
	return b.worker(s), err
}

// worker is the coder at work on a study.
func (b *Workbench) worker(s *coding.Study) *app.Session {
	return &app.Session{Project: b.Project, Study: s, Texts: b, Coder: b.Coder, Blind: b.Blind, Now: b.Now, NewID: b.NewID, Version: b.Version}
}

// edit makes an edit and tells the pages. The study is read anew while the answer goes out.
func (b *Workbench) edit(ctx context.Context, do func(a *app.Session) (app.Done, error)) (app.Done, error) {
	a, err := b.session(ctx)
	if err != nil {
		return app.Done{}, err
	}
	return b.made(do(a))
}

// made tells the pages of an edit that was made.
func (b *Workbench) made(d app.Done, err error) (app.Done, error) {
	if d.Step > 0 {
		if len(d.Made) > 0 {
			b.news.Store(&news{d.Step, d.Made})
		}
		b.changed(project.Entry{Number: d.Step, Coder: b.Coder, What: d.What})
	}
	return d, err
}

// changed makes the study be read anew and tells the pages.
func (b *Workbench) changed(e project.Entry) {
	b.hub.tell(event{e.Number, e.Coder, e.What})
	go b.whole(context.Background())
}

// An event tells pages that the project has changed.
type event struct {
	Change int    `json:"change"`
	Coder  string `json:"coder"`
	What   string `json:"what"`
}

// A hub tells all pages that listen.
type hub struct {
	mu        sync.Mutex
	listeners map[chan event]bool
	last      int
	closed    bool
}

func (h *hub) tell(e event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last = max(h.last, e.Change); h.closed {
		return
	}
	for c := range h.listeners {
		select {
		case c <- e:
		default: // it has not read the last ones yet, and will see all at once
		}
	}
}

func (h *hub) listen() (c chan event, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c = make(chan event, 16)
	if h.closed || len(h.listeners) > 200 {
		return nil, false
	}
	h.listeners[c] = true
	return c, true
}

func (h *hub) leave(c chan event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners, c)
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		for c := range h.listeners {
			close(c)
		}
		clear(h.listeners)
	}
}

// watch looks for changes that others have made, while somebody listens.
func (b *Workbench) watch(ctx context.Context) {
	tick := time.NewTicker(b.Poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		b.hub.mu.Lock()
		nobody, last := len(b.hub.listeners) == 0, b.hub.last
		b.hub.mu.Unlock()
		if nobody {
			continue
		}
		if e, err := b.Project.Latest(ctx); err == nil && e.Number > last {
			if b.Blind && e.Coder != b.Coder { // that something was done is all that may be known
				e.Coder, e.What = "", ""
			}
			b.hub.tell(event{e.Number, e.Coder, e.What})
		}
	}
}

// events sends the page what changes, as server-sent events.
func (b *Workbench) events(w http.ResponseWriter, r *http.Request) error {
	latest, err := b.Project.Latest(r.Context())
	if err != nil {
		return err
	}
	c, ok := b.hub.listen()
	if !ok {
		return coding.Errorf(coding.ErrBusy, "too many pages are open")
	}
	defer b.hub.leave(c)
	control := http.NewResponseController(w)
	control.SetWriteDeadline(time.Time{})
	control.SetReadDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(e event) error {
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "data: %s\n\n", data)
		return control.Flush()
	}
	if send(event{Change: latest.Number}) != nil {
		return nil
	}
	alive := time.NewTicker(25 * time.Second)
	defer alive.Stop()
	for {
		select {
		case <-r.Context().Done():
			return nil
		case <-alive.C:
			fmt.Fprint(w, ": still here\n\n")
			if control.Flush() != nil {
				return nil
			}
		case e, ok := <-c:
			if !ok || send(e) != nil {
				return nil
			}
		}
	}
}
