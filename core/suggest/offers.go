package suggest

import (
	"math"
	"slices"
	"strings"

	"huashu/core"
	"huashu/core/catalogue"
	"huashu/core/text"
)

// front is a shop with its goods indexed, and which traits they are for.
type front struct {
	core.Front
	goods  *catalogue.Catalogue
	traits [][]int // product → traits it is for
	minor  []bool  // product → it only goes with others
}

// Open sets the shop that suggestions are made for, with its goods indexed.
func (s *Suggester) Open(shop core.Front, goods *catalogue.Catalogue) {
	f := &front{Front: shop, goods: goods}
	forTraits := newFinder()
	for i, t := range s.traits {
		forTraits.add(t.Goods, i)
	}
	f.minor = make([]bool, len(f.goods.Products))
	for i := range f.goods.Products {
		p := &f.goods.Products[i]
		words := []string{p.Name, p.Category}
		for _, a := range p.Attrs {
			words = append(words, a.Value)
		}
		f.traits = append(f.traits, forTraits.find(text.FoldString(strings.Join(words, "\n")), true))
		for _, related := range p.Related {
			if j := f.goods.Find(related.ID); j != catalogue.None && related.Relation != core.Substitute {
				f.minor[j] = true
			}
		}
	}
	s.front = f
	s.mentions = remember(func(message string) []catalogue.Hit { return goods.Named(message, maxMentions) })
	s.Forget()
}

// ids gives the ids of products, each once.
func (f *front) ids(goods []int) []string {
	out := []string{}
	for _, i := range goods {
		if id := f.goods.Products[i].ID; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Points of a product in a search for what to recommend.
const (
	forNamed  = 2.0 // times how surely it was named
	forTrait  = 1.0 // it is made for a trait of the buyer's
	forFigure = 1.5 // it is made for an age, a weight, a number of people
	forBudget = 0.5
	forFocus  = 0.5
	forMinor  = -0.3 // it only goes with others
	against   = -2.0 // it is made for another trait
)

// fitness says how well a product fits what is known of the buyer. Unfit is one
// that figures or the budget rule out.
func (r *reading) fitness(i int) (points float64, unfit bool) {
	p := &r.front.goods.Products[i]
	for _, t := range r.traits {
		if slices.Contains(r.front.traits[i], t) {
			points += forTrait
		} else if slices.ContainsFunc(r.front.traits[i], func(o int) bool { return r.Suggester.traits[o].Of == r.Suggester.traits[t].Of }) {
			points += against
		}
	}
	fit, misfit := r.front.goods.Compare(i, r.figures)
	points += forFigure * float64(fit)
	if r.budget.known() && p.Price.Known {
		if !r.budget.holds(p.Price.Value) {
			return points, true
		}
		points += forBudget
	}
	return points, misfit > 0
}

// misfits says whether a product would be of no use to this buyer.
func (r *reading) misfits(i int) bool {
	points, unfit := r.fitness(i)
	return unfit || points < 0
}

// most is how many products are weighed against each other in the end, maxMentions
// how many at first where nothing but its name can speak for one.
const (
	most        = 4
	maxMentions = 8 * most
)

// picks gives what to recommend, asked once.
func (r *reading) picks() []int {
	if !r.picked {
		r.recommended, r.picked = r.pick(), true
	}
	return r.recommended
}

// scored is a product and what speaks for it.
type scored struct {
	product int
	points  float64
}

// pick finds what to recommend, the best first: what was named and what fits.
// In a long list something must speak for a product; a short one is taken to be
// what the talk is about.
func (r *reading) pick() []int {
	goods := r.front.goods
	var best []scored
	if len(goods.Products) > shortList && len(r.traits)+len(r.figures) == 0 && !r.budget.known() {
		// Nothing but its name can speak for a product.
		for _, hit := range r.mentions.get(r.round) {
			best = r.consider(best, hit.Product, hit.Sure)
		}
	} else {
		named := map[int]float64{}
		goods.EachNamed(r.round, func(hit catalogue.Hit) { named[hit.Product] = hit.Sure })
		for i := range goods.Products {
			best = r.consider(best, i, named[i])
		}
	}
	var out []int
	for _, s := range best {
		// A second one must be nearly as fitting as the first.
		if s.points >= best[0].points-1 {
			out = append(out, s.product)
		}
	}
	return out
}

// consider puts a product that was named so surely in its place among the best.
func (r *reading) consider(best []scored, i int, named float64) []scored {
	p := &r.front.goods.Products[i]
	if p.Gone() {
		return best
	}
	points, unfit := r.fitness(i)
	points += forNamed * named
	if p.ID == r.visit.Focus {
		points += forFocus
	}
	if r.front.minor[i] && named == 0 {
		points += forMinor
	}
	if unfit || points <= against/2 || len(r.front.goods.Products) > shortList && points <= 0 {
		return best
	}
	at := len(best)
	for at > 0 && best[at-1].points < points {
		at--
	}
	if at == most {
		return best
	}
	best = slices.Insert(best, at, scored{i, points})
	return best[:min(len(best), most)]
}

func (r *reading) offerSlot(name string) slot {
	switch name {
	case "pick", "picks", "bundle":
		picks := r.picks()
		if len(picks) == 0 {
			return slot{}
		}
		if name == "bundle" {
			all := slices.Concat(picks[:1], r.related(picks[0], core.Complement), r.related(picks[0], core.Consumable))
			if len(all) < 2 {
				return slot{}
			}
			return r.list(all, 3)
		}
		if name == "pick" {
			return r.list(picks, 1)
		}
		major := slices.DeleteFunc(slices.Clone(picks), func(i int) bool { return i != picks[0] && r.front.minor[i] })
		if len(major) < 2 {
			return slot{}
		}
		return r.list(major, 2)
	}
	if r.subject == catalogue.None {
		return slot{}
	}
	switch name {
	case "pair", "pairs":
		all := slices.Concat(r.related(r.subject, core.Complement), r.related(r.subject, core.Consumable))
		if name == "pair" {
			return r.list(all, 1)
		}
		if len(all) < 2 {
			return slot{}
		}
		return r.list(all, 2)
	case "refill":
		return r.list(r.related(r.subject, core.Consumable), 1)
	case "alt":
		return r.named(r.instead(false), true)
	case "cheaper":
		return r.named(r.instead(true), true)
	}
	return slot{}
}

// related gives what goes with a product, but for what is of no use here.
func (r *reading) related(i int, relation core.Relation) []int {
	return slices.DeleteFunc(r.front.goods.Related(i, relation), r.misfits)
}

// instead gives what could stand in for the product talked about: the first of its
// substitutes, else of others of its category the nearest in price; or None.
func (r *reading) instead(cheaper bool) int {
	goods := r.front.goods
	of := &goods.Products[r.subject]
	keep := func(i int) bool {
		p := &goods.Products[i]
		return i != r.subject && !p.Gone() && !r.misfits(i) && (!cheaper || p.Price.Known && of.Price.Known && p.Price.Value < of.Price.Value)
	}
	for _, i := range goods.Related(r.subject, core.Substitute) {
		if keep(i) {
			return i
		}
	}
	nearest, least := catalogue.None, math.Inf(1)
	if !of.Price.Known {
		return nearest
	}
	for _, i := range goods.Of(of.Category) {
		price := goods.Products[i].Price
		far := math.Abs(price.Value - of.Price.Value)
		if price.Known && far < least && price.Value >= of.Price.Value/2 && price.Value <= 2*of.Price.Value && keep(int(i)) {
			nearest, least = int(i), far
		}
	}
	return nearest
}
