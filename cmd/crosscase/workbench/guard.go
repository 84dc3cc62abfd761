package workbench

import (
	"crypto/rand"
	"crypto/subtle"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
)

// A guard lets in who has the secret, from this machine, asking for it by its own
// name, and nobody else.
type guard struct {
	token string                 // in the address that is printed, and in the cookie
	once  atomic.Pointer[string] // lets in once; nil where it did
}

func newGuard() *guard { return &guard{token: rand.Text()} }

// oneTime makes a token that lets in once, in the place of one that was not used.
func (g *guard) oneTime() string {
	token := rand.Text()
	g.once.Store(&token)
	return token
}

// admitOnce reports whether a token is that which lets in once; it does not do so again.
func (g *guard) admitOnce(token string) bool {
	once := g.once.Load()
	return once != nil && subtle.ConstantTimeCompare([]byte(token), []byte(*once)) == 1 && g.once.CompareAndSwap(once, nil)
}

// enter is a page that leads on. The cookie is sent with requests of our own pages alone, so
// that whom a file led here must not be redirected.
const enter = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>crosscase</title>` +
	`<link rel="icon" href="/static/icon.svg" type="image/svg+xml"><meta http-equiv="refresh" content="0; url=/sources">` +
	`<a href="/sources">crosscase</a></html>`

// maxForm is how large what a form sends may be, in bytes; uploads have a limit of
// their own.
const maxForm = 1 << 20

// policy lets a page load its own files and nothing else, and run no script that
// stands in it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// around guards a handler.
//
// A page elsewhere cannot reach it: a browser sends the cookie, which is
// SameSite=Strict, with requests of our own pages only, CrossOriginProtection turns
// away writes that another origin sent, and a name that was bent to point at this
// machine (DNS rebinding) is not the host that is asked for here.
func (g *guard) around(next http.Handler, host string, b *Workbench) http.Handler {
	_, port, _ := net.SplitHostPort(host)
	cookie := "crosscase-" + port // cookies do not tell ports apart
	hosts := []string{host, "localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port}
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // pages here alone learn which page a form was on
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, r.Host) }) {
			http.Error(w, "This is not the address of the workbench.", http.StatusMisdirectedRequest)
			return
		}
		if r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.Query().Has("token") {
			token := r.URL.Query().Get("token")
			once := g.admitOnce(token)
			if !once && !g.secret(token) {
				b.locked(w, r)
				return
			}
			http.SetCookie(w, &http.Cookie{Name: cookie, Value: g.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
			if once {
				h.Set("Content-Type", "text/html; charset=utf-8")
				io.WriteString(w, enter)
				return
			}
			http.Redirect(w, r, "/sources", http.StatusSeeOther)
			return
		}
		if c, err := r.Cookie(cookie); err != nil || !g.secret(c.Value) {
			if strings.HasPrefix(r.URL.Path, "/static/") && r.Method == http.MethodGet { // so that the page that says so can be read
				next.ServeHTTP(w, r)
				return
			}
			b.locked(w, r)
			return
		}
		if r.URL.Path != "/import" {
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		}
		next.ServeHTTP(w, r)
	})
}

func (g *guard) secret(s string) bool {
	return subtle.ConstantTimeCompare([]byte(s), []byte(g.token)) == 1
}
