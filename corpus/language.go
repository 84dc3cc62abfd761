package corpus

import (
	"strings"
	"unicode"
)

// Language guesses what language body is in, as "en" or "de", from its script or
// its commonest small words; "" where neither tells. It looks at the first 20,000
// bytes, since a transcript's language shows at once.
func Language(body string) string {
	if len(body) > 20000 {
		body = body[:20000]
	}
	if l := script(body); l != "" {
		return l
	}
	words := strings.FieldsFunc(strings.ToLower(body), func(r rune) bool { return !unicode.IsLetter(r) })
	best, most, next := "", 0, 0
	for language, small := range smallWords {
		n := 0
		for _, w := range words {
			if small[w] {
				n++
			}
		}
		switch {
		case n > most:
			best, most, next = language, n, most
		case n > next:
			next = n
		}
	}
	// One word in eight is a small one in any of these; near relatives share some.
	if most < 4 || most*12 < len(words) || most*10 < next*11 {
		return ""
	}
	return best
}

// script tells of languages that are written in letters of their own.
func script(body string) string {
	var cyrillic, arabic, han, kana, hangul, letters int
	for _, r := range body {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Hangul, r):
			hangul++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	half := letters / 2
	switch {
	case letters < 10:
		return ""
	case cyrillic > half:
		return "ru"
	case arabic > half:
		return "ar"
	case hangul > half:
		return "ko"
	case han+kana > half && kana > letters/20:
		return "ja"
	case han > half:
		return "zh"
	}
	return ""
}

var smallWords = map[string]map[string]bool{
	"en": set("the and of to that is was it for with you we they this have not are what but there"),
	"de": set("der die das und ist nicht ich wir sie mit ein eine zu auf für auch dass haben wie sich"),
	"fr": set("le la les des et est une pas que nous vous dans pour avec ce qui sur il elle je"),
	"es": set("el los las y es una no que en por con para se lo como pero más muy nosotros está"),
	"it": set("il gli che di è una non per con sono abbiamo anche come ma della nel questo perché più si"),
	"nl": set("de het een en van is niet wij met voor dat zijn ook maar hebben op die je naar er"),
	"pt": set("o os as e é uma não que em por com para se mais como mas muito nós você foi"),
	"sv": set("och det att är inte en ett vi som på för med har jag men den av till också kan"),
	"no": set("og det at er ikke en et vi som på for med har jeg men av til også kan fra"),
	"da": set("og det at er ikke en et vi som på for med har jeg men af til også kan fra"),
	"fi": set("ja on ei se että me mutta kun niin oli ovat myös hän mitä olen sitä tämä minä joka kuin"),
}
