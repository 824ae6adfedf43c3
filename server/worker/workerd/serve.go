//go:build js && wasm

// Package workerd is all that a Go program sees of Cloudflare's runtime: the
// requests that reach a Durable Object, its environment and its storage, and
// what the JavaScript around it does in its name. It is the only package that
// imports github.com/syumai/workers.
package workerd

import (
	"bytes"
	"context"
	"net/http"
	"syscall/js"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
)

// Env gives a variable or secret of the deployment; empty if it is not set.
func Env(name string) string { return cloudflare.Getenv(name) }

// Serve answers requests with a handler, and the object's alarm with tick, for
// as long as the instance lives.
func Serve(handler http.Handler, tick func(context.Context) error) {
	global().Get("binding").Set("tick", js.FuncOf(func(js.Value, []js.Value) any {
		return promise(tick)
	}))
	workers.ServeNonBlock(whole(handler))
	workers.Ready()
	select {} // the instance ends with the object
}

// whole gives requests what net/http's server always gives them, and answers
// in one piece: streams from Go to JavaScript leave a buffer behind each, and
// every piece of one costs a step.
func whole(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil {
			r.Body = http.NoBody
		}
		r.Host = r.URL.Host
		a := &answer{header: w.Header(), status: http.StatusOK}
		next.ServeHTTP(a, r)
		w.WriteHeader(a.status)
		w.(interface{ WriteRawJSBody(body js.Value) }).WriteRawJSBody(bytesToJS(a.body.Bytes()))
	})
}

// answer holds an answer until it is whole.
type answer struct {
	header http.Header
	status int
	begun  bool
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if !a.begun {
		a.status, a.begun = status, true
	}
}

func (a *answer) Write(data []byte) (int, error) {
	a.begun = true
	return a.body.Write(data)
}

// promise runs work in the background.
func promise(work func(context.Context) error) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, settle []js.Value) any {
		go func() {
			defer executor.Release()
			if err := work(context.Background()); err != nil {
				settle[1].Invoke(js.Global().Get("Error").New(err.Error()))
				return
			}
			settle[0].Invoke()
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}

// global gives what src/program.ts gave the instance.
func global() js.Value { return js.Global().Get("context") }

// host gives what src/core.ts does for the program.
func host() js.Value { return global().Get("host") }

// await waits for a promise.
func await(p js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: args[0]}
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: js.Error{Value: args[0]}}
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	p.Call("then", kept, broken)
	o := <-settled
	return o.value, o.err
}
