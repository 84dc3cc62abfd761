package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A name without brackets is a label where it stands as the names in brackets do; what may be a title ends
// the words above it and gives its own to nobody.
func TestDebateChair(t *testing.T) {
	const kern, lund = "Anna Kern (Depot)", "Boris Lund (Town Council)"
	tests := []struct{ name, body, want string }{
		{"once", kern + "\nIt came in May.\n\n" + lund + "\nNot to us.\n\n" + kern + "\nThat cannot be.\n\n" +
			"Carla Moser\nWhat do the minutes say?\n\n" + lund + "\nThey say May.\n",
			"Anna Kern: It came in May.|Boris Lund: Not to us.|Anna Kern: That cannot be.|Carla Moser: What do the minutes say?|" +
				"Boris Lund: They say May."},
		{"in bold", "**" + kern + "**\n\nIt came in May.\n\n**" + lund + "**\n\nNot to us.\n\n**Anna Kern**\n\nThat cannot be.\n\n" +
			"**Carla Moser**\n\nWhat do the minutes say?\n\n**" + lund + "**\n\nThey say May.\n",
			"Anna Kern: It came in May.|Boris Lund: Not to us.|Anna Kern: That cannot be.|Carla Moser: What do the minutes say?|" +
				"Boris Lund: They say May."},
		{"first and again", "Carla Moser\n\nHow was it?\n\n" + kern + "\n\nIt came in May.\n\n" + lund + "\n\nNot to us.\n\n" + kern +
			"\n\nThat cannot be.\n\nCarla Moser\n\nWhat do the minutes say?\n\n" + lund + "\n\nThey say May.\n",
			"Carla Moser: How was it?|Anna Kern: It came in May.|Boris Lund: Not to us.|Anna Kern: That cannot be.|" +
				"Carla Moser: What do the minutes say?|Boris Lund: They say May."},
		{"a title", kern + "\nThe road is a matter of safety.\n\n" + lund + "\nIt is.\n\n" + kern + "\nThat cannot be.\n\n" +
			"Road Safety\nA report was read.\n\n" + lund + "\nThey say May.\n",
			"Anna Kern: The road is a matter of safety.|Boris Lund: It is.|Anna Kern: That cannot be.|-: Road Safety A report was read.|" +
				"Boris Lund: They say May."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(strings.Split(tt.want, "|"), told(t, tt.body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}
