package draws

import "testing"

func TestTimes(t *testing.T) {
	for _, tt := range []struct {
		asked string
		want  int
	}{{"", 12}, {"1", 12}, {"20", 240}} {
		t.Setenv(variable, tt.asked)
		if got := Times(12); got != tt.want {
			t.Errorf("%s=%q: %d cases, want %d", variable, tt.asked, got, tt.want)
		}
	}
	for _, asked := range []string{"0", "-1", "many", "1.5"} {
		t.Run(asked, func(t *testing.T) {
			t.Setenv(variable, asked)
			defer func() {
				if recover() == nil {
					t.Errorf("%s=%q is accepted", variable, asked)
				}
			}()
			Times(12)
		})
	}
}
