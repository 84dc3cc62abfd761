package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// sayingVerbs are finite verbs with which minutes report what somebody said.
const sayingVerbs = `(?:said|says|asked|asks|replied|replies|answered|answers|added|adds|reported|reports|noted|notes|raised|` +
	`raises|suggested|suggests|` +
	`agreed|agrees|proposed|proposes|confirmed|confirms|explained|explains|stated|states|thanked|thanks|welcomed|welcomes|informed|` +
	`informs|` +
	`felt|feels|thought|thinks|considered|considers|observed|observes|commented|comments|queried|queries|wondered|wonders|stressed|` +
	`stresses|` +
	`emphasi[sz]ed|expressed|expresses|presented|presents|outlined|outlines|updated|updates|requested|requests|recommended|warned|` +
	`argued|argues|` +
	`highlighted|highlights|pointed|mentioned|mentions|responded|responds|introduced|offered|offers|supported|supports|objected|` +
	`objects|disagreed|` +
	`disagrees|insisted|concluded|clarified|described|advised|recalled|reminded|told|gave|undertook|` +
	`sagte?|fragte?|antworte(?:t|te)|berichtete?t?|entgegnete?t?|ergänzte?|erklärte?|betonte?|schlägt|schlug|weist|wies|bittet|bat|` +
	`begrüßte?|` +
	`bestätigte?|dankte?|teilte?|kündigte?|gibt|gab|stellte?|bezweifelte?|regte?|merkte?|führte?|äußerte?|meinte?|findet|fand|` +
	`forderte?t?|` +
	`verweist|verwies|informierte?|erläuterte?t?|präsentierte?|empfiehlt|empfahl|kritisierte?|unterstützte?|erinnerte?t?|` +
	`widerspricht|widersprach|` +
	`erwiderte?t?|hält|hielt|nennt|nannte|wünschte?|lehnte?|stimmte?|` +
	`demande|répond|précise|indique|rappelle|propose|souligne|explique|informe|remercie|ajoute|déclare|estime|` +
	`pregunta|responde|informa|señala|indica|explica|agradece|añade|dice|dijo|comenta)`

var (
	initialsSay = lazyregexp.New(`^[ \t•–-]*(\p{Lu}{2,4})[ \t]+` + sayingVerbs + `(?:[ \t,:.]|$)`)
	saying      = lazyregexp.New(`^` + sayingVerbs + `(?:[ \t,:.]|$)`)
	// subjects are the names with which a sentence begins, and what is behind them.
	subjects = lazyregexp.New(`^[*_"“„«'‘(]*(` + personName + `(?:(?:\s*[,/&+]\s*|\s+(?:and|und|et|y|e|i|en|og|och|sowie|` +
		`as well as|\+|&|with|mit)\s+)` + personName + `)*)[*_]*` +
		`(?:,\s[^,.]{2,60},)?(\s*[:：][*_]*\s*|\s+\p{Ll}[\p{L}'’-]*|['’ʼ]s\s)`)
	betweenNames = lazyregexp.New(`\s*[,/&+]\s*|\s+(?:and|und|et|y|e|i|en|og|och|sowie|as well as|with|mit)\s+`)
	// nameSays and saysName are a name in a sentence with a verb of saying behind it or before it.
	nameSays = lazyregexp.New(`(` + personName + `)\s+` + sayingVerbs + `(?:[ \t,:.]|$)`)
	saysName = lazyregexp.New(`(?:^|\s)` + sayingVerbs + `\s+(` + personName + `)`)
	// subordinate is before a name in what the subject of the sentence says.
	subordinate = lazyregexp.New(`(?i)\b(?:that|whether|if|because|since|as|when|what|which|who|whom|how|why|where|dass|daß|ob|` +
		`weil|was|wie|que|si)\s+$`)
	// adverb begins a German sentence whose verb and subject are behind it.
	adverb = lazyregexp.New(`^(?:Darauf(?:hin)?|Dazu|Hierzu|Danach|Anschließend|Auch|Zudem|Außerdem|Abschließend|Zunächst|` +
		`Schließlich|Dann|Später|Weiter(?:hin)?|` +
		`Ferner|Ebenso|Zuletzt|Hierauf|Dagegen|Dabei|Nun|Zum Schluss)\s+(` + sayingVerbs + `\s+(` + personName + `))`)
	// opening is what a sentence may have before its subject: "In response, ", "Then ".
	opening = lazyregexp.New(`^(?:\p{Lu}[^,;]{0,60},|Then|Later|Finally|Also|Subsequently|Afterwards|Here|Next|Now|Similarly)\s+$`)
	// mainClause is before a verb whose subject is behind it.
	mainClause = lazyregexp.New(`(?:[,;:–—]|\bund|\bworauf(?:hin)?|^)\s*(?:\p{L}+)?$`)
	// everybody is the subject of a sentence about what all decided or talked about.
	everybody = lazyregexp.New(`^(?:It (?:was|is) (?:then |further |also |unanimously )?(?:agreed|resolved|noted|decided|proposed|` +
		`suggested|reported|confirmed)|` +
		`(?:The )?(?:[Bb]oard|[Cc]ommittee|[Mm]eeting|[Gg]roup|[Mm]embers?|[Pp]anel|[Aa]ttendees|[Tt]eam|[Cc]hair(?:man|woman|` +
		`person)?|[Ss]ecretary|[Tt]reasurer)|` +
		`Everyone|Everybody|All|Both|Others|Several|Some|Most|Nobody|No one|` +
		`Es (?:wird|wurde) (?:einstimmig )?(?:beschlossen|vereinbart|festgelegt|diskutiert)|Man|Alle|Beide|Einige|Mehrere|Niemand|` +
		`(?:Der|Die|Das) (?:Vorsitzende|Vorstand|Ausschuss|Gremium|Runde|Gruppe|Anwesenden|Teilnehmenden|Mitglieder|Team)|` +
		`Die anderen)\s+\p{Ll}`)
	// addressed is behind the name of somebody to whom others say something.
	addressed = lazyregexp.New(`^(?:(?:was|were|is|are|has been|had been)\s+(?:\p{Ll}+ly\s+)?(?:asked|thanked|told|informed|` +
		`invited|reminded|requested|welcomed|` +
		`congratulated|questioned|elected|appointed|nominated|advised|commended)\b|(?:wird|wurde|ist)\b.*\b(?:gebeten|gefragt|` +
		`beauftragt|gewählt|informiert|` +
		`begrüßt|verabschiedet|bestellt|ernannt)\b)`)
)

