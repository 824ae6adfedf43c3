package core

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SuggestionKind says what a suggestion is for.
type SuggestionKind string

// The kinds of suggestion.
const (
	Greeting SuggestionKind = "greeting" // the first words of a chat
	Reply    SuggestionKind = "reply"    // an answer
	Question SuggestionKind = "question" // finds out what the buyer needs
	Offer    SuggestionKind = "product"  // goods that fit
	Escalate SuggestionKind = "escalate" // hands the buyer over to somebody who decides
	Farewell SuggestionKind = "farewell" // the last words of a chat
)

// Suggestion is a reply the agent may send as it is. Products are the ids of
// the goods its text names, Why the sentence that says what it is good for,
// Intent what the buyer does that it answers.
//
// Template names the words it was made from: what a page counts acceptances by.
type Suggestion struct {
	Kind     SuggestionKind `json:"kind"`
	Text     string         `json:"text"`
	Products []string       `json:"products"`
	Why      string         `json:"why"`
	Intent   string         `json:"intent"`
	Template string         `json:"template"`
}

// Scene is what is known around a chat besides its words. In JSON the fields of
// both parts stand side by side. Every field is optional; what is unknown stays
// the zero value and nothing is made up for it.
type Scene struct {
	Front
	Visit
}

// Front is what is the same for all buyers of a shop: what it sells and on what
// terms. Prices are in yuan.
type Front struct {
	Shop           Shop      `json:"shop"`
	FreeShippingAt Amount    `json:"free_shipping_at"` // 0 means always
	Coupons        []Coupon  `json:"coupons"`
	Products       []Product `json:"products"`
}

// Visit is what belongs to one chat.
type Visit struct {
	CartTotal Amount           `json:"cart_total"`
	Focus     string           `json:"focus"`   // id of the product whose card the page shows
	Learned   map[string]Tally `json:"learned"` // by Suggestion.Template
}

// Tally counts what became of a suggestion on this machine.
type Tally struct {
	Shown     int `json:"shown"`
	Accepted  int `json:"accepted"`
	Dismissed int `json:"dismissed"`
}

// Shop is what a shop says of itself. Facts are all further keys: what they are
// called and what is so, in words, in the order given.
type Shop struct {
	Name            string
	AgentNo         string
	Category        string
	ShipWithinHours Amount
	Courier         string
	ReturnDays      Amount
	Warranty        string
	Facts           []Attr
}

// UnmarshalJSON reads a shop; numbers may be strings and the other way round.
func (s *Shop) UnmarshalJSON(b []byte) error {
	var all attrs
	if err := json.Unmarshal(b, &all); err != nil {
		return fmt.Errorf("shop: %w", err)
	}
	*s = Shop{}
	for _, a := range all {
		switch a.Name {
		case "name":
			s.Name = a.Value
		case "agent_no":
			s.AgentNo = a.Value
		case "category":
			s.Category = a.Value
		case "ship_within_hours":
			s.ShipWithinHours = ParseAmount(a.Value)
		case "courier":
			s.Courier = a.Value
		case "return_days":
			s.ReturnDays = ParseAmount(a.Value)
		case "warranty":
			s.Warranty = a.Value
		default:
			s.Facts = append(s.Facts, a)
		}
	}
	return nil
}

// Coupon takes Off from a total of Threshold or more.
type Coupon struct {
	Name      string `json:"name"`
	Threshold Amount `json:"threshold"`
	Off       Amount `json:"off"`
}

// Product is one of a shop's goods. A stock that is unknown counts as some.
type Product struct {
	ID       string
	Name     string
	Price    Amount
	Stock    Amount
	Category string
	Attrs    []Attr // in the order given
	Related  []Related
}

// Attr is a name and a value, both in words: 材质 and 304不锈钢.
type Attr struct{ Name, Value string }

// Relation says what one product is to another.
type Relation string

// The relations: it is used up with it, it goes with it, it may stand in for it.
const (
	Consumable Relation = "consumable"
	Complement Relation = "complement"
	Substitute Relation = "substitute"
)

// Related leads to another product.
type Related struct {
	ID       string   `json:"id"`
	Relation Relation `json:"relation"`
}

