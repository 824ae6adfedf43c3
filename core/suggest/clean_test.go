package suggest_test

import (
	"strings"
	"testing"

	"huashu/core"
	"huashu/core/engine"
	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/core/text"
)

// samples are what slots may be filled with, three shops' worth.
var samples = map[string][3]string{
	"shop": {"山野茶铺", "暖屋家居旗舰店", "小满童装"}, "agent": {"3", "08", "216"},
	"product": {"明前龙井250g", "H2加湿器", "纯棉背心两件装"}, "price": {"128元", "59.9元", "1299元"}, "stock": {"现货", "现货", "现货"},
	"soldout": {"暂时缺货", "暂时缺货", "暂时缺货"}, "quantity": {"50套", "20台", "300份"}, "points": {"发货时间和运费", "尺码、颜色和退换", "质保和发票"},
	"trait": {"清爽控油", "送礼", "好上手"}, "size": {"M", "2XL", "均"}, "fact": {"材质是304不锈钢", "口味是清香，产地是杭州", "容量是1.8L"},
	"facts": {"材质实木、尺寸120cm", "吸力18000Pa、续航60分钟", "面料新疆长绒棉"}, "ship": {"24小时内", "48小时内", "7天内"}, "courier": {"顺丰", "中通或圆通", "京东快递"},
	"returns": {"7天", "15天", "30天"}, "warranty": {"质保两年", "全国联保一年", "质保36个月"},
	"coupon": {"满199减20元的优惠券", "新人券（满59减5元）", "满1000减80元的优惠券"}, "off": {"20", "5", "80"}, "net": {"239", "54.5", "1219"},
	"next_coupon": {"满299减40元的优惠券", "店庆券（满99减10元）", "满2000减200元的优惠券"}, "coupon_gap": {"60", "12.5", "701"},
	"free": {"59", "88", "199"}, "always_free": {"包邮", "包邮", "包邮"}, "free_reached": {"包邮", "包邮", "包邮"}, "gap": {"14", "9.1", "60"},
	"topup": {"起泡网（9.9元）", "护手霜（19元）", "收纳袋（15元）"}, "coupon_topup": {"茶漏（19元）", "滤芯（39元）", "童袜三双（29元）"},
	"pick": {"云南普洱礼盒（268元）", "K87机械键盘（259元）", "氨基酸洁面（79元）"}, "picks": {"入门吉他（499元）和民谣吉他（899元）", "红茶（88元）和绿茶（98元）", "软枕（79元）和乳胶枕（159元）"},
	"bundle": {"幼犬粮（69元）、食碗（25元）和尿垫（22元）", "帐篷（299元）和睡袋（159元）", "奶瓶（59元）、奶嘴（19元）和刷子（12元）"},
	"pair":   {"128G存储卡（99元）", "茶漏（19元）", "鞋垫（12元）"}, "pairs": {"存储卡（99元）和三脚架（199元）", "鞋带（9元）和袜子（19元）", "滤芯（129元）和支架（49元）"},
	"refill": {"H2滤芯（39元）", "集尘袋（29元）", "墨盒（89元）"}, "alt": {"白茶礼盒（258元）", "H5加湿器（299元）", "竹纤维背心（49元）"}, "cheaper": {"基础款键盘（169元）", "小号收纳箱（39元）", "H1加湿器（129元）"},
}

