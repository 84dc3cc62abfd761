package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// What chat programs write in the place of what somebody wrote, or beside it, in the languages of their exports.
var (
	// noticeLine is a line that is a notice: of what the export does not have, of a message that was taken back,
	// of a call, of a reaction to somebody's message or an answer to one, with its words.
	noticeLine = lazyregexp.New(`(?i)^(?:` +
		`<(?:media omitted|medien ausgeschlossen|médias omis|multimedia omitido|media omessi|media weggelaten|` +
		`mídia oculta|mídia omitida|ficheiro não revelado|` +
		`attached: .*|anhang: .*|pièce jointe : .*|adjunto: .*|allegato: .*|bijgevoegd: .*|anexado: .*)>|` +
		`(?:.{1,120}[•·] ?.{1,30} )?(?:image|video|audio|gif|sticker|document|voice message|video note|contact card|` +
		`view once (?:photo|video)) omitted|` +
		`(?:.{1,120}[•·] ?.{1,30} )?(?:bild|video|audio|gif|sticker|dokument|sprachnachricht|videonachricht|kontaktkarte|` +
		`foto) (?:weggelassen|ausgelassen)|` +
		`(?:image|vidéo|audio|gif|sticker|document|fiche contact) (?:absente?|omise?)|` +
		`(?:imagen|video|audio|gif|sticker|documento|tarjeta de contacto) omitid[oa]|` +
		`(?:immagine|video|audio|gif|sticker|documento) omess[oa]|(?:afbeelding|video|audio|gif|sticker|document) weggelaten|` +
		`(?:imagem|vídeo|áudio|gif|figurinha|documento) (?:ocultad|omitid)[oa]|` +
		`\S.{0,150} \((?:file attached|datei angehängt|fichier joint|archivo adjunto|file allegato|bestand bijgevoegd|` +
		`arquivo anexado|ficheiro anexado)\)|` +
		`(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht|` +
		`du hast diese nachricht gelöscht|ce message a été supprimé|` +
		`vous avez supprimé ce message|se eliminó este mensaje|este mensaje fue eliminado|eliminaste este mensaje|` +
		`questo messaggio è stato eliminato|` +
		`hai eliminato questo messaggio|dit bericht is verwijderd|u hebt dit bericht verwijderd|je hebt dit bericht verwijderd|` +
		`(?:mensagem|essa mensagem foi|esta mensagem foi) apagada|você apagou esta mensagem)\.?|` +
		`(?:missed (?:group )?(?:voice|video) call|verpasster (?:gruppen-?)?(?:sprach|video)anruf|appel (?:vocal|vidéo) manqué|` +
		`(?:videol|l)lamada (?:de voz |grupal )?perdida|(?:video)?chiamata (?:vocale )?persa|gemiste (?:spraak|video)oproep|` +
		`chamada de (?:voz|vídeo) perdida)\.?(?:,? .{1,40})?|` +
		`(?:reacted to|reagierte auf|hat auf) ["“„«].*|removed an? .{1,40} reaction from ["“„«].*|` +
		`(?:replying to|antwort(?:en|et)? auf|en réponse à|en respuesta a) ["“„«].*["”“»])$`)
	// editedNote is behind the words of a message that was changed.
	editedNote = lazyregexp.New(`(?i)\s*<(?:this message was edited|diese nachricht wurde bearbeitet|ce message a été modifié|se editó este mensaje|` +
		`questo messaggio è stato modificato|dit bericht (?:is|werd) bewerkt|(?:esta )?mensagem (?:foi )?editada)\.?>[\x{200e}\x{200f}\s]*$`)
)

// blankMarks are around the notices of some programs, beside blanks.
const blankMarks = " \t\r\n\u200e\u200f\u202a\u202c"

// withoutNotices takes the notices of a chat program out of what people write. A message that is nothing else
// is no turn.
func (a *assembler) withoutNotices() {
	turns := a.out.Turns[:0:0]
	leave := func(text string) {
		a.leftOut = append(a.leftOut, corpus.LeftOut{Why: corpus.ChatNotice, Text: strings.Trim(text, blankMarks)})
	}
	for _, t := range a.out.Turns {
		if t.Speaker < 0 {
			turns = append(turns, t)
			continue
		}
		words := a.Body[t.Body:t.End]
		rest := afterNotices(words)
		switch {
		case rest == words:
		case rest == "":
			leave(a.Body[t.Start:t.End])
			continue
		default:
			leave(words[:len(words)-len(rest)])
			t.Body = t.End - len(rest)
		}
		if n := editedNote().FindStringIndex(a.Body[t.Body:t.End]); n != nil && n[0] > 0 {
			leave(a.Body[t.Body+n[0] : t.End])
			t.End = t.Body + n[0]
		}
		turns = append(turns, t)
	}
	a.out.Turns = turns
}

// afterNotices is what is left of a message behind the lines with which it begins that are notices.
func afterNotices(words string) string {
	for rest := words; ; {
		line, below, _ := strings.Cut(rest, "\n")
		if line = strings.Trim(line, blankMarks); line != "" && !noticeLine().MatchString(line) {
			return words
		}
		if rest = strings.TrimLeft(below, blankMarks); line != "" {
			words = rest
		}
		if rest == "" {
			return words
		}
	}
}
