package hint

import "testing"

func TestHubKeepsTheLastVersionForASlowSubscriber(t *testing.T) {
	hub := NewHub()
	mine, other := hub.Subscribe("mine"), hub.Subscribe("other")
	for v := range int64(5) {
		hub.Send("mine", v)
	}
	if got := <-mine.C(); got != 4 {
		t.Errorf("got version %d, want the last one, 4", got)
	}
	select {
	case v := <-other.C():
		t.Errorf("another tenant's subscriber got version %d", v)
	default:
	}
}

func TestHubCloseEndsSubscriptions(t *testing.T) {
	hub := NewHub()
	before := hub.Subscribe("t")
	hub.Close()
	after := hub.Subscribe("t")
	for name, s := range map[string]*Subscription{"before": before, "after": after} {
		if _, open := <-s.C(); open {
			t.Errorf("subscription made %s Close is still open", name)
		}
		s.Close()
	}
	hub.Send("t", 1) // to nobody, without panic
}

func TestSubscribersCountsOneTenant(t *testing.T) {
	hub := NewHub()
	a, b := hub.Subscribe("t"), hub.Subscribe("t")
	hub.Subscribe("u")
	a.Close()
	a.Close()
	if got := hub.Subscribers("t"); got != 1 {
		t.Errorf("got %d subscribers, want 1", got)
	}
	b.Close()
}