// personName is a name of up to six words in a pattern.
const personName = `(?:\p{Lu}[\p{L}\p{M}.'’ʼ-]*\s+(?:(?:van|von|der|den|de|del|della|di|da|la|le|zu|al|el|ten|` +
	`ter)\s+){0,2}){0,5}\p{Lu}[\p{L}\p{M}.'’ʼ-]*(?:\s*\([^()\n]{1,40}\))?`

// A report is from where on, in bytes of the text, whose words minutes report.
type report struct {
	start, body int
	who         int    // attendee; nobodys for what several said, or somebody of whom it is unproved
	label       string // of whom the words are, if it is undecided who that is
}

// Whom a sentence is about, in place of the number of an attendee.
const (
	goesOn  = -1 // the one of the sentence before
	nobodys = -2
)

// reported are whose words each block of minutes reports.
func (d *document) reported() map[int][]report {
	all := map[int][]report{}
	first, who, direct := -1, nobodys, false // of the paragraph
	add := func(i int, r report) {
		if first != i && len(all[first]) == 0 || first == i && len(all[i]) == 0 && r.start > d.Blocks[i].Span.Start {
			at := d.Blocks[first].Span.Start
			all[first] = append(all[first], report{start: at, body: at, who: nobodys})
		}
		all[i] = append(all[i], r)
		who = r.who
	}
	for i := range d.Blocks {
		from := d.Blocks[i].Span.Start
		if d.minuteBlock(i) {
			first, who, direct = i, nobodys, false
			if r, ok := d.directly(i); ok {
				add(i, r)
				direct = true
			}
		}
		if task := d.taskReport(i); task != nil {
			all[i] = task
		}
		if first < 0 || !d.inMinutes(i) || d.tasks()[i] || d.Blocks[i].Kind == corpus.HeadingBlock {
			first = -1
			continue
		}
		for _, s := range d.sentences(i, i == first) {
			about, undecided := d.subjectOf(d.Body[from+s.start:from+s.end], who, direct), ""
			if about == nobodys {
				undecided = d.undecided(d.Body[from+s.start : from+s.end])
			}
			switch {
			case about == goesOn && s.cell && who != nobodys:
				add(i, report{start: from + s.start, body: from + s.start, who: nobodys})
			case about != goesOn && (about != who || undecided != ""):
				add(i, report{from + s.start, from + s.start, about, undecided})
				direct = false
			}
		}
	}
	return all
}

