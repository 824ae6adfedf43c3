package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"huashu/core/text"
)

// body is the text that bench/texts.mjs measures with: an ordinary good reply.
const body = "您好，欢迎光临小店，这款电热水壶的内胆是整块冲压的，没有焊缝，烧水大约五分钟，壶身有两层，摸上去只是温的。颜色有米白和豆绿，都有现货，下午四点前付款的话今天就能安排发出，默认走中通，江浙沪一般两天左右到。" +
	"收到以后麻烦您先装清水烧开一次再倒掉，七天内有任何问题都可以联系我，来回运费由我们承担哦～另外店里现在满一百九十九减二十，您要是还需要保温杯，可以一起带上，正好凑到满减。"

// BenchmarkCheck checks a reply while its last four characters change; afresh, as
// if it were another message each time.
func BenchmarkCheck(b *testing.B) {
	tails := text.Encode("天地人和山水花鸟春夏秋冬")
	for _, length := range []int{200, 2000} {
		units := text.Encode(strings.Repeat(body, 1+length/200))[:length]
		call := 0
		edit := func() []uint16 {
			call++
			for i, n := length-4, call; i < length; i, n = i+1, n/len(tails) {
				units[i] = tails[n%len(tails)]
			}
			return units
		}
		b.Run(fmt.Sprint("typing/", length), func(b *testing.B) {
			for e := open(b); b.Loop(); {
				e.CheckUnits(edit())
			}
		})
		b.Run(fmt.Sprint("afresh/", length), func(b *testing.B) {
			for e := open(b); b.Loop(); {
				e.CheckUnits([]uint16{0xe000}) // has nothing in common with any message
				e.CheckUnits(edit())
			}
		})
	}
}
