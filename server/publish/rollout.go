package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"time"

	"huashu/server"
	"huashu/server/ledger"
	"huashu/server/release"
	"huashu/server/rollout"
)

// Rollout is what clients are told now, in people's words.
type Rollout struct {
	Stable    int64      `json:"stable"` // Seq; 0: there is none
	Candidate *Candidate `json:"candidate,omitempty"`
	Killed    []string   `json:"killed"`
	Version   int64      `json:"version"` // of the head
	Expires   time.Time  `json:"expires"`
}

// Candidate is a release that some clients get.
type Candidate struct {
	Seq   int64 `json:"seq"`
	Share int   `json:"share"` // in ten-thousandths
}

// ETag names what people decide; that a head was re-signed does not change it.
func (r Rollout) ETag() string {
	decided, err := json.Marshal([]any{r.Stable, r.Candidate, r.Killed})
	if err != nil {
		panic(err) // numbers and strings
	}
	sum := sha256.Sum256(decided)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

// Rollout gives what clients are told now.
func (s *Service) Rollout(ctx context.Context, tenant string) (Rollout, error) {
	version, head, err := s.current(ctx, tenant)
	if err != nil {
		return Rollout{}, err
	}
	return s.view(ctx, version, head)
}

func (s *Service) view(ctx context.Context, version int64, head *server.Freshness) (Rollout, error) {
	r := Rollout{Killed: slices.Clone(head.Killed), Version: version, Expires: head.Expires}
	if r.Killed == nil {
		r.Killed = []string{}
	}
	if head.Stable.SHA256 != "" {
		stable, err := s.stored(ctx, head.Tenant, head.Stable.SHA256)
		if err != nil {
			return r, err
		}
		r.Stable = stable.Seq
	}
	if c := head.Candidate; c != nil {
		candidate, err := s.stored(ctx, head.Tenant, c.Release.SHA256)
		if err != nil {
			return r, err
		}
		r.Candidate = &Candidate{Seq: candidate.Seq, Share: c.Share}
	}
	return r, nil
}

// steer changes the head of a tenant. Change must record what it does; if it
// does not, there was nothing to do.
func (s *Service) steer(ctx context.Context, tenant string, change func(w *ledger.Writing, head *server.Freshness, now Rollout) error) (Rollout, error) {
	hinted := int64(0)
	result, err := ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (Rollout, error) {
		was, head, err := s.current(ctx, tenant)
		if err != nil {
			return Rollout{}, err
		}
		now, err := s.view(ctx, was, head)
		if err != nil {
			return Rollout{}, err
		}
		if err := change(w, head, now); err != nil {
			return Rollout{}, err
		}
		if w.Entry == nil {
			return now, nil
		}
		next, err := s.sign(w, was, head)
		if err != nil {
			return Rollout{}, err
		}
		hinted = next.Version
		return s.view(ctx, next.Version, head)
	})
	if err == nil && hinted > 0 {
		s.Hub.Send(tenant, hinted)
	}
	return result, err
}

// Share gives an approved release to a share of the clients, rollout.All to
// all of them. Seen is the ETag of the rollout that the decision was made on.
// Errors: ErrChanged, ErrConflict if the release was not made from the stable
// one, ErrState if it cannot go where it is sent.
func (s *Service) Share(ctx context.Context, tenant, by, seen string, seq int64, share int) (Rollout, error) {
	if !slices.Contains(rollout.Shares, share) {
		return Rollout{}, fmt.Errorf("share %d is none of %v: %w", share, rollout.Shares, server.ErrForm)
	}
	return s.steer(ctx, tenant, func(w *ledger.Writing, head *server.Freshness, now Rollout) error {
		if seen != now.ETag() {
			return fmt.Errorf("rollout: %w", server.ErrChanged)
		}
		record, err := s.Store.Release(ctx, tenant, seq)
		if err != nil {
			return err
		}
		switch record.State {
		case server.ReleaseApproved, server.ReleaseHalted, server.ReleaseCandidate:
		default:
			return fmt.Errorf("release %d is %s already: %w", seq, record.State, server.ErrState)
		}
		if record.Parent != head.Stable.SHA256 {
			return fmt.Errorf("release %d was not made from release %d, which is stable: %w", seq, now.Stable, server.ErrConflict)
		}
		if now.Stable == 0 && share != rollout.All {
			return fmt.Errorf("there is no release that the others could have, the first one goes to everybody at once: %w", server.ErrState)
		}
		if c := now.Candidate; c != nil && c.Seq != seq {
			return fmt.Errorf("release %d is the candidate, halt it first: %w", c.Seq, server.ErrState)
		} else if c != nil && share <= c.Share {
			return fmt.Errorf("release %d has a share of %d already, it can only grow: %w", seq, c.Share, server.ErrState)
		}
		signed, err := s.stored(ctx, tenant, record.Ref.SHA256)
		if err != nil {
			return err
		}
		w.Public = public(record.Ref, &signed)
		if share == rollout.All {
			head.Candidate = nil
			if err := s.leave(ctx, w, head); err != nil {
				return err
			}
			head.Stable = record.Ref
			w.States[seq] = server.ReleaseStable
		} else {
			// The salt stays with the release: a browser that is in stays in.
			head.Candidate = &server.Candidate{Release: record.Ref, Share: share, Salt: record.Ref.SHA256[:16]}
			w.States = map[int64]server.ReleaseState{seq: server.ReleaseCandidate}
		}
		w.Record(by, server.ActionRolloutShare, ReleaseName(seq), fmt.Sprintf("%g %%", float64(share)/100))
		return nil
	})
}

