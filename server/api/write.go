package api

import (
	"context"
	"fmt"
	"net/http"

	"huashu/server"
	"huashu/server/release"
	"huashu/server/workflow"
)

func (h *handler) addMember(ctx context.Context, c *call) (any, error) {
	var in workflow.MemberInput
	if err := c.into(&in); err != nil {
		return nil, err
	}
	return h.Workflow.AddMember(ctx, c.tenant, c.by.ID, in)
}

func (h *handler) changeMember(ctx context.Context, c *call) (any, error) {
	var in workflow.MemberInput
	if err := c.into(&in); err != nil {
		return nil, err
	}
	return h.Workflow.ChangeMember(ctx, c.tenant, c.by.ID, c.PathValue("member"), in)
}

func (h *handler) addToken(ctx context.Context, c *call) (any, error) {
	return h.Workflow.AddToken(ctx, c.tenant, c.by.ID, c.PathValue("member"))
}

func (h *handler) revokeToken(ctx context.Context, c *call) (any, error) {
	return nil, h.Workflow.RevokeToken(ctx, c.tenant, c.by.ID, c.PathValue("token"))
}

func (h *handler) beginDraft(ctx context.Context, c *call) (any, error) {
	var in workflow.DraftInput
	if err := c.into(&in); err != nil {
		return nil, err
	}
	return h.Workflow.Begin(ctx, c.tenant, c.by.ID, in)
}

func (h *handler) writeDraft(ctx context.Context, c *call) (any, error) {
	was, err := c.version()
	if err != nil {
		return nil, err
	}
	var in workflow.DraftInput
	if err := c.into(&in); err != nil {
		return nil, err
	}
	return h.Workflow.Write(ctx, c.tenant, c.by.ID, c.PathValue("draft"), was, in)
}

func (h *handler) deleteDraft(ctx context.Context, c *call) (any, error) {
	was, err := c.version()
	if err != nil {
		return nil, err
	}
	return nil, h.Workflow.Delete(ctx, c.tenant, c.by.ID, c.PathValue("draft"), was)
}

func (h *handler) submitDraft(ctx context.Context, c *call) (any, error) {
	was, err := c.version()
	if err != nil {
		return nil, err
	}
	return h.Workflow.Submit(ctx, c.tenant, c.by.ID, c.PathValue("draft"), was)
}

func (h *handler) returnDraft(ctx context.Context, c *call) (any, error) {
	was, err := c.version()
	if err != nil {
		return nil, err
	}
	var in struct {
		Comment string `json:"comment"`
	}
	if err := c.into(&in); err != nil {
		return nil, err
	}
	return h.Workflow.Return(ctx, c.tenant, c.by.ID, c.PathValue("draft"), was, in.Comment)
}

func (h *handler) approveDraft(ctx context.Context, c *call) (any, error) {
	was, err := c.version()
	if err != nil {
		return nil, err
	}
	return h.Publisher.Approve(ctx, c.tenant, c.by.ID, c.PathValue("draft"), was, c.body)
}

// asked reads a body of at most limit bytes, of a request that changes nothing.
func asked[T any](w http.ResponseWriter, r *http.Request, limit int64) (in T, err error) {
	c := newCall(r)
	if c.body, err = body(w, r, limit); err == nil {
		err = c.into(&in)
	}
	return in, err
}

// compile gives a pack of files and keeps nothing.
func (h *handler) compile(w http.ResponseWriter, r *http.Request) {
	in, err := asked[struct {
		Files map[string]string `json:"files"`
	}](w, r, maxFiles)
	if err == nil {
		err = workflow.CheckFiles(in.Files)
	}
	var pack []byte
	if err == nil {
		pack, err = h.Workflow.Compiler.Compile(in.Files)
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(pack) // the client may have gone
}

// maxTerms is how many terms of each kind are given.
const maxTerms = 200

// mine finds terms in a log. It is no write: neither the log nor what is found
// in it is kept, not even to answer the same request again.
func (h *handler) mine(w http.ResponseWriter, r *http.Request) {
	if h.Miner == nil {
		h.fail(w, r, errNoMiner)
		return
	}
	in, err := asked[struct {
		Log string `json:"log"`
	}](w, r, 2*server.MaxLog) // JSON may double it
	if err == nil && len(in.Log) > server.MaxLog {
		err = fmt.Errorf("log: %d bytes, at most %d: %w", len(in.Log), server.MaxLog, server.ErrForm)
	}
	var terms server.Terms
	if err == nil {
		terms, err = h.Miner.Mine(r.Context(), in.Log, maxTerms)
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, terms)
}

// stage takes bytes in, so that a release can name them.
func (h *handler) stage(ctx context.Context, c *call) (any, error) {
	ref := release.NewRef(c.body)
	if want := c.PathValue("sha256"); ref.SHA256 != want {
		return nil, server.Refuse(server.PlacePack, server.CodeHash, "the body has SHA-256 %s, the address says %s", ref.SHA256, want)
	}
	return ref, h.Store.StageObject(ctx, c.tenant, ref, c.by.ID, c.body)
}

// publish takes a signed release and makes it stable.
func (h *handler) publish(ctx context.Context, c *call) (any, error) {
	result, err := h.Publisher.Publish(ctx, c.tenant, c.by.ID, c.body)
	if err == nil {
		h.Log.Info("published", "tenant", c.tenant, "release", result.Seq, "version", result.Version)
	}
	return result, err
}

func (h *handler) setShare(ctx context.Context, c *call) (any, error) {
	seen, err := c.seen()
	if err != nil {
		return nil, err
	}
	var in struct {
		Seq   int64 `json:"seq"`
		Share int   `json:"share"`
	}
	if err := c.into(&in); err != nil {
		return nil, err
	}
	return h.Publisher.Share(ctx, c.tenant, c.by.ID, seen, in.Seq, in.Share)
}

func (h *handler) halt(ctx context.Context, c *call) (any, error) {
	return h.Publisher.Halt(ctx, c.tenant, c.by.ID, "by hand")
}

func (h *handler) kill(ctx context.Context, c *call) (any, error) {
	return h.Publisher.Kill(ctx, c.tenant, c.by.ID, c.PathValue("rule"), true)
}

func (h *handler) restore(ctx context.Context, c *call) (any, error) {
	return h.Publisher.Kill(ctx, c.tenant, c.by.ID, c.PathValue("rule"), false)
}

// stagedObject gives bytes whether clients may have them or not.
func (h *handler) stagedObject(w http.ResponseWriter, r *http.Request) {
	c := newCall(r)
	sha256 := c.PathValue("sha256")
	data, _, err := h.Store.StagedObject(r.Context(), c.tenant, sha256)
	if err != nil {
		h.fail(w, r, fmt.Errorf("object: %w", err))
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	serve(w, r, "application/octet-stream", sha256, data)
}
