// Package host runs huashu.wasm in Go under wazero, within a limit of memory
// and of time. The release gate stands on it: a pack is let out only after the
// module that agents run has taken it.
package host

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf16"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/pack"
)

// Limits bound what the module may take. The zero value of a field means its
// default.
type Limits struct {
	Memory uint64        // bytes of linear memory; default 64 MiB
	Call   time.Duration // of one call; default 10 s
}

// Defaults of Limits.
const (
	DefaultMemory = 64 << 20
	DefaultCall   = 10 * time.Second
)

// ErrTrap is wrapped by errors after which the engine is spent: the module
// trapped, ran out of memory or out of time.
var ErrTrap = errors.New("engine stopped")

// compiled keeps the machine code of modules, so that a second instance of one
// starts in a fraction of the time.
var compiled = wazero.NewCompilationCache()

// Engine is one instance of the module. It is not safe for concurrent use.
type Engine struct {
	runtime wazero.Runtime
	module  api.Module
	limits  Limits
	info    pack.Info
}

// New compiles and starts the module.
func New(ctx context.Context, wasm []byte, limits Limits) (*Engine, error) {
	if limits.Memory == 0 {
		limits.Memory = DefaultMemory
	}
	if limits.Call == 0 {
		limits.Call = DefaultCall
	}
	const page = 64 << 10
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().
		WithCompilationCache(compiled).
		WithMemoryLimitPages(uint32(limits.Memory/page)).
		WithCloseOnContextDone(true))
	e := &Engine{runtime: runtime, limits: limits}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, errors.Join(fmt.Errorf("host: wasi: %w", err), runtime.Close(ctx))
	}
	// In two steps: an instance made in one takes its machine code with it.
	module, err := runtime.CompileModule(ctx, wasm)
	if err == nil {
		e.module, err = runtime.InstantiateModule(ctx, module, wazero.NewModuleConfig().WithName("huashu").WithStartFunctions("_initialize"))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("host: %w: %w", ErrTrap, err), runtime.Close(ctx))
	}
	return e, nil
}

// Close frees the instance.
func (e *Engine) Close(ctx context.Context) error { return e.runtime.Close(ctx) }

// Memory gives the bytes of linear memory the module holds.
func (e *Engine) Memory() uint64 { return uint64(e.module.Memory().Size()) }

// Load loads a compiled pack. Errors wrap core.ErrPack when the module refused
// it and ErrTrap when it did not survive it.
func (e *Engine) Load(ctx context.Context, file []byte) (pack.Info, error) {
	var info pack.Info
	answer, err := e.exchange(ctx, "hs_load", file)
	if err == nil {
		err = decode(answer, &info)
	}
	if err == nil {
		e.info = info
	}
	return info, err
}

// Rebuild makes a pack of another one and a delta. Errors as of Load.
func (e *Engine) Rebuild(ctx context.Context, base, delta []byte) ([]byte, error) {
	answer, failed, err := e.call(ctx, "hs_rebuild", slices.Concat(base, delta), 1, uint64(len(base)), uint64(len(delta)))
	if err == nil && failed {
		err = decode(answer, new(struct{}))
	}
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// Configure sets the context of the checks to come and rules to leave out.
func (e *Engine) Configure(ctx context.Context, in core.Context, off []string) error {
	return e.request(ctx, map[string]any{"op": "configure", "context": in, "off": off}, new(struct{}))
}

// SelfTest runs the loaded pack's examples.
func (e *Engine) SelfTest(ctx context.Context) (run int, failures []string, err error) {
	var out struct {
		Run      int      `json:"run"`
		Failures []string `json:"failures"`
	}
	err = e.request(ctx, map[string]any{"op": "selftest"}, &out)
	return out.Run, out.Failures, err
}

// Intents tells what a buyer's message wants.
func (e *Engine) Intents(ctx context.Context, message string) ([]core.Intent, error) {
	var out []core.Intent
	err := e.request(ctx, map[string]any{"op": "intents", "text": message}, &out)
	return out, err
}

// SetShop sets the shop of the checks and suggestions to come: a core.Front, or
// anything that reads as one in JSON.
func (e *Engine) SetShop(ctx context.Context, front any) error {
	return e.request(ctx, map[string]any{"op": "shop", "front": front}, new(struct{}))
}

// Suggest gives the replies to offer in a chat. Visit is a core.Visit, or
// anything that reads as one in JSON.
func (e *Engine) Suggest(ctx context.Context, events []chat.Event, visit any) ([]core.Suggestion, error) {
	var out []core.Suggestion
	err := e.request(ctx, map[string]any{"op": "suggest", "events": events, "visit": visit}, &out)
	return out, err
}

// Check gives the findings in one message by the hot call, as a browser does.
func (e *Engine) Check(ctx context.Context, message string) ([]core.Finding, error) {
	units := utf16.Encode([]rune(message))
	in := make([]byte, 0, 2*len(units))
	for _, u := range units {
		in = binary.LittleEndian.AppendUint16(in, u)
	}
	answer, _, err := e.call(ctx, "hs_check", in, 4, uint64(len(units)))
	if err != nil {
		return nil, err
	}
	return e.findings(answer, units)
}

func (e *Engine) request(ctx context.Context, req, into any) error {
	in, err := json.Marshal(req)
	if err != nil {
		return fmt.Errorf("host: %w", err)
	}
	answer, err := e.exchange(ctx, "hs_call", in)
	if err != nil {
		return err
	}
	return decode(answer, into)
}

func (e *Engine) exchange(ctx context.Context, name string, in []byte) ([]byte, error) {
	answer, _, err := e.call(ctx, name, in, 1, uint64(len(in)))
	return answer, err
}

// call writes the input, calls an export and copies the answer, whose length
// the export gives in items of the given size, negated if the call failed.
func (e *Engine) call(ctx context.Context, name string, in []byte, item uint32, args ...uint64) (answer []byte, failed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, e.limits.Call)
	defer cancel()
	run := func(name string, args ...uint64) (int32, error) {
		out, err := e.module.ExportedFunction(name).Call(ctx, args...)
		if err != nil {
			return 0, fmt.Errorf("%w: %s: %w", ErrTrap, name, err)
		}
		return int32(out[0]), nil
	}
	at, err := run("hs_buffer", uint64(len(in)))
	if err != nil {
		return nil, false, err
	}
	if !e.module.Memory().Write(uint32(at), in) {
		return nil, false, fmt.Errorf("%w: buffer of %d bytes lies outside memory", ErrTrap, len(in))
	}
	n, err := run(name, args...)
	if err != nil {
		return nil, false, err
	}
	if at, err = run("hs_answer"); err != nil || n == 0 {
		return nil, false, err
	}
	out, ok := e.module.Memory().Read(uint32(at), uint32(max(n, -n))*item)
	if !ok {
		return nil, false, fmt.Errorf("%w: answer lies outside memory", ErrTrap)
	}
	return append([]byte(nil), out...), n < 0, nil
}

func decode(answer []byte, into any) error {
	var failed struct {
		Error string `json:"error"`
	}
	if answer[0] == '{' {
		if err := json.Unmarshal(answer, &failed); err != nil {
			return fmt.Errorf("host: answer: %w", err)
		}
	}
	if failed.Error != "" {
		return fmt.Errorf("%w: %s", core.ErrPack, failed.Error)
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("host: answer: %w", err)
	}
	return nil
}
