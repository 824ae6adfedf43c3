package segment

import (
	_ "embed"
	"sync"

	"huashu/core/segment/lexicon"
)

// dictBin is jieba's dictionary as package lexicon stores it. The file is made
// by the generator and is not in the repository.
//
//go:generate go run huashu/core/segment/gen -o dict.bin
//go:embed dict.bin
var dictBin []byte

// Default returns the dictionary that Huashu ships: jieba's, of 349,000 words.
// It is read in place: even the first call takes well under a millisecond.
var Default = sync.OnceValue(func() *lexicon.Lexicon {
	l, err := lexicon.LoadTrusted(dictBin)
	if err != nil {
		// Only a broken build can embed other than what the generator wrote.
		panic(err)
	}
	return l
})
