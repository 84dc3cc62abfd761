package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// trades are words for what somebody does for a living, of which no ending shows it.
var trades = set(`driver, cook, chef, guard, judge, lawyer, solicitor, barrister, engineer, baker, butcher, carpenter, joiner, plumber, painter, tailor,
	farmer, fisher, fisherman, gardener, miner, welder, builder, bricklayer, labourer, laborer, cleaner, cashier, clerk, porter, sailor, soldier, pilot,
	waiter, waitress, bartender, barber, hairdresser, writer, editor, author, reporter, designer, developer, programmer, architect, accountant, auditor,
	surveyor, broker, banker, teller, trader, retailer, shopkeeper, grocer, foreman, supervisor, operator, technician, mechanic, paramedic, surgeon, vet,
	carer, minder, warden, caretaker, janitor, ranger, priest, pastor, imam, rabbi, vicar, actor, actress, singer, dancer, producer, conductor, composer,
	researcher, lecturer, scholar, intern, retired, pensioner, unemployed, housewife, homemaker, freelancer, contractor, landlord, landlady, postman, weaver,
	fahrer, koch, köchin, richter, anwalt, anwältin, ingenieur, bäcker, metzger, schreiner, tischler, zimmermann, klempner, maler, schneider, bauer, bäuerin,
	landwirt, gärtner, maurer, schlosser, schweißer, verkäufer, kassierer, kaufmann, kauffrau, soldat, friseur, autor, redakteur, entwickler, architekt,
	buchhalter, techniker, mechaniker, elektriker, chirurg, tierarzt, hausmeister, pfarrer, pastorin, schauspieler, sänger, rentner, rentnerin, hausfrau,
	hausmann, selbstständig, händler, winzer, förster, müller, wirt, wirtin, handwerker, putzfrau, reinigungskraft, fachkraft, hilfskraft,
	chauffeur, chauffeuse, conducteur, cuisinier, cuisinière, juge, avocat, avocate, ingénieur, boulanger, boulangère, boucher, menuisier, plombier, peintre,
	agriculteur, agricultrice, paysan, paysanne, jardinier, maçon, ouvrier, ouvrière, vendeur, vendeuse, caissier, caissière, comptable, retraité, retraitée,
	conductor, conductora, cocinero, cocinera, abogado, abogada, ingeniero, ingeniera, panadero, carnicero, carpintero, fontanero, pintor, agricultor,
	campesino, campesina, jardinero, albañil, obrero, obrera, vendedor, vendedora, cajero, cajera, contador, contadora, jubilado, jubilada, chofer, chófer,
	autista, cuoco, cuoca, giudice, avvocato, avvocata, ingegnere, fornaio, falegname, idraulico, pittore, agricoltore, contadino, contadina, giardiniere,
	muratore, operaio, operaia, venditore, commessa, commesso, pensionato, pensionata`)

// tradeEnding ends words for what somebody does: journalist, electrician, shopkeeper, Busfahrerin.
var tradeEnding = lazyregexp.New(`(?i)(?:ntist|apist|onist|nalist|rmacist|ologist|ologe|ician|logue|smith|keeper|worker|maker|driver|` +
	`fahrer|arbeiter|techniker|händler|führer|pfleger|lehrer|verkäufer|wärter|macher|bauer|wirt|mechaniker|schlosser|elektriker)(?:in)?$`)

// namesTrade reports whether a text beside a name is what somebody does for a living: Driver, Bus driver, Night-shift
// cook. Tom Baker is somebody else.
func namesTrade(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' })
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	last := words[len(words)-1]
	lower := strings.ToLower(last)
	if tradeEnding().MatchString(last) {
		return true
	}
	return (len(words) == 1 || lower == last) && (trades[lower] || trades[strings.TrimSuffix(lower, "in")])
}

// meetingRole is what somebody does in a meeting, beside whose names organisations are.
var meetingRole = lazyregexp.New(`(?i)chair|minute|notes|clerk|secretary|president|vorsitz|protokoll|schriftf|moderator|facilitator|observer`)

// withoutGuesses takes back what was guessed to be an organisation in a list that says what people do, and has no
// organisation: a word that nobody knows is as likely another occupation.
func (d *document) withoutGuesses(people []corpus.Person) {
	guessed, offices := 0, 0
	for _, p := range people {
		switch {
		case p.Organisation != "" && d.guesses[p.Name] == p.Organisation:
			guessed++
		case p.Organisation != "":
			return
		case p.Role != "" && p.Role != corpus.Researcher && !meetingRole().MatchString(p.Role):
			offices++
		}
	}
	if offices == 0 || offices < guessed {
		return
	}
	for n, p := range people {
		if p.Organisation != "" {
			delete(d.guesses, p.Name)
			people[n].Organisation = ""
		}
	}
}
