package api_test

import (
	"fmt"
	"testing"
	"time"

	"huashu/server"
	"huashu/server/api"
	"huashu/server/client"
	"huashu/server/servertest"
)

const statusPath = "/v1/t/shop/status"

func tell(t *testing.T, shop *servertest.Shop, body string) {
	t.Helper()
	if res := shop.Do(t, "POST", statusPath, "", []byte(body)); res.StatusCode != 204 {
		t.Fatalf("status %s: got status %d", body, res.StatusCode)
	}
}

func TestStatusIsSummed(t *testing.T) {
	shop, editor, _ := desks(t)
	shop.Publish(t, "pack one")
	shop.Publish(t, "pack two")
	tell(t, shop, `{"release":1,"joined":true,"rules":[[0,5,2,1,0],[1,1,0,0,1]]}`)
	tell(t, shop, `{"release":1,"joined":true,"rules":[[0,3,1,0,0]]}`)
	tell(t, shop, `{"release":2,"joined":true,"left":1,"failed":[[2,3]]}`)
	tell(t, shop, `{"release":2}`)

	counts, _ := do[[]server.RuleCount](editor, 200, "GET", "/stats", nil)
	if got, want := fmt.Sprint(counts), "[{2026-11-22 1 0 shop.word 8 3 1 0} {2026-11-22 1 0 shop.other 1 0 0 1}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	adoption, _ := do[[]server.Adoption](editor, 200, "GET", "/adoption?from=2026-11-22&to=2026-11-22", nil)
	if got, want := fmt.Sprint(adoption), "[{2026-11-22 1 1 0} {2026-11-22 2 1 3}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if none, _ := do[[]server.Adoption](editor, 200, "GET", "/adoption?to=2026-11-21", nil); len(none) != 0 {
		t.Errorf("the day before: got %v", none)
	}
	editor.refused(422, "form", "GET", "/stats?from=yesterday", nil)
}

func TestAReportThatIsSentAgainCountsOnce(t *testing.T) {
	shop := servertest.New(t)
	shop.Publish(t, "pack one")
	body := []byte(`{"release":1,"joined":true,"failed":[[1,1]],"rules":[[0,5,2,1,0]]}`)
	for _, key := range []string{"a-report", "a-report", "another", "a-report"} {
		if res := shop.Do(t, "POST", statusPath, "", body, "Idempotency-Key", key); res.StatusCode != 204 {
			t.Fatalf("got status %d", res.StatusCode)
		}
	}
	editor := desk{t, shop, shop.Editor}
	counts, _ := do[[]server.RuleCount](editor, 200, "GET", "/stats", nil)
	adoption, _ := do[[]server.Adoption](editor, 200, "GET", "/adoption", nil)
	if got, want := fmt.Sprint(counts, adoption), "[{2026-11-22 1 0 shop.word 10 4 2 0}] [{2026-11-22 1 2 2}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	expectProblem(t, shop, "POST", statusPath, "", body, 400, "form", "Idempotency-Key", "亲，在吗")
}

func TestStatusCarriesNothingButNumbers(t *testing.T) {
	shop := servertest.New(t)
	shop.Publish(t, "pack one")
	for _, tt := range []struct {
		body   string
		status int
		code   string
	}{
		{`{"release":1,"text":"亲，在吗"}`, 422, "form"},
		{`{"release":1,"rules":[["亲，在吗",1,0,0,0]]}`, 422, "form"},
		{`{"release":1,"rules":[[0,1,0,0,0,"亲"]]}`, 422, "form"},
		{`{"release":1,"rules":[[0,1]]}`, 422, "form"},
		{`{"release":1,"failed":[[1,1,"亲"]]}`, 422, "form"},
		{`{"release":1,"failed":[[1]]}`, 422, "form"},
		{`{"release":"亲"}`, 422, "form"},
		{`{"release":1,"rules":[[2,1,0,0,0]]}`, 422, "form"},
		{`{"release":1,"rules":[[-1,1,0,0,0]]}`, 422, "form"},
		{`{"release":1,"rules":[[0,-1,0,0,0]]}`, 422, "form"},
		{`{"release":1,"rules":[[0,10001,0,0,0]]}`, 422, "form"},
		{`{"release":1,"rules":[[0,1.5,0,0,0]]}`, 422, "form"},
		{`{"release":1,"failed":[[1,-1]]}`, 422, "form"},
		{`{"release":9}`, 404, "not-found"},
		{`{"release":1,"failed":[[9,1]]}`, 404, "not-found"},
		{`{"release":1,"joined":true,"left":9}`, 404, "not-found"},
		{``, 422, "form"},
	} {
		t.Run(tt.body, func(t *testing.T) {
			expectProblem(t, shop, "POST", statusPath, "", []byte(tt.body), tt.status, tt.code)
		})
	}
	counts, _ := do[[]server.RuleCount](desk{t, shop, shop.Editor}, 200, "GET", "/stats", nil)
	adoption, _ := do[[]server.Adoption](desk{t, shop, shop.Editor}, 200, "GET", "/adoption", nil)
	if len(counts)+len(adoption) > 0 {
		t.Errorf("counted of what was refused: %v, %v", counts, adoption)
	}
}

