package suggest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"huashu/core"
	"huashu/core/catalogue"
	"huashu/core/pack"
	"huashu/core/text"
)

// slot is what is known for a {name}: words, and the products they name.
type slot struct {
	text  string
	goods []int
	ok    bool
}

func word(s string) slot { return slot{text: s, ok: s != ""} }

// slot gives what is known for a name, asked once.
func (r *reading) slot(name string) slot {
	s, known := r.slots[name]
	if !known {
		s = r.fillSlot(name)
		r.slots[name] = s
	}
	return s
}

func (r *reading) fillSlot(name string) slot {
	shop := &r.front.Shop
	switch name {
	case "shop":
		return word(shop.Name)
	case "agent":
		return word(strings.TrimSuffix(shop.AgentNo, "号"))
	case "product":
		return r.named(r.subject, false)
	case "price":
		if p := r.product(); p != nil && p.Price.Known && p.Price.Value > 0 {
			return word(p.Price.String() + "元")
		}
	case "stock":
		if p := r.product(); p != nil && p.Stock.Known && p.Stock.Value > 0 {
			return word("现货")
		}
	case "soldout":
		if p := r.product(); p != nil && p.Gone() {
			return word("暂时缺货")
		}
	case "quantity":
		return word(quantityIn(r.round))
	case "points":
		return r.points()
	case "trait":
		for _, t := range r.traits {
			if words := r.Suggester.traits[t].Words; words != "" {
				return word(words)
			}
		}
	case "size":
		if r.subject != catalogue.None {
			return word(r.front.goods.SizeFor(r.subject, r.figures))
		}
	case "fact", "more":
		return r.fact(name == "more")
	case "figure":
		return slot{ok: len(r.figures) > 0}
	case "shown":
		return slot{ok: r.front.goods.Find(r.visit.Focus) != catalogue.None}
	case "facts":
		return r.facts()
	case "ship":
		return word(hours(shop.ShipWithinHours))
	case "courier":
		return word(shop.Courier)
	case "returns":
		if shop.ReturnDays.Known && shop.ReturnDays.Value > 0 {
			return word(shop.ReturnDays.String() + "天")
		}
	case "warranty":
		return word(r.warranty())
	case "coupon", "off", "net", "next_coupon", "coupon_gap", "coupon_topup":
		return r.couponSlot(name)
	case "free", "always_free", "gap", "topup", "free_reached":
		return r.shippingSlot(name)
	case "pick", "picks", "bundle", "pair", "pairs", "refill", "alt", "cheaper":
		return r.offerSlot(name)
	default:
		if i := slices.IndexFunc(r.Suggester.aspects, func(a pack.Aspect) bool { return a.ID == name }); i >= 0 {
			return word(r.aspect(i))
		}
	}
	return slot{}
}

// product gives the product the talk is about, nil without one.
func (r *reading) product() *core.Product {
	if r.subject == catalogue.None {
		return nil
	}
	return &r.front.goods.Products[r.subject]
}

// named gives the name of a product, with its price behind it if wanted.
func (r *reading) named(i int, priced bool) slot {
	if i == catalogue.None {
		return slot{}
	}
	p := &r.front.goods.Products[i]
	name := short(p.Name)
	if priced && p.Price.Known && p.Price.Value > 0 {
		name += "（" + p.Price.String() + "元）"
	}
	return slot{name, []int{i}, true}
}

// list joins what names several products.
func (r *reading) list(goods []int, most int) slot {
	var out slot
	var names []string
	for _, i := range goods[:min(len(goods), most)] {
		names = append(names, r.named(i, true).text)
		out.goods = append(out.goods, i)
	}
	n := len(names)
	if n == 0 {
		return slot{}
	}
	out.ok, out.text = true, names[0]
	if n > 1 {
		out.text = strings.Join(names[:n-1], "、") + "和" + names[n-1]
	}
	return out
}

// maxName is how many characters of a product's name a reply takes.
const maxName = 20

