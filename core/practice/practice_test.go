package practice_test

import (
	"reflect"
	"strings"
	"testing"

	"huashu/core"
	"huashu/core/chat"
	"huashu/core/pack"
	"huashu/core/practice"
)

var script = pack.Scenario{
	ID: "test", Turns: []pack.ScriptTurn{
		{
			Buyer: []string{"在吗", "能便宜点不"},
			Wants: []pack.Want{{Title: "认同买家", Any: []string{"理解"}}, {Title: "给出优惠", Any: []string{"券"}}},
			Model: "理解您，我帮您领张券", Cold: []string{"就这么一句？"},
		},
		{Buyer: []string{"好吧"}, Model: "谢谢您"},
	},
}

// judge takes 不 for an error.
var judge = practice.Judge{Limits: chat.DefaultLimits, Check: func(reply string) []core.Finding {
	if strings.Contains(reply, "不") {
		return []core.Finding{{Rule: "no", Severity: core.Error}}
	}
	return nil
}}

// play makes a chat of "b:" and "a:" lines, five seconds apart.
func play(lines ...string) practice.Step {
	var c core.Chat
	for i, line := range lines {
		role := core.Buyer
		if line[0] == 'a' {
			role = core.Agent
		}
		c = append(c, core.Message{Role: role, T: float64(5 * i), Text: line[2:]})
	}
	return practice.Play(&script, chat.FromChat(c), judge)
}

func TestTheBuyerSaysWhatComesNext(t *testing.T) {
	opening := []string{"b:在吗", "b:能便宜点不"}
	cases := []struct {
		name string
		chat []string
		say  []string
		done bool
	}{
		{"opens", nil, []string{"在吗", "能便宜点不"}, false},
		{"goes on where he was", opening[:1], []string{"能便宜点不"}, false},
		{"waits for an answer", opening, []string{}, false},
		{"goes on after being broken in upon", append(opening[:1:1], "a:在的"), []string{"能便宜点不"}, false},
		{"still wants the rest answered", append(opening[:1:1], "a:在的", "b:能便宜点不"), []string{}, false},
		{"presses for what is missing", append(opening[:2:2], "a:有券"), []string{"就这么一句？"}, false},
		{"presses once only", append(opening[:2:2], "a:有券", "b:就这么一句？", "a:嗯"), []string{"好吧"}, false},
		{"goes on when all is there", append(opening[:2:2], "a:理解您", "a:有券"), []string{"好吧"}, false},
		{"is done", append(opening[:2:2], "a:理解您，有券", "b:好吧", "a:谢谢"), []string{}, true},
	}
	for _, c := range cases {
		step := play(c.chat...)
		if !reflect.DeepEqual(step.Say, c.say) || step.Done != c.done {
			t.Errorf("%s: says %q, done %v", c.name, step.Say, step.Done)
		}
	}
}

func TestScore(t *testing.T) {
	cases := []struct {
		name   string
		answer practice.Answer
		want   int
	}{
		{"all there, clean, at once", answer(chat.Golden, true, true), 100},
		{"half of what is wanted", answer(chat.Golden, true, false), 80},
		{"too late", answer(chat.Missed, true, true), 75},
		{"quick and empty", answer(chat.Golden, false, false), 35},
		{"no reply", practice.Answer{}, 0},
	}
	for _, c := range cases {
		if got := practice.Score(&c.answer); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	rude := answer(chat.Golden, true, true)
	rude.Lines[0].Findings = []core.Finding{{Severity: core.Warning}, {Severity: core.Hint}}
	if got := practice.Score(&rude); got != 81 {
		t.Errorf("a warning and a hint: %d, want 81", got)
	}
}

func answer(grade chat.Grade, met ...bool) practice.Answer {
	a := practice.Answer{Lines: []practice.Line{{Role: core.Agent, Text: "…"}}, Grade: grade}
	for _, m := range met {
		a.Wants = append(a.Wants, practice.Want{Met: m})
	}
	return a
}

func TestReviewTellsWhatWasSaidAndWhatWouldBeBetter(t *testing.T) {
	step := play("b:在吗", "b:能便宜点不", "a:不行", "b:就这么一句？", "a:理解您，送您一张券")
	turn := step.Review.Turns[0]
	var said []string
	for _, line := range turn.Lines {
		said = append(said, line.Text)
		for _, f := range line.Findings {
			said = append(said, "["+f.Rule+"]")
		}
	}
	if want := []string{"在吗", "能便宜点不", "不行", "[no]", "就这么一句？", "理解您，送您一张券"}; !reflect.DeepEqual(said, want) {
		t.Errorf("said %q, want %q", said, want)
	}
	if turn.Model != "理解您，我帮您领张券" {
		t.Errorf("model %q", turn.Model)
	}
	if !reflect.DeepEqual(turn.Waits, []float64{10, 5}) || turn.Grade != chat.Good {
		t.Errorf("waits %v, grade %s", turn.Waits, turn.Grade)
	}
	if !turn.Wants[0].Met || !turn.Wants[1].Met {
		t.Errorf("wants %+v: an answer may come in two parts", turn.Wants)
	}
}
