package transcript

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// listWords come before a colon in what people say, as they go through a list, perhaps with a
// number or a letter: "Phase 1:", "Monday:", "Pros:". A word that is missing is added to its
// language.
var listWords = set(`phase, phases, step, steps, stage, level, option, options, item, items, point, points, week, day, month, round,
	aim, aims, goal, goals, objective, objectives, benefit, benefits, cost, costs, example, examples, finding, findings, hypothesis,
	outcome, outcomes, principle, principles, priority, priorities, problem, problems, reason, reasons, recommendation,
	recommendations, result, results, risk, risks, solution, solutions, scenario, variant, category, layer, pillar, module, aspect,
	factor, argument, criterion, dimension, strategy, task, rule, idea, plan, challenge, challenges, consequence, consequences,
	monday, tuesday, wednesday, thursday, friday, saturday, sunday, morning, afternoon, evening, night, noon, today, tomorrow,
	yesterday, before, after, then, now, first, second, third, fourth, firstly, secondly, thirdly, fourthly, finally, lastly,
	pro, pros, con, cons, contra, advantage, advantages, disadvantage, disadvantages, strength, strengths, weakness, weaknesses,
	opportunities, threats, positive, positives, negative, negatives, plus, minus, bottom line, upside, downside,
	ebene, stufe, schritt, punkt, variante, woche, tag, monat, runde, ziel, ziele, vorteil, vorteile, nachteil, nachteile,
	stärken, schwächen, chancen, risiken, probleme, lösung, lösungen, grund, gründe, beispiel, beispiele, ergebnis, ergebnisse,
	folge, folgen, säule, modul, bereich, faktor, these, regel, kriterium, aspekt, stichwort, idee, strategie, herausforderung,
	montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag, morgens, vormittag, mittag, nachmittag, abend, abends, nacht,
	heute, gestern, vorher, nachher, früher, später, danach, zuerst, zuletzt, erstens, zweitens, drittens, viertens, schließlich,
	étape, niveau, jour, semaine, objectif, objectifs, avantage, avantages, inconvénient, inconvénients, problème, problèmes,
	exemple, raison, raisons, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, matin, après-midi, soir, avant, après,
	premièrement, deuxièmement, troisièmement,
	etapa, paso, nivel, fase, opción, día, semana, objetivo, objetivos, ventaja, ventajas, desventaja, desventajas, problema,
	problemas, solución, ejemplo, razón, razones, lunes, martes, miércoles, jueves, viernes, sábado, domingo, mañana, tarde, noche,
	primero, tercero, antes, después, opção, dia, vantagens, desvantagens, solução, exemplo, razão, manhã, noite, depois,
	passo, livello, opzione, giorno, settimana, obiettivo, obiettivi, vantaggio, vantaggi, svantaggio, svantaggi, soluzione, esempio,
	ragione, lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica, mattina, pomeriggio, sera, prima, dopo,
	stap, optie, doel, voordeel, voordelen, nadeel, nadelen, probleem, oplossing, voorbeeld, reden, maandag, dinsdag, woensdag,
	donderdag, vrijdag, zaterdag, zondag, ochtend, middag, avond, eerst, daarna,
	etap, krok, poziom, opcja, cel, cele, zalety, wady, rozwiązanie, przykład, poniedziałek, wtorek, środa, czwartek, piątek,
	steg, nivå, alternativ, mål, fördelar, nackdelar, fordele, ulemper, måndag, tisdag, onsdag, torsdag, fredag, lördag, söndag,
	этап, шаг, уровень, вариант, пункт, цель, плюсы, минусы, проблема, решение, пример, причина, понедельник, вторник, среда,
	четверг, пятница, во-первых, во-вторых, 阶段, 第一, 第二, 第三, 首先, 其次, 最后`)

// ordinals are before a word of a list.
var ordinals = set(`the, first, second, third, fourth, last, next, main, another, other, one, two, three, erste, erster, erstes, zweite, zweiter,
	zweites, dritte, dritter, drittes, letzte, letzter, nächste, nächster, das, die, der, ein, eine, zwei, drei, premier, première,
	deuxième, troisième, primer, primera, segunda, tercera, primo, seconda, terza, tweede, derde, pierwszy, drugi, первый, второй`)

// listed reports whether the key of a label is a word of a list with what numbers it, or a year.
func listed(key string) bool {
	stem := withoutCounter(key)
	if stem == "" {
		year, err := strconv.Atoi(key)
		return err == nil && year >= 1900 && year < 2100
	}
	words := strings.Fields(stem)
	for _, w := range words[:len(words)-1] {
		if !ordinals[w] {
			return false
		}
	}
	return listWords[stem] || listWords[words[len(words)-1]]
}

