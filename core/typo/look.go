package typo

import (
	"strings"
	"sync"

	"huashu/core/text"
)

// lookGroups are characters that the eye, or handwriting recognition, takes for
// one another.
const lookGroups = `
待侍 快决 己已巳 未末 贷货 券卷 侯候 晴睛 拨拔 折拆 戴带 燥躁操 辩辨辫 竟竞 贝见 人入 干千于 历厉 间问 洒酒 烧浇绕 清请情晴 错措 拍怕
代伐 仓仑 令今 免兔 住往 休体 准淮 侧测 冶治 凉谅 圆园 坏环怀 棉绵 梅海 滩摊 熟热 特持 狠狼 申甲由 眠眼 破坡 秒妙 稍梢 纯钝 续读 腊蜡
蓝篮 补朴 设没 误娱 购构 距拒 较校 输愉 遗遣 陪倍培赔 际标 顺须 领颁 饰饮 验检 便宣宜 叉又 处外 帖贴 抄炒 换唤 描瞄 摸模 暖援 杯怀
板扳 枚牧 栏拦 样祥 核该 桶捅 冼洗 浅线钱 消销削 渡度 瑕暇 票漂飘 约给 级极 维唯 缎锻 缝逢 罐灌 脱说悦 致到 薄簿 袖抽 记纪 诚城 详祥
课裸 质盾 赠增 跳挑 轮论 轻经 载栽 递第 锋峰 闭闲 陷馅 隐稳 集焦 静净 饱抱 馆管 骑椅 毛手 天夫 日目 土士 刀力 王玉 白自 木本 大太 住佳`

// groupBase numbers the groups apart from the symbols of sounds.
const groupBase = 0xf900

// lookAlikes gives the groups of a character.
var lookAlikes = sync.OnceValue(func() map[uint16][]uint16 {
	groups := map[uint16][]uint16{}
	for i, group := range strings.Fields(lookGroups) {
		for _, u := range text.Encode(group) {
			groups[u] = append(groups[u], uint16(groupBase+i))
		}
	}
	return groups
})
