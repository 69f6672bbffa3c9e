-- What left the study before an erasure is looked at thing by thing: a release, or an export of a dataset.
DROP TABLE erasure_review;

-- Who was erased stands nowhere: an erasure has an id of its own.
CREATE TABLE erasure (
    id         TEXT NOT NULL PRIMARY KEY,
    study_id   TEXT NOT NULL REFERENCES study_data (study_id),
    reason     TEXT NOT NULL,                 -- asked, study_ended, consent_withdrawn
    erased_utc TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE erasure_review (
    erasure_id  TEXT NOT NULL REFERENCES erasure (id),
    kind        TEXT NOT NULL,                -- release, export
    subject     TEXT NOT NULL,                -- id of the release; number of the export in the audit chain
    study_id    TEXT NOT NULL REFERENCES study_data (study_id),
    left_utc    TEXT NOT NULL,                -- when it left the study
    what        TEXT NOT NULL,                -- audiences of the release (JSON); tables of the export
    decision    TEXT,                         -- stays, recalled, replaced
    decided_utc TEXT,
    decided_by  TEXT,
    PRIMARY KEY (erasure_id, kind, subject)
) WITHOUT ROWID;
CREATE INDEX erasure_review_of_study ON erasure_review (study_id, left_utc);
