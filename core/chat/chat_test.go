package chat_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"huashu/core"
	"huashu/core/chat"
)

func said(role core.Role, t float64, text string) chat.Event {
	return chat.Event{Kind: chat.Said, Role: role, T: t, Text: text}
}

func reduce(events ...chat.Event) chat.State { return chat.ReduceAll(chat.State{}, events) }

func TestRounds(t *testing.T) {
	cases := []struct {
		name   string
		events []chat.Event
		waits  []float64 // of each round, at second 100
	}{
		{"one answer", []chat.Event{said("buyer", 0, "在吗"), said("agent", 4, "在的")}, []float64{4}},
		{"repeats do not restart it", []chat.Event{said("buyer", 0, "在吗"), said("buyer", 9, "？"), said("agent", 12, "在的")}, []float64{12}},
		{"a robot does not end it", []chat.Event{said("buyer", 0, "在吗"), said("robot", 1, "欢迎"), said("system", 2, "已接入"), said("agent", 8, "在的")}, []float64{8}},
		{"an open one runs", []chat.Event{said("buyer", 0, "在吗"), said("agent", 4, "在的"), said("buyer", 90, "有货吗")}, []float64{4, 10}},
		{"the agent's own start is no round", []chat.Event{said("agent", 0, "新品上架"), said("agent", 1, "看看")}, nil},
		{"another clock lags a little", []chat.Event{said("buyer", 10, "在吗"), said("agent", 9, "在的")}, []float64{0}},
	}
	for _, c := range cases {
		var waits []float64
		for _, r := range reduce(c.events...).Rounds() {
			waits = append(waits, r.Wait(100))
		}
		if !reflect.DeepEqual(waits, c.waits) {
			t.Errorf("%s: waits %v, want %v", c.name, waits, c.waits)
		}
	}
}

func TestHistoryIsReadButNotNew(t *testing.T) {
	s := reduce(said("buyer", 100, "有货吗"),
		chat.Event{Kind: chat.Said, Role: "buyer", T: 10, Text: "昨天的话", History: true},
		chat.Event{Kind: chat.Said, Role: "agent", T: 20, Text: "昨天的回答", History: true})
	if s.Messages[0].Text != "昨天的话" || s.Messages[2].Text != "有货吗" {
		t.Errorf("messages %+v", s.Messages)
	}
	rounds := s.Rounds()
	if len(rounds) != 2 || !rounds[0].History || rounds[1].History {
		t.Errorf("rounds %+v", rounds)
	}
}

func TestRowsSeenAgainAreNotNewMessages(t *testing.T) {
	row := chat.Event{Kind: chat.Said, ID: "m1", Role: "buyer", T: 5, Text: "在吗"}
	s := reduce(row, row, said("agent", 7, "在的"), row)
	if len(s.Messages) != 2 {
		t.Errorf("%d messages, want 2", len(s.Messages))
	}
}

// A page that is reloaded shows its rows again: from these alone the state
// comes out as it was.
func TestStateSurvivesReload(t *testing.T) {
	before := reduce(said("buyer", 0, "在吗"), said("agent", 4, "在的"), said("buyer", 9, "有货吗"))
	var rows []chat.Event
	for _, m := range before.Messages {
		rows = append(rows, said(m.Role, m.T, m.Text))
	}
	after := reduce(rows...)
	if !reflect.DeepEqual(before.Rounds(), after.Rounds()) {
		t.Errorf("rounds %+v, want %+v", after.Rounds(), before.Rounds())
	}
}

// However the same events are cut into batches, the state is the same.
func TestBatchesDoNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	roles := []core.Role{core.Buyer, core.Agent, core.Robot, core.System}
	kinds := []chat.Kind{chat.Said, chat.Said, chat.Said, chat.Typing, chat.Opened, chat.Closed}
	for range 200 {
		var events []chat.Event
		now := 0.0
		for range 40 {
			now += random.Float64()*8 - 1
			events = append(events, chat.Event{
				Kind: kinds[random.IntN(len(kinds))], Role: roles[random.IntN(len(roles))], T: now,
				Text: string(rune('甲' + random.IntN(20))), History: random.IntN(5) == 0,
			})
		}
		whole := chat.ReduceAll(chat.State{}, events)
		parts := chat.State{}
		for rest := events; len(rest) > 0; {
			n := 1 + random.IntN(len(rest))
			parts = chat.ReduceAll(parts, rest[:n])
			rest = rest[n:]
		}
		if !reflect.DeepEqual(whole, parts) {
			t.Fatalf("batches give another state for %+v", events)
		}
	}
}

func TestHoursAndGrades(t *testing.T) {
	taobao := chat.Hours{From: 9 * 3600, To: 23 * 3600}
	const nineInChina = 1_767_229_200 // 2026-01-01T09:00:00+08:00
	if !taobao.Counts(nineInChina) || taobao.Counts(nineInChina-1) {
		t.Error("the day begins at nine by China's clocks")
	}
	if !taobao.Counts(12) {
		t.Error("12 is a moment of a chat and no date")
	}
	for wait, want := range map[float64]chat.Grade{6: chat.Golden, 15: chat.Good, 20: chat.Fair, 21: chat.Late, 181: chat.Missed} {
		if got := chat.DefaultLimits.Grade(wait); got != want {
			t.Errorf("%v s is %s, want %s", wait, got, want)
		}
	}
}
