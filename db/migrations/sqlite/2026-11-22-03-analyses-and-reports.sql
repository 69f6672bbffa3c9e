-- Runs of a study's plan on a snapshot of its data, and the reports made of them. What has to be done is read from here and from
-- study_data: no queue says it.

CREATE TABLE analysis (
    id             TEXT NOT NULL PRIMARY KEY,
    study_id       TEXT NOT NULL REFERENCES study_data (study_id),
    study_version  TEXT NOT NULL,
    study_hash     TEXT NOT NULL,
    plan_hash      TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    change_number  INTEGER NOT NULL,        -- the study's, when the snapshot was taken
    snapshot_hash  TEXT NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'interrupted')),
    step           TEXT NOT NULL,
    percent        INTEGER NOT NULL,
    started_utc    TEXT NOT NULL,
    updated_utc    TEXT NOT NULL,
    failure        TEXT,                    -- why, where it failed
    result         TEXT,                    -- JSON, where it finished
    result_hash    TEXT
) WITHOUT ROWID;
CREATE INDEX analysis_of_study ON analysis (study_id, status);

-- One row a report and format; a format that could not be made has a row that says why, and is tried again.
CREATE TABLE report (
    analysis_id TEXT NOT NULL REFERENCES analysis (id),
    audience    TEXT NOT NULL,              -- researcher, board
    format      TEXT NOT NULL CHECK (format IN ('html', 'pdf', 'json')),
    content     BLOB,
    sha256      TEXT,
    absence     TEXT,
    attempt     INTEGER NOT NULL,
    made_utc    TEXT NOT NULL,
    PRIMARY KEY (analysis_id, audience, format),
    CHECK ((content IS NULL) = (absence IS NOT NULL))
);
