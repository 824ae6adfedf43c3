package suggest_test

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/engine"
	"huashu/core/packs"
	"huashu/core/suggest"
)

func open(t *testing.T) *engine.Engine {
	t.Helper()
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// ask gives the suggestions in a chat whose messages begin with B (buyer) or A
// (agent).
func ask(t *testing.T, e *engine.Engine, scene string, messages ...string) []core.Suggestion {
	t.Helper()
	var s core.Scene
	if err := json.Unmarshal([]byte(scene), &s); err != nil {
		t.Fatal(err)
	}
	e.SetShop(s.Front)
	out, err := e.Suggest(talk(messages...), s.Visit)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func talk(messages ...string) chat.State {
	var state chat.State
	for i, m := range messages {
		role := core.Buyer
		if m[0] == 'A' {
			role = core.Agent
		}
		state = chat.Reduce(state, chat.Event{Kind: chat.Said, Role: role, T: float64(20 * i), Text: m[2:]})
	}
	return state
}

const kettle = `{"shop": {"name": "沸点小铺", "agent_no": 7, "ship_within_hours": "48小时", "return_days": 7, "warranty": "全国联保两年"},
	"free_shipping_at": 99, "cart_total": 79, "coupons": [{"name": "", "threshold": 120, "off": 15}],
	"products": [
		{"id": "k", "name": "T3恒温电水壶", "price": 79, "stock": 5, "category": "水壶", "attrs": {"材质": "316不锈钢", "容量": "1.5L"},
		 "related": [{"id": "d", "relation": "consumable"}, {"id": "g", "relation": "substitute"}, {"id": "t", "relation": "consumable"}]},
		{"id": "d", "name": "T3除垢片", "price": 25, "attrs": {"适配": "T3"}}, {"id": "t", "name": "T5除垢片", "price": 22, "attrs": {"适配": "T5"}},
		{"id": "g", "name": "玻璃养生壶", "price": 69, "category": "水壶"}, {"id": "n", "name": "茶叶罐", "price": "21元", "stock": "售罄"}]}`

// What is said must come from the shop, and the goods from its catalogue.
func TestSuggest(t *testing.T) {
	e := open(t)
	for _, c := range []struct {
		name, buyer string
		kind        core.SuggestionKind
		says        string // of one suggestion
		product     string
	}{
		{"a greeting names shop and agent", "B 在吗", core.Greeting, "沸点小铺.*7号", ""},
		{"the question is answered from the attributes", "B 这个水壶什么材质的", core.Reply, "316不锈钢", ""},
		{"what is missing to free shipping, exactly", "B 邮费多少 能包邮吗", core.Reply, "99元包邮.*20元|20元.*满99元", ""},
		{"topped up with what belongs to it, of the right model", "B 邮费多少 能包邮吗", core.Offer, "T3除垢片（25元）", "d"},
		{"bargaining is met with the coupon at hand", "B 便宜点呗", core.Reply, "满120减15元", ""},
		{"when it is sent", "B 今天拍什么时候能发货呀", core.Reply, "48小时内", ""},
		{"how long it is under warranty", "B 质保多久", core.Reply, "全国联保两年", ""},
		{"a complaint is handed over", "B 再不处理我就打12315投诉你们", core.Escalate, "主管|专员|专人", ""},
		{"insults are met calmly", "B 你们就是一群骗子 脑残吧", core.Reply, "非常抱歉", ""},
		{"a goodbye gets a wish", "B 好的谢谢 再见", core.Farewell, "祝您", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, e, kettle, c.buyer)
			if len(got) == 0 || len(got) > suggest.Most {
				t.Fatalf("%d suggestions", len(got))
			}
			if !slices.ContainsFunc(got, func(s core.Suggestion) bool {
				return s.Kind == c.kind && regexp.MustCompile(c.says).MatchString(s.Text) && (c.product == "" || slices.Contains(s.Products, c.product))
			}) {
				t.Errorf("no %s says %s: %+v", c.kind, c.says, got)
			}
		})
	}
}

