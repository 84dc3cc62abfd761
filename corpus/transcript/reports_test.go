package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A line of minutes that reports several people is parted where a sentence begins with another, and
// nobody's where it is unproved who says what.
func TestReportsOfSeveral(t *testing.T) {
	const present = "Present: Anna Kern (AK), Boris Lund (BL), Dr Carla Moser (CM)\nApologies: Dora Noll (DN)\n\n"
	tests := []struct{ name, line, want string }{
		{"two sentences", "Ms Kern asked who pays. Dr Moser replied that the council does.",
			"Anna Kern: Ms Kern asked who pays.|Carla Moser: Dr Moser replied that the council does."},
		{"in German", "Frau Kern fragt nach X. Frau Moser antwortet, dass es 40 Prozent sind.",
			"Anna Kern: Frau Kern fragt nach X.|Carla Moser: Frau Moser antwortet, dass es 40 Prozent sind."},
		{"with what follows", "AK asked who pays. She was unsure. BL said that he does. He smiled.",
			"Anna Kern: AK asked who pays. She was unsure.|Boris Lund: BL said that he does. He smiled."},
		{"with an adverb", "AK asked who pays. In response, BL said that he does.", "Anna Kern: AK asked who pays.|Boris Lund: In response, BL said that he does."},
		{"inverted", "Herr Lund fragt, wer zahlt. Darauf antwortet Frau Kern, dass sie es weiß.",
			"Boris Lund: Herr Lund fragt, wer zahlt.|Anna Kern: Darauf antwortet Frau Kern, dass sie es weiß."},
		{"two in one sentence", "AK asked who pays and BL replied that he does.", "-: AK asked who pays and BL replied that he does."},
		{"two in a German sentence", "Frau Kern fragt, wer zahlt, worauf Herr Lund antwortet, er zahle.",
			"-: Frau Kern fragt, wer zahlt, worauf Herr Lund antwortet, er zahle."},
		{"together", "AK and BL asked who pays.", "-: AK and BL asked who pays."},
		{"three together", "AK, BL and CM asked who pays. They were angry.", "-: AK, BL and CM asked who pays. They were angry."},
		{"together in German", "Frau Kern und Herr Lund fragen, wer zahlt.", "-: Frau Kern und Herr Lund fragen, wer zahlt."},
		{"with others", "AK and others asked who pays.", "-: AK and others asked who pays."},
		{"a slash", "AK/BL asked who pays.", "-: AK/BL asked who pays."},
		{"somebody absent", "AK asked who pays. DN had sent a note that she does.", "Anna Kern: AK asked who pays.|-: DN had sent a note that she does."},
		{"somebody who is not listed", "AK asked who pays. Mr Orme replied that he does.", "Anna Kern: AK asked who pays.|-: Mr Orme replied that he does."},
		{"all", "AK asked who pays. It was agreed to wait. Both were content.", "Anna Kern: AK asked who pays.|-: It was agreed to wait. Both were content."},
		{"a task", "AK asked who pays. ACTION: BL to find out.", "Anna Kern: AK asked who pays.|Boris Lund: ACTION: BL to find out."},
		{"a task without a label", "AK asked who pays. BL to find out.", "Anna Kern: AK asked who pays.|Boris Lund: BL to find out."},
		{"a first name", "AK asked who pays. Boris agreed with Carla.", "Anna Kern: AK asked who pays.|Boris Lund: Boris agreed with Carla."},
		{"another of that name", "AK asked who pays. Lund jun. replied that he does.", "Anna Kern: AK asked who pays.|-: Lund jun. replied that he does."},
		{"asked by another", "AK was asked by BL who pays.", "-: AK was asked by BL who pays."},
		{"about another", "AK agreed with Mr Lund and reported that BL had paid.", "Anna Kern: AK agreed with Mr Lund and reported that BL had paid."},
		{"what another said", "AK said that BL said he would pay.", "Anna Kern: AK said that BL said he would pay."},
		{"an abbreviation", "AK thanked Dr. Moser. BL said St. Anna is far.", "Anna Kern: AK thanked Dr. Moser.|Boris Lund: BL said St. Anna is far."},
		{"after nobody", "The board waited. AK said that it leaks.", "-: The board waited.|Anna Kern: AK said that it leaks."},
		{"somebody's own words", "AK: It leaks. BL said so.", "Anna Kern: It leaks. BL said so."},
		{"a row", "2. Roof\tAK said that it leaks. BL agreed.\tCM", "-: 2. Roof|Anna Kern: AK said that it leaks.|Boris Lund: BL agreed.|-: CM"},
	}
	for _, tt := range tests {
		got := told(t, present+"1. Start\n\nMr Lund opened the meeting.\n\nDr Moser thanked him.\n\n"+tt.line+"\n")
		n := 0
		for n < len(got) && got[n] != "Carla Moser: Dr Moser thanked him." {
			n++
		}
		if diff := cmp.Diff(strings.Split(tt.want, "|"), got[min(n+1, len(got)):]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}
