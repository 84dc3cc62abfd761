package transcript

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// behindName splits a label or an entry of a list into the name and what brackets behind it hold:
// Jane Roe (JR) (Northmoor Police). Brackets before the name's last word are a part of it.
func behindName(text string) (name string, inside []string) {
	name = strings.TrimSpace(text)
	for {
		n := len(name) - 1
		if n < 0 || name[n] != ')' && name[n] != ']' {
			return name, inside
		}
		open := strings.LastIndexByte(name, '(')
		if name[n] == ']' {
			open = strings.LastIndexByte(name, '[')
		}
		if open <= 0 || strings.TrimSpace(name[open+1:n]) == "" {
			return name, inside
		}
		inside = slices.Insert(inside, 0, strings.TrimSpace(name[open+1:n]))
		name = strings.TrimRight(name[:open], " \t")
	}
}

// A beside is what a label says of its person beside the name.
type beside struct {
	corpus.Person      // its name is the label without what stands beside it
	asks          bool // it says that the person asks
	guessed       bool // that the organisation is one is a guess
}

// besides reads what stands beside the names in the labels of those who speak, by their keys. A label
// keeps all that is in it where that may be a part of the name, or tells apart two people.
func (a *assembler) besides() map[string]beside {
	r := besideReader{document: a.document, behind: map[string]map[string]bool{}, labels: map[string]int{}}
	var labels []*label
	for _, x := range a.labels {
		if x.As != Person && x.As != Researcher || x.Told() || x.Why == whyKnown && x.inside == nil {
			continue
		}
		labels = append(labels, x)
		r.count(x)
	}
	found, organisations, apart := map[string]beside{}, map[string]string{}, map[string]bool{}
	for _, x := range labels {
		b, ok := r.read(x)
		if !ok {
			continue
		}
		key := labelKey(b.Name)
		o := organisations[key]
		organisations[key] = cmp.Or(o, b.Organisation)
		apart[key] = apart[key] || o != "" && b.Organisation != "" && !strings.EqualFold(o, b.Organisation)
		found[x.key] = b
	}
	for _, x := range labels {
		b, ok := found[x.key]
		if !ok {
			continue
		}
		if apart[labelKey(b.Name)] {
			b.Name = x.Text
			found[x.key] = b
		}
		if p, ok := a.head.named(b.Name); ok && a.byHead != nil {
			a.byHead[labelKey(b.Name)] = p
		}
	}
	return found
}

// A besideReader reads what stands beside names in labels.
type besideReader struct {
	*document
	behind map[string]map[string]bool // keys of names by what is behind them
	labels map[string]int             // how many labels have a name, by its key
	seats  bool                       // members of a parliament have a constituency and a party
}

// behind is the name in a label, and what brackets behind it hold at each place where it stands, if a
// layout has split them.
func (x *label) behind() (name string, insides [][]string) {
	if x.inside != nil {
		return x.Text, x.inside
	}
	name, inside := behindName(x.Text)
	return name, [][]string{inside}
}

// count counts what stands behind the name in a label.
func (r *besideReader) count(x *label) {
	name, insides := x.behind()
	r.labels[labelKey(name)]++
	for _, inside := range insides {
		r.seats = r.seats || x.inside != nil && len(inside) > 1
		for _, in := range inside {
			if r.behind[in] == nil {
				r.behind[in] = map[string]bool{}
			}
			r.behind[in][labelKey(name)] = true
		}
	}
}

// read reads one label; ok is false where all of it is the name.
func (r *besideReader) read(x *label) (b beside, ok bool) {
	name, insides := x.behind()
	b.Name = name
	if bare, rest, comma := strings.Cut(name, ", "); comma && isName(bare) { // Jane Roe, Northmoor Police
		if kind := r.detailOf(rest, bare); kind == organisationDetail || kind == officeDetail {
			b.Name = bare
			insides = append(insides, []string{rest})
		}
	}
	standsIn := corpus.AnonymousLabel(x.Text) || corpus.RoleOf(b.Name) != corpus.NoRole
	if !standsIn && !isName(b.Name) {
		return b, false
	}
	for _, inside := range insides {
		for n, text := range r.texts(inside, b.Name) {
			ok = true
			if !r.add(&b, text, x.inside != nil || r.knownInFull(b.Name), standsIn, n == 0 && r.seats && len(inside) < 3) {
				return b, false
			}
		}
	}
	return b, ok
}

// knownInFull reports whether a name of more than one word is a participant's, so that nothing behind it
// is a part of it.
func (r *besideReader) knownInFull(name string) bool {
	return strings.Contains(name, " ") && isName(firstLast(name)) && r.known(name)
}

// texts are what brackets behind a name hold, one for each thing that is said in them: "Teacher,
// Northmoor School" is two.
func (r *besideReader) texts(inside []string, name string) (all []string) {
	for _, text := range inside {
		parts := strings.Split(text, ", ")
		if slices.ContainsFunc(parts, func(p string) bool { return r.detailOf(p, name) == guessedDetail }) {
			parts = []string{text}
		}
		all = append(all, parts...)
	}
	return all
}

