package format

// A speechmaticsFile is a transcript of Speechmatics (json-v2).
type speechmaticsFile struct {
	Metadata struct {
		Config struct{ Language string } `json:"transcription_config"`
		Pack   struct {
			Delimiter *string `json:"word_delimiter"`
		} `json:"language_pack_info"`
	}
	Results jsonList[speechmaticsResult]
}

// A speechmaticsResult is a word, an entity or a punctuation mark.
type speechmaticsResult struct {
	Type         string
	Start        clock  `json:"start_time"`
	End          clock  `json:"end_time"`
	Attaches     string `json:"attaches_to"`
	Channel      voiceLabel
	Alternatives jsonList[struct {
		Content string
		Speaker voiceLabel
	}]
}

// readSpeechmatics reads the transcripts of Speechmatics.
func readSpeechmatics(t *talk, data []byte) error {
	var file speechmaticsFile
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	t.doc.Language = isoLanguage(file.Metadata.Config.Language)
	unspaced := file.Metadata.Pack.Delimiter != nil && *file.Metadata.Pack.Delimiter == ""
	joined := true // nothing is before the first word
	for _, r := range file.Results {
		if len(r.Alternatives) == 0 {
			continue
		}
		attaches := r.Attaches
		if attaches == "" && r.Type == "punctuation" {
			attaches = "previous"
		}
		joined = joined || attaches == "previous" || attaches == "both"
		w := word{text: r.Alternatives[0].Content, voice: r.voice(), from: r.Start.time(1), to: r.End.time(1), joined: joined}
		if err := t.say(w); err != nil {
			return err
		}
		joined = unspaced || attaches == "next" || attaches == "both"
	}
	return nil
}

// voice is who speaks, else the channel; UU is unidentified.
func (r speechmaticsResult) voice() string {
	switch speaker := r.Alternatives[0].Speaker; speaker {
	case "UU":
		return ""
	case "":
		return channelName(r.Channel)
	default:
		return speaker.name()
	}
}
