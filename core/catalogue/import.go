package catalogue

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"huashu/core"
)

// Problem is one mistake in a catalogue that was handed in, with its place.
type Problem struct {
	Line    int    `json:"line"` // 1-based
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

// Error gives "line 3: price: …".
func (p Problem) Error() string {
	if p.Field == "" {
		return fmt.Sprintf("line %d: %s", p.Line, p.Message)
	}
	return fmt.Sprintf("line %d: %s: %s", p.Line, p.Field, p.Message)
}

// maxProducts bounds a catalogue; more would not be one shop's.
const maxProducts = 100_000

// columns are what a table's columns may be called. Every other column is an
// attribute by its own name.
var columns = map[string][]string{
	"id": {"id", "编号", "商品编号", "商品id", "货号", "商家编码", "sku"}, "name": {"name", "名称", "商品名称", "商品标题", "标题", "品名", "宝贝标题"},
	"price": {"price", "价格", "售价", "单价", "现价", "一口价"}, "stock": {"stock", "库存", "库存数量", "数量"},
	"category": {"category", "类目", "分类", "品类", "商品类目"}, string(core.Consumable): {"consumable", "耗材"},
	string(core.Complement): {"complement", "搭配", "配件", "互补"}, string(core.Substitute): {"substitute", "替代", "同类"},
}

var relations = []core.Relation{core.Consumable, core.Complement, core.Substitute}

// reader gathers the products and the mistakes of a file.
type reader struct {
	products []core.Product
	lines    []int // where each product stands
	problems []Problem
}

func (r *reader) fail(line int, field, format string, args ...any) {
	r.problems = append(r.problems, Problem{line, field, fmt.Sprintf(format, args...)})
}

// Read reads a catalogue: CSV with a header, a JSON list of products (or an
// object that holds it as "products"), or a JSON product a line. The products
// are complete when there are no problems; problems come by line.
func Read(data []byte) ([]core.Product, []Problem) {
	r := &reader{}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch first := bytes.TrimSpace(data); {
	case !utf8.Valid(data):
		r.fail(lineAt(data, invalidAt(data)), "", "not UTF-8; save the file as “CSV UTF-8”")
	case len(first) == 0:
		r.fail(1, "", "the file is empty")
	case first[0] == '[' || first[0] == '{':
		r.json(data)
	default:
		r.csv(data)
	}
	r.check()
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return a.Line - b.Line })
	return r.products, r.problems
}

func (r *reader) csv(data []byte) {
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	if header, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(header, []byte("\t")) > bytes.Count(header, []byte(",")) {
		in.Comma = '\t'
	}
	header, err := in.Read()
	if err != nil {
		r.csvError(err)
		return
	}
	fields := make([]string, len(header))
	for i, name := range header {
		fields[i] = fieldOf(strings.TrimSpace(name))
	}
	if !slices.Contains(fields, "name") {
		r.fail(1, "name", "no column for it (want one of %s)", strings.Join(columns["name"], ", "))
		return
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.csvError(err)
			return
		}
		line, _ := in.FieldPos(0)
		switch {
		case len(row) != len(header):
			r.fail(line, "", "has %d fields, the header has %d", len(row), len(header))
		case strings.Join(row, "") == "":
		default:
			r.row(line, header, fields, row)
		}
	}
}

func (r *reader) csvError(err error) {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		r.fail(parse.Line, "", "%v", parse.Err)
		return
	}
	r.fail(1, "", "%v", err)
}

// fieldOf gives what a column is for; an attribute keeps its name with a mark
// that no column of ours has.
func fieldOf(column string) string {
	for field, names := range columns {
		if slices.Contains(names, strings.ToLower(column)) {
			return field
		}
	}
	return "@" + column
}

