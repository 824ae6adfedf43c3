package similar

import (
	"strings"
	"sync"

	"huashu/core/text"
)

// signs lists what stands for characters: first what is put, then the signs that
// are put for it. Signs are seen after folding.
const signs = `
心 ❤♥♡❥💓💔💕💖💗💘💙💛💚💜💝💞💟🖤🤍🤎🧡💌
企鹅 🐧
电话 ☎☏📞
手机 📱📲
加 ➕+✚╋
星 ⭐★☆🌟
钱 💰💵💴💸
搜 🔍🔎
群 👗
码 🐴🐎
卡 💳
红包 🧧
好 👌👍
聊 💬
v √∨ⅴνᴠ
x ×✖❌✕ⅹхㄨメ
`

// halves lists characters that are written as two: the halves, then the whole.
const halves = `亻言信 彳攵微 艹微薇 木又权 力口加 扌口扣 扌召招 扌戈找 扌叟搜 禾厶私 耳卯聊 车专转 贝长账 巾长帐
	钅戋钱 钅艮银 亻寸付 木艮根 讠平评 口平评 文寸对 辶反返 反辶返 王见现 纟工红 又又双 女子好 女马妈 口合哈 石马码
	土地地 氐亻低 亻氐低 君羊群 亻圭佳 丁页顶 弓长张 亻介价 亻尤优 刂册删 册刂删 口牙呀 矢豆短 讠舌话 讠兑说`

// numerals are the characters a digit may stand for.
var numerals = [10]string{"零", "一幺", "二两", "三", "四", "五", "六", "七", "八", "九"}

type signTable struct {
	of    map[rune][]uint16 // sign → units it stands for
	whole map[uint32]uint16 // first half << 16 | second → character
	half  map[uint16]bool   // first halves
}

var signsOnce = sync.OnceValue(func() *signTable {
	t := &signTable{map[rune][]uint16{}, map[uint32]uint16{}, map[uint16]bool{}}
	for _, line := range strings.Split(strings.TrimSpace(signs), "\n") {
		meaning, of, _ := strings.Cut(line, " ")
		for _, r := range of {
			t.of[r] = text.Encode(meaning)
		}
	}
	for _, triple := range strings.Fields(halves) {
		u := text.Encode(triple)
		t.whole[uint32(u[0])<<16|uint32(u[1])] = u[2]
		t.half[u[0]] = true
	}
	return t
})

// signEnd gives the end of a sign that begins before i: what makes it an emoji
// or a keycap belongs to it.
func signEnd(folded []uint16, i int) int {
	for i < len(folded) && (folded[i] == 0xfe0f || folded[i] == 0x20e3) {
		i++
	}
	return i
}

// ornate are the blocks of letters and digits with something about them: in
// circles, raised, in bold. Each begins with the sign for first and goes on in
// order; letters of both cases follow one another in some, and repeat in others.
var ornate = []struct {
	from, to rune
	first    byte
}{
	{'⁴', '⁹', '4'}, {'₀', '₉', '0'}, {'①', '⑨', '1'}, {'⑴', '⑼', '1'}, {'⒈', '⒐', '1'}, {'❶', '❾', '1'}, {'➀', '➈', '1'}, {'➊', '➒', '1'},
	{'⓵', '⓽', '1'}, {'㈠', '㈨', '1'}, {'㊀', '㊈', '1'}, {0x1d7ce, 0x1d7ff, '0'}, {0x1fbf0, 0x1fbf9, '0'},
	{'⒜', '⒵', 'a'}, {'Ⓐ', 'Ⓩ', 'a'}, {'ⓐ', 'ⓩ', 'a'}, {0x1d400, 0x1d6a3, 'a'},
	{0x1f110, 0x1f129, 'a'}, {0x1f130, 0x1f149, 'a'}, {0x1f150, 0x1f169, 'a'}, {0x1f170, 0x1f189, 'a'}, {0x1f1e6, 0x1f1ff, 'a'},
}

// plainSigns are digits with something about them that stand apart from a block.
var plainSigns = map[rune]uint16{'¹': '1', '²': '2', '³': '3', '⁰': '0', '⓪': '0', '⓿': '0'}

// plainOf gives the letter or digit that an ornate one stands for, 0 for others.
func plainOf(r rune) uint16 {
	if r < 0x80 {
		return 0
	}
	for _, block := range ornate {
		if r >= block.from && r <= block.to {
			size := rune(26)
			if block.first <= '9' {
				size = 10
			}
			return uint16(rune(block.first) + (r-block.from)%size)
		}
	}
	return plainSigns[r]
}
