package rollout

import (
	"fmt"
	"math"
	"testing"
)

func TestFisher(t *testing.T) {
	for _, tt := range []struct {
		candidate, stable Outcome
		p                 float64
	}{
		{Outcome{3, 4}, Outcome{1, 4}, 17.0 / 70}, // the lady tasting tea
		{Outcome{4, 4}, Outcome{0, 4}, 1.0 / 70},
		{Outcome{0, 4}, Outcome{4, 4}, 1},
		{Outcome{0, 0}, Outcome{0, 0}, 1},
		{Outcome{5, 5}, Outcome{0, 0}, 1},                  // nothing to compare with
		{Outcome{10, 10}, Outcome{2, 12}, 66.0 / 646646},   // Convictions of like-sex twins, C(12,2)/C(22,10)
		{Outcome{1000, 2000}, Outcome{1000, 2000}, 0.5126}, // large numbers do not overflow
	} {
		t.Run(fmt.Sprint(tt.candidate, tt.stable), func(t *testing.T) {
			if got := Fisher(tt.candidate, tt.stable); math.Abs(got-tt.p) > 1e-3*tt.p+1e-12 {
				t.Errorf("got p = %g, want %g", got, tt.p)
			}
		})
	}
}

func TestTryHaltsOnlyForWhatChanceDoesNotExplain(t *testing.T) {
	for _, tt := range []struct {
		name              string
		candidate, stable Outcome
		halt              bool
	}{
		{"as good", Outcome{10, 1000}, Outcome{10, 1000}, false},
		{"better", Outcome{0, 1000}, Outcome{100, 1000}, false},
		{"three times as bad", Outcome{30, 1000}, Outcome{10, 1000}, false}, // p = 0.0011
		{"four times as bad", Outcome{40, 1000}, Outcome{10, 1000}, true},
		{"it hardly ever loads", Outcome{19, 20}, Outcome{0, 2000}, true},
		{"too few tries", Outcome{19, 19}, Outcome{0, 2000}, false},
		{"too few faults", Outcome{4, 20}, Outcome{0, 200000}, false},
		{"nothing to compare with", Outcome{50, 50}, Outcome{0, 0}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Try("activation", tt.candidate, tt.stable); got.Halt != tt.halt {
				t.Errorf("got %+v, want halt %t", got, tt.halt)
			}
		})
	}
}
