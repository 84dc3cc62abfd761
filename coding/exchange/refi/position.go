package refi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Unit is what positions in a text are counted in.
type Unit uint8

// The units. A letter beyond U+FFFF, as an emoji, is one code point and two UTF-16
// units.
const (
	CodePoints Unit = iota
	UTF16
)

// A LineEnd says how the end of a line is counted.
type LineEnd uint8

// How line ends are counted.
const (
	AsWritten LineEnd = iota // carriage return and line feed are two
	AsOne                    // they are one
	AsTwo                    // and a line feed alone is two, as if a carriage return stood before it
)

// A Convention says how a program counts positions in a text: from 0, the end not
// included. A byte order mark counts for nothing.
type Convention struct {
	Unit    Unit
	LineEnd LineEnd
}

// String says the convention in words; [ParseConvention] reads it.
func (c Convention) String() string {
	unit := "code points"
	if c.Unit == UTF16 {
		unit = "UTF-16 units"
	}
	return unit + ", " + map[LineEnd]string{AsWritten: "line ends as written", AsOne: "CRLF as one", AsTwo: "LF as two"}[c.LineEnd]
}

// conventions are all that programs follow.
var conventions = []Convention{{CodePoints, AsWritten}, {CodePoints, AsOne}, {UTF16, AsWritten}, {UTF16, AsOne}, {UTF16, AsTwo}, {CodePoints, AsTwo}}

// ParseConvention reads a convention as String writes it, or the name of a profile.
func ParseConvention(s string) (Convention, error) {
	for _, c := range conventions {
		if strings.EqualFold(strings.TrimSpace(s), c.String()) {
			return c, nil
		}
	}
	if p, err := ParseProfile(s); err == nil {
		return p.Convention, nil
	}
	var all []string
	for _, c := range conventions {
		all = append(all, fmt.Sprintf("%q", c.String()))
	}
	return Convention{}, fmt.Errorf("positions %q: no such way to count; give the name of a program (%s) or one of %s", s, strings.Join(ProfileNames(), ", "), strings.Join(all, ", "))
}

// Fold is a text with \n line ends, as crosscase keeps it.
func Fold(raw string) string {
	if !strings.Contains(raw, "\r") {
		return raw
	}
	return strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\r", "\n")
}

// walk goes through a text and tells, at each place where a position can be, the
// position and the byte in the folded text. cut says that the place is inside of a
// letter or line end, behind which the byte after it stands.
func (c Convention) walk(raw string, visit func(position, offset int, cut bool) bool) {
	position, offset := 0, 0
	for i := 0; i < len(raw); {
		if !visit(position, offset, false) {
			return
		}
		b := raw[i]
		size, width, out := 1, 1, 1
		switch {
		case b == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
			size = 2
			if c.LineEnd != AsOne {
				width = 2
			}
		case b == '\n' && c.LineEnd == AsTwo:
			width = 2
		case b >= utf8.RuneSelf:
			_, size = utf8.DecodeRuneInString(raw[i:])
			out = size
			if size == 4 && c.Unit == UTF16 {
				width = 2
			}
		}
		if width == 2 && !visit(position+1, offset, true) {
			return
		}
		i, position, offset = i+size, position+width, offset+out
	}
	visit(position, offset, false)
}

// A spot is where a position is in a folded text.
type spot struct {
	offset int  // in bytes; -1 beyond the end
	cut    bool // inside of a letter or line end; offset is before that
}

// Locate finds where positions are in a text's folded form, each once, and how many
// positions the text has.
func (c Convention) locate(raw string, positions []int) (map[int]spot, int) {
	sorted := slices.Clone(positions)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	at := make(map[int]spot, len(sorted))
	next, length := 0, 0
	for next < len(sorted) && sorted[next] < 0 {
		at[sorted[next]] = spot{-1, false}
		next++
	}
	c.walk(raw, func(position, offset int, cut bool) bool {
		length = position
		if next < len(sorted) && sorted[next] == position {
			at[position] = spot{offset, cut}
			next++
		}
		return true
	})
	for ; next < len(sorted); next++ {
		at[sorted[next]] = spot{-1, false}
	}
	return at, length
}

