package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// judge decides which marks are speakers, on the whole document: labels that
// recur, or are known, carry the decision; with it taken, names that speak once
// come along. It returns nil where nobody speaks. Marks that are strong need to
// be two; where somebody said that these are marks, forced, all names are.
func judge(doc corpus.Document, marks []mark, known func(string) bool, strong, forced bool) []mark {
	marks = afterFrontMatter(doc, marks)
	if forced || strong && len(marks) >= 2 && len(marks)*10 >= paragraphs(doc) {
		return slices.DeleteFunc(marks, func(m mark) bool {
			key := strings.ToLower(m.name)
			return !strong && !known(m.name) && (headWords[key] || enumerated(key))
		})
	}
	count := map[string]int{}
	for _, m := range marks {
		count[strings.ToLower(m.name)]++
	}
	sure := func(m mark) bool {
		return known(m.name) || corpus.ResearcherLabel(m.name) || corpus.AnonymousLabel(m.name)
	}
	recurring, distinct, evidence, sureMarks := map[string]bool{}, map[string]bool{}, 0, 0
	for _, m := range marks {
		key := strings.ToLower(m.name)
		if sure(m) {
			sureMarks++
		} else if headWords[key] || enumerated(key) {
			continue
		}
		distinct[key] = true
		if count[key] > 1 {
			recurring[key] = true
			evidence++
		}
	}
	share := 1.0 / float64(max(paragraphs(doc), 1)) // of all paragraphs, that one mark is
	switch {
	case len(recurring) >= 2 && float64(evidence)*share >= 0.1:
	case len(recurring) == 1 && evidence >= 3 && float64(evidence)*share >= 0.5:
	case len(distinct) >= 2 && (len(recurring) > 0 || sureMarks > 0) && float64(len(marks))*share >= 0.8:
	default:
		return nil
	}
	var speakers []mark
	for _, m := range marks {
		key := strings.ToLower(m.name)
		single := float64(evidence)*share >= 0.3 && !headWords[key] && !enumerated(key) && nameLike(m.name)
		if recurring[key] || sure(m) || single {
			speakers = append(speakers, m)
		}
	}
	return speakers
}

// paragraphs counts the blocks that stand by themselves, without headings; in a
// text without empty lines that is every line.
func paragraphs(doc corpus.Document) (n int) {
	for _, b := range doc.Blocks {
		if b.Gap && b.Kind != corpus.HeadingBlock {
			n++
		}
	}
	if n <= 1 {
		return len(doc.Blocks)
	}
	return n
}

// afterFrontMatter leaves out marks in the lines that head a transcript ("Date:
// …", "Interviewee: …"): a first paragraph of such lines, one of them with a
// word that no speaker is called.
func afterFrontMatter(doc corpus.Document, marks []mark) []mark {
	last := -1 // mark with the last such word in the unbroken run from the beginning
	for i, m := range marks {
		if i > 0 && m.block != marks[i-1].block+1 || doc.Blocks[m.block].Span.End-m.body > 120 {
			break
		}
		if headWords[strings.ToLower(m.name)] {
			last = i
		}
	}
	if last < 0 {
		return marks
	}
	for last+1 < len(marks) && marks[last+1].block == marks[last].block+1 && !doc.Blocks[marks[last+1].block].Gap {
		last++
	}
	return marks[last+1:]
}

// plausible tells whether a label may be a name at all: short, capitalised or
// numbered, no sentence.
func plausible(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	if len(strings.Fields(name)) > 8 || unicode.IsLower(first) || !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return false
	}
	if strings.ContainsAny(name, "?!;\"“”/\\<>=|") || strings.Contains(name, "...") || strings.Contains(name, "…") {
		return false
	}
	return !soundWords[strings.ToLower(name)]
}

// nameLike tells whether a label that stands but once looks like a name: each
// word capitalised, but for the particles that names have.
func nameLike(name string) bool {
	words := strings.Fields(name)
	if len(words) == 1 && len(name) <= 4 && name == strings.ToUpper(name) {
		return false // OK, UK, NATO
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(['’"))
		if unicode.IsLower(r) && !particles[strings.ToLower(strings.TrimRight(w, ".,)]"))] {
			return false
		}
	}
	return len(words) <= 6
}

// enumerated tells of labels such as "objective 1", which recur but never speak.
func enumerated(key string) bool {
	word := strings.TrimRight(key, ".0123456789 ")
	return len(word) < len(key) && headWords[word]
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(list, ",") {
		m[strings.TrimSpace(w)] = true
	}
	return m
}

var (
	particles  = set("van, von, der, den, de, del, della, di, da, dos, la, le, du, al, el, bin, ibn, ter, ten, zu, af, av, y, e, i, of, the, and, for, via, interpreter, hon, member, members, mr, mrs, ms, dr, chair, voice")
	soundWords = set("laughter, laughs, laughing, inaudible, pause, crosstalk, applause, music, silence, break, unclear, overtalking, noise, end of recording, end of transcript")
	headWords  = set(`action, actions, action point, action points, agenda, aim, aims, apologies, appendix, attendees, attending, absent, author, authors, background, benefit, benefits,
		cc, chapter, conclusion, contact, context, copy, cost, costs, date, deadline, decision, decisions, definition, description, distribution, document, due, duration, email, e-mail, example,
		figure, file, finding, findings, from, goal, goals, hypothesis, in attendance, interview, interview date, introduction, item, items, key, language, length, location, meeting, method, methods, minute taker,
		minutes, next meeting, next steps, note, notes, objective, objectives, observation, observations, organisation, organization, outcome, outcomes, owner, page, part, phone, place, present, principle, priority, problem,
		project, purpose, quote, re, reason, recommendation, recommendations, record, recorded, recording, ref, reference, references, remark, resolved, result, results, risk, risks, section, setting, solution, source, stage, status,
		step, subject, summary, table, tel, telephone, theme, time, title, to, topic, transcribed by, transcription, transcript, type, venue, version, visit, warning, website, weather, year,
		datum, ort, zeit, thema, anwesend, entschuldigt, hinweis, beschluss, lieu, heure, objet, présents, fecha, lugar, asunto`)
)
