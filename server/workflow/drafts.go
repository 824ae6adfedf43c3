package workflow

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"huashu/server"
	"huashu/server/ledger"
	"huashu/server/publish"
	"huashu/server/release"
)

// Limits of a draft.
const (
	MaxFiles      = 500
	MaxFilesBytes = 4 << 20
	maxTitle      = 120  // characters
	maxComment    = 2000 // characters
)

// Service keeps members and drafts.
type Service struct {
	Ledger    *ledger.Ledger
	Gate      server.Gate
	Compiler  server.Compiler
	Publisher *publish.Service
}

// DraftInput is what an editor says of a draft.
type DraftInput struct {
	Title string            `json:"title"`
	Base  int64             `json:"base"` // Seq of a release; only for a new draft
	Files map[string]string `json:"files"`
}

var filePath = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*\.yaml$`)

// CheckFiles refuses paths that lead elsewhere and more than a draft may hold.
func CheckFiles(files map[string]string) error {
	size := 0
	for name, text := range files {
		if !filePath.MatchString(name) || path.Clean(name) != name || len(name) > 200 {
			return fmt.Errorf("file %q: a relative path of letters, digits, . _ - and /, ending in .yaml: %w", name, server.ErrForm)
		}
		size += len(name) + len(text)
	}
	if len(files) > MaxFiles || size > MaxFilesBytes {
		return fmt.Errorf("%d files of %d bytes, at most %d of %d together: %w", len(files), size, MaxFiles, MaxFilesBytes, server.ErrForm)
	}
	return nil
}

func (in DraftInput) check() error {
	if n := utf8.RuneCountInString(strings.TrimSpace(in.Title)); n < 1 || utf8.RuneCountInString(in.Title) > maxTitle {
		return fmt.Errorf("title: 1 to %d characters: %w", maxTitle, server.ErrForm)
	}
	return CheckFiles(in.Files)
}

// Begin makes a draft. One with a base and no files starts from what that
// release was made from.
func (s *Service) Begin(ctx context.Context, tenant, by string, in DraftInput) (server.Draft, error) {
	if err := in.check(); err != nil {
		return server.Draft{}, err
	}
	if in.Base > 0 && in.Files == nil {
		base, err := s.Release(ctx, tenant, in.Base)
		if err != nil {
			return server.Draft{}, err
		}
		in.Files = base.Files
	}
	if in.Files == nil {
		in.Files = map[string]string{}
	}
	return ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (server.Draft, error) {
		d := server.Draft{
			ID: server.NewID(strings.TrimSuffix(server.DraftPrefix, "_")), Version: 1, Title: in.Title, State: server.DraftOpen, Base: in.Base,
			Editor: by, Editors: []string{by}, Created: w.Now, Updated: w.Now, Files: in.Files,
		}
		w.Draft = &d
		w.Record(by, server.ActionDraftBegin, d.ID, "")
		return d, nil
	})
}

// Release gives a release with the files of its draft, if it has one.
func (s *Service) Release(ctx context.Context, tenant string, seq int64) (server.ReleaseRecord, error) {
	r, err := s.Ledger.Store.Release(ctx, tenant, seq)
	if err != nil || r.Draft == "" {
		return r, err
	}
	d, err := s.Ledger.Store.Draft(ctx, tenant, r.Draft)
	r.Files = d.Files
	return r, err
}

// change works on a draft that is in the state and that the caller has seen in
// version was.
func (s *Service) change(ctx context.Context, tenant, id string, was int64, state server.DraftState, change func(w *ledger.Writing, d *server.Draft)) (server.Draft, error) {
	return ledger.Do(ctx, s.Ledger, tenant, func(w *ledger.Writing) (server.Draft, error) {
		d, err := s.Ledger.Store.Draft(ctx, tenant, id)
		if err != nil {
			return d, err
		}
		if err := expect(d, was, state); err != nil {
			return d, err
		}
		d.Version, d.Updated = d.Version+1, w.Now
		w.Draft, w.DraftWas = &d, was
		change(w, &d)
		return d, nil
	})
}

func expect(d server.Draft, was int64, state server.DraftState) error {
	switch {
	case d.Version != was:
		return fmt.Errorf("draft %s: %w", d.ID, server.ErrChanged)
	case d.State != state:
		return fmt.Errorf("draft %s is %s, not %s: %w", d.ID, d.State, state, server.ErrState)
	}
	return nil
}

func edited(d *server.Draft, by string) {
	if !slices.Contains(d.Editors, by) {
		d.Editors = append(d.Editors, by)
	}
}

// Write replaces title and files of an open draft.
func (s *Service) Write(ctx context.Context, tenant, by, id string, was int64, in DraftInput) (server.Draft, error) {
	if err := in.check(); err != nil {
		return server.Draft{}, err
	}
	return s.change(ctx, tenant, id, was, server.DraftOpen, func(w *ledger.Writing, d *server.Draft) {
		d.Title, d.Files = in.Title, in.Files
		if d.Files == nil {
			d.Files = map[string]string{}
		}
		edited(d, by)
		w.Record(by, server.ActionDraftWrite, d.ID, fmt.Sprintf("version %d", d.Version))
	})
}

// Delete throws an open draft away.
func (s *Service) Delete(ctx context.Context, tenant, by, id string, was int64) error {
	_, err := s.change(ctx, tenant, id, was, server.DraftOpen, func(w *ledger.Writing, d *server.Draft) {
		w.Draft, w.DeleteDraft = nil, id
		w.Record(by, server.ActionDraftDelete, id, "")
	})
	return err
}

// Submit compiles an open draft, runs the gate and freezes it for review.
// Errors: Mistakes, ErrGate, ErrChanged, ErrState.
func (s *Service) Submit(ctx context.Context, tenant, by, id string, was int64) (server.Draft, error) {
	d, err := s.Ledger.Store.Draft(ctx, tenant, id)
	if err != nil {
		return d, err
	}
	if err := expect(d, was, server.DraftOpen); err != nil {
		return d, err
	}
	pack, err := s.Compiler.Compile(d.Files)
	if err != nil {
		return d, err
	}
	report, err := s.Gate.Admit(ctx, pack)
	if err != nil {
		return d, err
	}
	ref := release.NewRef(pack)
	if err := s.Ledger.Store.StageObject(ctx, tenant, ref, id, pack); err != nil {
		return d, err
	}
	return s.change(ctx, tenant, id, was, server.DraftOpen, func(w *ledger.Writing, d *server.Draft) {
		d.State, d.Pack, d.Report, d.Comment = server.DraftSubmitted, &ref, &report, ""
		edited(d, by)
		w.Record(by, server.ActionDraftSubmit, id, "pack sha256 "+ref.SHA256)
	})
}

// Return gives a submitted draft back to its editors.
func (s *Service) Return(ctx context.Context, tenant, by, id string, was int64, comment string) (server.Draft, error) {
	if utf8.RuneCountInString(comment) > maxComment {
		return server.Draft{}, fmt.Errorf("comment: at most %d characters: %w", maxComment, server.ErrForm)
	}
	return s.change(ctx, tenant, id, was, server.DraftSubmitted, func(w *ledger.Writing, d *server.Draft) {
		d.State, d.Pack, d.Report, d.Comment = server.DraftOpen, nil, nil, comment
		w.Record(by, server.ActionDraftReturn, id, "")
	})
}

// Diff gives the records in which a draft differs from the stable release.
func (s *Service) Diff(ctx context.Context, tenant, id string) ([]server.RecordChange, error) {
	d, err := s.Ledger.Store.Draft(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	var after []byte
	if d.Pack != nil {
		after, _, err = s.Ledger.Store.StagedObject(ctx, tenant, d.Pack.SHA256)
	} else {
		after, err = s.Compiler.Compile(d.Files)
	}
	if err != nil {
		return nil, err
	}
	now, err := s.Publisher.Rollout(ctx, tenant)
	if err != nil {
		return nil, err
	}
	before, err := s.pack(ctx, tenant, now.Stable)
	if err != nil {
		return nil, err
	}
	return s.Compiler.Diff(before, after)
}

// DiffRelease gives the records in which a release differs from its parent.
func (s *Service) DiffRelease(ctx context.Context, tenant string, seq int64) ([]server.RecordChange, error) {
	all, err := s.Ledger.Store.Releases(ctx, tenant)
	if err != nil {
		return nil, err
	}
	after, err := s.pack(ctx, tenant, seq)
	if err != nil {
		return nil, err
	}
	parent := int64(0)
	for _, r := range all {
		if r.Seq == seq {
			for _, p := range all {
				if p.Ref.SHA256 == r.Parent {
					parent = p.Seq
				}
			}
		}
	}
	before, err := s.pack(ctx, tenant, parent)
	if err != nil {
		return nil, err
	}
	return s.Compiler.Diff(before, after)
}

// pack gives the pack of a release; nil for number 0, before the first.
func (s *Service) pack(ctx context.Context, tenant string, seq int64) ([]byte, error) {
	if seq == 0 {
		return nil, nil
	}
	r, err := s.Ledger.Store.Release(ctx, tenant, seq)
	if err != nil {
		return nil, err
	}
	data, _, err := s.Ledger.Store.StagedObject(ctx, tenant, r.Pack.SHA256)
	return data, err
}