// Halt takes the candidate away, for the reason given. Without a candidate it
// does nothing.
func (s *Service) Halt(ctx context.Context, tenant, by, reason string) (Rollout, error) {
	return s.steer(ctx, tenant, func(w *ledger.Writing, head *server.Freshness, now Rollout) error {
		if now.Candidate == nil {
			return nil
		}
		head.Candidate = nil
		w.States = map[int64]server.ReleaseState{now.Candidate.Seq: server.ReleaseHalted}
		w.Record(by, server.ActionRolloutHalt, ReleaseName(now.Candidate.Seq), reason)
		return nil
	})
}

var ruleID = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,127}$`)

// Kill switches a rule off in every browser, or on again. Doing so twice does
// nothing.
func (s *Service) Kill(ctx context.Context, tenant, by, rule string, off bool) (Rollout, error) {
	if !ruleID.MatchString(rule) {
		return Rollout{}, fmt.Errorf("rule %q: %w", rule, server.ErrForm)
	}
	return s.steer(ctx, tenant, func(w *ledger.Writing, head *server.Freshness, now Rollout) error {
		if now.Stable == 0 {
			return fmt.Errorf("there is no release yet: %w", server.ErrState)
		}
		i := slices.Index(head.Killed, rule)
		switch {
		case off && i < 0:
			head.Killed = append(head.Killed, rule)
			slices.Sort(head.Killed)
			w.Record(by, server.ActionRuleKill, rule, "")
		case !off && i >= 0:
			head.Killed = slices.Delete(head.Killed, i, i+1)
			w.Record(by, server.ActionRuleRestore, rule, "")
		}
		return nil
	})
}

// Propose gives the release document for a submitted draft, to be signed.
func (s *Service) Propose(ctx context.Context, tenant string, d server.Draft) (server.Release, error) {
	if d.State != server.DraftSubmitted || d.Pack == nil {
		return server.Release{}, fmt.Errorf("draft %s is %s, not submitted: %w", d.ID, d.State, server.ErrState)
	}
	return s.ProposePack(ctx, tenant, *d.Pack)
}

// ProposePack gives the release document that would bring a staged pack.
func (s *Service) ProposePack(ctx context.Context, tenant string, pack server.Ref) (server.Release, error) {
	next, err := s.Next(ctx, tenant)
	if err != nil {
		return next, err
	}
	next.Pack, next.MinEngine = pack, s.Engine
	next.Deltas, err = s.deltas(ctx, tenant, pack)
	return next, err
}

// Approve takes in the signed release of a submitted draft; nobody gets it yet.
// Was is the version of the draft that was reviewed. Errors as of Publish, and
// ErrChanged, ErrState.
func (s *Service) Approve(ctx context.Context, tenant, by, draft string, was int64, envelope []byte) (server.ReleaseRecord, error) {
	ref := release.NewRef(envelope)
	r, err := s.open(ctx, tenant, envelope)
	if err != nil {
		return server.ReleaseRecord{}, err
	}
	if _, _, err := s.admit(ctx, r); err != nil {
		return server.ReleaseRecord{}, err
	}
	return ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (server.ReleaseRecord, error) {
		record := r.Record(ref, server.ReleaseApproved)
		d, err := s.Store.Draft(ctx, tenant, draft)
		if err != nil {
			return record, err
		}
		switch {
		case d.Version != was:
			return record, fmt.Errorf("draft %s: %w", draft, server.ErrChanged)
		case d.State != server.DraftSubmitted || d.Pack == nil:
			return record, fmt.Errorf("draft %s is %s, not submitted: %w", draft, d.State, server.ErrState)
		case *d.Pack != r.Pack || r.Reverts != 0:
			return record, fmt.Errorf("the signed release is not of this draft's pack: %w", server.ErrConflict)
		}
		_, head, err := s.current(ctx, tenant)
		if err != nil {
			return record, err
		}
		if err := s.follows(ctx, r, head); err != nil {
			return record, err
		}
		record.Title, record.Draft, record.Editors, record.Approver = d.Title, d.ID, d.Editors, by
		d.State, d.Seq, d.Version, d.Updated = server.DraftApproved, r.Seq, d.Version+1, w.Now
		w.Draft, w.DraftWas = &d, was
		w.Release, w.Envelope = &record, envelope
		w.Record(by, server.ActionReleaseApprove, ReleaseName(r.Seq), "draft "+d.ID+", sha256 "+ref.SHA256)
		return record, nil
	})
}
