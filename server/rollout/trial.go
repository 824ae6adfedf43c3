package rollout

import "math"

// Outcome counts how often something went wrong of how often it was tried.
type Outcome struct {
	Faults int64 `json:"faults"`
	Of     int64 `json:"of"`
}

// A candidate is halted only for faults that are many enough to speak of, and
// so many more than the stable release's that chance is no explanation. The
// level is far below the customary 0.05 because the test is made again with
// every report that comes in, and each look is another chance to be wrong.
const (
	LeastFaults = 5
	LeastTries  = 20
	Level       = 0.001
)

// Trial is a candidate's faults beside the stable release's.
type Trial struct {
	What      string  `json:"what"` // activation or false-alarm
	Candidate Outcome `json:"candidate"`
	Stable    Outcome `json:"stable"`
	P         float64 `json:"p"`
	Halt      bool    `json:"halt"`
}

// Try compares a candidate with the stable release.
func Try(what string, candidate, stable Outcome) Trial {
	t := Trial{What: what, Candidate: candidate, Stable: stable, P: Fisher(candidate, stable)}
	t.Halt = candidate.Faults >= LeastFaults && candidate.Of >= LeastTries && t.P < Level
	return t
}

// Fisher gives the one-sided p of Fisher's exact test (R. A. Fisher, The Design
// of Experiments, 1935, chapter II): the chance of at least so many faults
// falling on the candidate, if both releases were equally good. With a faults
// of n tries, and K faults of N tries in all, it is the tail of the
// hypergeometric distribution, the sum over k ≥ a of
// C(K,k)·C(N−K,n−k) / C(N,n).
func Fisher(candidate, stable Outcome) float64 {
	n, all, faults := candidate.Of, candidate.Of+stable.Of, candidate.Faults+stable.Faults
	total := logChoose(all, n)
	p := 0.0
	for k := candidate.Faults; k <= min(n, faults); k++ {
		if n-k <= all-faults {
			p += math.Exp(logChoose(faults, k) + logChoose(all-faults, n-k) - total)
		}
	}
	return min(p, 1)
}

func logChoose(n, k int64) float64 { return logFactorial(n) - logFactorial(k) - logFactorial(n-k) }

func logFactorial(n int64) float64 {
	v, _ := math.Lgamma(float64(n) + 1)
	return v
}
