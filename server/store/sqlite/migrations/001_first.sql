-- Times are RFC 3339 in UTC. Integers stay below 2^53, so that the same schema
-- serves databases that pass numbers through JavaScript.

CREATE TABLE tenants (
  id      TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE roots (
  version  INTEGER PRIMARY KEY,
  envelope BLOB NOT NULL
) STRICT;

-- Bytes by their digest. Public once a release names them.
CREATE TABLE objects (
  tenant TEXT NOT NULL REFERENCES tenants (id),
  sha256 TEXT NOT NULL,
  public INTEGER NOT NULL DEFAULT 0,
  data   BLOB NOT NULL,
  PRIMARY KEY (tenant, sha256)
) STRICT;

CREATE TABLE releases (
  tenant TEXT NOT NULL REFERENCES tenants (id),
  seq    INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  parent TEXT NOT NULL,
  pack   TEXT NOT NULL,
  issued TEXT NOT NULL,
  PRIMARY KEY (tenant, seq),
  FOREIGN KEY (tenant, sha256) REFERENCES objects (tenant, sha256),
  FOREIGN KEY (tenant, pack) REFERENCES objects (tenant, sha256)
) STRICT;

CREATE TABLE heads (
  tenant   TEXT PRIMARY KEY REFERENCES tenants (id),
  version  INTEGER NOT NULL,
  issued   TEXT NOT NULL,
  envelope BLOB NOT NULL
) STRICT;

CREATE TABLE tokens (
  hash    TEXT PRIMARY KEY,
  tenant  TEXT NOT NULL REFERENCES tenants (id),
  access  TEXT NOT NULL,
  name    TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;