// add adds to b what a text beside the name says; split tells that it surely is none of the name, and
// seat that it may be the constituency of a member of parliament. It returns false where the text may be
// a part of the name.
func (r *besideReader) add(b *beside, text string, split, standsIn, seat bool) bool {
	kind := r.detailOf(text, b.Name)
	guessed := kind == guessedDetail
	switch {
	case besideSomebody().MatchString(text) && (r.labels[labelKey(b.Name)] > 1 || !strings.Contains(withoutTitles(b.Name), " ")):
		return false // of another family member, who has no name of their own
	case guessed && split && seat:
		b.Attributes = map[string]string{"constituency": text}
		return true
	case guessed && (len(r.behind[text]) > 1 || split && r.seats):
		kind = organisationDetail
	case guessed && split:
		kind, b.guessed = organisationDetail, true
	}
	switch {
	case standsIn:
		b.Organisation = cmp.Or(b.Organisation, text)
		return kind == organisationDetail && namesOrganisation(text)
	case kind == organisationDetail:
		b.Organisation = cmp.Or(b.Organisation, text)
	case corpus.ResearcherLabel(text) && utf8.RuneCountInString(text) > 3:
		b.asks, b.Role = true, corpus.Researcher
	case kind == officeDetail:
		b.Role = cmp.Or(b.Role, text)
	case kind == otherDetail && !split: // one that is unknown may tell two people apart
		return passing(text) || r.labels[labelKey(b.Name)] > 1
	}
	return kind != guessedDetail
}

// with returns b with what it lacks taken from another label of the same person.
func (b beside) with(more beside) beside {
	b.Organisation, b.Role = cmp.Or(b.Organisation, more.Organisation), cmp.Or(b.Role, more.Role)
	b.asks = b.asks || more.asks
	if b.Attributes == nil {
		b.Attributes = more.Attributes
	}
	return b
}

// withBesides adds to people what labels say of those who speak.
func (a *assembler) withBesides(people []corpus.Person) []corpus.Person {
	asks := a.researchers()
	for i, s := range a.out.Speakers {
		b, ok := a.besideOf[s.Label]
		if !ok || b.Organisation == "" && b.Role == "" && b.Attributes == nil {
			continue
		}
		n := slices.IndexFunc(people, func(p corpus.Person) bool { return labelKey(p.Name) == labelKey(s.Label) })
		if n < 0 {
			n = len(people)
			people = append(people, corpus.Person{Name: s.Label})
		}
		p := &people[n]
		if b.guessed && p.Organisation == "" {
			a.guess(corpus.Person{Name: p.Name, Organisation: b.Organisation})
		}
		p.Organisation, p.Role = cmp.Or(p.Organisation, b.Organisation), cmp.Or(p.Role, b.Role)
		if asks[i] {
			p.Role = corpus.Researcher
		}
		if p.Attributes == nil {
			p.Attributes = b.Attributes
		}
	}
	return people
}

// organisationWords are words in the names of organisations, in lower case; organisationEndings end
// such words, in languages that write compounds.
var (
	organisationWords = set(`police, constabulary, council, university, college, school, academy, institute, institution, hospital, clinic, trust, nhs,
		service, services, department, dept, ministry, office, agency, authority, board, commission, committee, association, society,
		foundation, federation, union, party, church, charity, company, corporation, corp, inc, ltd, limited, llc, plc, llp, group, centre,
		center, team, network, partnership, consortium, bank, museum, library, government, parliament, army, navy, fire, brigade,
		ambulance, rescue, court, club, forum, alliance, ngo, borough, county, district, city, town, parish, station, lab, laboratory,
		gmbh, ag, ev, e.v, kg, ohg, ug, ggmbh, universität, uni, hochschule, fachhochschule, schule, gymnasium, klinik, klinikum,
		krankenhaus, polizei, feuerwehr, stadt, gemeinde, landkreis, kreis, amt, ministerium, verein, verband, stiftung, gesellschaft,
		institut, behörde, verwaltung, dienst, dienststelle, zentrum, kirche, partei, gewerkschaft, firma, werke, rat, bund, caritas,
		diakonie, université, école, hôpital, mairie, ministère, préfecture, société, entreprise, institut, commune, syndicat, conseil,
		pompiers, gendarmerie, sa, sarl, universidad, escuela, colegio, ayuntamiento, ministerio, policía, empresa, instituto, fundación,
		asociación, hospital, università, scuola, comune, ospedale, ministero, polizia, azienda, istituto, fondazione, associazione,
		universiteit, hogeschool, ziekenhuis, gemeente, politie, brandweer, bedrijf, stichting, vereniging, bv, nv, ministerie,
		uniwersytet, szkoła, szpital, policja, universitet, kommun, skola, sjukhus, polis, région, région, provincia, diputación`)
	organisationEndings = []string{"universität", "hochschule", "schule", "gymnasium", "klinik", "klinikum", "krankenhaus", "polizei", "feuerwehr", "verwaltung",
		"ministerium", "verein", "verband", "stiftung", "gesellschaft", "institut", "behörde", "dienst", "zentrum", "amt", "werk", "werke",
		"wehr", "rat", "hilfe", "haus", "heim", "verbund", "direktion", "inspektion", "zentrale", "kommune", "politie", "skola"}
)

// namesOrganisation reports whether a text has a word that names of organisations have, and no name of a
// person has.
func namesOrganisation(text string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		for part := range strings.SplitSeq(strings.Trim(w, ".,&"), "-") {
			long := utf8.RuneCountInString(part) > 6
			if organisationWords[part] || long && slices.ContainsFunc(organisationEndings, func(e string) bool { return strings.HasSuffix(part, e) }) {
				return true
			}
		}
	}
	return false
}
