package server

import "context"

// MaxLog is how many bytes of a log can be mined at a time.
const MaxLog = 8 << 20

// Miner finds terms in a log of messages, one a line, so that a supervisor
// need not guess what agents and buyers say. Nothing of the log is kept.
type Miner interface {
	// Mine gives at most limit terms of each kind, the most telling first.
	Mine(ctx context.Context, log string, limit int) (Terms, error)
}

// Terms are what was found in a log.
type Terms struct {
	Lines    int       `json:"lines"`
	Keywords []Keyword `json:"keywords"`
	Phrases  []Phrase  `json:"phrases"`
}

// Keyword is a word that stands out against everyday Chinese.
type Keyword struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"` // TF-IDF
	Count  int     `json:"count"`  // lines that hold it
}

// Phrase is words that stand together so often, and among such different
// others, that they may be one term.
type Phrase struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
	// Cohesion is by how much more often its parts stand together than they
	// would by chance, as a binary logarithm, at its weakest joint.
	Cohesion float64 `json:"cohesion"`
	// Freedom is how little its neighbours can be foretold: the entropy in bits
	// of what stands before or after it, whichever is less.
	Freedom float64 `json:"freedom"`
}
