//go:build js && wasm

package workerd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"huashu/server"
	"huashu/server/release"
)

// Mirror is a store whose public documents are also where JavaScript answers for
// them, without the program: roots and objects in KV, each tenant's head with
// its hub. The store is written first; should the copy then fail, roots and
// objects are still given by the program, and heads are copied again by
// Refresh.
type Mirror struct {
	server.Store
	Log *slog.Logger
}

// CreateTenant implements server.Store.
func (m Mirror) CreateTenant(ctx context.Context, t server.Tenant) error {
	err := m.Store.CreateTenant(ctx, t)
	if err == nil {
		m.copied(m.head(t.ID, server.Head{}))
	}
	return err
}

// AddRoot implements server.Store.
func (m Mirror) AddRoot(ctx context.Context, n int64, envelope []byte) error {
	err := m.Store.AddRoot(ctx, n, envelope)
	if err == nil {
		m.copied(m.keep(fmt.Sprintf("root/%d", n), envelope))
	}
	return err
}

// Apply implements server.Store.
func (m Mirror) Apply(ctx context.Context, tenant string, c server.Change) error {
	if err := m.Store.Apply(ctx, tenant, c); err != nil {
		return err
	}
	for _, sha256 := range c.Public { // before the head that names them
		data, err := m.Object(ctx, tenant, sha256)
		if err == nil {
			err = m.keep("o/"+tenant+"/"+sha256, data)
		}
		m.copied(err)
	}
	if c.Head != nil {
		m.copied(m.head(tenant, *c.Head))
	}
	return nil
}

// Refresh copies all heads again.
func (m Mirror) Refresh(ctx context.Context) error {
	tenants, err := m.Tenants(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, t := range tenants {
		head, err := m.Head(ctx, t.ID)
		if err == nil || errors.Is(err, server.ErrNotFound) {
			err = m.head(t.ID, head)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// keep puts bytes where they stay.
func (m Mirror) keep(key string, data []byte) error {
	_, err := await(host().Call("keep", key, release.SHA256(data), bytesToJS(data)))
	return err
}

// head gives a tenant's head to its hub; version 0: it has none yet.
func (m Mirror) head(tenant string, h server.Head) error {
	_, err := await(host().Call("head", tenant, h.Version, release.SHA256(h.Envelope), bytesToJS(h.Envelope)))
	return err
}

func (m Mirror) copied(err error) {
	if err != nil {
		m.Log.Error("mirror", "error", err)
	}
}
