package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huashu/core"
)

func product(id, name string, price float64, attrs ...core.Attr) core.Product {
	return core.Product{ID: id, Name: name, Price: core.Yuan(price), Attrs: attrs}
}

func TestNamed(t *testing.T) {
	c := New([]core.Product{
		product("h2", "云感H2加湿器", 199), product("h5", "云感H5加湿器", 299), product("f", "H2专用滤棉", 29),
		product("p", "竹浆抽纸100抽24包", 39), product("t", "一次性洗脸巾80抽3包", 19),
	})
	for words, want := range map[string]string{
		"H2那个加湿器灯一直闪":     "h2",
		"要那个抽纸":           "p",
		"云感h5加湿器多大":       "h5",
		"洗脸巾还有吗":          "t",
		"你们几点下班":          "",
		"h2的滤棉多久换一次啊":     "f",
		"之前买过竹浆的，家里纸快用完了": "",
	} {
		got := ""
		if hits := c.Named(words, 3); len(hits) > 0 {
			got = c.Products[hits[0].Product].ID
		}
		if got != want {
			t.Errorf("%q speaks of %q, want %q (%v)", words, got, want, c.Named(words, 3))
		}
	}
}

func TestFits(t *testing.T) {
	c := New([]core.Product{
		product("h2", "云感H2加湿器", 199), product("a", "加湿器滤芯", 29, core.Attr{Name: "适配", Value: "H2、H3"}),
		product("b", "H5滤芯", 29), product("c", "桌面收纳盒", 29),
		product("cam", "X7相机", 999, core.Attr{Name: "存储", Value: "SD卡"}), product("tf", "64G存储卡", 49, core.Attr{Name: "接口", Value: "TF"}),
		product("sd", "128G存储卡", 99, core.Attr{Name: "接口", Value: "SD"}),
	})
	for _, want := range []struct {
		part, of string
		fits     bool
	}{{"a", "h2", true}, {"b", "h2", false}, {"c", "h2", true}, {"tf", "cam", false}, {"sd", "cam", true}} {
		if got := c.Fits(c.Find(want.part), c.Find(want.of)); got != want.fits {
			t.Errorf("%s fits %s: %v", want.part, want.of, got)
		}
	}
}

