ALTER TABLE tenants ADD COLUMN solo INTEGER NOT NULL DEFAULT 0 CHECK (solo IN (0, 1));
UPDATE tenants SET solo = 1 WHERE id = 'demo';

-- Who brought the bytes; empty for what was there before this was kept.
ALTER TABLE objects ADD COLUMN uploader TEXT NOT NULL DEFAULT '';

CREATE TABLE members (
  tenant  TEXT NOT NULL REFERENCES tenants (id),
  id      TEXT NOT NULL,
  name    TEXT NOT NULL,
  access  TEXT NOT NULL CHECK (access IN ('viewer', 'editor', 'reviewer', 'admin')),
  active  INTEGER NOT NULL CHECK (active IN (0, 1)),
  created TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT;

INSERT INTO members (tenant, id, name, access, active, created)
  SELECT tenant, 'm_' || substr(hash, 1, 20), name, access, 1, created FROM tokens;

ALTER TABLE tokens RENAME TO tokens_old;
CREATE TABLE tokens (
  hash    TEXT PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  tenant  TEXT NOT NULL,
  member  TEXT NOT NULL,
  created TEXT NOT NULL,
  FOREIGN KEY (tenant, member) REFERENCES members (tenant, id)
) STRICT;
INSERT INTO tokens (hash, id, tenant, member, created)
  SELECT hash, 'k_' || substr(hash, 21, 20), tenant, 'm_' || substr(hash, 1, 20), created FROM tokens_old;
DROP TABLE tokens_old;

CREATE TABLE drafts (
  tenant    TEXT NOT NULL REFERENCES tenants (id),
  id        TEXT NOT NULL,
  version   INTEGER NOT NULL,
  title     TEXT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'approved')),
  base      INTEGER NOT NULL,
  editor    TEXT NOT NULL,
  editors   TEXT NOT NULL, -- JSON array of members
  created   TEXT NOT NULL,
  updated   TEXT NOT NULL,
  comment   TEXT NOT NULL,
  submitted TEXT NOT NULL, -- JSON: pack, report; empty while open
  seq       INTEGER NOT NULL,
  files     TEXT NOT NULL, -- JSON object: path → YAML
  PRIMARY KEY (tenant, id)
) STRICT;

-- The constraint four_eyes keeps what people agree on: nobody approves what
-- they have edited. A revert brings nothing new, so it needs no editor.
ALTER TABLE releases RENAME TO releases_old;
CREATE TABLE releases (
  tenant    TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  sha256    TEXT NOT NULL,
  size      INTEGER NOT NULL,
  parent    TEXT NOT NULL,
  pack      TEXT NOT NULL,
  pack_size INTEGER NOT NULL,
  issued    TEXT NOT NULL,
  reverts   INTEGER NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('approved', 'candidate', 'stable', 'replaced', 'halted')),
  title     TEXT NOT NULL,
  draft     TEXT NOT NULL,
  editors   TEXT NOT NULL, -- JSON array of members
  approver  TEXT NOT NULL,
  solo      INTEGER NOT NULL,
  PRIMARY KEY (tenant, seq),
  FOREIGN KEY (tenant, sha256) REFERENCES objects (tenant, sha256),
  FOREIGN KEY (tenant, pack) REFERENCES objects (tenant, sha256),
  CONSTRAINT four_eyes CHECK (
    solo = 1 OR reverts > 0 OR (instr(editors, '"m_') > 0 AND instr(editors, '"' || approver || '"') = 0)
  )
) STRICT;
-- What was released before was released by one person.
INSERT INTO releases
  SELECT r.tenant, r.seq, r.sha256, length(e.data), r.parent, r.pack, length(p.data), r.issued, 0,
    CASE WHEN r.seq = (SELECT max(seq) FROM releases_old AS l WHERE l.tenant = r.tenant) THEN 'stable' ELSE 'replaced' END,
    '', '', '[]', '', 1
  FROM releases_old AS r
  JOIN objects AS e ON e.tenant = r.tenant AND e.sha256 = r.sha256
  JOIN objects AS p ON p.tenant = r.tenant AND p.sha256 = r.pack;
DROP TABLE releases_old;
CREATE UNIQUE INDEX one_stable ON releases (tenant) WHERE state = 'stable';
CREATE UNIQUE INDEX one_candidate ON releases (tenant) WHERE state = 'candidate';

CREATE TABLE audit (
  tenant  TEXT NOT NULL REFERENCES tenants (id),
  n       INTEGER NOT NULL,
  time    TEXT NOT NULL,
  member  TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  TEXT NOT NULL,
  prev    TEXT NOT NULL,
  hash    TEXT NOT NULL,
  PRIMARY KEY (tenant, n)
) STRICT;

CREATE TABLE replies (
  tenant  TEXT NOT NULL REFERENCES tenants (id),
  member  TEXT NOT NULL,
  key     TEXT NOT NULL,
  request TEXT NOT NULL,
  status  INTEGER NOT NULL,
  etag    TEXT NOT NULL,
  body    BLOB NOT NULL,
  created TEXT NOT NULL,
  PRIMARY KEY (tenant, member, key)
) STRICT;
