package pack

import (
	"encoding/binary"
	"fmt"
	"math"
	"sort"
)

// codec writes or reads a program. One description (shape) serves both ways;
// the first failure sticks and everything after it is zero.
type codec struct {
	reading bool
	buf     []byte // what is written, or what is left to read
	err     error
}

func (c *codec) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// varint carries a signed number either way.
func (c *codec) varint(v int64) int64 {
	if !c.reading {
		c.buf = binary.AppendVarint(c.buf, v)
		return v
	}
	got, n := binary.Varint(c.buf)
	if n <= 0 {
		c.fail("program cut short")
		c.buf = nil
		return 0
	}
	c.buf = c.buf[n:]
	return got
}

func (c *codec) i32(v *int32) {
	n := c.varint(int64(*v))
	if n < math.MinInt32 || n > math.MaxInt32 {
		c.fail("number %d out of range", n)
		n = 0
	}
	*v = int32(n)
}

func (c *codec) num(v *int) {
	n := int32(*v)
	c.i32(&n)
	*v = int(n)
}

func (c *codec) u8(v *uint8) {
	n := c.varint(int64(*v))
	if n < 0 || n > math.MaxUint8 {
		c.fail("number %d out of range", n)
		n = 0
	}
	*v = uint8(n)
}

func (c *codec) flag(v *bool) {
	n := uint8(0)
	if *v {
		n = 1
	}
	c.u8(&n)
	*v = n == 1
}

func (c *codec) float(v *float64) {
	bits := c.varint(int64(math.Float64bits(*v)))
	*v = math.Float64frombits(uint64(bits))
}

// length carries the length of a list; one element takes at least a byte, so a
// length beyond what is left is a lie.
func (c *codec) length(n int) int {
	got := c.varint(int64(n))
	if c.reading && (got < 0 || got > int64(len(c.buf))) {
		c.fail("list of %d is longer than the file", got)
		return 0
	}
	return int(got)
}

func (c *codec) str(v *string) {
	n := c.length(len(*v))
	if !c.reading {
		c.buf = append(c.buf, *v...)
		return
	}
	*v = string(c.buf[:n])
	c.buf = c.buf[n:]
}

func (c *codec) number(v *Number) { c.float(&v.Value); c.str(&v.Setting) }

func (c *codec) nums(v *[]int32)  { list(c, v, c.i32) }
func (c *codec) strs(v *[]string) { list(c, v, c.str) }

func list[T any](c *codec, v *[]T, each func(*T)) {
	n := c.length(len(*v))
	if c.reading {
		*v = nil
		if n > 0 {
			*v = make([]T, n)
		}
	}
	for i := range n {
		if c.err != nil {
			return
		}
		each(&(*v)[i])
	}
}

func (c *codec) table(v *map[string]string)     { dict(c, v, c.str) }
func (c *codec) settings(v *map[string]float64) { dict(c, v, c.float) }

// dict carries a map in the order of its keys, so that bytes are the same
// every time.
func dict[V any](c *codec, v *map[string]V, each func(*V)) {
	keys := make([]string, 0, len(*v))
	for k := range *v {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	n := c.length(len(keys))
	if c.reading && n > 0 {
		*v = make(map[string]V, n)
	}
	for i := range n {
		if c.err != nil {
			return
		}
		var key string
		var value V
		if !c.reading {
			key, value = keys[i], (*v)[keys[i]]
		}
		c.str(&key)
		each(&value)
		if c.reading {
			(*v)[key] = value
		}
	}
}
