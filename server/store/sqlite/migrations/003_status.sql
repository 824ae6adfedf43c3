-- Sums of what browsers tell. Rules by their number in the release's pack.
CREATE TABLE rule_counts (
  tenant       TEXT NOT NULL,
  day          TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  rule         INTEGER NOT NULL,
  hits         INTEGER NOT NULL,
  accepted     INTEGER NOT NULL,
  dismissed    INTEGER NOT NULL,
  false_alarms INTEGER NOT NULL,
  PRIMARY KEY (tenant, day, seq, rule),
  FOREIGN KEY (tenant, seq) REFERENCES releases (tenant, seq)
) STRICT;

CREATE TABLE adoption (
  tenant   TEXT NOT NULL,
  day      TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  clients  INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (tenant, day, seq),
  FOREIGN KEY (tenant, seq) REFERENCES releases (tenant, seq)
) STRICT;