// A Located selection is one with its place in the folded text.
type Located struct {
	Start, End int    // bytes
	Repaired   string // what was mended, "" for nothing
	Damaged    string // why it has no place, "" where it has one
}

// Locate finds where selections are in a text, by a convention. An end beyond the
// text becomes its end; a border inside of a letter takes the whole letter in. A
// selection that is empty, reversed or altogether beyond the text has no place.
func (c Convention) Locate(raw string, selections []*Selection) []Located {
	var positions []int
	for _, s := range selections {
		positions = append(positions, s.Start, s.End)
	}
	at, _ := c.locate(raw, positions)
	folded := len(Fold(raw))
	all := make([]Located, len(selections))
	for i, s := range selections {
		start, end := at[s.Start], at[s.End]
		l := Located{Start: start.offset, End: end.offset}
		switch {
		case s.Start < 0 || s.End < 0:
			l.Damaged = "a position before the text"
		case s.Start > s.End:
			l.Damaged = "it ends before it begins"
		case s.Start == s.End:
			l.Damaged = "it is empty"
		case start.offset < 0 || start.offset == folded:
			l.Damaged = "it begins behind the text"
		case end.offset < 0:
			l.End, l.Repaired = folded, "ends behind the text: ends with it now"
		}
		if l.Damaged == "" && (start.cut || end.cut) {
			l.Repaired = "cut a letter or line end in two: takes it in now"
			if end.cut {
				_, n := utf8.DecodeRuneInString(Fold(raw)[end.offset:])
				l.End += n
			}
		}
		all[i] = l
	}
	return all
}

// Positions gives positions of bytes of the folded text, which must be in order, in
// the text as it is written.
func (c Convention) Positions(raw string, offsets []int) []int {
	positions := make([]int, len(offsets))
	next := 0
	c.walk(raw, func(position, offset int, cut bool) bool {
		for !cut && next < len(offsets) && offsets[next] <= offset {
			positions[next] = position
			next++
		}
		return next < len(offsets)
	})
	return positions
}

// A Sample is a text with the selections on it.
type Sample struct {
	Raw        string
	Selections []*Selection
}

// A Verdict says which convention a text follows.
type Verdict struct {
	Convention
	Alike    bool       // all conventions give the same places
	Points   int        // for it
	Edges    int        // selections that begin and end at the edges of words
	Second   Convention // the runner-up
	Against  int        // points for that
	Expected Convention // of the program that wrote the file
	Forced   bool       // somebody said which one it is
}

// Expected is how a program counts that says of itself that it is this one.
func Expected(origin string) Convention {
	o := strings.ToLower(origin)
	switch {
	case strings.HasPrefix(o, "crosscase"):
		for _, p := range Profiles() {
			if strings.HasSuffix(o, "for "+strings.ToLower(p.Title)) {
				return p.Convention
			}
		}
		return Convention{CodePoints, AsWritten}
	case strings.Contains(o, "nvivo"):
		return Convention{UTF16, AsWritten}
	case strings.Contains(o, "atlas.ti"), strings.Contains(o, "maxqda"):
		return Convention{UTF16, AsOne}
	}
	return Convention{CodePoints, AsOne}
}

// shortText is a text, in bytes, of which any position may be the end.
const shortText = 200

// margin is by how many points, and which share of them, another convention must be
// better than the one of the program that wrote the file.
const margin = 10

