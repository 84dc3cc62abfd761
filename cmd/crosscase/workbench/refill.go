package workbench

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html" // the Go team's parser, which format has for imported pages
	"golang.org/x/net/html/atom"
)

// A problem is what went wrong, and what to do.
type problem struct {
	Error string `json:"error"`
	Hint  string `json:"hint,omitempty"`
}

// A reply keeps an answer instead of sending it.
type reply struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *reply) Header() http.Header         { return a.header }
func (a *reply) WriteHeader(status int)      { a.status = status }
func (a *reply) Write(p []byte) (int, error) { return a.body.Write(p) }

// formPage is the address of the page that a form was sent from, "" where it is not known:
// a browser names it. What was done before is left out.
func formPage(r *http.Request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || r.Method != http.MethodPost || u.Host != r.Host {
		return ""
	}
	q := u.Query()
	q.Del("done")
	at := url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: q.Encode()}
	return ours(at.String(), "")
}

// retry answers a form that was refused with the page that it was on: the form has what was
// typed, and above it what went wrong. It is false where there is no such page or form, and
// nothing was answered.
func retry(pages http.Handler, w http.ResponseWriter, r *http.Request, status int, p problem) bool {
	from := formPage(r)
	if from == "" || len(r.PostForm) == 0 {
		return false
	}
	u, err := url.Parse(from)
	if err != nil {
		return false
	}
	get := r.Clone(context.WithoutCancel(r.Context()))
	get.Method, get.URL, get.RequestURI, get.Body, get.ContentLength = http.MethodGet, u, from, http.NoBody, 0
	get.Form, get.PostForm = nil, nil
	get.Header.Del("Content-Type")
	answer := &reply{header: http.Header{}, status: http.StatusOK}
	pages.ServeHTTP(answer, get)
	if answer.status != http.StatusOK || !strings.HasPrefix(answer.header.Get("Content-Type"), "text/html") {
		return false
	}
	page, ok := refill(answer.body.Bytes(), r.URL.Path, r.PostForm, p)
	if !ok {
		return false
	}
	w.Header().Set("Content-Type", answer.header.Get("Content-Type"))
	w.WriteHeader(status)
	w.Write(page)
	return true
}

// refill puts what was typed into the form of a page that was sent to an address, and a
// problem above its fields. It is false where the page has no such form.
func refill(page []byte, action string, typed url.Values, p problem) ([]byte, bool) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, false
	}
	form := sentForm(root, action, typed)
	if form == nil {
		return nil, false
	}
	left := map[string][]string{}
	for name, values := range typed {
		left[name] = slices.Clone(values)
	}
	focused := false
	for n := range form.Descendants() {
		if !fill(n, left) {
			continue
		}
		unfold(n)
		if !focused {
			setAttribute(n, "autofocus", "")
			focused = true
		}
	}
	form.InsertBefore(problemNode(p), form.FirstChild)
	unfold(form)
	for n := range form.Ancestors() {
		if n.DataAtom == atom.Body {
			setAttribute(n, "data-posted", "") // it is no page to be loaded anew
		}
	}
	var out bytes.Buffer
	err = html.Render(&out, root)
	return out.Bytes(), err == nil
}

// unfold opens what something on a page is folded into.
func unfold(n *html.Node) {
	for above := range n.Ancestors() {
		if above.DataAtom == atom.Details {
			setAttribute(above, "open", "")
		}
	}
}

// sentForm is the form of a page that sends what was sent: of several to one address, the
// one with the most hidden fields of the values that were sent, and none of another value.
func sentForm(root *html.Node, action string, typed url.Values) (form *html.Node) {
	most := -1
	for n := range root.Descendants() {
		if n.DataAtom != atom.Form || attributeOf(n, "action") != (&url.URL{Path: action}).String() || attributeOf(n, "method") != "post" {
			continue
		}
		same := 0
		for field := range n.Descendants() {
			name := attributeOf(field, "name")
			if field.DataAtom != atom.Input || attributeOf(field, "type") != "hidden" || name == "back" {
				continue
			}
			if same++; !slices.Contains(typed[name], attributeOf(field, "value")) {
				same = -1
				break
			}
		}
		if same > most {
			form, most = n, same
		}
	}
	return form
}

// fill puts what is left of what was typed into a field, and tells whether it is one to
// type in.
func fill(n *html.Node, left map[string][]string) bool {
	name := attributeOf(n, "name")
	values, sent := left[name]
	next := func() string {
		left[name] = values[1:]
		return values[0]
	}
	kind := attributeOf(n, "type")
	switch {
	case n.DataAtom == atom.Input && (kind == "checkbox" || kind == "radio"):
		setOrRemove(n, "checked", slices.Contains(values, attributeOf(n, "value")))
	case !sent || len(values) == 0:
	case n.DataAtom == atom.Input && kind != "hidden" && kind != "submit":
		setAttribute(n, "value", next())
		return true
	case n.DataAtom == atom.Textarea:
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: lines(next())})
		return true
	case n.DataAtom == atom.Select:
		choose(n, next())
	}
	return false
}

// choose selects an option of a list; where there is none of that value, all stays.
func choose(list *html.Node, value string) {
	valueOf := func(option *html.Node) string {
		if hasAttribute(option, "value") || option.FirstChild == nil {
			return attributeOf(option, "value")
		}
		return option.FirstChild.Data
	}
	var options []*html.Node
	for n := range list.Descendants() {
		if n.DataAtom == atom.Option {
			options = append(options, n)
		}
	}
	if !slices.ContainsFunc(options, func(o *html.Node) bool { return valueOf(o) == value }) {
		return
	}
	for _, o := range options {
		setOrRemove(o, "selected", valueOf(o) == value)
	}
}

// problemNode is a problem as error pages show it.
func problemNode(p problem) *html.Node {
	element := func(name atom.Atom, class, text string) *html.Node {
		n := &html.Node{Type: html.ElementNode, DataAtom: name, Data: name.String()}
		if class != "" {
			setAttribute(n, "class", class)
		}
		if text != "" {
			n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
		}
		return n
	}
	box := element(atom.Div, "problem", "")
	setAttribute(box, "role", "alert")
	box.AppendChild(element(atom.P, "", p.Error))
	if p.Hint != "" {
		box.AppendChild(element(atom.P, "hint", p.Hint))
	}
	return box
}

func attributeAt(n *html.Node, name string) int {
	return slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func hasAttribute(n *html.Node, name string) bool { return attributeAt(n, name) >= 0 }

func attributeOf(n *html.Node, name string) string {
	if i := attributeAt(n, name); i >= 0 {
		return n.Attr[i].Val
	}
	return ""
}

func setAttribute(n *html.Node, name, value string) {
	if i := attributeAt(n, name); i >= 0 {
		n.Attr[i].Val = value
		return
	}
	n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
}

func setOrRemove(n *html.Node, name string, there bool) {
	if there {
		setAttribute(n, name, "")
		return
	}
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