// withoutCounter is the key of a label without the number, the letter or the Roman number at its
// end.
func withoutCounter(key string) string {
	if n := len(key) - 1; n > 1 && key[n] >= 'a' && key[n] <= 'd' && key[n-1] >= '0' && key[n-1] <= '9' { // 3a
		key = key[:n]
	}
	stem := strings.TrimRight(key, "0123456789.)# ")
	if i := strings.LastIndexByte(stem, ' '); i > 0 && stem == key &&
		(utf8.RuneCountInString(stem[i+1:]) == 1 || strings.Trim(stem[i+1:], "ivx") == "") {
		return strings.TrimRight(stem[:i], " ")
	}
	return stem
}

// A series is the labels of one noun with numbers, as Säule 1, Säule 2.
type series struct {
	labels []*label
	marks  int
	asked  int // marks that follow one who asks
	last   int // number of the mark before
	counts bool
	beside bool // a mark of a series is right before or after one of them
}

// enumerations judges labels that are the same noun with numbers: words of a list, and other
// nouns that count up and never answer one who asks.
func (e *weigher) enumerations() {
	bySeries := map[string]*series{}
	nouns := map[*label]numberedNoun{}
	for _, x := range e.labels {
		if n := nounOf(x); n.stem != "" {
			nouns[x] = n
		}
	}
	if len(nouns) == 0 {
		return
	}
	asking, before := false, corpus.NoRole
	var item *series // of the mark before
	for _, m := range e.marks {
		x := e.byKey[m.key]
		if m.nobody || x == nil {
			before, item = corpus.NoRole, nil
			continue
		}
		n, ok := nouns[x]
		if !ok {
			before, item = x.role, nil
			asking = asking || before == corpus.RoleAsks
			continue
		}
		s := bySeries[n.stem]
		if s == nil {
			s = &series{counts: true}
			bySeries[n.stem] = s
		}
		s.add(x, n.number, before == corpus.RoleAsks)
		if item != nil {
			s.beside, item.beside = true, true
		}
		before, item = x.role, s
		asking = asking || before == corpus.RoleAsks
	}
	for stem, s := range bySeries {
		recurs := s.marks > len(s.labels)
		switch list := listed(stem); {
		case recurs && s.asked*3 >= s.marks: // people who answer
		case list && !recurs && !s.beside && len(s.labels) > 1: // headings
			s.judge(Nobody, whySound)
		case list, asking && s.counts && s.asked == 0 && len(s.labels) > 1:
			s.judge(Prose, whyList)
		case !recurs && s.counts:
			s.judge(Nobody, whyDoubt)
		}
	}
}

// A numberedNoun is the noun of a series and the number beside it.
type numberedNoun struct {
	stem   string
	number int
}

// nounOf reads the label of a series; its stem is "" for other labels.
func nounOf(x *label) (n numberedNoun) {
	if headWords[x.key] || enumerated(x.key) {
		return n
	}
	if listed(x.key) {
		if n.stem = withoutCounter(x.key); n.stem == "" {
			n.stem = x.key
		}
		return n
	}
	stem := strings.TrimRight(x.key, "0123456789")
	r, _ := utf8.DecodeRuneInString(x.Text)
	if stem == x.key || utf8.RuneCountInString(stem) < 3 || !unicode.IsUpper(r) || x.role != corpus.NoRole || x.wording != nameWording ||
		headWords[stem] || strings.ToUpper(x.Text) == x.Text || strings.ContainsAny(stem, " _-.") {
		return n
	}
	if number, err := strconv.Atoi(x.key[len(stem):]); err == nil {
		return numberedNoun{stem, number}
	}
	return n
}

// add adds a mark with a number to a series.
func (s *series) add(x *label, number int, asked bool) {
	if !slices.Contains(s.labels, x) {
		s.labels = append(s.labels, x)
	}
	if s.marks++; asked {
		s.asked++
	}
	s.counts = s.counts && (number == s.last+1 || number == 1)
	s.last = number
}

func (s *series) judge(as As, why string) {
	for _, x := range s.labels {
		x.listed = verdict{as, why}
	}
}

// enumerated reports whether a label is a numbered item such as "objective 1" or "remark two",
// which recurs but is not a speaker.
func enumerated(key string) bool {
	word := withoutCounter(key)
	if i := strings.LastIndexByte(word, ' '); i > 0 && word == key && ordinals[word[i+1:]] {
		word = word[:i]
	}
	return len(word) < len(key) && headWords[word]
}
