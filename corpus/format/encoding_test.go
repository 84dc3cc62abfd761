package format

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"crosscase/corpus"
)

func TestEncodings(t *testing.T) {
	const text = "Interviewer: Wie fing es an?\n" +
		"Roe: Mit Geld – für die Brücke, naïve Öfen, „so“ sagte sie, größer, schöner, über alle Maßen.\n"
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		data     []byte
		encoding string
		want     string
	}{
		{"UTF-8", []byte(text), "utf-8", text},
		{"UTF-8 with a byte order mark", []byte("\ufeff" + text), "utf-8", text},
		{"line ends of Windows", []byte(strings.ReplaceAll(text, "\n", "\r\n")), "utf-8", text},
		{"line ends of old Macs", []byte(strings.ReplaceAll(text, "\n", "\r")), "utf-8", text},
		{"UTF-16, little end first", utf16(unicode.LittleEndian, unicode.UseBOM), "utf-16le", text},
		{"UTF-16, big end first", utf16(unicode.BigEndian, unicode.UseBOM), "utf-16be", text},
		{"UTF-16 without a byte order mark", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", text},
		{"Windows-1252", windows, "windows-1252", text},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read("a.txt", tt.data)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Encoding != tt.encoding {
				t.Errorf("encoding %s, want %s", doc.Encoding, tt.encoding)
			}
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	tests := []struct {
		name     string
		data     string
		encoding string
		want     string
	}{
		{"nothing", "", "utf-8", ""},
		{"ASCII", "plain", "utf-8", "plain"},
		{"mixed line ends", "a\r\nb\rc\nd", "utf-8", "a\nb\nc\nd"},
		{"NUL", "a\x00" + strings.Repeat("b", 300), "utf-8", "a" + strings.Repeat("b", 300)},
		{"a byte order mark that lies", "\xef\xbb\xbfcaf\xe9 au lait", "windows-1252", "ï»¿café au lait"},
		{"big-endian UTF-16 without a byte order mark", "\x00h\x00i\x00!", "utf-16be", "hi!"},
		{"little-endian UTF-16 without a byte order mark", "h\x00i\x00!\x00", "utf-16le", "hi!"},
		{"form feeds between pages", "one\ftwo", "utf-8", "one\ftwo"},
		{"control characters between words", "*A:\tone \x151_2\x15\x0b", "utf-8", "*A:\tone \x151_2\x15\n"},
		{"records of a database", "Roe\x1f41\x1eLee\x1f29", "utf-8", "Roe\x1f41\x1eLee\x1f29"},
		{"a damaged byte", "für später \xfc", "utf-8", "für später \ufffd"},
		{"a letter that is cut", "für spä\xc3", "utf-8", "für spä\ufffd"},
		{"signs of word processors", "We\vcame by No\x02body's bus\x1f, co\x1eop\u2028So.", "utf-8", "We\ncame by Nobody's bus, co\u2011op\nSo."},
		{"the end of a file of DOS", "We came by bus.\n\x1a", "utf-8", "We came by bus.\n"},
		{"soft hyphens, joiners, marks inside", "Ver\u00adwal\u200btung\ufeff a\u2060b", "utf-8", "Verwaltung ab"},
		{"joiners with a meaning", "می\u200cخواهم क्\u200dष", "utf-8", "می\u200cخواهم क्\u200dष"},
		{"zero width spaces between Thai words", "ผม\u200bไป a\u200bb", "utf-8", "ผม\u200bไป ab"},
		{"Windows quotation marks", "\x93yes\x94 \x96 no", "windows-1252", "“yes” – no"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, name, err := Decode([]byte(tt.data))
			if err != nil || text != tt.want || name != tt.encoding {
				t.Errorf("%q in %s, %v, want %q in %s", text, name, err, tt.want, tt.encoding)
			}
		})
	}
	for name, data := range map[string]string{
		"control characters": strings.Repeat("\x01\x02", 10),
		"a picture":          "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + strings.Repeat("\x00\x10\x7f", 30),
	} {
		if text, _, err := Decode([]byte(data)); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "not a text but a binary file") {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestTranscode(t *testing.T) {
	tests := []struct{ encoding, data, want string }{
		{"windows-1250", "\x8a\x9d", "Šť"},
		{"ISO-8859-2", "\xa9\xbb", "Šť"},
		{"macintosh", "\x8a\x8e", "äé"},
		{"shift_jis", "\x93\xfa\x96\x7b", "日本"},
		{"utf-8", "é", "é"},
	}
	for _, tt := range tests {
		if got, err := Transcode([]byte(tt.data), tt.encoding); err != nil || string(got) != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.encoding, got, err, tt.want)
		}
	}
	_, err := Transcode([]byte("x"), "klingon")
	if err == nil || !strings.HasPrefix(err.Error(), `encoding "klingon": unknown; names are as on the web: utf-8, `) {
		t.Errorf("an unknown encoding: %v", err)
	}
}

