package corpus

// Researcher is the role of participants who ask questions. Analyses leave out their
// turns.
const Researcher = "researcher"

// A Participant is a person who speaks or is described.
type Participant struct {
	ID           ParticipantID
	Name         string // unique in a project
	Role         string
	Organisation OrganisationID // "" for none
	Aliases      []string       // other labels of the person in transcripts
	Attributes   map[string]string
}

// A Person is what a document or a list says about somebody, in names rather than
// identifiers; "" is unknown.
type Person struct {
	Name, Role, Organisation string
	Case                     string // case of the organisation
	Aliases                  []string
	Attributes               map[string]string
}

// An Organisation is what participants belong to.
type Organisation struct {
	ID         OrganisationID
	Name       string // unique in a project
	Kind       string // as "police" or "fire and rescue"
	Cases      []CaseID
	Attributes map[string]string
}

// A CaseStudy is one case of a multiple-case design.
type CaseStudy struct {
	ID          CaseID
	Name        string // unique in a project
	Description string
	Attributes  map[string]string
}

// A Fact is something known about a turn, as the organisation of its speaker.
type Fact struct{ Name, Value string }
