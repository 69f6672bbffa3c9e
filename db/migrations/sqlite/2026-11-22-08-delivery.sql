-- When boards and schools get reports, the runs that make one for every school, and who is told.

-- A study without a row gives out each analysis.
CREATE TABLE schedule (
    study_id TEXT NOT NULL PRIMARY KEY REFERENCES study_data (study_id),
    schedule TEXT NOT NULL,                 -- JSON
    set_utc  TEXT NOT NULL                  -- dates before it are not caught up
) WITHOUT ROWID;

CREATE TABLE school_run (
    id            TEXT NOT NULL PRIMARY KEY,
    study_id      TEXT NOT NULL REFERENCES study_data (study_id),
    analysis_id   TEXT NOT NULL REFERENCES analysis (id),
    total         INTEGER,                  -- reports to make; null until it has begun
    requested_utc TEXT NOT NULL,
    cancelled_utc TEXT,                     -- what was made stays
    finished_utc  TEXT,
    failure       TEXT
) WITHOUT ROWID;
CREATE INDEX school_run_of_study ON school_run (study_id, requested_utc);
CREATE UNIQUE INDEX school_run_one_open ON school_run (study_id) WHERE cancelled_utc IS NULL AND finished_utc IS NULL;

-- The secret is needed to sign, so it stands here as it is; it is shown once and never again.
CREATE TABLE webhook (
    id          TEXT NOT NULL PRIMARY KEY,
    study_id    TEXT NOT NULL REFERENCES study_data (study_id),
    url         TEXT NOT NULL,
    secret      TEXT NOT NULL,
    created_utc TEXT NOT NULL,              -- reports made before it are not told of
    removed_utc TEXT
) WITHOUT ROWID;
CREATE INDEX webhook_of_study ON webhook (study_id);

CREATE TABLE webhook_delivery (
    id            TEXT NOT NULL PRIMARY KEY,
    webhook_id    TEXT NOT NULL REFERENCES webhook (id),
    subject       TEXT NOT NULL,            -- what it tells of: each thing is told once
    payload       TEXT NOT NULL,            -- JSON: ids and a link, no number of any result
    attempts      INTEGER NOT NULL,
    next_try_utc  TEXT NOT NULL,
    last_status   TEXT,                     -- of the last try: an HTTP status, or why there was none
    delivered_utc TEXT,
    gave_up_utc   TEXT,
    UNIQUE (webhook_id, subject)
) WITHOUT ROWID;
