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
	headWords = set(`action, actions, action point, action points, agenda, apologies, appendix, attendees, attending,
		absent, author, authors, background, cc, chapter, conclusion, contact, context, copy, date, deadline,
		decision, decisions, definition, description, distribution, document, due, duration, email, e-mail, figure,
		file, from, in attendance, interview, interview date, introduction, key, language, length, location, meeting,
		method, methods, minute taker, minutes, next meeting, next steps, note, notes, observation, observations,
		organisation, organization, owner, page, part, phone, place, present, project, purpose, quote, re, record,
		recorded, recording, ref, reference, references, remark, resolved, section, setting, source, status, subject,
		summary, table, tel, telephone, theme, time, title, to, topic, transcribed by, transcription, transcript,
		type, venue, version, visit, warning, important, attention, caution, tip, hint, wichtig, achtung, tipp,
		website, weather, year, datum, ort, zeit, thema, anwesend, entschuldigt, hinweis, fazit, anmerkung,
		zusammenfassung, einleitung, notiz, aufgabe, beschluss, lieu, heure, objet, présents, fecha, lugar, asunto`)
)

// heading reports whether a key is a word of heads or of lists.
func heading(key string) bool { return headWords[key] || listWords[key] }