func TestACandidateThatDoesWorseIsHalted(t *testing.T) {
	for _, tt := range []struct {
		name, stable, candidate string
		after                   int // reports of the candidate, until it is halted
	}{
		{"it cannot be put to use", `{"release":1,"joined":true}`, `{"release":1,"failed":[[2,1]]}`, 20},
		{"false alarms", `{"release":1,"rules":[[0,10,0,0,0]]}`, `{"release":2,"joined":true,"rules":[[0,10,0,0,2]]}`, 3},
		{"as good as before", `{"release":1,"joined":true,"rules":[[0,10,0,0,1]]}`, `{"release":2,"joined":true,"rules":[[0,10,0,0,1]]}`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shop, editor, reviewer := desks(t)
			shop.Publish(t, "pack one")
			reviewer.approve(editor.draft("pack two"))
			reviewer.share(2, 1000)
			for range 40 {
				tell(t, shop, tt.stable)
			}
			halted := 0
			for i := 1; i <= 40 && halted == 0; i++ {
				tell(t, shop, tt.candidate)
				if v, _ := reviewer.rollout(); v.Candidate == nil {
					halted = i
				}
			}
			if halted != tt.after {
				t.Errorf("halted after %d reports, want %d", halted, tt.after)
			}
			if halted == 0 {
				return
			}
			entries, _ := do[[]server.Entry](editor, 200, "GET", "/audit?limit=1", nil)
			if e := entries[0]; e.Action != server.ActionRolloutHalt || e.Member != server.MemberServer || e.Detail == "" {
				t.Errorf("audit: got %+v", e)
			}
			state, c := client.State{}, shop.Client(t)
			if _, err := c.Sync(t.Context(), &state); err != nil || state.Active.Seq != 1 {
				t.Errorf("clients have %+v, %v; want release 1", state.Active, err)
			}
		})
	}
}

func TestHealthAndRolloutTellHowItGoes(t *testing.T) {
	shop, editor, reviewer := desks(t)
	shop.Publish(t, "pack one")
	reviewer.approve(editor.draft("pack two"))
	reviewer.share(2, 100)
	tell(t, shop, `{"release":1,"joined":true}`)
	tell(t, shop, `{"release":1,"joined":true}`)
	tell(t, shop, `{"release":2,"joined":true,"left":1}`)
	editor.draft("pack three")
	health, _ := do[map[string]any](editor, 200, "GET", "/health", nil)
	if fmt.Sprint(health["clients"], health["submitted"], health["subscribers"]) != "2 1 0" {
		t.Errorf("health: got %v", health)
	}
	shop.Now = shop.Now.Add(time.Hour)
	reviewer.share(2, 1000)
	shop.Now = shop.Now.Add(time.Hour)
	now, _ := do[struct {
		Candidate struct {
			Seq, Share int64
			Since      time.Time
		}
	}](editor, 200, "GET", "/rollout", nil)
	if c := now.Candidate; c.Seq != 2 || c.Share != 1000 || !c.Since.Equal(servertest.Day.Add(time.Hour)) {
		t.Errorf("candidate: got %+v", c)
	}
}

func TestReadyFromTheStartUntilTheServerStops(t *testing.T) {
	warm := false
	shop := servertest.New(t, func(c *api.Config) { c.Ready = func() bool { return warm } })
	expectProblem(t, shop, "GET", "/readyz", "", nil, 503, "starting")
	warm = true
	if res := shop.Do(t, "GET", "/readyz", "", nil); res.StatusCode != 200 {
		t.Errorf("got status %d, want 200", res.StatusCode)
	}
	shop.Hub.Close()
	expectProblem(t, shop, "GET", "/readyz", "", nil, 503, "stopping")
}
