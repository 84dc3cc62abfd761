package corpus

import (
	"strings"
	"testing"

	"github.com/abadojack/whatlanggo"
)

const (
	english = "We did it together and that was the best of it, but it took what we have. "
	german  = "Das haben wir gemeinsam gemacht, und das war nicht immer einfach für die Leute, die da sind. "
)

func TestLanguage(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"English", english, "en"},
		{"German", german, "de"},
		{"French", "Nous avons décidé que le projet est une chance pour les deux services, et ce n'est pas fini.", "fr"},
		{"Spanish", strings.Repeat("Los vecinos dijeron que el ayuntamiento ya no les escuchaba, y por eso hicieron una huelga. ", 12), "es"},
		{"Dutch", "We hebben het samen gedaan en dat was niet altijd gemakkelijk voor de mensen die er werken.", "nl"},
		{"Russian", "Мы работали вместе с полицией и пожарной службой, и это было непросто.", "ru"},
		{"Japanese", "消防と警察が一緒に働くことになりました。最初は大変でした。", "ja"},
		{"Greek", "Δουλέψαμε μαζί με την αστυνομία και την πυροσβεστική, και δεν ήταν εύκολο.", "el"},
		{"a name", "Pam", ""},
		{"nothing", "", ""},
		{"numbers", "2019 12 31", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Language(tt.text); got != tt.want {
				t.Errorf("Language(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// The language of most samples wins, wherever a quotation is; without a majority
// there is none.
func TestLanguageOfMixedTexts(t *testing.T) {
	en, de := strings.Repeat(english, 100), strings.Repeat(german, 80)
	tests := []struct {
		name, text, want string
	}{
		{"English with a German quotation at the start", de[:1500] + en, "en"},
		{"English with a German quotation at the end", en + de[:1500], "en"},
		{"German with an English quotation in the middle", de + en[:1000] + de, "de"},
		{"half and half", strings.Repeat(en[:1000]+string([]rune(de)[:1000]), 6), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Language(tt.text); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestLanguageCode(t *testing.T) {
	tests := map[whatlanggo.Lang]string{
		whatlanggo.Nob: "no", // both written forms of Norwegian
		whatlanggo.Nno: "no",
		whatlanggo.Dan: "da",
		whatlanggo.Eng: "en",
		whatlanggo.Cmn: "zh",
	}
	for lang, want := range tests {
		if got := languageCode(lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
