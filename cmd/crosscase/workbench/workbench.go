// Package workbench serves a project to the browser of whoever sits at this machine.
//
// [New] makes it, [Workbench.Serve] serves until the context ends. It is a thin view:
// pages of analyses are made from the declarations in package analysis, as the commands
// are, and a page's address holds the command's flags (analysis.go, controls.go). So a
// number in the browser and one in the terminal cannot differ, and an address says what
// was asked. Only interactive actions have code of their own: reading and marking text
// (reader.go, marks.go, position.go), dropping files (import.go).
//
// A page is one Go file with its template and its script beside it under one name, as
// codebook.go, codebook.html and codebook.js; what pages share lies in parts. Pages are
// made here, with html/template, and work as plain links and forms; scripts make them
// quicker to use. All words that a page says stand in templates and in texts/, one file
// for each language. Nothing is loaded from elsewhere, and nobody else gets in
// (guard.go): this material is confidential.
//
// A study is read anew when the project has changed (cache.go), whoever changed it,
// and pages hear of it by server-sent events.
package workbench

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"crosscase/coding"
	"crosscase/coding/project"
)

// Options are what a workbench works with.
type Options struct {
	Project *project.Project
	Coder   string // name of who tags
	Blind   bool   // shows the coder's own tags, notes and changes alone
	Now     func() time.Time
	NewID   func() string
	Version string
	Poll    time.Duration // how often to look for what others have changed; 0 is usual
}

// A Workbench serves one project.
type Workbench struct {
	Options
	*guard
	cache
	*pages
	hub     hub
	imports imports
	news    atomic.Pointer[news]
}

// news are what the last edit has made besides, for the notice of the page that it leads to.
type news struct {
	step  int
	lines []string
}

// New makes a workbench. The error is one of its own templates or texts.
func New(o Options) (*Workbench, error) {
	if o.Poll == 0 {
		o.Poll = 500 * time.Millisecond
	}
	p, err := parsed()
	if err != nil {
		return nil, err
	}
	b := &Workbench{Options: o, guard: newGuard(), pages: p}
	b.hub.listeners = map[chan event]bool{}
	b.imports.waiting = map[string]*upload{}
	return b, nil
}

// Address is what to open in the browser: it holds the secret that lets one in.
func (b *Workbench) Address(l net.Listener) string { return address(l, b.token) }

// OneTimeAddress is an address that lets in once, for what others on the machine may see.
func (b *Workbench) OneTimeAddress(l net.Listener) string { return address(l, b.oneTime()) }

func address(l net.Listener, token string) string {
	return "http://" + l.Addr().String() + "/?token=" + token
}

// Serve serves until the context ends. What was answered until then is on the disk.
func (b *Workbench) Serve(ctx context.Context, l net.Listener) error {
	b.clear()
	defer func() {
		b.imports.forget()
		os.Remove(b.uploads())
	}()
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go b.watch(watching)
	go b.whole(watching) // so that the first page need not wait for all of it
	srv := &http.Server{
		Handler:           b.Handler(l.Addr().String()),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute, // an upload, from this machine
		WriteTimeout:      5 * time.Minute, // a report of a large study
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	srv.RegisterOnShutdown(b.hub.close)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := srv.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	}
	return err
}

// changeKey is under what a request knows the last change that there was before it.
type changeKey struct{}

// leads are addresses that are no pages themselves, and the pages that they lead to. A
// browser shows the address that a form was sent to, so that it may be opened as well.
var leads = map[string]string{
	"/{$}":           "/sources",
	"/import":        "/sources",
	"/people/{kind}": "/people",
	"/search/tag":    "/search",
	"/matrix/saved":  "/matrix",
	"/summary":       "/matrix",
	"/undo":          "/log",
	"/settings":      "/sources",
}

// A handler answers a request, or says what went wrong.
type handler func(w http.ResponseWriter, r *http.Request) error

