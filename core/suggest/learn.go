package suggest

import "huashu/core"

// How much of the past counts. Before anything is known of an answer, it is
// taken to be accepted as often as expected, as surely as if it had been shown
// strength times.
const (
	expected = 0.3
	strength = 8
)

// Estimate says how likely an answer is to be accepted: the posterior mean of a
// Beta-Bernoulli model with the prior Beta(expected·strength,
// (1−expected)·strength), see Gelman et al., Bayesian Data Analysis, 3rd ed.,
// section 2.4. A dismissal is a clearer no than passing an answer by and counts as one
// more showing. It is the estimate that Thompson sampling would sample around;
// taking its mean keeps suggestions the same for the same counters.
func Estimate(t core.Tally) float64 {
	accepted := max(0, t.Accepted)
	shown := max(accepted, t.Shown) + max(0, t.Dismissed)
	return (float64(accepted) + expected*strength) / (float64(shown) + strength)
}
