//go:build wasip1

// Command wasm is the core as one WebAssembly module, a wasip1 reactor that
// runs in browsers and under wazero alike.
//
// There is one buffer. The host asks for room with hs_buffer, writes its input
// there and calls. The answer is read from where hs_answer points and stays
// valid until the next call.
//
//	hs_buffer(bytes) → address of a buffer of at least so many bytes
//	hs_check(units)  → the buffer holds UTF-16 code units; gives the number of
//	                   32-bit integers in the answer (see encodeFindings)
//	hs_call(bytes)   → the buffer holds one JSON request (see call); gives the
//	                   number of bytes of the JSON answer
//	hs_load(bytes)   → the buffer holds a compiled pack; as hs_call
//	hs_rebuild(base, delta) → the buffer holds a compiled pack of so many bytes
//	                   and after it a delta; gives the number of bytes of the
//	                   pack that the answer is, or of a JSON failure, negated
//	hs_answer()      → address of the answer
package main

import (
	"unsafe"

	"huashu/core/pack"
	"huashu/core/text"
)

// The host's input and the two forms of answer. Package variables keep them
// where the collector will not move or free them.
var (
	buffer  []byte
	ints    []int32
	units   []uint16 // of one text in an answer
	answer  unsafe.Pointer
	current session
)

func main() {}

//go:wasmexport hs_buffer
func hsBuffer(bytes int32) unsafe.Pointer {
	if int(bytes) > len(buffer) {
		buffer = make([]byte, max(int(bytes), 2*len(buffer), 4096))
	}
	return unsafe.Pointer(unsafe.SliceData(buffer))
}

//go:wasmexport hs_answer
func hsAnswer() unsafe.Pointer { return answer }

//go:wasmexport hs_check
func hsCheck(units int32) int32 {
	ints = ints[:0]
	if current.engine != nil && units > 0 {
		in := unsafe.Slice((*uint16)(unsafe.Pointer(unsafe.SliceData(buffer))), units)
		ints = encodeFindings(ints, current.engine.CheckUnits(in))
	}
	answer = unsafe.Pointer(unsafe.SliceData(ints))
	return int32(len(ints))
}

//go:wasmexport hs_load
func hsLoad(bytes int32) int32 {
	// The pack is read where it lies, so it keeps the buffer.
	file := buffer[:bytes:bytes]
	buffer = nil
	return reply(current.load(file))
}

//go:wasmexport hs_rebuild
func hsRebuild(base, delta int32) int32 {
	rebuilt, err := pack.Rebuild(buffer[:base], buffer[base:base+delta])
	if err != nil {
		return -reply(failure(err))
	}
	return reply(rebuilt)
}

//go:wasmexport hs_call
func hsCall(bytes int32) int32 { return reply(current.call(buffer[:bytes])) }

// kept holds the last answer in bytes while the host reads it.
var kept []byte

func reply(bytes []byte) int32 {
	kept = bytes
	answer = unsafe.Pointer(unsafe.SliceData(kept))
	return int32(len(kept))
}

// encodeText appends a string as its length and its UTF-16 code units, one in
// an integer. Fixes are a few characters, so the waste is small and the host
// reads one kind of array only.
func encodeText(dst []int32, s string) []int32 {
	at := len(dst)
	dst = append(dst, 0)
	units = text.AppendEncode(units[:0], s)
	for _, u := range units {
		dst = append(dst, int32(u))
	}
	dst[at] = int32(len(dst) - at - 1)
	return dst
}
