package exchange

import (
	"cmp"
	"slices"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
)

// programUser is the user that ATLAS.ti adds to every project for itself.
const programUser = "c32a2bd5-537f-4838-8b17-df9efbafdf4b"

func (im *importer) importUsers() {
	taken := map[string]bool{}
	for _, u := range im.doc.Users {
		if refi.Key(u.GUID) == programUser {
			im.used[programUser] = "user"
			continue
		}
		im.report.show("users", 1)
		id := coding.CoderID(im.idOf("user", u.GUID))
		im.coders[refi.Key(u.GUID)] = id
		name := im.nameFor("user", u.Name, cmp.Or(cleanName(u.ID, ""), "unknown user"), taken)
		im.study.Coders = append(im.study.Coders, &coding.Coder{ID: id, Name: name})
	}
}

// coder is who a user is; one that the file does not name is an unknown user.
func (im *importer) coder(guid string) coding.CoderID {
	key := refi.Key(guid)
	if id, ok := im.coders[key]; ok {
		return id
	}
	name := "unknown user"
	switch {
	case key == "":
		key = refi.NewGUID("nobody")
	case key == programUser:
		name = "ATLAS.ti"
	default:
		name += " " + key[:min(8, len(key))]
		im.report.change("user whom the file does not list: is an unknown user here", guid)
	}
	id, known := im.coders[key]
	if !known {
		id = coding.CoderID(key)
		im.coders[key] = id
		im.study.Coders = append(im.study.Coders, &coding.Coder{ID: id, Name: name})
	}
	return id
}

func (ex *exporter) exportUsers() {
	given := map[string]bool{}
	for i, tm := range ex.templates {
		if i == 0 {
			d := tm.doc
			ex.doc.Audit, ex.doc.BasePath = d.Audit, d.BasePath
		}
		for _, u := range tm.doc.Users {
			if !ex.first("user", u.GUID) {
				continue
			}
			if id, ok := tm.coders[refi.Key(u.GUID)]; ok {
				now := tm.now(string(id))
				given[now] = true
				if c := ex.study.Coder(coding.CoderID(now)); c != nil {
					taken := c.Name
					for _, x := range tm.study.Coders {
						if x.ID == id {
							taken = x.Name
						}
					}
					u.Name = tm.name(now, c.Name, taken, u.Name)
				}
			}
			ex.doc.Users = append(ex.doc.Users, u)
		}
		for key, id := range tm.coders { // whom the file did not list
			now := tm.now(string(id))
			if !given[now] && !listed(tm.doc.Users, key) && !ex.renamed(tm, id) {
				ex.guids[now] = ""
				given[now] = true
			}
		}
	}
	for _, c := range slices.SortedFunc(slices.Values(working(ex.study)), func(a, b *coding.Coder) int { return cmp.Compare(a.ID, b.ID) }) {
		if given[string(c.ID)] {
			continue
		}
		ex.doc.Users = append(ex.doc.Users, refi.User{GUID: ex.guid("user", string(c.ID)), Name: c.Name})
	}
	if ex.doc.Creator != "" && !listed(ex.doc.Users, refi.Key(ex.doc.Creator)) && len(ex.templates) == 0 {
		ex.doc.Creator = ""
	}
}

// renamed tells whether a template's coder has another name now, so that it is known who
// they are.
func (ex *exporter) renamed(tm *template, id coding.CoderID) bool {
	c := ex.study.Coder(coding.CoderID(tm.now(string(id))))
	return c != nil && !slices.ContainsFunc(tm.study.Coders, func(x *coding.Coder) bool {
		return x.ID == id && tm.name(string(c.ID), c.Name, x.Name, "") == ""
	})
}

// working are the coders who have made something that is there; who has only brought
// a project in is none of its users.
func working(s *coding.Study) (all []*coding.Coder) {
	did := map[coding.CoderID]bool{}
	for _, x := range s.Tags {
		did[x.Coder] = true
	}
	for _, x := range s.Memos {
		did[x.Coder] = true
	}
	for _, x := range s.Links {
		did[x.Coder] = true
	}
	for _, x := range s.Summaries {
		did[x.Coder] = true
	}
	for _, x := range s.Readings {
		did[x.Coder] = true
	}
	for _, x := range s.Rejections {
		did[x.Coder] = true
	}
	for _, c := range s.Coders {
		if did[c.ID] {
			all = append(all, c)
		}
	}
	return all
}

func listed(users []refi.User, key string) bool {
	return slices.ContainsFunc(users, func(u refi.User) bool { return refi.Key(u.GUID) == key })
}

// user is who did something; nobody where the file that it came in did not say.
func (ex *exporter) user(id coding.CoderID) string {
	if guid, ok := ex.guids[string(id)]; ok {
		return guid
	}
	return ex.guid("user", string(id))
}
