package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// Annotations writes each tag, and each note on a passage, as a W3C Web Annotation in
// JSON-LD, beside the texts that they are on. A place is said twice: in characters
// (Unicode code points) from 0, and by its words with those around them. Texts are named by
// relative IRIs, all else by UUIDs, which stay the same from one export to the next.
func Annotations(ctx context.Context, c Contents) ([]File, error) {
	bodies, err := c.bodies(ctx)
	if err != nil {
		return nil, err
	}
	s := c.Study
	texts := FileNames(sourceNames(s), ".txt")
	var files []File
	file := map[corpus.TextID]string{}
	for i, src := range s.Sources {
		file[src.Text] = "texts/" + url.PathEscape(texts[i])
		files = append(files, File{"texts/" + texts[i], []byte(bodies[src.Text])})
	}
	type m = map[string]any
	items := []m{}
	for i, p := range s.Passages {
		if s.SourceOf(p) == nil {
			continue
		}
		body := bodies[p.Text]
		before, after := corpus.Text{Body: body}.Around(p.Span, 32)
		start := utf8.RuneCountInString(body[:p.Span.Start])
		target := m{"source": file[p.Text], "selector": []m{
			{"type": "TextPositionSelector", "start": start, "end": start + utf8.RuneCountInString(body[p.Span.Start:p.Span.End])},
			{"type": "TextQuoteSelector", "exact": body[p.Span.Start:p.Span.End], "prefix": before, "suffix": after}}}
		annotation := func(id string, motivation string, coder coding.CoderID, at time.Time, bodies ...m) {
			a := m{"id": annotationID(id), "type": "Annotation", "motivation": motivation, "body": bodies, "target": target}
			if x := s.Coder(coder); x != nil {
				a["creator"] = m{"type": "Person", "name": x.Name}
			}
			if !at.IsZero() {
				a["created"] = at.UTC().Format(time.RFC3339)
			}
			items = append(items, a)
		}
		comment := func(memo coding.Memo, by coding.CoderID) m {
			body := m{"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": memo.Text}
			if x := s.Coder(memo.Coder); x != nil && x.ID != by {
				body["creator"] = m{"type": "Person", "name": x.Name}
			}
			return body
		}
		first, last := s.TagsOf(i)
		for _, t := range s.Tags[first:last] {
			bodies := []m{{"type": "TextualBody", "purpose": "tagging", "value": s.EscapedPath(t.Theme)}}
			if o := s.Organisation(t.About); o != nil {
				bodies = append(bodies, m{"type": "TextualBody", "purpose": "identifying", "value": o.Name})
			}
			if t.Weight > 0 {
				bodies = append(bodies, m{"type": "TextualBody", "purpose": "assessing", "value": fmt.Sprint(t.Weight)})
			}
			for _, memo := range s.MemosOn(string(t.ID)) {
				bodies = append(bodies, comment(memo, t.Coder))
			}
			annotation(string(t.ID), "tagging", t.Coder, t.At, bodies...)
		}
		for _, memo := range s.MemosOn(string(p.ID)) {
			annotation(string(memo.ID), "commenting", memo.Coder, memo.At, comment(memo, memo.Coder))
		}
	}
	collection := annotationID(refi.NewGUID(append([]string{"annotations", s.Title}, sourceIDs(s)...)...))
	page := m{"id": annotationID(refi.NewGUID("annotations, page 1", collection)), "type": "AnnotationPage", "partOf": m{"id": collection},
		"startIndex": 0, "items": items}
	data, err := json.MarshalIndent(m{"@context": "http://www.w3.org/ns/anno.jsonld", "id": collection, "type": "AnnotationCollection",
		"label": s.Title, "total": len(items), "first": page, "last": page["id"]}, "", " ")
	if err != nil {
		return nil, err
	}
	return append(files, File{"annotations.jsonld", append(data, '\n')}), nil
}

// annotationID is the IRI of a thing by its identifier.
func annotationID(id string) string {
	if !refi.IsGUID(id) {
		id = refi.NewGUID("annotation", id)
	}
	return "urn:uuid:" + refi.Key(id)
}

func sourceIDs(s *coding.Study) (ids []string) {
	for _, src := range s.Sources {
		ids = append(ids, string(src.ID))
	}
	return ids
}