// Texts in the encodings of one byte for a letter, of which the letters tell the language.
func TestGuess(t *testing.T) {
	const polish, hungarian, czech = "Najpierw przyszła księgowa, później żona sąsiada. Nikt nie zapłacił za węgiel.",
		"Először a könyvelő jött, aztán a szomszéd felesége. Senki sem fizetett a tűzifáért.",
		"Nejdřív přišla účetní, potom sousedova žena. Za uhlí nikdo nezaplatil, říkali že příště."
	const turkish, french = "Önce muhasebeci geldi, sonra komşunun eşi. Kömürün parasını kimse ödemedi, kışın da böyleydi.",
		"D’abord la comptable est arrivée, après la voisine. Personne n’a payé le bois, c’était l’hiver où ça gelait."
	const russian = "Мы начали с денег, и это было непросто, потому что денег не было ни у кого.\n"
	tests := []struct{ encoding, text string }{
		{"windows-1250", polish}, {"iso-8859-2", polish}, {"windows-1250", hungarian},
		{"windows-1250", czech}, {"iso-8859-2", czech},
		{"windows-1250", "Najprej je prišla računovodkinja, potem soseda. Nihče ni plačal za drva, že od začetka."},
		{"windows-1250", "Prvo je došla računovođa, poslije susjeda. Ništa nije plaćeno, ni ogrjev, još uvijek."},
		{"windows-1250", "Întâi a venit contabila, apoi soţia vecinului. Nimeni nu a plătit lemnele, aşa că am îngheţat."},
		{"windows-1250", "Najprv prišla účtovníčka, potom susedova žena. Nikto nezaplatil za uhlie, až kým nás nevyhodili."},
		{"windows-1254", turkish},
		{"windows-1257", "Pirmiausia atėjo buhalterė, vėliau kaimyno žmona. Niekas nesumokėjo už anglis, taip ir šalome."},
		{"windows-1257", "Vispirms atnāca grāmatvede, pēc tam kaimiņa sieva. Neviens nesamaksāja par oglēm, tā mēs salām."},
		{"windows-1252", french}, {"macintosh", french},
		{"ibm850", "Zuerst kam die Buchhalterin, später die Frau des Nachbarn. Für die Straße zahlte niemand, ärgerlich."},
		{"ibm850", "La comptable est arrivée, après la voisine. Personne n'a payé le bois, c'était l'hiver où ça gelait."},
		{"ibm852", polish}, {"ibm852", czech},
		{"windows-1252", "Först kom bokhållaren, sedan grannens fru. Ingen betalade för veden, så vi frös på natten."},
		{"windows-1252", "Først kom bogholderen, så naboens kone. Ingen betalte for brændet, og vi frøs på gaden."},
		{"windows-1252", "Primero llegó la contable, después la mujer del vecino. ¿Quién pagó la leña? Nadie, señor."},
		{"windows-1252", "Primeiro veio a contabilista, depois a mulher do vizinho. Ninguém pagou a lenha, não há razão."},
		{"windows-1252", "Fyrst kom bókhaldarinn, þá kona nágrannans. Enginn borgaði eldiviðinn, það var kalt á nóttunni."},
		{"windows-1251", russian}, {"koi8-u", russian}, {"iso-8859-5", russian}, {"ibm866", russian},
		{"windows-1251", "Спершу прийшла бухгалтерка, потім дружина сусіда. Ніхто не заплатив за вугілля, тому ми мерзли."},
		{"windows-1253", "Πρώτα ήρθε η λογίστρια, μετά η γυναίκα του γείτονα. Κανείς δεν πλήρωσε τα ξύλα."},
		{"windows-1253", "Άλλο αυτοκίνητο δεν είχαμε. Έτσι τα παιδιά πήγαιναν με τα πόδια, και η Άννα μαζί."},
		{"iso-8859-7", "Άλλο αυτοκίνητο δεν είχαμε. Έτσι τα παιδιά πήγαιναν με τα πόδια, και η Άννα μαζί."},
		{"iso-8859-2", "Tazatel: Proč jste se přestěhovali?\nPetr: Kvůli ťukání na zeď. Šéf to říkal."},
		{"iso-8859-2", "Badaczka: Dlaczego?\nJan: Ślęczałem nocą, bo źle spałem."},
		{"iso-8859-2", "Šli smo peš, otroci so hodili v šolo čez potok. Že od začetka."},
		{"windows-1250", "Šli smo peš, otroci so hodili v šolo čez potok. Že od začetka."},
		{"windows-1257", "Kolisime kevadel, sest üür oli liiga kõrge. Šokolaadi ei söönud keegi, lapsed käisid jala koolis."},
		{"windows-1251", "Интервьюер: Почему?\nАнна: Дорого было."}, {"iso-8859-5", "Интервьюер: Почему?\nАнна: Дорого было."},
		{"windows-1255", "קודם באה מנהלת החשבונות, אחר כך אשתו של השכן. איש לא שילם על העצים."},
		{"windows-1256", "جاءت المحاسبة أولا ثم زوجة الجار ولم يدفع أحد ثمن الخشب طوال الشتاء"},
		{"windows-1256", "اول حسابدار آمد و بعد زن همسايه و هيچ کس پول هيزم را نپرداخت"},
		{"windows-874", "ตอนแรกคนทำบัญชีมา แล้วภรรยาของเพื่อนบ้านก็มา ไม่มีใครจ่ายค่าฟืน"},
		{"shift_jis", "最初に会計係が来て、それから隣の奥さんが来ました。誰も薪の代金を払いませんでした。"},
		{"euc-kr", "처음에는 회계 담당자가 왔고 그다음에는 이웃집 부인이 왔습니다. 아무도 장작값을 내지 않았습니다."},
		{"gb2312", "起初来的是会计，后来是邻居的妻子。没有人付柴火的钱，所以我们整个冬天都在挨冻。"},
	}
	for _, tt := range tests {
		enc, err := encodingNamed(tt.encoding)
		if err != nil {
			t.Fatal(err)
		}
		data, err := enc.NewEncoder().Bytes([]byte(tt.text))
		if err != nil {
			t.Fatal(tt.encoding, err)
		}
		if text, name, err := Decode(data); err != nil || name != tt.encoding || text != tt.text {
			t.Errorf("%s: %q in %s, %v, want %q", tt.encoding, text, name, err, tt.text)
		}
	}
}

