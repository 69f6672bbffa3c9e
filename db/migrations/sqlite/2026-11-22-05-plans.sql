-- Plans as they were locked. A row is never changed: an amendment is a further row, and both stay.
CREATE TABLE plan_lock (
    study_id   TEXT NOT NULL REFERENCES study_data (study_id),
    sequence   INTEGER NOT NULL,          -- 1, 2, 3, … without a gap; the last is the one that holds
    version    TEXT NOT NULL,
    hash       TEXT NOT NULL,
    definition TEXT NOT NULL,             -- canonical JSON of the plan alone
    locked_utc TEXT NOT NULL,
    locked_by  TEXT NOT NULL,             -- name of a key, a command or an account
    reason     TEXT,                      -- why it amends the one before; null for the first
    PRIMARY KEY (study_id, sequence),
    UNIQUE (study_id, version)
) WITHOUT ROWID;
