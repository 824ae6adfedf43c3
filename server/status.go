package server

// Status is what one browser tells of its work: whole numbers only, so that
// nothing anyone typed can be in it, and no name of the browser. Lists are
// slices because encoding/json drops what an array has no room for.
type Status struct {
	Key     string `json:"-"`       // names the report, so that it counts once; random, and may be empty
	Release int64  `json:"release"` // Seq of the release in use
	// Joined: this browser has not yet been counted for this release today.
	// Left: the release for which it was, before; 0 for none.
	Joined bool  `json:"joined"`
	Left   int64 `json:"left"`
	// Failed: of each release, its Seq and how often it could not be put to use.
	Failed [][]int64 `json:"failed"`
	// Rules: of each, its number in the release's pack, hits, accepted,
	// dismissed, false alarms.
	Rules [][]int64 `json:"rules"`
}

// RuleCount sums what browsers told of a rule on a day.
type RuleCount struct {
	Day         string `json:"day"` // 2026-11-22, in UTC
	Seq         int64  `json:"seq"`
	Number      int    `json:"-"`    // of the rule in the release's pack
	Rule        string `json:"rule"` // its ID; not stored
	Hits        int64  `json:"hits"`
	Accepted    int64  `json:"accepted"`
	Dismissed   int64  `json:"dismissed"`
	FalseAlarms int64  `json:"falseAlarms"`
}

// Adoption sums how many browsers worked with a release on a day.
type Adoption struct {
	Day      string `json:"day"`
	Seq      int64  `json:"seq"`
	Clients  int64  `json:"clients"`
	Failures int64  `json:"failures"` // times it could not be put to use
}
