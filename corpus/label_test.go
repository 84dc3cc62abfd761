package corpus

import "testing"

func TestLabels(t *testing.T) {
	tests := []struct {
		label                 string
		researcher, anonymous bool
	}{
		{"Interviewer", true, false},
		{"INTERVIEWER", true, false},
		{"Int.", true, false},
		{"I", true, false},
		{"I:", true, false},
		{"Moderator 2", true, false},
		{"Enquêtrice", true, false},
		{"Speaker 1", false, true},
		{"SPEAKER_00", false, true},
		{"Interviewee", false, true},
		{"P3", false, true},
		{"R", false, true},
		{"P", false, true},
		{"P.", false, true},
		{"Participant #4", false, true},
		{"Participant 3 (female, 41)", false, true},
		{"Unknown", false, true},
		{"Speaker B", false, true},
		{"Speaker Bee", false, false},
		{"spk_0", false, true},
		{"INV", true, false},
		{"Channel 1", false, true},
		{"CHI", false, true},
		{"PAR0", false, true},
		{"Chi", false, false}, // a name
		{"Teilnehmerin 2", false, true},
		{"7", false, true},
		{"", false, false},
		{"Jane Roe", false, false},
		{"Roe", false, false},
		{"Spencer", false, false},
		{"Manfred", false, false},
		// Those who ask, with a name, a letter or a number.
		{"Interviewer (Anna)", true, false},
		{"Interviewer Anna Roe", true, false},
		{"Anna Roe (Interviewer)", true, false},
		{"Interviewer (I)", true, false},
		{"Moderator (M)", true, false},
		{"I (Anna)", true, false},
		{"Interviewer A", true, false},
		{"Interviewer – Anna", true, false},
		{"Interviewer, Anna", true, false},
		{"Interviewer | Ian", true, false},
		{"Interviewer/Ian", true, false},
		{"Facilitator: Jo", true, false},
		{"INT-1", true, false},
		{"MOD-AH", true, false},
		{"Teacher-2", false, true},
		{"J-P", false, false}, // a name
		{"Roe-Penn", false, false},
		{"Interview-Team", false, false},
		{"Interviewer_1", true, false},
		{"I2", true, false},
		{"Interviewer/in", true, false},
		{"Interviewer:in", true, false},
		{"Interviewer*in 2", true, false},
		{"Interviewer(in)", true, false},
		{"InterviewerIn", true, false},
		{"Moderatrice", true, false},
		{"Co-Moderator", true, false},
		{"Fragesteller", true, false},
		{"IV.", true, false},
		{"Q", true, false},
		{"Frage", true, false},
		{"Interviewer's aunt", false, true},
		{"Researcher at the depot", false, false},
		{"Int Roe", false, false}, // a short word needs brackets
		{"Ivy", false, false},
		// Those who are asked.
		{"B", false, true},
		{"B1", false, true},
		{"S00", false, true},
		{"IP", false, true},
		{"IP1", false, true},
		{"TN 3", false, true},
		{"Bf.", false, true},
		{"Befragte*r", false, true},
		{"Befragte/r 2", false, true},
		{"Interviewpartnerin", false, true},
		{"Expertin", false, true},
		{"Patient", false, true},
		{"Teacher A", false, true},
		{"Antwort", false, true},
		{"Informante", false, true},
		{"student 4", false, true},
		// In other languages.
		{"Badaczka", true, false},
		{"Rozmówca", false, true},
		{"Prowadzący wywiad", true, false},
		{"Uczestniczka 2", false, true},
		{"Интервьюер", true, false},
		{"Респондент 1", false, true},
		{"Ведущая", true, false},
		{"Інтерв’юер", true, false},
		{"Учасниця", false, true},
		{"Tazatelka", true, false},
		{"Dotazovaná", false, true},
		{"Intervjuer", true, false},
		{"Deltaker", false, true},
		{"Haastattelija", true, false},
		{"Haastateltava", false, true},
		{"Pesquisadora", true, false},
		{"Entrevistado", false, true},
		{"Chercheure", true, false},
		{"Rép.", false, true},
		{"Görüşmeci", true, false},
		{"Katılımcı 3", false, true},
		{"المحاور", true, false},
		{"المشاركة", false, true},
		{"采访者", true, false},
		{"受访者", false, true},
		{"受访者A", false, true},
		{"受访者2", false, true},
		{"问", true, false},
		{"答", false, true},
		{"聞き手", true, false},
		{"調査協力者", false, true},
		{"면접자", true, false},
		{"참여자 1", false, true},
		{"מראיין", true, false},
		{"प्रतिभागी", false, true},
		{"Kérdező", true, false},
		{"Συμμετέχων", false, true},
		{"Ispitanica", false, true},
		{"Pewawancara", true, false},
		// Abbreviations and words of fieldwork.
		{"Intv.", true, false},
		{"IVR", true, false},
		{"IVE", false, true},
		{"Fieldworker", true, false},
		{"Research assistant", true, false},
		{"Research Assistant 2", true, false},
		// Described people.
		{"Second interviewer", true, false},
		{"Zweite Interviewerin", true, false},
		{"Unidentified female", false, true},
		{"Unknown participant (male)", false, true},
		{"Male voice", false, true},
		{"Male Voice 2", false, true},
		{"Voz masculina", false, true},
		{"Befragte Person", false, true},
		{"the nurse", false, true},
		{"A woman", false, true},
		{"Une femme", false, true},
		{"A waiter", false, true},
		{"Audience member", false, true},
		{"CEO", false, true},
		{"Managing Director", false, true},
		{"Herr B.", false, true},
		{"Mrs. K.", false, true},
		{"Pani K.", false, true},
		{"The Speaker", false, false}, // of a parliament
		{"The question", false, false},
		{"Herr Bauer", false, false},
		{"Mr. Penn", false, false},
		{"My mother", false, false},
		{"Friend", false, false},
		{"Anna Cook", false, false},
		{"Boy George", false, false},
		{"Project manager", false, true},
		{"Husband of Anna", false, true},
		{"Woman from the council", false, true},
		// Names and initials.
		{"I.K.", false, false},
		{"I. K.", false, false},
		{"Q.R.", false, false},
		{"IH", false, false},
		{"PV", false, false},
		{"王", false, false},
		{"Manager Smith", false, false},
		{"Project Manager", false, false},
		{"Grad A", false, false},
		{"Petra Vogt (Teacher)", false, false},
		{"a.b@example.org", false, false},
		{"+44 20 *****123", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			if got := ResearcherLabel(tt.label); got != tt.researcher {
				t.Errorf("ResearcherLabel(%q) = %v, want %v", tt.label, got, tt.researcher)
			}
			if got := AnonymousLabel(tt.label); got != tt.anonymous {
				t.Errorf("AnonymousLabel(%q) = %v, want %v", tt.label, got, tt.anonymous)
			}
		})
	}
}