func TestFiguresIn(t *testing.T) {
	for words, want := range map[string]string{
		"家里小狗三个月大":      "[{1 3}]",
		"宝宝一岁半 25斤":     "[{1 12} {2 12.5}]",
		"一米六五一百二十斤穿多大":  "[{3 165} {2 60}]",
		"我1.72m 140斤":   "[{3 172} {2 70}]",
		"身高158体重48kg":   "[{3 158} {2 48}]",
		"165 110斤":      "[{3 165} {2 55}]",
		"客厅60平 家里五口人":   "[{5 60} {4 5}]",
		"12月份能到吗":       "[]",
		"买两件 199元":      "[]",
		"一米八 一百八十五斤":    "[{3 180} {2 92.5}]",
		"满一百二减十块 四十五平米": "[{5 45}]",
	} {
		if got := fmt.Sprint(FiguresIn(words)); got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
}

func TestCompare(t *testing.T) {
	c := New([]core.Product{
		product("puppy", "幼犬粮", 1, core.Attr{Name: "适用", Value: "2-12月"}), product("adult", "成犬粮", 1, core.Attr{Name: "适用", Value: "1岁以上"}),
		product("big", "直饮机", 1, core.Attr{Name: "供水", Value: "60人"}), product("nappy", "纸尿裤L", 1, core.Attr{Name: "适用体重", Value: "9-14kg"}),
	})
	for _, want := range []struct {
		id, words   string
		fit, misfit int
	}{
		{"puppy", "三个月", 1, 0}, {"adult", "三个月", 0, 1}, {"adult", "两岁了", 1, 0},
		{"big", "办公室20人", 1, 0}, {"big", "120人用", 0, 1}, {"nappy", "宝宝22斤", 1, 0}, {"nappy", "宝宝12斤", 0, 1}, {"nappy", "五个月", 0, 0},
	} {
		if fit, misfit := c.Compare(c.Find(want.id), FiguresIn(want.words)); fit != want.fit || misfit != want.misfit {
			t.Errorf("%s for %q: %d and %d, want %d and %d", want.id, want.words, fit, misfit, want.fit, want.misfit)
		}
	}
}

func TestSizeFor(t *testing.T) {
	c := New([]core.Product{product("t", "纯棉T恤", 59, core.Attr{Name: "尺码", Value: "S 80-95斤，M 95-110斤；L 110-125斤"})})
	for words, want := range map[string]string{"我一米六 105斤": "M", "120斤": "L", "两百斤": "", "一米六五": ""} {
		if got := c.SizeFor(0, FiguresIn(words)); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

func TestTopUp(t *testing.T) {
	products := []core.Product{
		product("soap", "羊奶皂", 45), product("net", "起泡网", 9.9), product("dish", "皂盒", 16),
		product("towel", "面巾", 15), product("set", "礼盒", 168), product("soap2", "马油皂", 18), product("gone", "皂架", 14.5),
	}
	products[0].Related = []core.Related{{ID: "net", Relation: core.Complement}, {ID: "dish", Relation: core.Complement}, {ID: "soap2", Relation: core.Substitute}}
	products[6].Stock = core.Yuan(0)
	c := New(products)
	nothing := func(int) bool { return false }
	for missing, want := range map[float64]string{14: "dish", 9: "net", 17: "", 300: "", 0: ""} {
		got := ""
		if i := c.TopUp(missing, c.Find("soap"), nothing); i != None {
			got = c.Products[i].ID
		}
		if got != want {
			t.Errorf("%v yuan missing: %q, want %q", missing, got, want)
		}
	}
	if i := c.TopUp(14, None, nothing); c.Products[i].ID != "towel" {
		t.Errorf("with nothing chosen: %s, want the one least beyond", c.Products[i].ID)
	}
}

func TestReadCSV(t *testing.T) {
	products, problems := Read([]byte("\ufeff编号,名称,价格,库存,类目,材质,耗材,搭配\na1,竹砧板,¥59.9,12,砧板,竹,,k1\nk1,\"刀架, 壁挂\",39,售罄,刀架,,,\n"))
	if len(problems) > 0 || len(products) != 2 {
		t.Fatalf("%d products, problems %v", len(products), problems)
	}
	p := products[0]
	if p.Price.Value != 59.9 || p.Stock.Value != 12 || !slices.Equal(p.Attrs, []core.Attr{{Name: "材质", Value: "竹"}}) || !slices.Equal(p.Related, []core.Related{{ID: "k1", Relation: core.Complement}}) {
		t.Errorf("reads %+v", p)
	}
	if !products[1].Gone() || products[1].Name != "刀架, 壁挂" {
		t.Errorf("reads %+v", products[1])
	}
}

func TestReadJSON(t *testing.T) {
	for _, file := range []string{
		`[{"id":7,"name":"竹砧板","price":"59.9元","attrs":{"材质":"竹","可水洗":true}}]`,
		"{\"products\": [\n{\"id\":\"7\",\"name\":\"竹砧板\",\"price\":59.9,\"stock\":null,\"attrs\":{\"材质\":\"竹\",\"可水洗\":\"是\"}}]}",
		`{"id":"7","name":"竹砧板","price":59.9,"attrs":{"材质":"竹","可水洗":"是"}}`,
	} {
		products, problems := Read([]byte(file))
		if len(problems) > 0 || len(products) != 1 {
			t.Errorf("%s: problems %v", file, problems)
			continue
		}
		if got := fmt.Sprint(products[0]); got != "{7 竹砧板 59.9   [{材质 竹} {可水洗 是}] []}" {
			t.Errorf("%s: %s", file, got)
		}
	}
}

func TestReadNamesTheLine(t *testing.T) {
	for file, want := range map[string]string{
		"":                    "line 1: the file is empty",
		"id,price\n1,2\n":     "line 1: name: no column for it",
		"name,price\n碗,很贵\n":  `line 2: price: "很贵" is not a price`,
		"id,name\n1,碗\n1,盘\n": `line 3: id: "1" is there already, on line 2`,
		"id,name,耗材\n1,碗,9\n": `line 2: consumable: no product "9"`,
		"name,price\n碗\n":     "line 2: has 1 fields, the header has 2",
		"name\n\xc5\xcc\n":    "line 2: not UTF-8",
		"[\n{\"name\":\"碗\"},\n{\"id\":\"2\"}]":                              "line 3: name: missing",
		"[\n{\"name\":\"碗\"\n":                                               "line 3: unexpected EOF",
		"[{\"name\":\"碗\",\n\"attrs\":[1]}]":                                 "line 1: product: want an object",
		`[{"id":"1","name":"碗","related":[{"id":"1","relation":"cousin"}]}]`: `unknown relation "cousin"`,
	} {
		_, problems := Read([]byte(file))
		if len(problems) == 0 || !strings.Contains(problems[0].Error(), want) {
			t.Errorf("%q: problems %v, want %s", file, problems, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("编号,名称\n1,碗\n"))
	f.Add([]byte(`[{"id":"1","name":"碗","attrs":{"a":[1,{"b":null}]}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		products, problems := Read(data)
		if len(problems) == 0 {
			c := New(products)
			c.Named(string(data), 3)
			FiguresIn(string(data))
		}
	})
}
