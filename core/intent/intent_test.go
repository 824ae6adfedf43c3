package intent_test

import (
	"strings"
	"testing"

	"huashu/core/intent"
	"huashu/core/pack"
	"huashu/core/packs"
	"huashu/core/segment"
	"huashu/core/text"
)

func classifier(t *testing.T) *intent.Classifier {
	t.Helper()
	p, err := pack.Load(packs.Default())
	if err != nil {
		t.Fatal(err)
	}
	return intent.New(p, segment.Default())
}

func TestClassify(t *testing.T) {
	c := classifier(t)
	for _, test := range []struct{ text, want string }{
		{"在吗", "greeting"},
		{"这条裙子一米六五穿什么码", "product.fit"},
		{"能便宜点吗", "bargain.plain"},
		{"便宜点我介绍同事都来买", "bargain.promise"},
		{"今天拍什么时候能发货", "ship.time"},
		{"转人工", "handoff"},
		{"能开专票吗", "pay.invoice"},
		{"谢谢老板", "thanks"},
		{"东西碎了，我要退货", "after.return after.fault"},
		{"", ""},
		{" \n", ""},
	} {
		var got []string
		for _, i := range c.Classify(text.Encode(test.text)) {
			got = append(got, i.ID)
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%q: got %q, want %q", test.text, s, test.want)
		}
	}
}

func TestEveryMessageGetsAnIntent(t *testing.T) {
	c := classifier(t)
	for _, message := range []string{"？", "qwxzk", "😀", "。。。", strings.Repeat("啊", 5000)} {
		got := c.Classify(text.Encode(message))
		if len(got) == 0 || len(got) > 3 {
			t.Errorf("%.12q: %d intents", message, len(got))
		}
		for i, x := range got {
			if x.Score <= 0 || x.Score > 1 || i > 0 && x.Score > got[i-1].Score {
				t.Errorf("%.12q: scores %v", message, got)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	reasons := classifier(t).Explain(text.Encode("能开专票吗"), "pay.invoice", 5)
	var features []string
	for _, r := range reasons {
		features = append(features, r.Feature)
	}
	if !strings.Contains(strings.Join(features, " "), "票") {
		t.Errorf("got %v, want 票 among them", reasons)
	}
}
