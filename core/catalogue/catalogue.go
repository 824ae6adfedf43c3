// Package catalogue knows a shop's goods: which of them a text speaks of, what
// goes with what, what fits a buyer, and what makes up the difference to free
// shipping or a coupon. A catalogue is indexed once; after that, thousands of
// products are looked through in well under a millisecond.
package catalogue

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/text"
)

// Catalogue is a shop's goods, indexed. Products are known by their number. It
// keeps its working memory and is therefore not safe for concurrent use.
type Catalogue struct {
	Products []core.Product

	byID    map[string]int
	byPrice []int // products with a price, cheapest first
	byKind  map[string][]int32
	grams   map[gram][]int32 // → products that have it in their name or category
	entries []entry
	names   []name

	said    []float64 // product → weight of what a text says of its name; all zero between calls
	touched []int32   // products of which said is not zero
}

// entry is what is derived from one product.
type entry struct {
	codes  []string   // Latin words and numbers in its name and attributes
	series []string   // those of its name, the first of codes
	model  string     // the same, joined
	needs  [][]string // what it fits: one of these, each some codes
	ranges []rangeOf  // what it is made for, in figures
	sizes  []size
}

// name is what a product is known by.
type name struct {
	head   gram    // what kind of thing it is: the end of its name
	weight float64 // of all its grams
}

// gram is two characters that follow one another, or a code's hash.
type gram uint64

// New indexes products. Those without a name are left out, and so are further
// ones of an id that was there before; one without an id goes by its name.
func New(products []core.Product) *Catalogue {
	c := &Catalogue{byID: map[string]int{}, byKind: map[string][]int32{}, grams: map[gram][]int32{}}
	for _, p := range products {
		p.ID = cmp.Or(p.ID, p.Name)
		if _, known := c.byID[p.ID]; known || p.Name == "" {
			continue
		}
		c.byID[p.ID] = len(c.Products)
		c.Products = append(c.Products, p)
	}
	c.names = make([]name, len(c.Products))
	for i := range c.Products {
		c.entries = append(c.entries, c.read(i))
		if kind := c.Products[i].Category; kind != "" {
			c.byKind[kind] = append(c.byKind[kind], int32(i))
		}
		if c.Products[i].Price.Known {
			c.byPrice = append(c.byPrice, i)
		}
	}
	c.said = make([]float64, len(c.Products))
	for i := range c.entries {
		for _, g := range c.gramsOf(i) {
			c.names[i].weight += c.rarity(g)
		}
	}
	slices.SortStableFunc(c.byPrice, func(a, b int) int {
		return cmp.Compare(c.Products[a].Price.Value, c.Products[b].Price.Value)
	})
	return c
}

// None stands for no product.
const None = -1

// Find gives the number of the product with an id, or None.
func (c *Catalogue) Find(id string) int {
	if i, ok := c.byID[id]; ok && id != "" {
		return i
	}
	return None
}

// Of gives the products of a category, in the order of their numbers; none of "".
func (c *Catalogue) Of(category string) []int32 { return c.byKind[category] }

func (c *Catalogue) read(i int) entry {
	p := &c.Products[i]
	folded := text.FoldString(p.Name)
	c.names[i].head = headOf(folded)
	e := entry{codes: codesIn(folded), model: strings.Join(modelsIn(folded), "")}
	e.series = e.codes[:len(e.codes):len(e.codes)]
	for _, a := range p.Attrs {
		name, value := text.FoldString(a.Name), text.FoldString(a.Value)
		for _, code := range codesIn(value) {
			if !slices.Contains(e.codes, code) {
				e.codes = append(e.codes, code)
			}
		}
		if isFitting(name) {
			e.needs = append(e.needs, optionsIn(value)...)
		}
		e.ranges = append(e.ranges, rangesIn(name, value)...)
		e.sizes = append(e.sizes, sizesIn(name, value)...)
	}
	for _, g := range c.gramsOf(i) {
		c.grams[g] = append(c.grams[g], int32(i))
	}
	return e
}

func (c *Catalogue) gramsOf(i int) []gram {
	return gramsIn(text.FoldString(c.Products[i].Name + " " + c.Products[i].Category))
}

// rarity is how much it tells that a product has a gram.
func (c *Catalogue) rarity(g gram) float64 {
	return math.Log(1 + float64(len(c.Products))/float64(1+len(c.grams[g])))
}

