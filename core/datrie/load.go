package datrie

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"
)

// The bytes of a trie, all little endian:
//
//	 0  "HSDT"
//	 4  u16 version, u16 length of the longest key
//	 8  u32 slots, u32 codes, u32 keys, u32 pages, u32 greatest value, u32 zero
//	32  u16 × 256: the page of each high byte; page 0 is all zero
//	    u32 × slots: base
//	    u16 × 256 × pages: the code of each low byte
//	    u16 × slots: check
const (
	magic      = "HSDT"
	version    = 1
	headerSize = 32
	indexSize  = 256 * 2

	// A slot must fit in bits 1–30 of a base entry.
	maxSlots = 1 << 29
)

// ErrFormat is wrapped by every error of [Load].
var ErrFormat = errors.New("datrie: not a trie")

func formatError(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

// hostLittleEndian tells whether the bytes of a trie are this machine's own.
var hostLittleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// Load returns the trie stored in b and keeps reading from b, which must not
// change afterwards. If b is not aligned to four bytes, it is copied.
//
// Load checks all that lookups rely on, in time linear in len(b): whatever the
// bytes, a trie that Load returns cannot make a lookup panic, read outside of
// b, or visit more than [MaxKeyLen] units from one position. It does not prove
// that [Builder] wrote them. Bytes that are refused give an error that wraps
// [ErrFormat].
func Load(b []byte) (*Trie, error) {
	t, codes, err := open(b)
	if err == nil {
		err = t.validate(codes)
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}

// LoadTrusted is [Load] without the linear check, for bytes that are part of
// the program: on other bytes lookups may panic. It takes no time, where Load
// takes 16 ms on the dictionary in a browser that has not compiled it well yet.
func LoadTrusted(b []byte) (*Trie, error) {
	t, _, err := open(b)
	return t, err
}

// open checks the header and points a trie's arrays into b.
func open(b []byte) (t *Trie, codes uint32, err error) {
	if !hostLittleEndian {
		return nil, 0, errors.New("datrie: this machine is big endian")
	}
	if len(b) < headerSize+indexSize || string(b[:4]) != magic {
		return nil, 0, formatError("%d bytes without the mark %q", len(b), magic)
	}
	le := binary.LittleEndian
	if v := le.Uint16(b[4:]); v != version {
		return nil, 0, formatError("version %d, want %d", v, version)
	}
	maxLen, slots, keys, pages := le.Uint16(b[6:]), le.Uint32(b[8:]), le.Uint32(b[16:]), le.Uint32(b[20:])
	codes = le.Uint32(b[12:])
	maxValue := le.Uint32(b[24:])
	if maxLen > MaxKeyLen || slots == 0 || slots > maxSlots || codes == 0 || codes > 1<<16 ||
		keys > slots || pages == 0 || pages > 257 || maxValue > MaxValue {
		return nil, 0, formatError("header out of range")
	}
	want := uint64(headerSize+indexSize) + uint64(slots)*6 + uint64(pages)*indexSize
	if uint64(len(b)) != want {
		return nil, 0, formatError("%d bytes, the header says %d", len(b), want)
	}

	b = aligned(b)
	t = &Trie{keys: int(keys), maxLen: int(maxLen), maxValue: maxValue, size: len(b)}
	p := headerSize
	t.index = (*[256]uint16)(unsafe.Pointer(&b[p]))
	p += indexSize
	t.base = unsafe.Slice((*uint32)(unsafe.Pointer(&b[p])), slots)
	p += int(slots) * 4
	t.pages = unsafe.Slice((*uint16)(unsafe.Pointer(&b[p])), pages*256)
	p += int(pages) * indexSize
	t.check = unsafe.Slice((*uint16)(unsafe.Pointer(&b[p])), slots)
	return t, codes, nil
}

// aligned returns b, or a copy of it where its first byte lies at a multiple
// of four.
func aligned(b []byte) []byte {
	if uintptr(unsafe.Pointer(unsafe.SliceData(b)))%4 == 0 {
		return b
	}
	words := make([]uint32, (len(b)+3)/4)
	c := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(b))
	copy(c, b)
	return c
}

// validate checks what lookups take for granted. Slots of children need no
// check: Next compares them with the length of the array.
func (t *Trie) validate(codes uint32) error {
	for high, page := range t.index {
		if int(page) >= len(t.pages)/256 {
			return formatError("page of units %02x00 missing", high)
		}
	}
	for i, code := range t.pages {
		if uint32(code) >= codes || (i < 256 && code != 0) {
			return formatError("code table, entry %d", i)
		}
	}
	for slot, e := range t.base {
		if e&leafBit != 0 {
			if e&^leafBit > t.maxValue {
				return formatError("value in slot %d", slot)
			}
			continue
		}
		if e&1 != 0 && (e>>1 >= uint32(len(t.base)) || t.base[e>>1]&leafBit == 0) {
			return formatError("no value for slot %d", slot)
		}
	}
	return nil
}