// Text of which nearly all is UTF-8 is UTF-8; the bytes that are not are named with their
// lines.
func TestDamagedBytes(t *testing.T) {
	const good = "Jörg: für alle\nÄnne: schon öfter\n"
	for _, tt := range []struct{ name, data, body, where string }{
		{"a letter of Windows-1252", good + "Jörg: sp\xe4ter\n", good + "Jörg: sp\ufffdter\n", "line 3 0xE4"},
		{"two bytes that are in no text", good + "\xff\xfe für Öl\r\n", good + "\ufffd für Öl\n", "line 3 0xFF, line 3 0xFE"},
		{"a file that is cut within a letter", good + "und f\xc3", good + "und f\ufffd", "line 3 0xC3"},
		{"a file that begins within a letter", "\xa4nne: so\n" + good, "\ufffdnne: so\n" + good, "line 1 0xA4"},
		{"a line in Windows-1252 at the end", good + good + "M\xfcller hat gr\xfcne Tinte", good + good + "M\ufffdller hat gr\ufffdne Tinte", "line 5 0xFC, line 5 0xFC"},
		{"half of a pair of surrogates", good + "\xed\xa0\xbd so\n", good + "\ufffd so\n", "line 3 0xED, line 3 0xA0, line 3 0xBD"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.txt", []byte(tt.data))
			var where []string
			for _, l := range doc.LeftOut {
				if where = append(where, l.Where+" "+l.Text); l.Why != corpus.DamagedByte {
					t.Errorf("left out: %v", l)
				}
			}
			if got := strings.Join(where, ", "); doc.Body != tt.body || got != tt.where || doc.Encoding != "utf-8" {
				t.Errorf("%q in %s, damaged %s, want %q and %s", doc.Body, doc.Encoding, got, tt.body, tt.where)
			}
		})
	}
}

// So it is in a table.
func TestDamagedBytesOfTables(t *testing.T) {
	for _, tt := range []struct {
		name, data string
		left       []corpus.LeftOut
	}{
		{"a.csv", "speaker,text\nJörg,für alle\nÄnne,sp\xe4ter\n", []corpus.LeftOut{{Why: corpus.DamagedByte, Where: "line 3", Text: "0xE4"}}},
		{"a.csv", "id;antwort\r\n1;für\r\n2;über \xfc\xe4\r\n3;Öl",
			[]corpus.LeftOut{{Why: corpus.DamagedByte, Where: "line 3", Text: "0xFC"}, {Why: corpus.DamagedByte, Where: "line 3", Text: "0xE4"}}},
		{"a.tsv", "speaker\ttext\nJörg\tfür \xff\nÄnne\tschon\n", []corpus.LeftOut{{Why: corpus.DamagedByte, Where: "line 2", Text: "0xFF"}}},
		{"a.csv", "speaker,text\nJ\xf6rg,alle\n\xc4nne,sp\xe4ter\n", nil}, // all in Windows-1252
		{"a.csv", "speaker,text\nJörg,für alle\n", nil},
	} {
		table, err := ReadTable(tt.name, []byte(tt.data))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.left, table.LeftOut); diff != "" {
			t.Errorf("%q: %s", tt.data, diff)
		}
	}
}