// page answers with a handler, and with what went wrong in it: a form with the page of pages
// that it was on, where that is known.
func (b *Workbench) page(pages http.Handler, do handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// What the page shows is at least as new as this, so that it misses no news.
		latest, err := b.Project.Latest(r.Context())
		if err == nil {
			r = r.WithContext(context.WithValue(r.Context(), changeKey{}, latest.Number))
			err = do(w, r)
		}
		if err != nil {
			b.fail(pages, w, r, err)
		}
		if r.Method == http.MethodPost { // a copy of the file has the edit, too, without the files beside it
			b.Project.Settled(context.WithoutCancel(r.Context()))
		}
	}
}

// Handler answers requests to a host, as 127.0.0.1:8080.
func (b *Workbench) Handler(host string) http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, do handler) { mux.HandleFunc(pattern, b.page(mux, do)) }
	// Most pages show or change the project: as its coder sees it, whole, or as it was a
	// moment ago.
	of := func(study func(context.Context) (*coding.Study, error)) func(string, func(http.ResponseWriter, *http.Request, *coding.Study) error) {
		return func(pattern string, do func(http.ResponseWriter, *http.Request, *coding.Study) error) {
			page(pattern, func(w http.ResponseWriter, r *http.Request) error {
				s, err := study(r.Context())
				if err != nil {
					return err
				}
				return do(w, r, s)
			})
		}
	}
	see, whole, soon := of(b.now), of(b.whole), of(b.recent)
	for address, to := range leads {
		mux.Handle("GET "+address, http.RedirectHandler(to, http.StatusSeeOther))
	}
	page("GET /static/{file}", b.sendStatic)
	page("GET /texts/{language}", b.texts)
	page("POST /settings", b.settings)
	page("GET /events", b.events)

	see("GET /sources", b.sources)
	see("GET /sources/{source}/edit", b.editSource)
	whole("POST /sources/{source}/edit", b.setSource)
	whole("GET /reread", b.reread)
	page("POST /reread", b.rereadSources)
	see("GET /people", b.people)
	see("GET /people/{kind}/{name}", b.editPerson)
	page("POST /people/{kind}", b.setPerson)
	page("POST /import", b.upload)
	page("GET /import/{id}", b.showUpload)
	page("POST /import/{id}", b.importUpload)

	see("GET /sources/{source}", b.read)
	soon("GET /sources/{source}/turns", b.turns)
	see("GET /sources/{source}/marks", b.marks)
	see("GET /sources/{source}/find", b.findHere)
	whole("POST /sources/{source}/place", b.keepPlace)
	soon("POST /tags", b.tag)
	page("POST /tags/{tag}", b.changeTag)
	page("POST /notes", b.note)
	page("POST /passages/{passage}/borders", b.moveBorders)
	page("POST /passages/{passage}/accept", b.acceptPassage)
	page("POST /undo", b.undo)

	see("GET /passages", b.passages)
	page("POST /passages", b.reviewPassages)
	see("GET /search", b.search)
	page("POST /search/tag", b.tagHits)
	see("GET /codebook", b.codebook)
	whole("POST /codebook", b.changeCodebook)
	see("GET /matrix", b.matrix)
	see("GET /matrix/cell", b.cell)
	page("POST /matrix/saved", b.saveMatrix)
	page("POST /summary", b.setSummary)
	see("GET /analysis", b.analyses)
	see("GET /analysis/{name}", b.analysis)
	see("GET /analysis/{name}/{file}", b.download)
	whole("GET /disagreements", b.disagreements)
	page("POST /disagreements", b.decide)
	see("GET /suggestions", b.suggestions)
	page("POST /suggestions", b.judge)
	page("GET /log", b.log)
	page("GET /log/{number}", b.change)
	page("/", func(http.ResponseWriter, *http.Request) error {
		return coding.WithHint(coding.Errorf(coding.ErrUnknown, "there is no such page"), "the links above lead to those that there are")
	})
	return b.guard.around(mux, host, b)
}
