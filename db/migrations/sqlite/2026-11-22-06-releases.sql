-- The release ledger: whatever went to someone outside the study. A new release is protected together with all of these, since who
-- holds two reports can subtract one from the other. Nothing here is changed or deleted: what was seen stays seen.

CREATE TABLE release (
    id            TEXT NOT NULL PRIMARY KEY,
    study_id      TEXT NOT NULL REFERENCES study_data (study_id),
    analysis_id   TEXT NOT NULL REFERENCES analysis (id),
    snapshot_hash TEXT NOT NULL,
    released_utc  TEXT NOT NULL,
    audiences     TEXT NOT NULL,            -- JSON: names
    schools       TEXT NOT NULL,            -- JSON: ids of the schools that have a report of their own
    languages     TEXT NOT NULL,            -- JSON: tags
    counts        TEXT NOT NULL             -- JSON: every count with what became of it, hidden ones too: never shown to anyone
) WITHOUT ROWID;
CREATE INDEX release_of_study ON release (study_id, released_utc);