// gramsIn gives the pairs of Chinese characters and the codes of a folded text,
// each once.
func gramsIn(folded string) []gram {
	var out []gram
	before := rune(0)
	for _, r := range folded {
		if !isHan(r) {
			r = 0
		}
		if before != 0 && r != 0 {
			out = append(out, pair(before, r))
		}
		before = r
	}
	for _, code := range codesIn(folded) {
		out = append(out, hash(code))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func pair(a, b rune) gram { return gram(a)<<32 | gram(b) }

// hash makes a gram of a code (FNV-1a); its top bit tells it from a pair.
func hash(code string) gram {
	h := uint64(14695981039346656037)
	for i := range len(code) {
		h = (h ^ uint64(code[i])) * 1099511628211
	}
	return gram(h | 1<<63)
}

func isHan(r rune) bool   { return r >= 0x4e00 && r <= 0x9fff }
func isAlnum(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// codesIn gives the Latin words, numbers and mixtures of them: j3, sd, 87.
func codesIn(folded string) []string {
	var out []string
	for _, code := range strings.FieldsFunc(folded, func(r rune) bool { return !isAlnum(r) }) {
		if len(code) > 1 {
			out = append(out, code)
		}
	}
	return out
}

// headOf gives the last two characters of a name that say what a thing is: 纸巾
// in 抽取式纸巾100抽5包. Characters behind a number are a measure.
func headOf(folded string) gram {
	var head gram
	var run []rune
	measure := false
	flush := func() {
		if measure && len(run) > 0 {
			run = run[1:]
		}
		if n := len(run); n >= 2 && !(measure && n == 2 && run[n-1] == '装') {
			head = pair(run[n-2], run[n-1])
		}
		run, measure = run[:0], false
	}
	for _, r := range folded {
		switch {
		case isHan(r):
			run = append(run, r)
		default:
			flush()
			measure = r >= '0' && r <= '9'
		}
	}
	flush()
	return head
}

// common is how many products may share a gram that is still looked at: what
// thousands have in common tells none of them apart.
const common = 1024

// leastSure is what share of a name's weight must be said for a product to be
// meant, unless the kind of thing is named.
const leastSure = 0.34

// kindSure is how sure the name of the kind of thing makes.
const kindSure = 0.5

// Hit is a product that a text speaks of, and how surely: 1 is its whole name.
type Hit struct {
	Product int
	Sure    float64
}

// Named gives the products a text speaks of, the surest first, of equals the
// earlier in the catalogue; no more than so many.
func (c *Catalogue) Named(words string, most int) []Hit {
	out := make([]Hit, 0, most+1)
	c.EachNamed(words, func(hit Hit) {
		if len(out) == most && bySureness(out[most-1], hit) < 0 {
			return
		}
		at, _ := slices.BinarySearchFunc(out, hit, bySureness)
		out = slices.Insert(out, at, hit)
		out = out[:min(len(out), most)]
	})
	return out
}

func bySureness(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.Sure, a.Sure), cmp.Compare(a.Product, b.Product))
}

// EachNamed calls f for every product a text speaks of, in no order.
func (c *Catalogue) EachNamed(words string, f func(Hit)) {
	if len(c.Products) == 0 {
		return
	}
	grams := gramsIn(text.FoldString(words))
	for _, g := range grams {
		products := c.grams[g]
		if len(products) == 0 || len(products) > common {
			continue
		}
		rarity := c.rarity(g)
		for _, i := range products {
			if c.said[i] == 0 {
				c.touched = append(c.touched, i)
			}
			c.said[i] += rarity
		}
	}
	for _, i := range c.touched {
		name := &c.names[i]
		sure := min(1, c.said[i]/name.weight)
		c.said[i] = 0
		if _, kind := slices.BinarySearch(grams, name.head); kind {
			sure = min(1, kindSure+sure/2)
		}
		if sure >= leastSure {
			f(Hit{int(i), sure})
		}
	}
	c.touched = c.touched[:0]
}

// Related gives the products that stand in a relation to one, as listed; what
// is out of stock or does not fit is left out.
func (c *Catalogue) Related(i int, relation core.Relation) []int {
	var out []int
	for _, r := range c.Products[i].Related {
		j := c.Find(r.ID)
		if r.Relation == relation && j != None && j != i && !slices.Contains(out, j) && !c.Products[j].Gone() && (relation == core.Substitute || c.Fits(j, i)) {
			out = append(out, j)
		}
	}
	return out
}
