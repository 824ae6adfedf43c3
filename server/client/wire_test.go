package client_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/server"
	"huashu/server/client"
	"huashu/server/compile"
	"huashu/server/release"
	"huashu/server/servertest"
)

// Sentences of house rules, for packs that read like one.
var (
	things  = strings.Fields("库存 货源 发票 快递 包邮 赠品 尺码 颜色 质量 退货 换货 保修 价格 优惠 活动 预售 现货 定制 物流 仓库 厂家 包装 签收 配件 安装 售后 好评 满减 会员 积分")
	sayings = strings.Fields("没有了 不清楚 自己看 说过了 不可能 随便你 不归我管 等着吧 爱买不买 没办法 不知道 急什么 看详情 别催了 改不了 问平台 算了吧 就这样 不退的 不换的")
)

// rule writes house rule i. A changed one has another message or one word more.
func rule(i int, changed bool) string {
	thing, saying := things[i%len(things)], sayings[i/len(things)%len(sayings)]
	word := fmt.Sprintf("%s%s%c", thing, saying, rune(0x4e00+i))
	message, terms := fmt.Sprintf("说到%s，先说能为买家做什么，再说%d号方案", thing, i), word
	if changed && i%2 == 0 {
		message = fmt.Sprintf("别说“%s”，换成“我马上为您查%s”", saying, thing)
	} else if changed {
		terms += ", " + word + "的"
	}
	return fmt.Sprintf(`  - {id: shop.%s.r%04d, category: filler, severity: hint, title: %s第%d条, message: '%s', why: 这样说买家会觉得被推开。, source: 店规第%d条,
     match: {terms: [%s]}, examples: {bad: ['亲，[[%s]]', '[[%s]]，您再看看'], good: ['%s我马上为您查', '您稍等，我看一下%s']}}
`, []string{"goods", "after"}[i%2], i, thing, i, message, i, terms, word, word, thing, thing)
}

// house compiles a pack of 3,000 rules on top of the default ones. Of the
// changed pack 1 % are others: two thirds are written otherwise, the rest are
// new in place of old ones.
func house(t testing.TB, changed bool) []byte {
	t.Helper()
	var rules strings.Builder
	rules.WriteString("rules:\n")
	for i := range 3000 {
		switch {
		case changed && i%600 == 50: // dropped, and five new ones at the end
		case changed && i%150 == 77:
			rules.WriteString(rule(i, true))
		default:
			rules.WriteString(rule(i, false))
		}
	}
	for i := 3000; changed && i < 3005; i++ {
		rules.WriteString(rule(i, false))
	}
	shop, err := pack.Read(fstest.MapFS{
		"pack.yaml":  {Data: []byte("pack: shop\ntitle: 小店\nversion: 1.0.0\n")},
		"rules.yaml": {Data: []byte(rules.String())},
	}, "shop")
	if err != nil {
		t.Fatal(err)
	}
	stack, err := packs.Sources()
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := packs.Build(append(stack, shop)...)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// wire counts what comes over the connections of a client.
type wire struct {
	net.Conn
	in *atomic.Int64
}

func (w wire) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	w.in.Add(int64(n))
	return n, err
}

// dictionaryOf names bytes as a browser that holds them does.
func dictionaryOf(data []byte) string {
	sum := sha256.Sum256(data)
	return ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// What a change of 1 % of 3,000 rules costs. To see all of it:
// go test ./server/client -run Kilobytes -v
func TestAnUpdateOfOnePercentFitsIntoFourKilobytes(t *testing.T) {
	ctx := context.Background()
	shop := servertest.New(t)
	shop.Publisher.Deltas = compile.Compiler{}
	publish := func(pack []byte) server.Release {
		t.Helper()
		ref := release.NewRef(pack)
		if err := shop.Store.StageObject(ctx, servertest.Tenant, ref, "m_editor", pack); err != nil {
			t.Fatal(err)
		}
		r, err := shop.Publisher.ProposePack(ctx, servertest.Tenant, ref)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := shop.Publisher.Publish(ctx, servertest.Tenant, "m_reviewer", servertest.SignRelease(r)); err != nil {
			t.Fatal(err)
		}
		return r
	}
	in := new(atomic.Int64)
	c, state := shop.Client(t), client.State{}
	c.Rebuild = pack.Rebuild
	c.HTTP = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		return wire{conn, in}, err
	}}}
	fits := func(what string, got, most int) {
		t.Helper()
		t.Logf("%-52s %8d bytes", what, got)
		if most > 0 && got > most {
			t.Errorf("%s: %d bytes, at most %d are allowed", what, got, most)
		}
	}
	sync := func(what string, most int) {
		t.Helper()
		before := in.Load()
		if _, err := c.Sync(ctx, &state); err != nil {
			t.Fatal(err)
		}
		fits(what+", headers and all (HTTP/1.1)", int(in.Load()-before), most)
	}
	before, after := house(t, false), house(t, true)
	publish(before)
	sync("the first pack", 0)
	r := publish(after)
	if len(r.Deltas) != 1 {
		t.Fatalf("%d deltas", len(r.Deltas))
	}
	sync("1 % changed", 5120)
	if string(state.Active.Bytes) != string(after) {
		t.Error("the client holds other bytes")
	}
	sync("nothing new", 512)

	body := func(path string, header ...string) int {
		t.Helper()
		data, err := io.ReadAll(shop.Do(t, "GET", path, "", nil, header...).Body)
		if err != nil {
			t.Fatal(err)
		}
		return len(data)
	}
	object := func(sha256, accept string) int {
		t.Helper()
		return body("/v1/t/shop/o/"+sha256, "Accept-Encoding", accept, "Available-Dictionary", dictionaryOf(before))
	}
	delta := r.Deltas[0].SHA256
	update := body(headPath) + body("/v1/root/2") + object(state.Active.Release.SHA256, "gzip") + object(delta, "gzip")
	fits("1 % changed: head, no newer root, release, delta", update, 4096)
	fits("  the delta as it is", object(delta, "identity"), 0)
	fits("  the delta, gzip", object(delta, "gzip"), 1024)
	fits("  the delta, zstd", object(delta, "zstd"), 1024)
	fits("  the delta, dcz from the pack that is held", object(delta, "dcz"), 1024)
	fits("instead of it the pack as it is", object(r.Pack.SHA256, "identity"), 0)
	fits("  the pack, zstd", object(r.Pack.SHA256, "zstd"), 0)
	fits("  the pack, dcz from the one before", object(r.Pack.SHA256, "dcz"), 0)
}