// short leaves out what shops put into names for the search: brackets, and what
// is beyond a readable length.
func short(name string) string {
	var b strings.Builder
	depth := 0
	for _, c := range name {
		switch {
		case strings.ContainsRune("【[（(", c):
			depth++
		case strings.ContainsRune("】]）)", c):
			depth = max(0, depth-1)
		case depth == 0:
			b.WriteRune(c)
		}
	}
	out := strings.TrimSpace(b.String())
	if out == "" {
		out = strings.TrimSpace(strings.Trim(name, "【】[]（）()"))
	}
	if utf8.RuneCountInString(out) > maxName {
		out = strings.TrimSpace(string([]rune(out)[:maxName]))
	}
	return out
}

// hours says how soon goods are sent: 48小时内, 7天内.
func hours(a core.Amount) string {
	switch {
	case !a.Known || a.Value <= 0:
		return ""
	case a.Value > 48 && math.Mod(a.Value, 24) == 0:
		return core.Yuan(a.Value/24).String() + "天内"
	}
	return a.String() + "小时内"
}

// warranty says how long goods are under warranty, with the word for it.
func (r *reading) warranty() string {
	value := ""
	if i := slices.IndexFunc(r.Suggester.aspects, func(a pack.Aspect) bool { return a.ID == warrantyAspect }); i >= 0 {
		value = r.valueOf(i)
	}
	value = cmp.Or(value, strings.TrimSpace(r.front.Shop.Warranty))
	if value == "" || strings.Contains(value, "无质保") || value == "0" || value == "否" {
		return ""
	}
	if !strings.Contains(value, "保") {
		value = "质保" + value
	}
	return clip(value)
}

// warrantyAspect is the aspect whose keys name a product's own warranty.
const warrantyAspect = "guarantee"

// points sums up what the buyer asked for, if it is several things said one
// after the other, or many.
func (r *reading) points() slot {
	least := 3
	if r.messages > 1 {
		least = 2
	}
	var titles []string
	for _, i := range r.aspects {
		if title := r.Suggester.aspects[i].Title; title != "" && !slices.Contains(titles, title) && len(titles) < 4 {
			titles = append(titles, title)
		}
	}
	n := len(titles)
	if n < least {
		return slot{}
	}
	return word(strings.Join(titles[:n-1], "、") + "和" + titles[n-1])
}