func (r *reader) row(line int, header, fields, row []string) {
	var p core.Product
	for i, value := range row {
		value = strings.TrimSpace(value)
		if value == "" {
			continue
		}
		switch field := fields[i]; field {
		case "id":
			p.ID = value
		case "name":
			p.Name = value
		case "category":
			p.Category = value
		case "price":
			if p.Price = core.ParseAmount(value); !p.Price.Known {
				r.fail(line, header[i], "%q is not a price", value)
			}
		case "stock":
			p.Stock = core.ParseStock(value)
		case string(core.Consumable), string(core.Complement), string(core.Substitute):
			for _, id := range strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune(";；、|, ", c) }) {
				p.Related = append(p.Related, core.Related{ID: id, Relation: core.Relation(field)})
			}
		default:
			p.Attrs = append(p.Attrs, core.Attr{Name: field[1:], Value: value})
		}
	}
	r.add(line, p)
}

func (r *reader) add(line int, p core.Product) {
	r.products = append(r.products, p)
	r.lines = append(r.lines, line)
}

// json reads any number of values: products, lists of them, or one object that
// holds the list.
func (r *reader) json(data []byte) {
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		var raw json.RawMessage
		start := int(dec.InputOffset())
		if err := dec.Decode(&raw); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			r.jsonError(data, int(dec.InputOffset()), err)
			return
		}
		start = skipTo(data, start, raw[0])
		var holder struct {
			Products json.RawMessage `json:"products"`
		}
		if raw[0] == '{' && json.Unmarshal(raw, &holder) == nil && holder.Products != nil {
			start += bytes.Index(raw, holder.Products)
			raw = holder.Products
		}
		r.jsonValue(data, start, raw)
	}
}

// jsonValue reads a product or a list of them that stands at an offset.
func (r *reader) jsonValue(data []byte, start int, raw json.RawMessage) {
	if raw[0] != '[' {
		r.jsonProduct(data, start, raw)
		return
	}
	list := json.NewDecoder(bytes.NewReader(raw))
	if _, err := list.Token(); err != nil {
		r.jsonError(data, start, err)
		return
	}
	for list.More() {
		at := int(list.InputOffset())
		var item json.RawMessage
		if err := list.Decode(&item); err != nil {
			r.jsonError(data, start+at, err)
			return
		}
		r.jsonProduct(data, start+skipTo(raw, at, item[0]), item)
	}
}

// skipTo finds where the value begins that a decoder read from an offset on.
func skipTo(data []byte, from int, first byte) int {
	return from + bytes.IndexByte(data[from:], first)
}

func (r *reader) jsonProduct(data []byte, at int, raw json.RawMessage) {
	var p core.Product
	if err := json.Unmarshal(raw, &p); err != nil {
		r.jsonError(data, at, err)
		return
	}
	r.add(lineAt(data, at), p)
}

func (r *reader) jsonError(data []byte, at int, err error) {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(at, int(syntax.Offset)-1)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		at = len(data)
	}
	r.fail(lineAt(data, at), "", "%v", err)
}

// check looks at each product and at how they hang together.
func (r *reader) check() {
	if len(r.products) > maxProducts {
		r.fail(r.lines[maxProducts], "", "more than %d products", maxProducts)
		return
	}
	first := map[string]int{}
	for i := range r.products {
		p := &r.products[i]
		if p.Name == "" {
			r.fail(r.lines[i], "name", "missing")
		}
		if p.Price.Known && p.Price.Value < 0 {
			r.fail(r.lines[i], "price", "%v is below zero", p.Price)
		}
		if p.ID == "" {
			p.ID = p.Name
		}
		if line, ok := first[p.ID]; ok {
			r.fail(r.lines[i], "id", "%q is there already, on line %d", p.ID, line)
			continue
		}
		first[p.ID] = r.lines[i]
	}
	for i := range r.products {
		for _, related := range r.products[i].Related {
			switch _, known := first[related.ID]; {
			case !slices.Contains(relations, related.Relation):
				r.fail(r.lines[i], "related", "unknown relation %q (want consumable, complement or substitute)", related.Relation)
			case !known:
				r.fail(r.lines[i], string(related.Relation), "no product %q", related.ID)
			}
		}
	}
}

func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), len(data))], []byte("\n"))
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(data)
}