// UnmarshalJSON reads a product. Numbers may be strings, attrs may hold any
// values, and a stock in words (有货, 售罄) is understood.
func (p *Product) UnmarshalJSON(b []byte) error {
	var raw struct {
		ID       word      `json:"id"`
		Name     word      `json:"name"`
		Price    Amount    `json:"price"`
		Stock    word      `json:"stock"`
		Category word      `json:"category"`
		Attrs    attrs     `json:"attrs"`
		Related  []Related `json:"related"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return fmt.Errorf("product: %w", err)
	}
	*p = Product{
		ID: string(raw.ID), Name: strings.TrimSpace(string(raw.Name)), Price: raw.Price, Stock: ParseStock(string(raw.Stock)),
		Category: string(raw.Category), Attrs: raw.Attrs, Related: raw.Related,
	}
	return nil
}

// MarshalJSON writes a product as UnmarshalJSON reads it.
func (p Product) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID       string    `json:"id"`
		Name     string    `json:"name"`
		Price    Amount    `json:"price"`
		Stock    Amount    `json:"stock"`
		Category string    `json:"category,omitempty"`
		Attrs    attrs     `json:"attrs,omitempty"`
		Related  []Related `json:"related,omitempty"`
	}{p.ID, p.Name, p.Price, p.Stock, p.Category, p.Attrs, p.Related})
}

// Gone says whether a product is known to be out of stock.
func (p *Product) Gone() bool { return p.Stock.Known && p.Stock.Value <= 0 }

// ParseStock reads a stock: a number, or words that say that there is none.
// Anything else is unknown.
func ParseStock(s string) Amount {
	if slices.ContainsFunc([]string{"无货", "没货", "缺货", "断货", "售罄", "卖完", "下架", "停产", "false", "否"}, func(w string) bool { return strings.Contains(s, w) }) {
		return Amount{Known: true}
	}
	return ParseAmount(s)
}

// Amount is a number that may be unknown.
type Amount struct {
	Value float64
	Known bool
}

// Yuan makes a known amount.
func Yuan(v float64) Amount { return Amount{v, true} }

// ParseAmount reads the first number in s: "¥1,299.00", "48小时". Without one
// the amount is unknown.
func ParseAmount(s string) Amount {
	start := strings.IndexAny(s, "0123456789")
	if start < 0 {
		return Amount{}
	}
	end := start
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || s[end] == ',') {
		end++
	}
	v, err := strconv.ParseFloat(strings.TrimRight(strings.ReplaceAll(s[start:end], ",", ""), "."), 64)
	if err != nil {
		return Amount{}
	}
	if start > 0 && s[start-1] == '-' {
		v = -v
	}
	return Amount{v, true}
}

// String gives the number as people write it, "" when unknown: 59, 39.9.
func (a Amount) String() string {
	if !a.Known {
		return ""
	}
	return strconv.FormatFloat(a.Value, 'f', -1, 64)
}

// UnmarshalJSON reads a number, a number in a string, or null.
func (a *Amount) UnmarshalJSON(b []byte) error {
	var w word
	if err := w.UnmarshalJSON(b); err != nil {
		return err
	}
	*a = ParseAmount(string(w))
	return nil
}

// MarshalJSON writes the number, or null.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.Known {
		return []byte("null"), nil
	}
	return []byte(a.String()), nil
}

// word is any JSON value as people would write it.
type word string

// UnmarshalJSON reads any value. Catalogues are thousands of strings and numbers,
// which have a way of their own.
func (w *word) UnmarshalJSON(b []byte) error {
	switch c := b[0]; {
	case c == '"':
		return json.Unmarshal(b, (*string)(w))
	case c == '-' || c >= '0' && c <= '9':
		*w = word(b)
		return nil
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return err
	}
	*w = word(inWords(v))
	return nil
}

func inWords(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "是"
		}
		return "否"
	case []any:
		var parts []string
		for _, item := range v {
			if s := inWords(item); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, "、")
	case map[string]any:
		var parts []string
		for name, item := range v {
			if s := inWords(item); s != "" {
				parts = append(parts, name+"："+s)
			}
		}
		slices.Sort(parts)
		return strings.Join(parts, "；")
	}
	return ""
}

// attrs reads an object with its keys in the order they stand in. Empty values
// are left out.
type attrs []Attr

// MarshalJSON writes an object with its keys in their order.
func (a attrs) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, attr := range a {
		name, err := json.Marshal(attr.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(attr.Value)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON reads an object or null.
func (a *attrs) UnmarshalJSON(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	*a = nil
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		if t == nil && err == nil {
			return nil
		}
		return fmt.Errorf("want an object, not %s", b)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		var value word
		if err := dec.Decode(&value); err != nil {
			return err
		}
		if value != "" {
			*a = append(*a, Attr{name.(string), strings.TrimSpace(string(value))})
		}
	}
	return nil
}