func TestDescribesPerson(t *testing.T) {
	for _, label := range []string{
		"Unidentified female", "Second interviewer", "Nurse who enters", "A woman from the kitchen", "Male voice",
		"Frau aus dem Publikum", "Someone from the back", "Anna's daughter", "the secretary", "Voice on the phone",
		"Person at the door", "Ein Mann im Hintergrund", "Eine Teilnehmerin von hinten", "Zwei Frauen gleichzeitig",
		"Several participants at once", "Husband of Anna", "Colleague coming in", "Une femme au fond", "Voz masculina",
		"Community health worker", "Kobieta z sali", "Женщина из зала", "Mother (from the kitchen)",
	} {
		if !DescribesPerson(label) {
			t.Errorf("%q describes nobody", label)
		}
	}
	for _, label := range []string{
		"Three things", "My view", "Note", "The people like me", "What the nurse said", "One woman I know said",
		"The patient's view", "The first thing", "And the manager", "Drei Dinge", "So the women in our village", "My mother",
		"Patient safety", "All in all", "Part of the problem", "The question", "Jane Roe", "Participant feedback", "All of us",
		"Especially the patients", "Und der Chef", "Waiter", "The people in charge", "The Speaker", "Anna Cook", "Peter Judge", "What my mother told me", "", "R",
	} {
		if DescribesPerson(label) {
			t.Errorf("%q describes a person", label)
		}
	}
}

func TestSentence(t *testing.T) {
	for _, label := range []string{"He said", "My view", "She goes", "I go", "The boss said", "Mein Ziel", "Unsere Idee", "And then", "Mon avis",
		"Der Chef sagte", "Mi opinión", "Za to on mówi", "What it means", "Моя цель"} {
		if !Sentence(label) {
			t.Errorf("%q is no part of a sentence", label)
		}
	}
	for _, label := range []string{"He Lei", "Ma Li", "You Xi", "I", "I und B", "Jane Roe", "Ich", "Me", "So Young", "Woman from the council",
		"Nurse on the phone", "Ian hare", "Er", "李 梅", "Interviewer 2", ""} {
		if Sentence(label) {
			t.Errorf("%q is a part of a sentence", label)
		}
	}
}
