// Package fact compares the figures in a reply with what the shop says of
// itself: prices, free shipping, coupons, warranties, days to return, time to
// send. It speaks up only where a figure is clearly about such a thing and the
// shop's own figure is known; whatever else a number may mean is left alone.
package fact

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"huashu/core"
	"huashu/core/catalogue"
	"huashu/core/text"
)

// Facts are a shop's own figures. They are not safe for concurrent use.
type Facts struct {
	front core.Front
	goods *catalogue.Catalogue
	focus int
	words string // all facts in words, folded, for figures that stand in them

	warranties []span // all that any product or the shop is under

	reply   string // the last one, the figures in it, and the product it is about
	figures []figure
	product int
	read    bool // product is known
}

// New takes the figures of a shop whose goods are indexed.
func New(front core.Front, goods *catalogue.Catalogue) *Facts {
	f := &Facts{front: front, goods: goods, focus: catalogue.None}
	words := []string{front.Shop.Warranty}
	for _, fact := range front.Shop.Facts {
		words = append(words, fact.Value)
	}
	f.words = text.FoldString(strings.Join(words, "\n"))
	for i := range goods.Products {
		f.warranties = append(f.warranties, f.ownWarranties(i)...)
	}
	f.warranties = distinct(append(f.warranties, spansIn(front.Shop.Warranty)...))
	return f
}

// Focus says which product the page shows; "" for none. It tells whether that is
// another than before.
func (f *Facts) Focus(id string) bool {
	product := f.goods.Find(id)
	if product == f.focus {
		return false
	}
	f.focus, f.read = product, false
	return true
}

// Mismatch is a figure that is not the shop's: where it stands, in bytes of the
// folded reply, and what should.
type Mismatch struct {
	Start, End int
	Right      string
}

// Check gives the mismatches of one kind (see pack.Facts) in a folded reply.
func (f *Facts) Check(kind, reply string) []Mismatch {
	if reply != f.reply {
		f.reply, f.figures, f.read = reply, figuresIn(reply), false
	}
	var out []Mismatch
	figures := f.figures
	for i := range figures {
		var m Mismatch
		var wrong bool
		switch n := &figures[i]; kind {
		case "free_shipping":
			m, wrong = f.freeShipping(n)
		case "coupon":
			if i+1 < len(figures) {
				m, wrong = f.coupon(n, &figures[i+1])
			}
		case "warranty":
			m, wrong = f.warranty(reply, n)
		case "return_days":
			m, wrong = f.returnDays(reply, n)
		case "ship_time":
			m, wrong = f.shipTime(n)
		case "price":
			m, wrong = f.price(reply, n)
		}
		if wrong {
			out = append(out, m)
		}
	}
	return out
}

// figure is a number in a reply, with what stands around it.
type figure struct {
	start, end    int
	value         float64
	before, after string
}