// Resolve finds for each text which convention its selections follow: that of the
// program that wrote the file, unless another one fits all of them together, or
// those of a text, clearly better. Selections that quote their words count 3 each, a
// border at the edge of a word 1, one that is no place in the text or inside of a
// letter -5; that a selection ends just where the text does counts 10.
func Resolve(origin string, samples []Sample) []Verdict {
	expected := Expected(origin)
	own := strings.HasPrefix(strings.ToLower(origin), "crosscase") // which says how it counts
	verdicts := make([]Verdict, len(samples))
	scores := make([]map[Convention]score, len(samples))
	total := map[Convention]int{}
	for i, s := range samples {
		candidates := candidatesFor(s.Raw, origin, expected)
		scores[i] = map[Convention]score{}
		if len(candidates) == 1 || len(s.Selections) == 0 || own {
			scores[i][expected] = scoreOf(expected, s)
			verdicts[i].Alike = len(candidates) == 1
			continue
		}
		ends := map[Convention]bool{}
		for _, c := range candidates {
			x := scoreOf(c, s)
			scores[i][c], ends[c] = x, x.endsWithText
		}
		for c, x := range scores[i] {
			if only(ends, c) && len(s.Raw) > shortText { // in a few words it may be chance
				x.points += 10
				scores[i][c] = x
			}
			total[c] += x.points
		}
	}
	marked := 0
	for i, s := range samples {
		if !verdicts[i].Alike {
			marked += len(s.Selections)
		}
	}
	base := better(total, expected, marked)
	for i := range samples {
		points := map[Convention]int{}
		for c, x := range scores[i] {
			points[c] = x.points
		}
		v := &verdicts[i]
		v.Expected = expected
		v.Convention = better(points, base, len(samples[i].Selections))
		if _, there := points[v.Convention]; !there { // it says the same in this text
			v.Points, v.Edges = scores[i][expected].points, scores[i][expected].edges
		} else {
			v.Points, v.Edges = points[v.Convention], scores[i][v.Convention].edges
		}
		v.Against = -1 << 30
		for _, c := range conventions {
			if n, there := points[c]; there && c != v.Convention && n > v.Against {
				v.Second, v.Against = c, n
			}
		}
	}
	return verdicts
}

// Force says which convention a text follows.
func Force(c Convention, s Sample) Verdict {
	x := scoreOf(c, s)
	return Verdict{Convention: c, Points: x.points, Edges: x.edges, Forced: true}
}

func only(ends map[Convention]bool, c Convention) bool {
	if !ends[c] {
		return false
	}
	for o, does := range ends {
		if does && o != c {
			return false
		}
	}
	return true
}

// better is base, unless another one has clearly more points, and enough of them to
// say that it fits: places that are all over the words prove nothing for anybody.
func better(points map[Convention]int, base Convention, selections int) Convention {
	best := base
	for _, c := range conventions {
		if n, there := points[c]; there && n > points[best] {
			best = c
		}
	}
	if lead := points[best] - points[base]; lead >= margin && lead*5 >= max(points[base], 0) && points[best] >= selections {
		return best
	}
	return base
}

// candidatesFor are conventions that say different things of a text.
func candidatesFor(raw, origin string, expected Convention) []Convention {
	astral, crlf := false, strings.Contains(raw, "\r\n")
	for i := 0; i < len(raw) && !astral; i++ {
		astral = raw[i] >= 0xf0
	}
	var all []Convention
	add := func(unit Unit, end LineEnd) {
		c := Convention{unit, end}
		if !astral {
			c.Unit = expected.Unit
		}
		if !crlf && end == AsOne || !crlf && end == AsWritten {
			if c.LineEnd = expected.LineEnd; expected.LineEnd == AsTwo {
				c.LineEnd = AsWritten
			}
		}
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	for _, unit := range []Unit{CodePoints, UTF16} {
		add(unit, AsWritten)
		add(unit, AsOne)
		if o := strings.ToLower(origin); !crlf && strings.Contains(raw, "\n") && strings.Contains(o, "nvivo") && strings.Contains(o, "win") {
			add(unit, AsTwo)
		}
	}
	return all
}

type score struct {
	points, edges int
	endsWithText  bool
}

func scoreOf(c Convention, s Sample) score {
	var x score
	var positions []int
	for _, sel := range s.Selections {
		positions = append(positions, sel.Start, sel.End)
	}
	at, length := c.locate(s.Raw, positions)
	body := Fold(s.Raw)
	for _, sel := range s.Selections {
		start, end := at[sel.Start], at[sel.End]
		if start.offset < 0 || end.offset < 0 || start.cut || end.cut || start.offset > end.offset {
			x.points -= 5
			continue
		}
		if quotes(sel.Name, body[start.offset:end.offset]) {
			x.points += 3
		}
		first, _ := utf8.DecodeRuneInString(body[start.offset:])
		last, _ := utf8.DecodeLastRuneInString(body[:end.offset])
		begins, ends := !inWord(body, start.offset) && !unicode.IsSpace(first), !inWord(body, end.offset) && !unicode.IsSpace(last)
		if begins {
			x.points++
		}
		if ends {
			x.points++
		}
		if begins && ends {
			x.edges++
		}
		x.endsWithText = x.endsWithText || sel.End == length
	}
	return x
}

// inWord tells whether a place of a text is inside of a word: letters or digits on
// both sides.
func inWord(body string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(body[:at])
	after, _ := utf8.DecodeRuneInString(body[at:])
	return at > 0 && at < len(body) && isWord(before) && isWord(after)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// quotes tells whether a selection's name is the beginning of its words.
func quotes(name, words string) bool {
	name = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(name), "…"), "...")
	if name == "" {
		return false
	}
	name, words = strings.Join(strings.Fields(name), " "), strings.Join(strings.Fields(prefix(words, 4*len(name)+64)), " ")
	return strings.HasPrefix(words, name)
}

