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

	// headWords come before a colon in the heads of documents, in lists and in minutes, perhaps with a
	// number, and are not names. A word that is missing is added to its language.
	headWords = set(`action, actions, action point, action points, agenda, apologies, appendix, attendees, attending,
		absent, author, authors, background, cc, chapter, conclusion, contact, context, copy, date, deadline,
		decision, decisions, definition, description, distribution, document, due, duration, email, e-mail, figure,
		file, from, in attendance, interview, interview date, introduction, key, language, length, location, meeting,
		method, methods, minute taker, minutes, next meeting, next steps, note, notes, observation, observations,
		organisation, organization, owner, page, part, phone, place, present, project, purpose, quote, re, record,
		recorded, recording, ref, reference, references, remark, resolved, section, sent, setting, source, status, subject,
		summary, table, tel, telephone, theme, time, title, to, topic, transcribed by, transcription, transcript,
		type, venue, version, visit, warning, important, attention, caution, tip, hint, wichtig, achtung, tipp,
		website, weather, year, datum, ort, zeit, thema, anwesend, entschuldigt, hinweis, fazit, anmerkung,
		zusammenfassung, einleitung, notiz, aufgabe, beschluss, lieu, heure, objet, présents, fecha, lugar, asunto,
		agenda item, agenda point, agreed, agreement, amendment, announcement, announcements, answer to, any other business, aob,
		closing, comment, comments, debate, discussion, evaluation, exercise, feedback, follow-up, icebreaker, implementation,
		information, matters arising, memo, motion, motions, objection, opening, planning, probe, prompt, proposal, proposals,
		question block, remarks, report, reports, resolution, resolutions, responsible, result, results, review, session, suggestion,
		tasks, to do, todo, topics, transition, update, updates, vote, votes, warm-up, welcome, wrap-up, ablauf, abschluss,
		abschnitt, abstimmung, ad, aktion, aktionen, anlage, antrag, anträge, arbeitsauftrag, auftrag, aufgaben, auswertung,
		bemerkung, bemerkungen, bericht, berichte, besprechung, beschlüsse, beobachtung, begrüßung, diskussion, einstieg, einwand,
		einwurf, empfehlung, entscheidung, ergebnis, ergebnisse, erläuterung, festlegung, frageblock, kommentar, kommentare,
		leitfrage, maßnahme, maßnahmen, nachfrage, nächste schritte, planung, protokollnotiz, rückblick, rückmeldung, sonstiges,
		tagesordnung, tagesordnungspunkt, termin, termine, themenblock, top, überleitung, umsetzung, verantwortlich, verschiedenes,
		vorbemerkung, vorschlag, vorschläge, zu, zu frage, zu punkt, zu top, zuständig, action à mener, bilan, commentaire,
		commentaires, conclusions, décision, décisions, ordre du jour, proposition, questions
		diverses, relevé, remarque,
		remarques, résultat, résultats, suite à donner, acuerdo, acuerdos, comentario, comentarios, conclusión, decisión,
		observación, orden del día, propuesta, resultado, resultados, tarea, azione, conclusione, decisione, ordine del giorno,
		osservazione, proposta, risultato, actie, actiepunt, besluit, opmerking, resultaat, voorstel`)

	// headLinks go on with a word of heads: "Remark by the chair".
	headLinks = set(`by, of, from, on, about, regarding, zu, von, vom, zum, zur, des, durch, über, aus, de, du, des, sur, del, sobre, di, su, van, over`)

	// nounEndings end nouns that are no names.
	nounEndings = []string{"tion", "sion", "heit", "keit", "schaft", "tät", "ismus", "lung", "rung", "tung", "dung", "nung", "sung", "gung", "bung",
		"ción", "sión", "ção", "são", "zione", "sione", "dade", "dad", "tà", "heid", "ość"}
)

// heading reports whether a key is a word of heads or of lists.
func heading(key string) bool { return headWords[key] || listWords[key] }
