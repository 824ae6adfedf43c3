// Package workflow is what people do before a release goes out: members and
// their tokens, and drafts from the first line to submission.
package workflow

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"huashu/server"
	"huashu/server/ledger"
)

const maxName = 64 // characters

// MemberInput is what is said of a member.
type MemberInput struct {
	Name   string        `json:"name"`
	Access server.Access `json:"access"`
	Active *bool         `json:"active"` // nil: true
}

func (in MemberInput) check() error {
	if n := utf8.RuneCountInString(in.Name); n < 1 || n > maxName || strings.TrimSpace(in.Name) != in.Name {
		return fmt.Errorf("name: 1 to %d characters, no spaces around: %w", maxName, server.ErrForm)
	}
	if !in.Access.Valid() {
		return fmt.Errorf("access %q: viewer, editor, reviewer or admin: %w", in.Access, server.ErrForm)
	}
	return nil
}

// AddMember adds a member without a token.
func (s *Service) AddMember(ctx context.Context, tenant, by string, in MemberInput) (server.Member, error) {
	if err := in.check(); err != nil {
		return server.Member{}, err
	}
	return ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (server.Member, error) {
		m := server.NewMember(tenant, in.Name, in.Access, w.Now)
		m.Active = in.Active == nil || *in.Active
		w.Members = []server.Member{m}
		w.Record(by, server.ActionMemberAdd, m.ID, describe(m))
		return m, nil
	})
}

// ChangeMember changes a member's name and access. ErrLastAdmin if the shop
// would be left without an admin.
func (s *Service) ChangeMember(ctx context.Context, tenant, by, id string, in MemberInput) (server.Member, error) {
	if err := in.check(); err != nil {
		return server.Member{}, err
	}
	return ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (server.Member, error) {
		m, err := s.Ledger.Store.Member(ctx, tenant, id)
		if err != nil {
			return m, err
		}
		was := m
		m.Name, m.Access, m.Active = in.Name, in.Access, in.Active == nil || *in.Active
		if m == was {
			return m, nil
		}
		if isAdmin(was) && !isAdmin(m) {
			all, err := s.Ledger.Store.Members(ctx, tenant)
			if err != nil {
				return m, err
			}
			admins := 0
			for _, other := range all {
				if isAdmin(other) {
					admins++
				}
			}
			if admins == 1 {
				return m, server.ErrLastAdmin
			}
		}
		w.Members = []server.Member{m}
		w.Record(by, server.ActionMemberChange, m.ID, describe(m))
		return m, nil
	})
}

func isAdmin(m server.Member) bool { return m.Active && m.Access == server.AccessAdmin }

// describe is what the audit says of a member. Names stay out of it: it cannot
// be changed when somebody leaves.
func describe(m server.Member) string {
	if !m.Active {
		return string(m.Access) + ", inactive"
	}
	return string(m.Access)
}

// NewToken is a token with its plain text.
type NewToken struct {
	server.Token
	Plain string `json:"token"`
}

// Kept is what may be stored of it.
func (t NewToken) Kept() any { return NewToken{Token: t.Token} }

// AddToken makes a token for a member. Its plain text is in the result only.
func (s *Service) AddToken(ctx context.Context, tenant, by, member string) (NewToken, error) {
	return ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (NewToken, error) {
		m, err := s.Ledger.Store.Member(ctx, tenant, member)
		if err != nil {
			return NewToken{}, err
		}
		plain, token := server.NewToken(m, w.Now)
		w.Tokens = []server.Token{token}
		w.Record(by, server.ActionTokenAdd, token.ID, "of "+m.ID)
		return NewToken{token, plain}, nil
	})
}

// RevokeToken makes a token worthless at once.
func (s *Service) RevokeToken(ctx context.Context, tenant, by, id string) error {
	_, err := ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (none struct{}, err error) {
		w.RevokeToken = id
		w.Record(by, server.ActionTokenRevoke, id, "")
		return none, nil
	})
	return err
}
