package corpus

import (
	"strings"
	"sync"
	"unicode"
)

// A ColumnKind is what the name of a column says is in it. A name can say several things: "from" is
// who sent a message, or when something begins.
type ColumnKind uint16

// The kinds of columns.
const (
	SpeakerColumn  ColumnKind = 1 << iota // who speaks
	PersonColumn                          // a person, who speaks in a transcript and answers in a survey
	ListenerColumn                        // to whom something is said
	WordsColumn                           // what is said
	SpokenColumn                          // only transcripts call a column so
	ChatColumn                            // only chats call a column so
	StartColumn                           // when something begins
	EndColumn                             // when it ends
	DurationColumn                        // how long it lasts
	NumberColumn                          // the number of a line
	NoteColumn                            // notes about the words
)

// columnNames are the kinds with what columns are called, as [PlainColumn] has it, in whatever languages.
// A name that is missing is added to its kind.
var columnNames = []struct {
	kind  ColumnKind
	names string
}{
	{SpeakerColumn | SpokenColumn, `speaker speakers speakername speakerlabel speakerid sprecher sprecherin sprechende sprecherinnen sprechername sprecherkürzel`},
	{SpeakerColumn | ChatColumn, `displayname screenname nickname postedby sentby gesendetvon`},
	{SpeakerColumn, `voice who tier tiername spk from sender sendername author authorname user username userprofile
		wer redner rednerin absender absenderin verfasser verfasserin
		locuteur locutrice orateur auteur expéditeur qui hablante orador autor remitente quien quién parlante interlocutore mittente autore chi
		spreker wie kto mówca kdo mluvčí ki beszélő vem talare hvem taler puhuja кто говорящий 話者 发言人 说话人 發言人 화자 konuşan falante quem`},
	{PersonColumn, `name person participant participantid interviewee respondent role id label
		rolle teilnehmer teilnehmerin teilnehmende befragte befragter nom nombre nome`},
	{ListenerColumn, `to addressee recipient receiver listener towhom anwen an empfänger empfängerin adressat adressatin`},
	{WordsColumn | SpokenColumn, `utterance utterances transcript transcription dialog dialogue said spoken speech caption captions subtitle subtitles
		whatwassaid spokenwords spokentext
		transkript transkription wortlaut äußerung äusserung gesagt gesagtes gesprochenes gesprochenertext redebeitrag redebeiträge trascrizione transcripción`},
	{WordsColumn | ChatColumn, `message messages messagetext messagebody msg nachricht nachrichten nachrichtentext`},
	{ChatColumn, `channel channelname channelid reactions attachments threadts threadreplyto replyto inreplyto isreply room roomname kanal chatname`},
	{WordsColumn, `text words word content annotation annotations value what turn beitrag aussage inhalt was
		texte quoi parole texto testo que qué cosa tekst wat co wypowiedź treść výpověď mit szöveg vad hva hvad teksti что текст 発話 内容 內容 내용 metin fala oquê`},
	{StartColumn, `start begin beginning from in ts timestamp time times timecode timespan onset tc von ab anfang beginn zeit zeitmarke zeitpunkt uhrzeit
		zeitstempel zeitcode début debut inicio inizio heure hora ora tijd`},
	{EndColumn, `end stop to out offset bis ende fin fine`},
	{DurationColumn, `duration length dauer länge durée duración durata`},
	{NumberColumn, `no nr number num line row lineno linenumber index turnno turnnumber nummer zeile zeilennummer lfdnr ligne numéro línea número`},
	{NoteColumn, `note notes comment comments remark remarks code codes coding theme themes memo memos category categories paraphrase summary observation
		observations analysis tag tags reaction reactions kommentar kommentare anmerkung anmerkungen bemerkung bemerkungen notiz notizen kode kodes kategorie
		kategorien thema zusammenfassung remarque remarques commentaire commentaires thème catégorie nota notas comentario comentarios código códigos
		categoría osservazioni commento commenti noteamargine codice opmerking opmerkingen uwagi komentarz kod notatki poznámka poznámky komentář kód
		megjegyzés kommentti huomautus anteckning заметки примечание комментарий код メモ コード 備考 备注 注释 编码 메모 코드 not notlar yorum`},
}

var columnKinds = sync.OnceValue(func() map[string]ColumnKind {
	kinds := map[string]ColumnKind{}
	for _, c := range columnNames {
		for name := range strings.FieldsSeq(c.names) {
			kinds[name] |= c.kind
		}
	}
	return kinds
})

// ColumnNamed returns what the name of a column says is in it, whatever its case, spaces and signs; 0 for
// a name that says nothing of transcripts.
func ColumnNamed(name string) ColumnKind { return columnKinds()[PlainColumn(name)] }

// Is reports whether a kind is one of others.
func (k ColumnKind) Is(others ColumnKind) bool { return k&others != 0 }

// PlainColumn is the name of a column without what programs write in different ways: case, spaces and
// signs.
func PlainColumn(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// NamesColumns reports whether a row of a table says what its columns are: two and more of its cells are
// names of different kinds of columns, and one of them is that of who speaks, or of what is said.
func NamesColumns(row []string) bool {
	var all ColumnKind
	named, filled := 0, 0
	for _, cell := range row {
		k := ColumnNamed(cell)
		if cell != "" {
			filled++
		}
		if k != 0 && all&k != k {
			named++
			all |= k
		}
	}
	return named >= 2 && named*2 >= filled && all.Is(SpeakerColumn|PersonColumn|WordsColumn)
}

// NamedAtChanges reports whether names of who speaks, row by row, are written only where the speaker changes, so that
// a row without one goes on with the words above it: nobody is named twice in a row, two and more are named again, and
// two and more rows have no name, none of them the first.
func NamedAtChanges(names []string) bool {
	last, named, blank, different := "", 0, 0, map[string]bool{}
	for _, name := range names {
		switch {
		case name == "" && last == "", name != "" && strings.EqualFold(name, last):
			return false
		case name == "":
			blank++
		default:
			last = name
			named++
			different[strings.ToLower(name)] = true
		}
	}
	return blank >= 2 && blank <= named && len(different) >= 2 && named >= 2*len(different)
}

// IsRemark reports whether the words of a row are a remark of whoever transcribed them, in brackets of any kind.
func IsRemark(words string) bool {
	return words != "" && strings.ContainsAny(words[:1], "([{<*") && strings.ContainsAny(words[len(words)-1:], ")]}>*")
}