func prefix(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n]
}

// QuoteName is what a selection is called in a file: the beginning of its words, at
// most 70 letters, with single blanks.
func QuoteName(words string) string {
	name := strings.Join(strings.Fields(prefix(words, 800)), " ")
	name = strings.ToValidUTF8(name, "")
	if r := []rune(name); len(r) > 70 {
		return string(r[:70])
	}
	return name
}

// A Profile is what a program wants to read.
type Profile struct {
	Name  string // for commands
	Title string // for people
	Convention
	BOM    bool   // texts begin with a byte order mark
	CRLF   bool   // their lines end in carriage return and line feed
	Folder string // of the sources in the archive
	Known  string // what is known of the program's counting
}

// Standard is the standard's own way.
var Standard = Profile{Name: "standard", Title: "the standard", Convention: Convention{CodePoints, AsWritten}, Folder: "sources/"}

// Profiles lists all, the standard's first.
func Profiles() []Profile {
	return []Profile{
		Standard,
		{"nvivo-windows", "NVivo Windows", Convention{UTF16, AsWritten}, true, true, "Sources/", "measured on its own files"},
		{"nvivo-mac", "NVivo Mac", Convention{UTF16, AsWritten}, false, false, "sources/", "measured on its own files"},
		{"atlasti", "ATLAS.ti", Convention{UTF16, AsOne}, false, false, "sources/", "units beyond U+FFFF not measured"},
		{"maxqda", "MAXQDA", Convention{UTF16, AsOne}, false, true, "sources/", "units beyond U+FFFF not measured"},
		{"qualcoder", "QualCoder", Convention{CodePoints, AsOne}, false, false, "sources/", "measured on its own files"},
	}
}

// ProfileNames are the names of all profiles.
func ProfileNames() (names []string) {
	for _, p := range Profiles() {
		names = append(names, p.Name)
	}
	return names
}

// ParseProfile finds a profile by its name or title.
func ParseProfile(name string) (Profile, error) {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	for _, p := range Profiles() {
		if plain(p.Name) == plain(name) || plain(p.Title) == plain(name) {
			return p, nil
		}
	}
	if plain(name) == "nvivo" {
		return ParseProfile("nvivo-windows")
	}
	return Profile{}, fmt.Errorf("program %q: there is no profile of that name; there are %s", name, strings.Join(ProfileNames(), ", "))
}

// Encode is a folded text as a profile writes it: the file, and the text in it
// without the byte order mark, which positions are counted in.
func (p Profile) Encode(body string) (file []byte, raw string) {
	raw = body
	if p.CRLF {
		raw = strings.ReplaceAll(body, "\n", "\r\n")
	}
	if p.BOM {
		return []byte("\ufeff" + raw), raw
	}
	return []byte(raw), raw
}

// Sort puts selections in the order of a text, by start, then end.
func Sort(all []*Selection) {
	slices.SortStableFunc(all, func(a, b *Selection) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
}
