package transcript

import "strings"

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(list, ",") {
		m[strings.TrimSpace(w)] = true
	}
	return m
}

var (
	// particles are words in names that are not capitalised.
	particles = set(`van, von, der, den, de, del, della, di, da, dos, la, le, du, al, el, bin, ibn, ter, ten, zu, af,
		av, y, e, i, of, the, and, for, via, interpreter, hon, member, members, mr, mrs, ms, dr, chair,
		voice`)

	// soundWords describe sounds; in brackets or before a colon they look like labels.
	soundWords = set(`laughter, laughs, laughing, inaudible, pause, crosstalk, applause, music, silence, break, unclear,
		overtalking, noise, ok, okay, yes, no, ja, nein, oui, non, end of recording, end of transcript`)

	// standIns are letters that stand for people with a number behind them.
	standIns = set(`P, R, S, F, M, W, B, I, IP, TN, BP, SP, GP, VP, KP, p, r, s, b, i, ip, tn`)

	// headWords come before a colon in the heads of documents and in lists, and are
	// not names.
	headWords = set(`action, actions, action point, action points, agenda, aim, aims, apologies, appendix, attendees,
		attending, absent, author, authors, background, benefit, benefits, cc, chapter, conclusion,
		contact, context, copy, cost, costs, date, deadline, decision, decisions, definition, description,
		distribution, document, due, duration, email, e-mail, example, figure, file, finding, findings,
		from, goal, goals, hypothesis, in attendance, interview, interview date, introduction, item, items,
		key, language, length, location, meeting, method, methods, minute taker, minutes, next meeting,
		next steps, note, notes, objective, objectives, observation, observations, organisation,
		organization, outcome, outcomes, owner, page, part, phone, place, present, principle, priority,
		problem, project, purpose, quote, re, reason, recommendation, recommendations, record, recorded,
		recording, ref, reference, references, remark, resolved, result, results, risk, risks, section,
		setting, solution, source, stage, status, step, subject, summary, table, tel, telephone, theme,
		time, title, to, topic, transcribed by, transcription, transcript, type, venue, version, visit,
		warning, website, weather, year, datum, ort, zeit, thema, anwesend, entschuldigt, hinweis, fazit,
		ergebnis, beispiel, anmerkung, zusammenfassung, einleitung, ziel, ziele, problem, probleme, notiz, aufgabe,
		beschluss, lieu, heure, objet, présents, fecha, lugar, asunto`)
)
