package catalogue

import (
	"slices"

	"huashu/core"
)

// A product that only makes up a difference may cost so many times what is
// missing, and so much more, and no one thinks it useful beyond that.
const (
	topUpTimes = 4
	topUpMore  = 20
)

// TopUp gives the product that makes up a difference with the least beyond it:
// one that goes with the product being bought before any other, something else
// before more of the same kind, never one that would take its place, and never
// one that is out of stock or that leaveOut names. None when nothing is of use.
func (c *Catalogue) TopUp(missing float64, bought int, leaveOut func(product int) bool) int {
	if missing <= 0 {
		return None
	}
	limit := topUpTimes*missing + topUpMore
	useful := func(i int) bool {
		p := &c.Products[i]
		return i != bought && !p.Gone() && p.Price.Known && p.Price.Value >= missing && p.Price.Value <= limit && !leaveOut(i)
	}
	best := None
	if bought != None {
		for _, i := range slices.Concat(c.Related(bought, core.Consumable), c.Related(bought, core.Complement)) {
			if useful(i) && (best == None || c.Products[i].Price.Value < c.Products[best].Price.Value) {
				best = i
			}
		}
	}
	if best != None {
		return best
	}
	again := None // of the same kind as what is bought: more of it
	start, _ := slices.BinarySearchFunc(c.byPrice, missing, func(i int, price float64) int {
		if c.Products[i].Price.Value < price {
			return -1
		}
		return 1
	})
	for _, i := range c.byPrice[start:] {
		if c.Products[i].Price.Value > limit {
			break
		}
		switch {
		case !useful(i) || bought != None && (c.substitutes(i, bought) || !c.Fits(i, bought)):
		case bought == None || c.Products[i].Category == "" || c.Products[i].Category != c.Products[bought].Category:
			return i
		case again == None:
			again = i
		}
	}
	return again
}

// substitutes says whether one of two products is listed as the other's
// substitute.
func (c *Catalogue) substitutes(i, j int) bool {
	lists := func(a, b int) bool {
		return slices.ContainsFunc(c.Products[a].Related, func(r core.Related) bool {
			return r.Relation == core.Substitute && c.Find(r.ID) == b
		})
	}
	return lists(i, j) || lists(j, i)
}
