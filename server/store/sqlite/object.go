package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"huashu/server"
)

// pieceSize is how many bytes of an object stand in one row.
const pieceSize = 1 << 20

// object adds bytes, if they are not there yet.
func (w *writing) object(what, sha256, by string, data []byte) {
	w.add(what, `INSERT INTO objects (tenant, sha256, uploader) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET uploader = excluded.uploader WHERE uploader = ''`, w.tenant, sha256, by)
	n := 0
	for piece := range slices.Chunk(data, pieceSize) {
		w.add(what, `INSERT INTO pieces (tenant, sha256, n, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, w.tenant, sha256, n, piece)
		n++
	}
}

// StageObject implements server.Store.
func (s *Store) StageObject(ctx context.Context, tenant string, ref server.Ref, by string, data []byte) error {
	w := &writing{tenant: tenant}
	w.object("object "+ref.SHA256, ref.SHA256, by, data)
	return s.write(ctx, w)
}

// StagedObject implements server.Store.
func (s *Store) StagedObject(ctx context.Context, tenant, sha256 string) (data []byte, by string, err error) {
	return s.read(ctx, tenant, sha256, false)
}

// Object implements server.Store.
func (s *Store) Object(ctx context.Context, tenant, sha256 string) (data []byte, err error) {
	data, _, err = s.read(ctx, tenant, sha256, true)
	return data, err
}

// read puts the pieces of an object together.
func (s *Store) read(ctx context.Context, tenant, sha256 string, public bool) (data []byte, by string, err error) {
	type piece struct {
		by   string
		data []byte
	}
	pieces, err := all(ctx, s, func(row scanner) (p piece, err error) {
		return p, row.Scan(&p.by, &p.data)
	}, `SELECT o.uploader, p.data FROM objects AS o LEFT JOIN pieces AS p ON p.tenant = o.tenant AND p.sha256 = o.sha256
		WHERE o.tenant = ? AND o.sha256 = ? AND o.public >= ? ORDER BY p.n`, tenant, sha256, public)
	if err == nil && len(pieces) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return nil, "", found(err, "object "+sha256)
	}
	for _, p := range pieces {
		data = append(data, p.data...)
	}
	return data, pieces[0].by, nil
}