// directly reads block i as an attendee's own words: "JR: It is late", or a row of a name and words.
func (d *document) directly(i int) (r report, ok bool) {
	line, from := d.line(i), d.Blocks[i].Span.Start
	if d.tasks()[i] || !d.inMinutes(i) {
		return r, false
	}
	name, words, row := strings.Cut(line, "\t")
	if row && !strings.Contains(words, "\t") {
		n, ok := d.attendee(strings.TrimSpace(name))
		return report{start: from, body: from + len(name) + 1, who: n}, ok
	}
	rest := strings.TrimLeft(line, " \t•-–")
	m := subjects().FindStringSubmatchIndex(rest)
	if row || m == nil || !strings.ContainsAny(rest[m[4]:m[5]], ":：") {
		return r, false
	}
	label, body := rest[m[2]:m[3]], from+len(line)-len(rest)+m[1]
	n, ok := d.attendee(label)
	switch {
	case ok:
		return report{start: from, body: body, who: n}, true
	case len(d.named(label)) > 1:
		return report{start: from, body: from, who: nobodys}, true
	case len(d.attending(label)) > 1 || mayBeName(label) && isName(label) && corpus.RoleOf(label) == corpus.NoRole && d.labelled():
		return report{from, body, nobodys, label}, true
	}
	return r, false
}

// labelled reports whether most of what is below the list of those present begins with a label of one of them.
func (d *document) labelled() bool {
	if d.talk == nil {
		lines, labels := 0, 0
		for i := range d.Blocks {
			if !d.minuteBlock(i) || !d.inMinutes(i) {
				continue
			}
			lines++
			if name, _, ok := strings.Cut(d.line(i), ":"); ok && len(d.attending(strings.TrimSpace(name))) > 0 {
				labels++
			}
		}
		is := labels*2 >= lines
		d.talk = &is
	}
	return *d.talk
}

// undecided is the name with which a sentence begins if two of those present have it.
func (d *document) undecided(sentence string) string {
	m := subjects().FindStringSubmatch(sentence)
	if m == nil || len(d.attending(m[1])) < 2 {
		return ""
	}
	return m[1]
}

// A sentence is a part of a block that may report what somebody else said than the one before.
type sentence struct {
	start, end int // bytes of the block
	cell       bool
}

// sentences are those that begin in block i; first tells whether it begins a paragraph.
func (d *document) sentences(i int, first bool) (all []sentence) {
	line := d.line(i)
	begin := func(at int, cell bool) {
		at += len(line[at:]) - len(strings.TrimLeft(line[at:], " \t•-–"))
		if n := len(all); n > 0 {
			all[n-1].end = min(at, len(line))
		}
		all = append(all, sentence{at, len(line), cell})
	}
	if first || i > 0 && endsSentence(d.line(i-1)) {
		begin(0, false)
	}
	for at, r := range line {
		after := at + utf8.RuneLen(r)
		switch {
		case r == '\t' && strings.TrimSpace(line[:at]) != "":
			begin(after, true)
		case strings.ContainsRune(".?!…", r) && breaksSentence(line, at, after):
			begin(after+len(line[after:])-len(strings.TrimLeft(line[after:], `"”’')]`)), false)
		}
	}
	return slices.DeleteFunc(all, func(s sentence) bool { return s.start >= len(line) })
}

// breaksSentence reports whether a stop in a line is the end of a sentence, not of an abbreviation.
func breaksSentence(line string, at, after int) bool {
	rest := strings.TrimLeft(line[after:], `"”’')]`)
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \"“„«‘("))
	if rest == "" || rest[0] != ' ' || unicode.IsLower(next) || !unicode.IsLetter(next) {
		return false
	}
	if line[at] != '.' {
		return true
	}
	word := line[strings.LastIndexAny(line[:at], " \t(")+1 : at]
	n := utf8.RuneCountInString(word)
	if first, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " "); titles().MatchString(first) && !titles().MatchString(word) {
		return true
	}
	capital := n > 0 && unicode.IsUpper([]rune(word)[0])
	return !titles().MatchString(word) && !strings.Contains(word, ".") && !(n == 1) && strings.Trim(word, "0123456789") != "" &&
		!(capital && n <= 4 && strings.Trim(strings.ToLower(word), "bcdfghjklmnpqrstvwxz") == "") && !abbreviations[strings.ToLower(word)]
}

// abbreviations end in a full stop that ends no sentence.
var abbreviations = set(`insp, supt, sgt, cllr, prof, dr, hr, fr, frl, dipl, ing, bzw, ca, evtl, ggf, inkl, nr, no, vs, etc, st,
		str, tel, abs, art, max, min, approx, dept, capt, rev, hon, det, const`)

