-- Who agreed to what, what was erased, and what is due to be.

-- Batches of consents have receipts like all others. Which kinds there are is the program's to know: a list of them here made each new
-- kind a new table. Deferred, since other tables name its rows while it is made anew; the indexes are for that alone.
CREATE INDEX moving_participant ON participant (receipt_id);
CREATE INDEX moving_session ON session (receipt_id);
CREATE INDEX moving_assessment ON assessment (receipt_id);
PRAGMA defer_foreign_keys = ON;
CREATE TABLE moving_receipt AS SELECT * FROM receipt;
DROP TABLE receipt;
CREATE TABLE receipt (
    id            TEXT NOT NULL PRIMARY KEY,
    study_id      TEXT NOT NULL REFERENCES study_data (study_id),
    kind          TEXT NOT NULL,
    row_count     INTEGER NOT NULL,
    received_utc  TEXT NOT NULL,
    change_number INTEGER NOT NULL DEFAULT 0  -- the study's, once the batch was in
) WITHOUT ROWID;
INSERT INTO receipt (id, study_id, kind, row_count, received_utc, change_number)
SELECT id, study_id, kind, row_count, received_utc, change_number FROM moving_receipt;
DROP TABLE moving_receipt;
DROP INDEX moving_participant;
DROP INDEX moving_session;
DROP INDEX moving_assessment;

-- One row an answer. Nothing is overwritten: which answer holds is derived from all (by the day that they were decided on).
CREATE TABLE consent (
    id             TEXT NOT NULL PRIMARY KEY,
    study_id       TEXT NOT NULL REFERENCES study_data (study_id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    purpose        TEXT NOT NULL,             -- research, reporting, reuse
    given_by       TEXT NOT NULL,             -- guardian, student, participant (of age)
    answer         TEXT NOT NULL,             -- given, refused, withdrawn
    text_version   TEXT NOT NULL,             -- id of the consent text's version in the study's file
    language       TEXT NOT NULL,
    decided_on     TEXT NOT NULL,             -- a date
    content_hash   TEXT NOT NULL,
    receipt_id     TEXT NOT NULL REFERENCES receipt (id),
    received_utc   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX consent_of_participant ON consent (participant_id, purpose, given_by, decided_on, received_utc, id);
CREATE INDEX consent_of_study ON consent (study_id);

-- What each version of a study's file asks for: read from the file, so that it cannot say anything else.
CREATE VIEW consent_rule AS
SELECT s.id AS study_id, s.version AS study_version, s.is_current, json_extract(p.value, '$.id') AS purpose,
       json_extract(p.value, '$.guardian') AS guardian, json_extract(p.value, '$.student') AS student,
       COALESCE(json_extract(p.value, '$.of_age'), 0) AS of_age
FROM study s, json_each(s.definition, '$.consent.purposes') p;

-- Versions of the consent text whose readers are asked again.
CREATE VIEW consent_text_ended AS
SELECT s.id AS study_id, s.version AS study_version, s.is_current, json_extract(t.value, '$.id') AS text_version
FROM study s, json_each(s.definition, '$.consent.texts') t WHERE json_extract(t.value, '$.counts') = 0;

-- What is left of an erased row: that it was there. Its id was random, so the hash leads back to nobody who does not hold the id itself.
CREATE TABLE erased (
    id_hash       TEXT NOT NULL PRIMARY KEY,  -- SHA-256 of the row's id
    study_id      TEXT NOT NULL REFERENCES study_data (study_id),
    kind          TEXT NOT NULL,              -- participants, assessments, consents
    came_change   INTEGER NOT NULL,           -- the study's change number when the row came, and when it went
    erased_change INTEGER NOT NULL,
    erased_utc    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX erased_of_study ON erased (study_id, kind);

-- Rows that are kept longer than the study's file says: proposed by a job, erased when a steward approved.
CREATE TABLE erasure_proposal (
    participant_id TEXT NOT NULL PRIMARY KEY REFERENCES participant (id),
    study_id       TEXT NOT NULL REFERENCES study_data (study_id),
    reason         TEXT NOT NULL,             -- study_ended, consent_withdrawn
    due_on         TEXT NOT NULL,             -- a date
    proposed_utc   TEXT NOT NULL,
    approved_utc   TEXT,
    approved_by    TEXT
) WITHOUT ROWID;
CREATE INDEX erasure_proposal_of_study ON erasure_proposal (study_id);

-- What was made of an erased participant's data and given out, or is kept with single values: for a steward to look at.
CREATE TABLE erasure_review (
    erasure_id   TEXT NOT NULL,
    analysis_id  TEXT NOT NULL REFERENCES analysis (id),
    study_id     TEXT NOT NULL REFERENCES study_data (study_id),
    erased_utc   TEXT NOT NULL,
    decision     TEXT,                        -- stays, recalled, replaced
    decided_utc  TEXT,
    decided_by   TEXT,
    PRIMARY KEY (erasure_id, analysis_id)
) WITHOUT ROWID;
CREATE INDEX erasure_review_of_study ON erasure_review (study_id);
