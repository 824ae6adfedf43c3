package edge

import (
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestRates(t *testing.T) {
	r := newRates(2) // 120 at once, then one every half second
	for i := range 120 {
		if wait := r.take("a", noon); wait != 0 {
			t.Fatalf("request %d of the burst has to wait %s", i, wait)
		}
	}
	for _, step := range []struct {
		client string
		after  time.Duration
		wait   time.Duration
	}{
		{"a", 0, 500 * time.Millisecond},
		{"a", 100 * time.Millisecond, 400 * time.Millisecond}, // a refusal costs nothing
		{"b", 100 * time.Millisecond, 0},
		{"a", 500 * time.Millisecond, 0},
		{"a", 500 * time.Millisecond, 500 * time.Millisecond},
	} {
		if got := r.take(step.client, noon.Add(step.after)); got != step.wait {
			t.Errorf("%s after %s: has to wait %s, want %s", step.client, step.after, got, step.wait)
		}
	}
	if got := newRates(0).take("a", noon); got != 0 {
		t.Errorf("without a limit: has to wait %s", got)
	}
}

func TestQuietClientsAreForgotten(t *testing.T) {
	r := newRates(1)
	r.take("a", noon)
	for range 60 {
		r.take("b", noon.Add(2*time.Minute-time.Second))
	}
	r.take("c", noon.Add(2*time.Minute))
	if len(r.of) != 2 || r.of["a"] != nil {
		t.Errorf("kept %d clients, want b, which has just asked, and c", len(r.of))
	}
}

func TestAnyNumberOfClientsTakesBoundedMemory(t *testing.T) {
	r := newRates(1)
	for i := range maxRates + 60 {
		r.take(fmt.Sprint(i), noon)
	}
	if len(r.of) != maxRates+1 {
		t.Errorf("%d clients are kept, want %d and one for all others", len(r.of), maxRates)
	}
	if wait := r.take("one more", noon); wait == 0 {
		t.Error("all others together have more than the burst of one")
	}
}

func TestInFlight(t *testing.T) {
	f := inFlight{limit: 4, byClient: map[string]int{}}
	for _, step := range []struct {
		client string
		leaves bool
		enters bool
	}{
		{client: "a", enters: true},
		{client: "a", enters: true},
		{client: "a"}, // half of all
		{client: "b", enters: true},
		{client: "c", enters: true},
		{client: "d"}, // all
		{client: "a", leaves: true},
		{client: "d", enters: true},
	} {
		if step.leaves {
			f.leave(step.client)
		} else if got := f.enter(step.client); got != step.enters {
			t.Errorf("%+v: entered %t, with %d of 4", step, got, f.total())
		}
	}
}
