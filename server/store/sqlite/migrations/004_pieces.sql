-- Bytes in pieces of 1 MiB: a row may not hold more than 2 MB everywhere.
CREATE TABLE pieces (
  tenant TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  n      INTEGER NOT NULL,
  data   BLOB NOT NULL,
  PRIMARY KEY (tenant, sha256, n),
  FOREIGN KEY (tenant, sha256) REFERENCES objects (tenant, sha256)
) STRICT;

-- The most that ever was allowed, 16 MiB, has 16 of them.
INSERT INTO pieces
  WITH RECURSIVE piece (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM piece WHERE n < 15)
  SELECT tenant, sha256, n, substr(data, n * 1048576 + 1, 1048576)
  FROM objects JOIN piece ON n * 1048576 < length(data);

ALTER TABLE objects DROP COLUMN data;
