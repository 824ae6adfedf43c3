// Package status sums what browsers tell of their work, and halts a candidate
// that does worse than the stable release.
package status

import (
	"context"
	"fmt"
	"sync"
	"time"

	"huashu/server"
	"huashu/server/publish"
	"huashu/server/rollout"
)

// Limits of what one browser may tell at once.
const (
	MaxFailed = 16
	MaxRules  = 2000
	MaxCount  = 10000 // of anything
)

// trialDays is how far back the trial of a candidate looks.
const trialDays = 14

// Service takes reports in and gives sums out.
type Service struct {
	Publisher *publish.Service
	Compiler  server.Compiler

	rules sync.Map // SHA-256 of a pack → []string, the IDs of its rules
}

// Day gives the day, in UTC, under which a moment is summed.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Take adds a browser's report. ErrForm if it tells of what cannot be.
func (s *Service) Take(ctx context.Context, tenant string, status server.Status) error {
	form := func(format string, args ...any) error {
		return fmt.Errorf("status: %s: %w", fmt.Sprintf(format, args...), server.ErrForm)
	}
	if len(status.Failed) > MaxFailed || len(status.Rules) > MaxRules {
		return form("%d failed releases and %d rules are too many", len(status.Failed), len(status.Rules))
	}
	rules, err := s.ruleIDs(ctx, tenant, status.Release)
	if err != nil {
		return err
	}
	for _, r := range status.Rules {
		if len(r) != 5 {
			return form("a rule takes 5 numbers, not %d", len(r))
		}
		if r[0] < 0 || r[0] >= int64(len(rules)) {
			return form("rule %d of %d", r[0], len(rules))
		}
		for _, n := range r[1:] {
			if n < 0 || n > MaxCount {
				return form("count %d, at most %d", n, MaxCount)
			}
		}
	}
	for _, f := range status.Failed {
		if len(f) != 2 {
			return form("a failed release takes 2 numbers, not %d", len(f))
		}
		if f[1] < 0 || f[1] > MaxCount {
			return form("count %d, at most %d", f[1], MaxCount)
		}
	}
	if status.Left < 0 {
		return form("release %d", status.Left)
	}
	if err := s.Publisher.Store.AddStatus(ctx, tenant, Day(s.Publisher.Time()), status); err != nil {
		return err
	}
	return s.haltIfWorse(ctx, tenant)
}

// ruleIDs gives the IDs of the rules of a release by their number.
func (s *Service) ruleIDs(ctx context.Context, tenant string, seq int64) ([]string, error) {
	r, err := s.Publisher.Store.Release(ctx, tenant, seq)
	if err != nil {
		return nil, err
	}
	if ids, ok := s.rules.Load(r.Pack.SHA256); ok {
		return ids.([]string), nil
	}
	pack, _, err := s.Publisher.Store.StagedObject(ctx, tenant, r.Pack.SHA256)
	if err != nil {
		return nil, err
	}
	ids, err := s.Compiler.Rules(pack)
	if err == nil {
		s.rules.Store(r.Pack.SHA256, ids)
	}
	return ids, err
}

// Rules gives the sums of every rule by day and release.
func (s *Service) Rules(ctx context.Context, tenant, from, to string) ([]server.RuleCount, error) {
	counts, err := s.Publisher.Store.RuleCounts(ctx, tenant, from, to)
	if err != nil {
		return nil, err
	}
	for i := range counts {
		ids, err := s.ruleIDs(ctx, tenant, counts[i].Seq)
		if err != nil {
			return nil, err
		}
		if n := counts[i].Number; n < len(ids) {
			counts[i].Rule = ids[n]
		}
	}
	return counts, nil
}

// Trials compares the candidate, if there is one, with the stable release.
func (s *Service) Trials(ctx context.Context, tenant string, now publish.Rollout) ([]rollout.Trial, error) {
	if now.Candidate == nil {
		return nil, nil
	}
	today := s.Publisher.Time()
	from, to := Day(today.AddDate(0, 0, -trialDays)), Day(today)
	adoption, err := s.Publisher.Store.Adoption(ctx, tenant, from, to)
	if err != nil {
		return nil, err
	}
	counts, err := s.Publisher.Store.RuleCounts(ctx, tenant, from, to)
	if err != nil {
		return nil, err
	}
	activation, alarms := map[int64]rollout.Outcome{}, map[int64]rollout.Outcome{}
	for _, a := range adoption {
		o := activation[a.Seq]
		activation[a.Seq] = rollout.Outcome{Faults: o.Faults + a.Failures, Of: o.Of + a.Clients + a.Failures}
	}
	for _, c := range counts {
		o := alarms[c.Seq]
		// A vote without a hit in the same report still is of a hit.
		alarms[c.Seq] = rollout.Outcome{Faults: o.Faults + c.FalseAlarms, Of: o.Of + max(c.Hits, c.FalseAlarms)}
	}
	candidate, stable := now.Candidate.Seq, now.Stable
	return []rollout.Trial{
		rollout.Try("activation", activation[candidate], activation[stable]),
		rollout.Try("false-alarm", alarms[candidate], alarms[stable]),
	}, nil
}

// haltIfWorse halts the candidate when a trial says so.
func (s *Service) haltIfWorse(ctx context.Context, tenant string) error {
	now, err := s.Publisher.Rollout(ctx, tenant)
	if err != nil {
		return err
	}
	trials, err := s.Trials(ctx, tenant, now)
	if err != nil {
		return err
	}
	for _, t := range trials {
		if t.Halt {
			reason := fmt.Sprintf("%s: %d of %d, stable %d of %d, p = %.2g", t.What, t.Candidate.Faults, t.Candidate.Of, t.Stable.Faults, t.Stable.Of, t.P)
			s.Publisher.Log.Warn("candidate halted", "tenant", tenant, "release", now.Candidate.Seq, "reason", reason)
			_, err := s.Publisher.Halt(ctx, tenant, server.MemberServer, reason)
			return err
		}
	}
	return nil
}
