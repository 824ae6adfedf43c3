package rollout

import (
	"fmt"
	"testing"
)

func TestTakesIsStickyAndFair(t *testing.T) {
	const clients = 20000
	for _, tt := range []struct{ share, min, max int }{
		{0, 0, 0}, {100, 150, 250}, {1000, 1850, 2150}, {5000, 9700, 10300}, {All, clients, clients},
	} {
		t.Run(fmt.Sprint(tt.share), func(t *testing.T) {
			in := 0
			for i := range clients {
				secret := fmt.Sprint("client ", i)
				if !Takes(tt.share, "salt", secret) {
					continue
				}
				in++
				if tt.share < All && !Takes(tt.share+1, "salt", secret) {
					t.Fatalf("%s fell out when the share grew", secret)
				}
			}
			if in < tt.min || in > tt.max {
				t.Errorf("%d of %d clients, want %d to %d", in, clients, tt.min, tt.max)
			}
		})
	}
}

func TestAnotherSaltPicksOthers(t *testing.T) {
	both := 0
	for i := range 10000 {
		secret := fmt.Sprint("client ", i)
		if Takes(1000, "one", secret) && Takes(1000, "two", secret) {
			both++
		}
	}
	if both > 200 { // 100 expected of independent choices
		t.Errorf("%d clients are in both tenths", both)
	}
}