// fact answers what was asked from the product's attributes and the shop's
// facts: up to two things, and two more.
func (r *reading) fact(more bool) slot {
	var out []string
	for _, i := range r.aspects {
		if s := r.aspect(i); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if p := r.product(); p != nil && len(out) == 0 {
		for _, a := range p.Attrs {
			if name := text.FoldString(a.Name); utf8.RuneCountInString(name) > 1 && strings.Contains(r.round, name) {
				out = append(out, phrase(a, isSaid))
			}
		}
	}
	if more {
		out = out[min(2, len(out)):]
	}
	if len(out) == 0 {
		return slot{}
	}
	joined := strings.Join(out[:min(2, len(out))], "，")
	if utf8.RuneCountInString(joined) > maxFact {
		joined = out[0]
	}
	return word(joined)
}

// aspect says what is known of one thing, in words.
func (r *reading) aspect(i int) string {
	a := &r.Suggester.aspects[i]
	say := cmp.Or(a.Say, isSaid)
	if p := r.product(); p != nil {
		if at, ok := find(p.Attrs, a.Keys); ok {
			return phrase(at, say)
		}
	}
	if at, ok := find(r.front.Shop.Facts, a.Keys); ok {
		at.Name = a.Title
		return phrase(at, cmp.Or(a.Say, "{value}"))
	}
	return r.clause(a)
}

// valueOf gives the bare value of an aspect.
func (r *reading) valueOf(i int) string {
	a := &r.Suggester.aspects[i]
	if p := r.product(); p != nil {
		if at, ok := find(p.Attrs, a.Keys); ok {
			return at.Value
		}
	}
	at, _ := find(r.front.Shop.Facts, a.Keys)
	return at.Value
}

// find gives the attribute that goes by one of the keys.
func find(attrs []core.Attr, keys []string) (core.Attr, bool) {
	for _, key := range keys {
		for _, a := range attrs {
			if strings.EqualFold(a.Name, key) || utf8.RuneCountInString(key) > 1 && !isLatin(key) && strings.Contains(a.Name, key) {
				return a, true
			}
		}
	}
	return core.Attr{}, false
}

func isLatin(s string) bool { return s != "" && s[0] < utf8.RuneSelf }

// clause looks for an aspect in what the shop says at length: the clause of its
// policies that holds one of the aspect's Chinese keys.
func (r *reading) clause(a *pack.Aspect) string {
	for _, fact := range r.front.Shop.Facts {
		for _, clause := range strings.FieldsFunc(fact.Value, func(c rune) bool { return strings.ContainsRune("，。；;,！!\n", c) }) {
			for _, key := range a.Keys {
				if !isLatin(key) && strings.Contains(clause, key) && !r.partOfAnother(key, clause) {
					return clip(strings.TrimSpace(clause))
				}
			}
		}
	}
	return ""
}

// partOfAnother says whether what stands in a clause is not the key but a
// longer one of another aspect: 运费 in 搬运费.
func (r *reading) partOfAnother(key, clause string) bool {
	return slices.ContainsFunc(r.Suggester.aspects, func(a pack.Aspect) bool {
		return slices.ContainsFunc(a.Keys, func(other string) bool {
			return len(other) > len(key) && strings.Contains(other, key) && strings.Contains(clause, other)
		})
	})
}

// maxFact is how many characters a fact may take in a reply.
const maxFact = 34

// clip keeps the first clauses of a long fact.
func clip(fact string) string {
	fact = strings.TrimRight(strings.TrimSpace(fact), "。.；;！!～~")
	if utf8.RuneCountInString(fact) <= maxFact {
		return fact
	}
	out := ""
	for _, clause := range strings.FieldsFunc(fact, func(c rune) bool { return strings.ContainsRune("，。；;,！!\n", c) }) {
		if utf8.RuneCountInString(out+clause) > maxFact {
			break
		}
		if out != "" {
			out += "，"
		}
		out += strings.TrimSpace(clause)
	}
	return out
}

// Ways to put an attribute: in a sentence, and beside others.
const (
	isSaid    = "{name}是{value}"
	besideOne = "{name}{value}"
)

// phrase says an attribute in words. A value that is a sentence already stays
// what it is.
func phrase(a core.Attr, say string) string {
	value := clip(a.Value)
	switch {
	case value == "":
		return ""
	case value == "是" || value == "支持" || value == "可以":
		return "支持" + strings.TrimPrefix(a.Name, "支持")
	case value == "否" || value == "无":
		return ""
	case hasPrefixAny(value, predicates...) || a.Name != "" && strings.HasPrefix(value, a.Name):
		return value
	case strings.Contains(say, "{name}") && (isLatin(a.Name) || strings.Contains(value, a.Name)):
		return value
	case a.Name != "" && !strings.Contains(say, "{name}") && isFigure(value):
		return a.Name + value
	}
	return strings.NewReplacer("{name}", a.Name, "{value}", value).Replace(say)
}

// predicates are how values begin that are sentences already.
var predicates = []string{"有", "支持", "可", "已", "通过", "提供", "享", "包", "含", "采用", "假一", "全国", "全场", "质量问题", "免费", "下单", "签收", "默认", "联系", "无理由", "店铺", "由", "在", "请", "需", "如", "自"}

// isFigure says whether a value is hardly more than a number: 30, 30天.
func isFigure(value string) bool {
	return value[0] >= '0' && value[0] <= '9' && utf8.RuneCountInString(value) <= 4
}

// facts gives what speaks for the product: up to two attributes.
func (r *reading) facts() slot {
	p := r.product()
	if p == nil {
		return slot{}
	}
	var out []string
	for _, a := range p.Attrs {
		if slices.ContainsFunc(modest, func(w string) bool { return strings.Contains(a.Name, w) }) || utf8.RuneCountInString(a.Value) > 16 {
			continue
		}
		if s := phrase(a, besideOne); s != "" && len(out) < 2 {
			out = append(out, s)
		}
	}
	return word(strings.Join(out, "、"))
}

// modest names attributes that say what a product is for, or how big it is, and
// not how good.
var modest = []string{"适用", "适配", "接口", "尺码", "颜色", "型号", "货号", "规格", "编号", "产地", "日期", "洗涤", "洗护", "护理", "保存", "储存", "使用", "安装", "清洁"}

// maxAside is how far above a total a coupon is still worth a word.
const maxAside = 1.0

// base is what the buyer is about to pay: the cart, else the product.
func (r *reading) base() (float64, bool) {
	if r.visit.CartTotal.Known && r.visit.CartTotal.Value > 0 {
		return r.visit.CartTotal.Value, true
	}
	if p := r.product(); p != nil && p.Price.Known && p.Price.Value > 0 {
		return p.Price.Value, true
	}
	return 0, false
}

func (r *reading) couponSlot(name string) slot {
	total, known := r.base()
	var reached, next *core.Coupon
	for i := range r.front.Coupons {
		c := &r.front.Coupons[i]
		if !c.Off.Known || c.Off.Value <= 0 {
			continue
		}
		switch {
		case known && c.Threshold.Value <= total:
			if reached == nil || c.Off.Value > reached.Off.Value {
				reached = c
			}
		case next == nil || c.Threshold.Value < next.Threshold.Value:
			next = c
		}
	}
	if next != nil && reached != nil && next.Off.Value <= reached.Off.Value {
		next = nil
	}
	switch {
	case (name == "coupon" || name == "off" || name == "net") && reached != nil:
		switch name {
		case "off":
			return word(reached.Off.String())
		case "net":
			return word(money(total - reached.Off.Value))
		}
		return word(couponWords(reached))
	case name == "next_coupon" && next != nil:
		return word(couponWords(next))
	case name == "coupon_gap" && next != nil && known && next.Threshold.Value-total <= maxAside*total:
		return word(money(next.Threshold.Value - total))
	case name == "coupon_topup" && next != nil && known && next.Threshold.Value-total <= maxAside*total:
		return r.named(r.front.goods.TopUp(next.Threshold.Value-total, r.subject, r.misfits), true)
	}
	return slot{}
}

// couponWords says a coupon: 满199减20元的优惠券, or 新人券（满199减20元）.
func couponWords(c *core.Coupon) string {
	terms := "满" + c.Threshold.String() + "减" + c.Off.String() + "元"
	if !c.Threshold.Known || c.Threshold.Value <= 0 {
		terms = "立减" + c.Off.String() + "元"
	}
	if c.Name == "" || utf8.RuneCountInString(c.Name) > 8 || strings.ContainsAny(c.Name, "0123456789满减") {
		return terms + "的优惠券"
	}
	return c.Name + "（" + terms + "）"
}

func money(v float64) string { return core.Yuan(math.Round(100*v) / 100).String() }

func (r *reading) shippingSlot(name string) slot {
	free := r.front.FreeShippingAt
	if !free.Known {
		return slot{}
	}
	total, known := r.base()
	switch missing := free.Value - total; {
	case free.Value <= 0:
		if name == "always_free" {
			return word("包邮")
		}
	case name == "free":
		return word(free.String())
	case name == "free_reached" && known && missing <= 0:
		return word("包邮")
	case name == "gap" && known && missing > 0:
		return word(money(missing))
	case name == "topup" && known && missing > 0:
		return r.named(r.front.goods.TopUp(missing, r.subject, r.misfits), true)
	}
	return slot{}
}
