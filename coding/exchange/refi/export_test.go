package refi

// What tests outside of the package look at.
var (
	Schema = func() map[string][2]string {
		all := map[string][2]string{}
		for name, r := range schema {
			all[name] = [2]string{r.attributes, r.children}
		}
		return all
	}()
	Mixed        = "Sources"
	ProjectSpace = projectSpace
)
