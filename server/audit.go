package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Entry is one line of a tenant's audit: who did what. Each carries the hash
// of the one before, so that none can be changed, left out or put in without
// all later ones changing too; the head that clients get names the last.
type Entry struct {
	N       int64     `json:"n"` // from 1 without gaps
	Time    time.Time `json:"time"`
	Member  string    `json:"member"` // an ID, MemberServer or MemberConsole
	Action  string    `json:"action"`
	Subject string    `json:"subject"` // what it was done to
	Detail  string    `json:"detail"`
	Prev    string    `json:"prev"` // Hash of the entry before; empty in the first
	Hash    string    `json:"hash"`
}

// Actions of the audit.
const (
	ActionMemberAdd      = "member.add"
	ActionMemberChange   = "member.change"
	ActionTokenAdd       = "token.add"
	ActionTokenRevoke    = "token.revoke"
	ActionDraftBegin     = "draft.begin"
	ActionDraftWrite     = "draft.write"
	ActionDraftDelete    = "draft.delete"
	ActionDraftSubmit    = "draft.submit"
	ActionDraftReturn    = "draft.return"
	ActionReleaseApprove = "release.approve"
	ActionReleasePublish = "release.publish"
	ActionRolloutShare   = "rollout.share"
	ActionRolloutHalt    = "rollout.halt"
	ActionRuleKill       = "rule.kill"
	ActionRuleRestore    = "rule.restore"
)

// After completes an entry as the one that follows prev.
func (e Entry) After(prev Entry) Entry {
	e.N, e.Prev = prev.N+1, prev.Hash
	e.Time = e.Time.UTC().Truncate(time.Second)
	e.Hash = e.sum()
	return e
}

// sum hashes everything but the hash: a JSON array, whose encoding leaves no
// two readings of where one field ends.
func (e Entry) sum() string {
	line, err := json.Marshal([]any{e.N, e.Time.UTC().Format(time.RFC3339), e.Member, e.Action, e.Subject, e.Detail, e.Prev})
	if err != nil {
		panic(err) // strings and a number
	}
	digest := sha256.Sum256(line)
	return hex.EncodeToString(digest[:])
}

// Verdict says whether a tenant's audit is whole.
type Verdict struct {
	OK     bool   `json:"ok"`
	Length int64  `json:"length"` // entries that fit
	Head   string `json:"head"`   // hash of the last of them
	Broken int64  `json:"broken,omitempty"`
	Reason string `json:"reason,omitempty"`

	Hashes []string `json:"-"` // of all entries that fit, in their order
}

// Check adds the next entry, oldest first, to a verdict that began as
// Verdict{OK: true}.
func (v *Verdict) Check(e Entry) {
	if !v.OK {
		return
	}
	fail := func(format string, args ...any) {
		v.OK, v.Broken, v.Reason = false, e.N, fmt.Sprintf(format, args...)
	}
	switch {
	case e.N != v.Length+1:
		fail("entry %d stands where %d belongs", e.N, v.Length+1)
	case e.Prev != v.Head:
		fail("entry %d does not carry the hash of the one before", e.N)
	case e.Hash != e.sum():
		fail("entry %d is not what its hash says", e.N)
	default:
		v.Length, v.Head, v.Hashes = e.N, e.Hash, append(v.Hashes, e.Hash)
	}
}
