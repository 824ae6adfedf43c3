package engine

import (
	"encoding/json"
	"fmt"

	"huashu/core"
	"huashu/core/catalogue"
	"huashu/core/chat"
	"huashu/core/fact"
	"huashu/core/pack"
	"huashu/core/suggest"
	"huashu/core/text"
)

// shop is the shop the engine works for.
type shop struct {
	front core.Front
	goods *catalogue.Catalogue
	facts *fact.Facts
	known bool // it holds anything to compare with
}

func newShop(front core.Front) *shop {
	goods := catalogue.New(front.Products)
	known := len(goods.Products) > 0 || len(front.Coupons) > 0 || front.FreeShippingAt.Known || front.Shop.ReturnDays.Known ||
		front.Shop.ShipWithinHours.Known || front.Shop.Warranty != ""
	return &shop{front, goods, fact.New(front, goods), known}
}

// SetShop sets the shop that replies are compared with and suggestions are made
// for. Its goods are indexed here, once. The zero value is no shop.
func (e *Engine) SetShop(front core.Front) {
	e.setShop(newShop(front))
	if e.suggester != nil {
		e.suggester.Open(front, e.shop.goods)
	}
}

func (e *Engine) setShop(s *shop) {
	e.shop = s
	e.forget()
	e.linter.SetFacts(nil)
	if s != nil && s.known {
		e.linter.SetFacts(s.facts)
	}
}

// Focus says which product the page shows, by its id; "" for none.
func (e *Engine) Focus(product string) {
	if e.shop != nil && e.shop.facts.Focus(product) {
		e.forget()
	}
}

// Suggest gives the replies to offer in a chat, the best first, in the context
// set by Configure and for the shop set by SetShop. Each is clean: Check finds
// nothing in it.
func (e *Engine) Suggest(s chat.State, visit core.Visit) ([]core.Suggestion, error) {
	if e.suggester == nil {
		book, err := e.pack.Phrasebook()
		if err != nil {
			return nil, err
		}
		e.suggester = suggest.New(book, e.clean, e.Intents)
		if e.shop == nil {
			e.SetShop(core.Front{})
		}
		e.suggester.Open(e.shop.front, e.shop.goods)
	}
	e.Focus(visit.Focus)
	if ctx := e.ctx; ctx.Role != core.Agent && ctx.Role != "" {
		ctx.Role = core.Agent
		defer e.Configure(e.ctx, e.off)
		e.Configure(ctx, e.off)
	}
	return e.suggester.Suggest(s, visit), nil
}

// clean says whether a reply may be sent as it is.
func (e *Engine) clean(reply string) bool {
	e.units = text.AppendEncode(e.units[:0], reply)
	return len(e.linter.Check(e.units)) == 0
}

// inScene runs a test in the shop that an example is set in.
func (e *Engine) inScene(scene pack.Scene, test func()) error {
	if len(scene.RawMessage) == 0 {
		test()
		return nil
	}
	var s core.Scene
	if err := json.Unmarshal(scene.RawMessage, &s); err != nil {
		return fmt.Errorf("scene: %w", err)
	}
	defer e.setShop(e.shop)
	e.setShop(newShop(s.Front))
	e.Focus(s.Focus)
	test()
	return nil
}
