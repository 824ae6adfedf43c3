package engine

import (
	"huashu/core"
	"huashu/core/chat"
	"huashu/core/suggest"
	"huashu/core/text"
)

// SetShop sets the shop whose goods and facts suggestions are made of. The
// catalogue is indexed here, once.
func (e *Engine) SetShop(front core.Front) error {
	if e.suggester == nil {
		book, err := e.pack.Phrasebook()
		if err != nil {
			return err
		}
		e.suggester = suggest.New(book, e.clean, e.Intents)
	}
	e.suggester.Open(front)
	return nil
}

// Suggest gives the replies to offer in a chat, the best first, in the context
// set by Configure. Each is clean: Check finds nothing in it.
func (e *Engine) Suggest(s chat.State, visit core.Visit) ([]core.Suggestion, error) {
	if e.suggester == nil {
		if err := e.SetShop(core.Front{}); err != nil {
			return nil, err
		}
	}
	if ctx := e.ctx; ctx.Role != core.Agent {
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