// Without facts there are still replies, and none with a hole in it.
func TestNothingIsMadeUp(t *testing.T) {
	e := open(t)
	for _, buyer := range []string{"B 在吗", "B 能便宜点吗", "B 什么时候发货", "B 包邮吗", "B 保修多久", "B 有优惠券吗", "B 能开发票吗", "B 什么材质", "B 送我妈妈的", "B 收到是坏的"} {
		got := ask(t, e, `{}`, buyer)
		if len(got) == 0 {
			t.Errorf("%s: nothing", buyer)
		}
		for _, s := range got {
			if strings.ContainsAny(s.Text, "{}0123456789") || len(s.Products) > 0 {
				t.Errorf("%s: %q names what nobody knows", buyer, s.Text)
			}
		}
	}
}

// The same chat gives the same suggestions, and asking again gives others.
func TestNoReplyTwiceInAChat(t *testing.T) {
	e := open(t)
	for _, buyer := range []string{"B 能便宜点吗", "B 什么时候发货", "B 包邮吗", "B 不合适能退吗", "B 在吗", "B 质量怎么样 会不会坏"} {
		chat, seen := []string{}, map[string]bool{}
		for range 6 {
			chat = append(chat, buyer)
			got := ask(t, e, kettle, chat...)
			if again := ask(t, e, kettle, chat...); !slices.EqualFunc(got, again, func(a, b core.Suggestion) bool { return a.Text == b.Text }) {
				t.Fatalf("%s: %v, then %v", buyer, got, again)
			}
			if len(got) == 0 || seen[got[0].Text] {
				t.Fatalf("%s: after %d replies suggests %v again", buyer, len(seen), got)
			}
			seen[got[0].Text] = true
			chat = append(chat, "A "+got[0].Text)
		}
	}
}

// What is often taken comes first, what is dismissed goes back.
func TestLearning(t *testing.T) {
	e := open(t)
	first := ask(t, e, kettle, "B 能便宜点吗")[0].Template
	var scene core.Scene
	if err := json.Unmarshal([]byte(kettle), &scene); err != nil {
		t.Fatal(err)
	}
	scene.Learned = map[string]core.Tally{first: {Shown: 40, Dismissed: 40}}
	got, err := e.Suggest(talk("B 能便宜点吗"), scene.Visit)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Template == first {
		t.Errorf("%s was dismissed forty times and still leads", first)
	}
}

func TestEstimate(t *testing.T) {
	unknown := suggest.Estimate(core.Tally{})
	for _, c := range []struct {
		tally  core.Tally
		better bool
	}{
		{core.Tally{Shown: 10, Accepted: 8}, true}, {core.Tally{Shown: 10}, false},
		{core.Tally{Shown: 10, Accepted: 2, Dismissed: 8}, false}, {core.Tally{Accepted: 1}, true},
	} {
		if got := suggest.Estimate(c.tally); got > unknown != c.better || got <= 0 || got >= 1 {
			t.Errorf("%+v: %v beside %v", c.tally, got, unknown)
		}
	}
}

// Whatever the situation, what is suggested is clean under every profile, short,
// and names nothing that is not in the catalogue.
func TestGoldenSituations(t *testing.T) {
	e := open(t)
	file, err := os.Open("../../wasm/testdata/golden-suggest.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var situation struct {
			ID       string
			Messages core.Chat
			Context  core.Scene
		}
		if err := json.Unmarshal(in.Bytes(), &situation); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, p := range situation.Context.Products {
			ids = append(ids, p.ID)
		}
		state := chat.FromChat(situation.Messages)
		state.Done = false
		e.SetShop(situation.Context.Front)
		for _, profile := range e.Info().Profiles {
			e.Configure(core.Context{Profile: profile}, nil)
			got, err := e.Suggest(state, situation.Context.Visit)
			if err != nil || len(got) == 0 {
				t.Errorf("%s, %s: %d suggestions, error %v", situation.ID, profile, len(got), err)
			}
			for _, s := range got {
				if found := e.Check(s.Text, core.Context{Profile: profile}); len(found) > 0 || len([]rune(s.Text)) > 90 {
					t.Errorf("%s, %s: %q: %v", situation.ID, profile, s.Text, found)
				}
				if slices.ContainsFunc(s.Products, func(id string) bool { return !slices.Contains(ids, id) }) {
					t.Errorf("%s: %q names %v of %v", situation.ID, s.Text, s.Products, ids)
				}
			}
		}
	}
}