func figuresIn(reply string) []figure {
	var out []figure
	for i := 0; i < len(reply); {
		n, size := catalogue.NumberAt(reply[i:])
		if size == 0 {
			_, width := utf8.DecodeRuneInString(reply[i:])
			i += width
			continue
		}
		// Figures of a code (h2, 2-in-1) are no number.
		if i == 0 || !isLetter(reply[i-1]) {
			out = append(out, figure{i, i + size, n, reply[:i], reply[i+size:]})
		}
		i += size
	}
	return out
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' }

// after drops words from the beginning of s, as often as they stand there.
func after(s string, words ...string) string {
	for {
		short := s
		for _, w := range words {
			short = strings.TrimPrefix(short, w)
		}
		if short == s {
			return s
		}
		s = short
	}
}

// before drops words from the end of s.
func before(s string, words ...string) string {
	for {
		short := s
		for _, w := range words {
			short = strings.TrimSuffix(short, w)
		}
		if short == s {
			return s
		}
		s = short
	}
}

func begins(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

func ends(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

func number(v float64) string { return core.Yuan(math.Round(100*v) / 100).String() }

// yuan are the ways money is counted.
var yuan = []string{"元钱", "块钱", "元", "块", "¥"}

func (f *Facts) freeShipping(n *figure) (Mismatch, bool) {
	free := f.front.FreeShippingAt
	if !free.Known || n.value == free.Value || !ends(before(n.before, " ", "¥"), "满", "够", "超过", "达到", "买到") {
		return Mismatch{}, false
	}
	rest := after(n.after, append(yuan, " ", ",", "就", "即可", "即", "可以", "可", "都", "能", "全国", "全场", "全店", "给您", "为您", "以上", "起", "是", "享")...)
	if !begins(rest, "包邮", "免邮", "免运费", "免费配送") {
		return Mismatch{}, false
	}
	if free.Value > 0 {
		return Mismatch{n.start, n.end, free.String()}, true
	}
	return Mismatch{strings.LastIndexAny(n.before, "满够超达买"), n.end + len(n.after) - len(rest), "全店"}, true
}

func (f *Facts) coupon(n, off *figure) (Mismatch, bool) {
	if len(f.front.Coupons) == 0 || !ends(before(n.before, " ", "¥"), "满", "每满") {
		return Mismatch{}, false
	}
	between := n.after[:off.start-n.end]
	rest := after(between, append(yuan, " ", ",", "的", "就", "可以", "可", "能", "立", "直接", "再", "使用", "用", "享受", "享", "领", "现", "还")...)
	if !begins(rest, "减", "优惠", "省", "抵", "-") || utf8.RuneCountInString(rest) > 4 && !strings.HasSuffix(rest, "¥") {
		return Mismatch{}, false
	}
	if strings.Contains(f.words, "满"+number(n.value)) {
		return Mismatch{}, false // a promotion the shop tells of in words
	}
	var byThreshold, byOff *core.Coupon
	for i := range f.front.Coupons {
		c := &f.front.Coupons[i]
		same, less := c.Threshold.Known && c.Threshold.Value == n.value, c.Off.Known && c.Off.Value == off.value
		switch {
		case same && less:
			return Mismatch{}, false
		case same:
			byThreshold = c
		case less:
			byOff = c
		}
	}
	switch {
	case byThreshold != nil:
		return Mismatch{off.start, off.end, byThreshold.Off.String()}, true
	case byOff != nil:
		return Mismatch{n.start, n.end, byOff.Threshold.String()}, true
	case len(f.front.Coupons) == 1 && f.front.Coupons[0].Threshold.Known && f.front.Coupons[0].Off.Known:
		c := &f.front.Coupons[0]
		return Mismatch{n.start, off.end, c.Threshold.String() + between + c.Off.String()}, true
	}
	return Mismatch{}, false
}

// span is a length of time in words and in days.
type span struct {
	words string
	days  float64
}

// Days of a month and a year, for comparing only.
const (
	month = 30.0
	year  = 12 * month
)

// spanAt reads the unit of time that follows a number.
func spanAt(n *figure) (span, int) {
	for _, u := range []struct {
		word string
		days float64
	}{{"个月", month}, {"月", month}, {"年", year}, {"天", 1}, {"日", 1}} {
		if strings.HasPrefix(n.after, u.word) {
			return span{n.after[:len(u.word)], n.value * u.days}, len(u.word)
		}
	}
	return span{}, 0
}

// spansIn gives the lengths of time in a fact: "整机一年，电机三年".
func spansIn(fact string) []span {
	var out []span
	folded := text.FoldString(fact)
	figures := figuresIn(folded)
	for i := range figures {
		n := &figures[i]
		if s, size := spanAt(n); size > 0 {
			out = append(out, span{folded[n.start:n.end] + s.words, s.days})
		} else if n.value > 0 && strings.TrimSpace(n.after) == "" && len(figures) == 1 {
			out = append(out, span{folded[n.start:n.end] + "个月", n.value * month})
		}
	}
	return out
}

func (f *Facts) warranty(reply string, n *figure) (Mismatch, bool) {
	said, size := spanAt(n)
	if size == 0 {
		return Mismatch{}, false
	}
	words := []string{"质保", "保修", "联保", "包修"}
	lead := before(n.before, " ", ":", "是", "为", "期", "有", "长达", "时间", "可以", "提供", "支持", "整机", "享", "服务")
	rest := after(n.after[size:], "的", "内", "之内", "以内", "免费", "全国", "官方", "整机", "都", "可以", "有", "店铺", "超长")
	if !ends(lead, words...) && !begins(rest, words...) {
		return Mismatch{}, false
	}
	known := f.warranties
	if product := f.about(reply); product != catalogue.None {
		if known = distinct(f.ownWarranties(product)); len(known) == 0 {
			known = distinct(spansIn(f.front.Shop.Warranty))
		}
	}
	if len(known) != 1 || known[0].days == said.days {
		return Mismatch{}, false
	}
	return Mismatch{n.start, n.end + size, known[0].words}, true
}

// ownWarranties gives the warranties that a product's attributes tell of.
func (f *Facts) ownWarranties(product int) []span {
	var out []span
	for _, a := range f.goods.Products[product].Attrs {
		if strings.Contains(a.Name, "保修") || strings.Contains(a.Name, "质保") || strings.Contains(a.Name, "联保") {
			out = append(out, spansIn(a.Value)...)
		}
	}
	return out
}

// distinct keeps one of each length.
func distinct(spans []span) []span {
	slices.SortStableFunc(spans, func(a, b span) int { return int(a.days - b.days) })
	return slices.CompactFunc(spans, func(a, b span) bool { return a.days == b.days })
}

func (f *Facts) returnDays(reply string, n *figure) (Mismatch, bool) {
	days := f.front.Shop.ReturnDays
	said, size := spanAt(n)
	if size == 0 || !days.Known || days.Value <= 0 || said.days == days.Value || said.words == "年" {
		return Mismatch{}, false
	}
	rest := after(n.after[size:], "的", "之内", "以内", "内", "都", "可以", "可", "能", "支持", "免费", "享", "享受", " ")
	if !begins(rest, "无理由", "退换", "退货", "包退", "退的") {
		return Mismatch{}, false
	}
	stated := number(n.value) + "天"
	if strings.Contains(f.words, stated) || f.attrsHold(f.about(reply), stated) {
		return Mismatch{}, false
	}
	return Mismatch{n.start, n.end, days.String()}, true
}

// attrsHold says whether an attribute of a product holds some words.
func (f *Facts) attrsHold(product int, words string) bool {
	return product != catalogue.None && slices.ContainsFunc(f.goods.Products[product].Attrs, func(a core.Attr) bool {
		return strings.Contains(text.FoldString(a.Value), words)
	})
}

func (f *Facts) shipTime(n *figure) (Mismatch, bool) {
	hours := f.front.Shop.ShipWithinHours
	if !hours.Known || hours.Value <= 0 {
		return Mismatch{}, false
	}
	times, size := 0.0, 0
	for _, u := range []struct {
		word  string
		hours float64
	}{{"个小时", 1}, {"小时", 1}, {"h", 1}, {"天", 24}, {"个工作日", 24}} {
		if size == 0 && strings.HasPrefix(n.after, u.word) {
			times, size = u.hours, len(u.word)
		}
	}
	rest := after(n.after[min(size, len(n.after)):], "之内", "以内", "内", "左右", "就", "会", "可以", "能", "给您", "为您", "帮您", "安排", "都", "即可", "完成", "尽快", " ")
	if size == 0 || n.value*times == hours.Value || !begins(rest, "发货", "发出", "寄出", "出库", "发走") {
		return Mismatch{}, false
	}
	if strings.Contains(f.words, number(n.value)+n.after[:size]) || ends(n.before, "预售") {
		return Mismatch{}, false
	}
	if times == 24 && math.Mod(hours.Value, 24) == 0 {
		return Mismatch{n.start, n.end, number(hours.Value / 24)}, true
	}
	return Mismatch{n.start, n.end + size, hours.String() + "小时"}, true
}

// sure is how surely a product must be named for its figures to be meant.
const sure = 0.5

// about gives the product a reply speaks of, asked once.
func (f *Facts) about(reply string) int {
	if !f.read {
		f.product, f.read = f.spokenOf(reply), true
	}
	return f.product
}

// spokenOf gives the only product a reply names, else the one the page shows,
// else the only one there is.
func (f *Facts) spokenOf(reply string) int {
	named := f.goods.Named(reply, 2)
	switch {
	case len(named) == 1 && named[0].Sure >= sure, len(named) > 1 && named[0].Sure >= sure && named[1].Sure < 0.8*named[0].Sure:
		return named[0].Product
	case len(named) == 0 && f.focus != catalogue.None:
		return f.focus
	case len(f.goods.Products) == 1:
		return 0
	}
	return catalogue.None
}

// priceCues are the words directly before a price.
var priceCues = []string{"售价", "价格", "单价", "现价", "活动价", "特价", "卖", "只要", "只需", "仅需", "仅", "价位", "标价", "优惠价", "今天是", "现在是", "价"}

func (f *Facts) price(reply string, n *figure) (Mismatch, bool) {
	if !begins(n.after, yuan...) && !ends(n.before, "¥") {
		return Mismatch{}, false
	}
	lead := before(n.before, " ", "¥", ":", "是", "为", "才", "也", "就", "都", "在")
	product := f.about(reply)
	cued := ends(lead, priceCues...) || product != catalogue.None && ends(before(lead, "(", "这款", "目前", "现在", "今天"), nameEnd(f.goods.Products[product].Name))
	rest := after(n.after, yuan...)
	if !cued || product == catalogue.None || begins(rest, "以上", "以下", "以内", "左右", "起", "的券", "优惠", "-", "到", "多") || ends(lead, "满", "减", "差价", "保价", "价保", "补差价", "运费价格", "原价", "吊牌价", "专柜价", "市场价", "第二件只要", "第二件仅") {
		return Mismatch{}, false
	}
	price := f.goods.Products[product].Price
	if !price.Known || price.Value <= 0 || f.mayBe(n.value, price.Value, product) {
		return Mismatch{}, false
	}
	return Mismatch{n.start, n.end, price.String()}, true
}

// nameEnd is the end of a product's name: a price may follow it directly.
func nameEnd(name string) string {
	runes := []rune(text.FoldString(name))
	return string(runes[max(0, len(runes)-2):])
}

// most is for how many pieces a price may be told in one sum.
const most = 20

// mayBe says whether a sum can be right for a product: for one or more pieces,
// with a coupon, or a figure of its own attributes.
func (f *Facts) mayBe(sum, price float64, product int) bool {
	for pieces := 1.0; pieces <= most; pieces++ {
		total := pieces * price
		if near(sum, total) {
			return true
		}
		for _, c := range f.front.Coupons {
			if c.Off.Known && total >= c.Threshold.Value && near(sum, total-c.Off.Value) {
				return true
			}
		}
	}
	return f.attrsHold(product, number(sum))
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.011 }