// subjectOf is the attendee whose words a sentence reports behind one of whose they are. In direct
// speech only a task is not theirs.
func (d *document) subjectOf(s string, who int, direct bool) int {
	if actionLine().MatchString(s) {
		who, _ = d.owner(s)
		return who
	}
	if direct {
		return goesOn
	}
	if everybody().MatchString(s) {
		return nobodys
	}
	m := subjects().FindStringSubmatchIndex(s)
	if m == nil {
		return d.saidWithin(s, who)
	}
	name, verb, rest := s[m[2]:m[3]], strings.TrimSpace(s[m[4]:m[5]]), strings.TrimSpace(s[m[4]:])
	if strings.HasPrefix(verb, ":") || strings.HasPrefix(verb, "：") {
		rest = ""
	}
	switch verb {
	case "and", "und", "et", "y", "or", "oder", "to", "with":
		if _, ok := d.attendee(name); ok || len(d.named(name)) > 0 {
			if verb == "to" { // a task
				return d.oneOf(name)
			}
			return nobodys
		}
		return goesOn
	case "jun", "sen", "jr", "sr", "junior", "senior": // of another of that name
		return nobodys
	}
	n, ok := d.attendee(name)
	switch {
	case ok && (addressed().MatchString(rest) || d.another(s[m[1]:], n)):
		return nobodys
	case ok:
		return n
	case len(d.named(name)) > 0, len(d.attending(name)) > 1, d.absent(name):
		return nobodys
	case strings.Contains(name, " ") && isName(name) && !namesOrganisation(name) && saying().MatchString(verb+" "):
		return nobodys // somebody who is not listed
	}
	return d.saidWithin(s, who)
}

// several are the turns of minutes without a speaker that report what attendees said.
func (a *assembler) several(turns []corpus.Turn) (all []string) {
	if a.layout.name != minutes.name {
		return nil
	}
	for _, t := range turns {
		text := a.Body[t.Body:t.End]
		m := subjects().FindStringSubmatch(text)
		if t.Speaker < 0 && !actionLine().MatchString(text) && (a.another(text, nobodys) || m != nil && len(a.named(m[1])) > 0 && m[2] != "") {
			all = append(all, clip(text))
		}
	}
	return all
}

// named are the attendees in a list of names, as "JR and Penn".
func (d *document) named(list string) (found []int) {
	parts := betweenNames().Split(list, -1)
	if len(parts) < 2 {
		return nil
	}
	for _, p := range parts {
		if n, ok := d.attendee(strings.TrimSpace(p)); ok {
			found = append(found, n)
		}
	}
	return found
}

// absent reports whether a name is that of somebody listed as absent, or of somebody with a title who is not listed.
func (d *document) absent(name string) bool {
	if words := strings.Fields(name); len(words) > 1 && titles().MatchString(words[0]) {
		return true
	}
	present := &document{attendees: slices.Clone(d.attendees)}
	for i := range present.attendees {
		present.attendees[i].absent = false
	}
	_, ok := present.attendee(name)
	return ok
}

// saidWithin is who says something in a sentence that does not begin with a name, as in "In response, Ms
// Roe said" and "Darauf antwortet Frau Roe", behind one about attendee before.
func (d *document) saidWithin(s string, before int) int {
	if m := adverb().FindStringSubmatchIndex(s); m != nil {
		if n, ok := d.withinRun(s[m[4]:m[5]]); ok && !d.another(s[m[1]:], n) {
			return n
		}
	}
	m := nameSays().FindStringSubmatchIndex(s)
	if m != nil && opening().MatchString(s[:m[2]]) {
		if n, ok := d.withinRun(s[m[2]:m[3]]); ok && !d.another(s[m[1]:], n) {
			return n
		}
	}
	if d.another(s, before) {
		return nobodys
	}
	return goesOn
}

// another reports whether somebody else than attendee n says something in a part of a sentence.
func (d *document) another(s string, n int) bool {
	for _, m := range nameSays().FindAllStringSubmatchIndex(s, -1) {
		if other, ok := d.withinRun(s[m[2]:m[3]]); ok && other != n && !subordinate().MatchString(s[:m[2]]) {
			return true
		}
	}
	for _, m := range saysName().FindAllStringSubmatchIndex(s, -1) {
		if other, ok := d.attendee(s[m[2]:m[3]]); ok && other != n && mainClause().MatchString(s[:m[0]]) {
			return true
		}
	}
	return false
}

// withinRun returns the attendee with whose name a run of words with capitals ends.
func (d *document) withinRun(words string) (n int, ok bool) {
	for {
		if n, ok = d.attendee(words); ok {
			return n, true
		}
		_, rest, more := strings.Cut(words, " ")
		if !more {
			return 0, false
		}
		words = strings.TrimLeft(rest, " ")
	}
}
