-- Which reports have been counted, for a day or two: one that comes again counts once.
CREATE TABLE status_keys (
  tenant TEXT NOT NULL,
  key    TEXT NOT NULL,
  day    TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
