package suggest_test

import (
	"fmt"
	"testing"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/engine"
	"huashu/core/packs"
)

// BenchmarkSuggest answers a chat of 60 messages for a shop of 5,000 goods:
// intents, replies and products.
func BenchmarkSuggest(b *testing.B) {
	e, err := engine.Open(packs.Default())
	if err != nil {
		b.Fatal(err)
	}
	kinds := []string{"加湿器", "电饭煲", "空气净化器", "吸尘器", "电风扇", "取暖器", "榨汁机", "电水壶"}
	asked := []string{"能便宜点吗", "多久发货", "什么材质的", "包邮吗", "坏了能退吗", "有没有推荐", "还要配什么"}
	front := core.Front{FreeShippingAt: core.Yuan(99), Coupons: []core.Coupon{{Threshold: core.Yuan(299), Off: core.Yuan(30)}}}
	for i := range 5000 {
		front.Products = append(front.Products, core.Product{
			ID: fmt.Sprint("p", i), Name: fmt.Sprintf("云感K%d%s", i, kinds[i%8]), Price: core.Yuan(float64(9 + i%600)), Category: kinds[i%8],
			Attrs:   []core.Attr{{Name: "质保", Value: "两年"}, {Name: "适用面积", Value: fmt.Sprintf("%d-%d㎡", i%40, 20+i%40)}},
			Related: []core.Related{{ID: fmt.Sprint("p", (i+1)%5000), Relation: core.Complement}},
		})
	}
	e.SetShop(front)
	var state chat.State
	for i := range 59 {
		m := chat.Event{Kind: chat.Said, Role: core.Buyer, T: float64(10 * i), Text: fmt.Sprintf("云感K%d%s", i, asked[i%7])}
		if i%2 == 1 {
			m.Role, m.Text = core.Agent, "您好，这款可以的，付款后24小时内发出"
		}
		state = chat.Reduce(state, m)
	}
	turn := 0
	for b.Loop() {
		turn++
		now := chat.Reduce(state, chat.Event{Kind: chat.Said, Role: core.Buyer, T: 600, Text: fmt.Sprintf("K%d%s%s", turn%5000, kinds[turn%8], asked[turn%7])})
		if _, err := e.Suggest(now, core.Visit{CartTotal: core.Yuan(88)}); err != nil {
			b.Fatal(err)
		}
	}
}