// known are what aspects may come to; those not listed are tried with others'.
var known = map[string][3]string{
	"sending": {"当天16点前付款当天发出", "预售款10天内发出", "周末正常发货"}, "postage": {"江浙沪包邮", "大件运费到付", "首重8元"}, "remote": {"新疆西藏需要补15元运费", "偏远地区加5元", "暂发快递包裹"},
	"invoice": {"可以开电子普票和专票", "支持电子发票，签收后三天内发到邮箱", "可以开增值税发票"}, "payment": {"支持花呗分期", "支持货到付款", "三期免息"},
	"bulk": {"满10件享团购价", "50套起可定制", "联系我们报价"}, "extras": {"下单会附赠清洁布", "下单会附赠试用装两片", "下单送杯垫"},
	"price_protect": {"支持30天价保", "价保15天", "支持补差"}, "going_back": {"支持30天试睡", "支持7天无理由退换", "支持免费换码"}, "return_fee": {"赠送运费险", "质量问题来回运费店铺承担", "首次换货免运费"},
	"authentic": {"有品牌授权书", "假一赔十", "支持专柜验货"}, "inspection": {"有E0级检测报告", "通过SGS检测", "有国家3C认证"}, "damage": {"破损包赔", "坏果按比例赔付", "签收当天联系就补发"},
	"material": {"材质是304不锈钢", "面料是95%棉", "填充是白鸭绒"}, "suits": {"适用电磁炉", "适配H2", "适用2-12月"}, "sizing": {"版型：偏宽松", "尺码：S 80-95斤", "尺码：正常码"},
	"restock": {"预计下周三", "预计月底到货", "预计10天"}, "wrapping": {"有礼盒和手提袋", "可以代写贺卡", "礼盒包装"},
	"handling": {"长按电源键三秒开机", "先用温水冲洗", "按说明书第3页操作"}, "install": {"提供免费上门安装", "自带安装配件和教程", "请预约师傅安装"},
	"washing": {"洗涤：冷水手洗", "支持机洗", "工艺：抗起球"}, "keeping": {"放冰箱冷藏", "常温避光保存", "密封防潮"}, "offers": {"店庆全场第二件半价", "会员9折", "周五上新"},
}

// TestEveryReplyIsClean fills every template with every pairing of its parts and
// finds nothing to underline, under every profile. A reply that is too long is
// never shown in full, so it is cut as suggestions are.
func TestEveryReplyIsClean(t *testing.T) {
	e, err := engine.Open(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	book, err := e.Pack().Phrasebook()
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Templates) < 40 {
		t.Errorf("only %d templates", len(book.Templates))
	}
	replies := 0
	for _, profile := range e.Info().Profiles {
		e.Configure(core.Context{Profile: profile}, nil)
		for i := range book.Templates {
			eachReply(&book.Templates[i], func(reply string) {
				replies++
				for _, f := range e.Check(reply, core.Context{Profile: profile}) {
					t.Errorf("%s, profile %s: %q: %s finds %q", book.Templates[i].ID, profile, reply, f.Rule, f.Text)
				}
			})
		}
	}
	t.Logf("%d replies", replies)
}

// eachReply gives every reply a template can make, with sample values.
func eachReply(t *pack.Template, f func(string)) {
	orNone := func(parts []pack.Part) []pack.Part {
		if len(parts) == 0 {
			return []pack.Part{{}}
		}
		return parts
	}
	n := 0
	for _, before := range orNone(t.Acknowledge) {
		for _, answer := range t.Answer {
			for _, after := range orNone(t.Lead) {
				for _, opening := range []string{"", "您好，"} {
					n++
					var parts []string
					for _, p := range []string{before.Text, answer.Text, after.Text} {
						if p != "" {
							parts = append(parts, fill(p, n%3))
						}
					}
					reply := joined(opening, parts)
					for text.Len(reply) > 80 && len(parts) > 1 {
						parts = parts[:len(parts)-1]
						reply = joined(opening, parts)
					}
					f(reply)
				}
			}
		}
	}
}

func joined(opening string, parts []string) string {
	reply := opening
	for i, p := range parts {
		if i > 0 && !strings.ContainsAny(reply[len(reply)-3:], "。！？～") {
			reply += map[bool]string{true: "。", false: "，"}[i == len(parts)-1 && i > 1]
		}
		reply += p
	}
	return reply
}

func fill(part string, n int) string {
	pack.EachSlot(part, func(name string) {
		values, ok := samples[name]
		if !ok {
			if values, ok = known[name]; !ok {
				values = samples["fact"]
			}
		}
		part = strings.ReplaceAll(part, "{"+name+"}", values[n])
	})
	return part
}
