package corpus

import (
	"strings"
	"sync"
)

// A wordKind says what a word in a label tells about who speaks.
type wordKind uint16

const (
	asks       wordKind = 1 << iota // one who asks
	answers                         // one who is asked, or anybody who is a voice only
	noun                            // a common noun for whoever is asked, and no surname
	question                        // stands for a question
	answer                          // stands for an answer
	vague                           // one who is asked, but more often something else
	lone                            // one who is asked, but also anybody who is spoken of
	people                          // somebody of whom only a description speaks: a waiter, two women
	nameless                        // tells people apart beside a word for a person: second, unidentified, male
	article                         // is before a word for a person who is described
	after                           // goes on with the description of a person: from, who, coming
	saying                          // is in sentences, and in no description of somebody who speaks
	possessive                      // begins a sentence even if the next word has a capital: mein
	address                         // is before the letter that stands for a name: Mrs. K.
)

// labelWords are the words in labels, in lower case and without the endings of neutral; "_"
// stands for a blank and "~" for a zero-width non-joiner. A word that is missing is added to its list.
var labelWords = []struct {
	kind  wordKind
	words string
}{
	{asks, `interviewer interviewers int intv intvr intw ivr inv interv iv i interviewed_by investigator questioner researcher
		moderator mod facilitator fieldworker field_worker research_assistant enumerator interviewerin interviewende
		interviewender interviewleitung interviewführer forscher forscherin forschende moderatorin fragende fragender
		fragesteller fragestellerin gesprächsleiter gesprächsleiterin gesprächsleitung diskussionsleiter diskussionsleiterin
		diskussionsleitung enquêteur enquêtrice enquêteuse intervieweur intervieweuse chercheur chercheuse chercheure animateur
		animatrice modérateur modératrice entrevistador entrevistadora encuestador encuestadora investigador investigadora
		moderador moderadora pesquisador pesquisadora inquiridor inquiridora intervistatore intervistatrice ricercatore
		ricercatrice moderatore moderatrice interviewster onderzoeker onderzoekster gespreksleider gespreksleidster
		vragensteller intervjuare samtalsledare forskare intervjuer forsker ordstyrer haastattelija tutkija kysyjä badacz
		badaczka prowadzący prowadząca prowadzący_wywiad prowadząca_wywiad ankieter ankieterka moderatorka pytający pytająca
		tazatel tazatelka výzkumník výzkumnice badatel badatelka moderátor moderátorka výskumník výskumníčka интервьюер
		исследователь исследовательница модератор ведущий ведущая опрашивающий инт інтерв'юер інтерв'юерка дослідник дослідниця
		модераторка ведучий ведуча интервюиращ интервюираща изследовател изследователка водещ водеща ispitivač ispitivačica
		istraživač istraživačica voditelj voditeljica kérdező interjúkészítő kutató intervievator intervievatoare cercetător
		cercetătoare συνεντευκτής συνεντεύκτρια ερευνητής ερευνήτρια συντονιστής συντονίστρια görüşmeci araştırmacı moderatör
		mülakatçı pewawancara peneliti mhoji mtafiti người_phỏng_vấn ผู้สัมภาษณ์ محاور محاورة باحث باحثة ميسر ميسرة مصاحبه~کننده
		مصاحبه~گر پژوهشگر מראיין מראיינת המראיין המראיינת חוקר חוקרת מנחה साक्षात्कारकर्ता शोधकर्ता 采访者 採訪者 采访人 采访员 访谈者 訪談者 访谈员
		訪談員 访问者 访问员 研究者 研究员 研究員 主持人 调查员 調查員 提问者 聞き手 インタビュアー インタビューアー インタビュワー 調査者 面接者 質問者 司会 司会者 モデレーター 면접자 면담자 연구자 질문자 진행자 사회자
		인터뷰어 조사자`},
	{question, `q question frage pregunta preg pergunta domanda vraag fråga spørgsmål spørsmål kysymys pytanie otázka вопрос вопр
		питання запитання въпрос pitanje kérdés întrebare ερώτηση soru سؤال שאלה प्रश्न 问 問 質問 질문`},
	{answer, `answer antwort respuesta réponse rép resposta risposta antwoord svar vastaus odpowiedź odpověď ответ отв відповідь
		отговор odgovor válasz răspuns απάντηση cevap yanıt جواب إجابة תשובה उत्तर 答 回答 답변`},
	{answers, `speaker spk channel interviewee interviewees ive participant respondent informant unknown unidentified anonymous
		voice female male witness caller audience ip ie tn bf bfr befr pb vp gp teilnehmer teilnehmerin teilnehmende
		teilnehmender befragter befragte sprecher sprecherin stimme interviewpartner interviewpartnerin gesprächspartner
		gesprächspartnerin interviewte interviewter interviewperson proband probandin versuchsperson auskunftsperson testperson
		erzähler erzählerin antwortende anonym weiblich männlich enquêté enquêtée interviewé interviewée interviewté interviewtée répondant répondante
		participante locuteur locutrice inconnu voix entrevistado entrevistada encuestado encuestada informante orador oradora
		desconocido voz respondente inquirido inquirida desconhecido intervistato intervistata partecipante oratore sconosciuto
		voce geïnterviewde deelnemer deelneemster spreker spreekster onbekend stem intervjuperson deltagare deltaker
		intervjuobjekt informantin kvinna kvinne kvinde okänd ukjent ukendt haastateltava vastaaja osallistuja nainen tuntematon
		rozmówca rozmówczyni badany badana respondentka uczestnik uczestniczka informatorka ankietowany ankietowana nieznany
		nieznana głos dotazovaný dotazovaná účastník účastnice účastníčka participantka informantka opýtaný opýtaná mluvčí
		neznámý hlas респондент респондентка информант информантка участник участница собеседник собеседница мужчина женщина
		неизвестный неизвестная голос респ інформант інформантка учасник учасниця співрозмовник співрозмовниця жінка невідомий
		интервюиран интервюирана участничка ispitanik ispitanica sugovornik sugovornica sagovornik sagovornica sudionik
		sudionica učesnik učesnica válaszadó interjúalany résztvevő adatközlő intervievat intervievată respondentă participantă
		bărbat femeie συμμετέχων συμμετέχουσα ερωτώμενος ερωτώμενη συνεντευξιαζόμενος συνεντευξιαζόμενη πληροφορητής άνδρας
		γυναίκα katılımcı görüşülen yanıtlayan cevaplayan kadın erkek informan partisipan responden narasumber mhojiwa mshiriki
		người_được_phỏng_vấn ผู้ให้สัมภาษณ์ مشارك مشاركة مبحوث مبحوثة مستجيب مستجيبة مجيب ضيف رجل امرأة مصاحبه~شونده شرکت~کننده
		پاسخگو מרואיין מרואיינת המרואיין המרואיינת משתתף משתתפת נחקר נחקרת גבר אישה प्रतिभागी उत्तरदाता 受访者 受訪者 受访人 被访者 被訪者 被访谈者
		被采访者 访谈对象 参与者 參與者 参加者 受试者 被试 回答者 发言人 说话人 男声 女声 話し手 語り手 インタビュイー 対象者 調査対象者 調査協力者 協力者 研究協力者 被面接者 被調査者 話者 男性 女性 참여자 참가자 피면접자
		피면담자 응답자 인터뷰이 연구참여자 화자 남성 여성`},
	{answers | vague, `both beide all alle several mehrere part resp res inf ki ent enq vpn kd teiln ant sp pt unbekannt subject`},
	{answers | lone, `person man woman frau mann mies muž žena чоловік mężczyzna kobieta homem mulher hombre mujer homme femme
		uomo donna vrouw`},
	{noun, `focus_group_member group_member panel_member patient student teacher manager expert client customer user nurse doctor physician parent mother father child
		employee worker colleague supervisor tutor pupil learner carer caregiver therapist counsellor counselor trainer coach
		officer farmer resident tenant volunteer visitor guest citizen consumer trainee apprentice ceo cfo cto coo director
		managing_director headteacher head_teacher midwife clinician daughter son wife husband sister brother grandmother
		grandfather neighbour neighbor villager teenager lady gentleman receptionist secretary staff_member patientin schüler
		schülerin lehrer lehrerin lehrkraft studentin studierende studierender experte expertin mitarbeiter mitarbeiterin kunde
		kundin klient klientin nutzer nutzerin mutter vater kind eltern leiter leiterin führungskraft arzt ärztin pfleger
		pflegerin pflegekraft auszubildende auszubildender azubi betroffene betroffener angehörige angehöriger bewohner
		bewohnerin bürger bürgerin berater beraterin therapeut therapeutin dozent dozentin kollege kollegin angestellte
		angestellter arbeiter arbeiterin besucher besucherin gast ehrenamtliche ehrenamtlicher direktor direktorin
		geschäftsführer geschäftsführerin krankenschwester hebamme tochter sohn ehefrau ehemann schwester bruder nachbar
		nachbarin zuschauer zuschauerin zuhörer zuhörerin patiente étudiant étudiante élève enseignant enseignante professeur
		médecin infirmier infirmière mère père enfant directeur directrice paciente estudiante alumno alumna profesor profesora
		docente médico médica enfermero enfermera madre padre trabajador trabajadora experto experta directora diretor diretora
		paziente studente studentessa insegnante medico infermiere infermiera genitore lavoratore lavoratrice esperto esperta
		direttore direttrice patiënt leerling leraar docent arts verpleegkundige moeder vader medewerker klant ouder`},
	{people, `waiter waitress girl boy friend partner boss assistant cook driver guard priest judge lawyer engineer owner host
		hostess cousin uncle aunt member participants interviewers interviewees respondents women men voices
		speakers students teachers patients nurses doctors colleagues someone somebody passer-by bystander
		teilnehmerinnen teilnehmenden befragten frauen männer stimmen kellner kellnerin jemand mädchen
		junge freund freundin chef chefin partnerin zuschauerinnen mitglied fahrer fahrerin passant passantin quelqu'un fille
		garçon femmes hommes ami amie serveur serveuse voisin voisine alguien chica chico niña niño señora señor mujeres hombres
		participantes amigo amiga camarero camarera vecino vecina alguém moça moço menina menino mulheres homens qualcuno
		ragazza ragazzo signora signore donne uomini cameriere cameriera iemand meisje jongen vrouwen mannen deelnemers ktoś
		kobiety mężczyźni uczestnicy кто-то женщины мужчины участники`},
	{nameless, `second third other another next unidentified unknown unnamed anonymous male female masked new zweite zweiter
		zweites dritte dritter andere anderer unbekannte unbekannter weitere weiterer männliche männlicher männl weibliche
		weiblicher weibl deuxième seconde autre masculin masculine féminin féminine inconnu inconnue segundo segunda otro otra
		masculina femenina desconocido desconocida outro outra feminina desconhecido desconhecida secondo seconda altro altra
		maschile femminile sconosciuto sconosciuta tweede mannelijke vrouwelijke onbekende drugi druga inny inna nieznany
		nieznana męski żeński второй вторая другой другая неизвестный неизвестная мужской женский old older young younger
		elderly adult tall first junge junger alte alter ältere älterer erste erster jeune joven jonge oude`},
	{article, `a an the one some two three four both several all many same ein eine einer eines der die das zwei drei vier beide
		mehrere alle viele un une le la les l' deux trois plusieurs una unos unas el los las dos tres varios varias um uma o os
		as dois duas vários várias uno il lo gli due alcuni alcune een de het twee drie pewien pewna jakiś jakaś dwie dwóch`},
	{after, `im from at in on of by with near behind outside inside over under off who whom that next across around through via
		entering coming leaving passing calling speaking sitting standing shouting arriving interrupting laughing whispering
		together simultaneously now again here there later aus auf bei beim von vom mit hinten vorne vorn vor hinter neben zur
		zum der die das welche welcher durch am an ohne gleichzeitig zusammen dazwischen draußen drinnen später kommt betritt
		ruft au aux dans du de des qui avec derrière depuis à en con desde del que detrás al em no na do da dos com atrás nel
		nella dal dalla dei di che dietro uit van achter voor op dat w z ze od który która в из на с у который которая`},
	{saying, `i we you he she they it me us him them my our your said says say told tells asked goes went go thinks thought was
		were is are means meant like and but so because then what when where how why if or not well especially for ich wir er
		sie es mir uns mich mein meine meiner unser unsere dein deine sagte sagt sagen meinte meint fragte fragt dachte denkt
		war waren ist sind hat und aber also weil dann wie wenn warum wo für nur auch je nous vous tu elle ils elles mon ma mes
		notre nos votre dit disait était est sont yo nosotros él ella ellos mi mis nuestro nuestra dijo dice era eu nós ele ela
		eles meu minha nosso nossa disse diz io noi lui lei loro mio mia nostro nostra ik wij hij zij mijn ons onze zei zegt ja
		mój moja nasz powiedział powiedziała mówi я мы он она они мой моя наш сказал сказала говорит et mais donc alors quand
		comment y pero entonces cuando como e mas então quando allora maar dus ale więc и но а`},
	{possessive, `mein meine meiner meinem meinen unser unsere unserer dein deine`},
	{address, `mr mrs ms miss mx dr prof herr frau hr fr m mme mlle señor señora sr sra sig signor signora dhr mevr mw pan pani
		fru bay bayan`},
	{asks | vague, `moderation`},
}

// wordKinds is labelWords by word.
var wordKinds = sync.OnceValue(func() map[string]wordKind {
	kinds := map[string]wordKind{}
	for _, list := range labelWords {
		for w := range strings.FieldsSeq(strings.ReplaceAll(list.words, "~", "\u200c")) {
			kinds[strings.ReplaceAll(w, "_", " ")] |= list.kind
		}
	}
	return kinds
})

// role is the role of a word that is a label by itself.
func (k wordKind) role() LabelRole {
	switch {
	case k&(asks|question) != 0:
		return RoleAsks
	case k&(answers|answer) != 0:
		return RoleAnswers
	case k&noun != 0:
		return RoleNoun
	}
	return NoRole
}
