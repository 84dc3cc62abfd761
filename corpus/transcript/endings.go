package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus/internal/lazyregexp"
)

// conversation is a word for what comes to an end.
const conversation = `(?:interviews?|recordings?|audio|tape|transcript|transcription|conversation|session|aufnahme|audioaufnahme|gesprächs?|` +
	`transkripts?|tonaufnahme|mitschnitts?|entretien|enregistrement|entrevista|grabación|intervista|registrazione|opname|gesprek|wywiadu|nagrania)`

var (
	// footer is what programs write below a transcript.
	footer = lazyregexp.New(`(?i)^\W*(?:transcribed by\b|this editable transcript was|transcript (?:generated|created) (?:by|with))`)

	// theEnd says that a conversation is over, perhaps when: "[Ende des Interviews]", "Interview ends 11:42".
	theEnd = lazyregexp.New(`(?i)^[\W_]*(?:(?:end|ende|fin|fine|einde|koniec|final) ` +
		`(?:of |des |der |de l['’]|de la |de |du |del |della |dell['’]|van het )?(?:the |this )?` + conversation +
		`|` + conversation + ` (?:ends?|ended|stops?|stopped|finished|concluded|off|over|is over|(?:was |is )?(?:switched|turned) off|` +
		`endet|beendet|ende|aus|abgeschaltet|wird beendet|wurde beendet|terminé|fini|terminada?))` +
		`(?:[ ,:(-]*(?:at|um|à|a las|alle|om)?[ ]*` + clock + `(?: ?(?:h|uhr|[ap]\.?m\.?))?)?[\W_]*$`)

	// endInside is the same in brackets behind the last words.
	endInside = lazyregexp.New(`[\[({<*]+([^\[\](){}<>*]{3,60})[\])}>*]+[\s.]*$`)

	// remarkHead begins a remark of who interviewed or transcribed.
	remarkHead = lazyregexp.New(`^\W*(?i:(?:(?:post-?interview|transcri(?:ber|ption|ptionist)|interviewer|researcher|translat(?:or|ion)|` +
		`editor|author|field|analyst)(?:['’]?s['’]?)?|(?-i:\p{Lu}{2,3}(?:['’]s)?)) (?:notes?|comments?|remarks?|memos?)|` +
		`(?:anmerkung(?:en)?|kommentare?|notiz(?:en)?|bemerkung(?:en)?|nachbemerkung|postskript(?:um)?) (?:der|des|von|vom|zum|zur|nach) [^:\n]{1,40}|` +
		`(?:note|remarque|commentaire|nota|comentario|osservazione) (?:de|du|del|della|des) [^:\n]{1,40})[ \t]*[:：]`)
)

// closes reports whether block i is no speech although it has no label: the end of the conversation, what is below
// it, or a remark.
func (d *document) closes(i int) bool {
	line := d.line(i)
	return isEnd(line) || isRemark(line) || d.Blocks[i].Gap && footer().MatchString(line) || i > 0 && endsConversation(d.line(i-1))
}

// isRemark reports whether a line begins with what remarks of who interviewed or transcribed are called.
func isRemark(line string) bool {
	return strings.ContainsAny(line, ":：") && remarkHead().MatchString(line)
}

// isEnd reports whether a line says that the conversation is over, and is no part of a sentence.
func isEnd(line string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	return len(line) < 120 && !unicode.IsLower(first) && theEnd().MatchString(line)
}

// endsConversation reports whether brackets at the end of a line say that the conversation is over.
func endsConversation(line string) bool {
	m := endInside().FindStringSubmatch(line)
	return m != nil && isEnd(m[1])
}
