package corpus

import "testing"

func TestPlainName(t *testing.T) {
	for name, want := range map[string]string{
		"Roe":               "Roe",
		"Ro\u200be":         "Roe",
		"\ufeffRoe\u200b":   "Roe",
		"Roe \u200b":        "Roe",
		"Ro\u00ade":         "Roe",
		"R\u2060o\u180ee":   "Roe",
		"Ro\u200de":         "Roe", // nothing to join
		"Ro\u200ce\u200f":   "Roe",
		"\u202eRoe\u202c":   "Roe",
		"Roe\ufe0f":         "Roe",
		"Roe\u3164":         "Roe",
		"\u200b\u2800":      "",
		"Gr\u00fcn \u00c5s": "Gr\u00fcn \u00c5s",
		"e\u0301":           "e\u0301",
		"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", // Persian
		"\u0915\u094d\u200d\u0937":                         "\u0915\u094d\u200d\u0937",                         // Hindi
		"\u0dc1\u0dca\u200d\u0dbb\u0dd3":                   "\u0dc1\u0dca\u200d\u0dbb\u0dd3",                   // Sinhala
		"\u0645\u200c":                                     "\u0645",                                           // at the end it does nothing
		"\U0001f469\u200d\U0001f692":                       "\U0001f469\u200d\U0001f692",                       // a firefighter
		"\u2764\ufe0f\u200d\U0001f525":                     "\u2764\ufe0f\u200d\U0001f525",
		"1\ufe0f\u20e3":                                    "1\ufe0f\u20e3",
		"\U0001f3f4\U000e0067\U000e0062\U000e007f":         "\U0001f3f4\U000e0067\U000e0062\U000e007f",
		"\u845b\U000e0100":                                 "\u845b\U000e0100",
	} {
		if got := PlainName(name); got != want {
			t.Errorf("%+q: %+q, want %+q", name, got, want)
		}
	}
}
