-- What is known of studies and what was sent for them. Ids are UUIDv7 text, made by the client where it can; instants are
-- ISO 8601 text in UTC with milliseconds, so that text order is time order; hashes are SHA-256 in lower-case hexadecimal.
-- Tables whose key is their order of arrival are WITHOUT ROWID: one tree to write instead of two.

CREATE TABLE instrument (
    id           TEXT NOT NULL,
    version      TEXT NOT NULL,
    hash         TEXT NOT NULL,
    definition   TEXT NOT NULL,             -- canonical JSON
    imported_utc TEXT NOT NULL,
    PRIMARY KEY (id, version)
) WITHOUT ROWID;

-- One row a study. change_number grows by one in each transaction that changes the study's definition or data: an analysis is
-- stale when it was computed at a smaller one.
CREATE TABLE study_data (
    study_id      TEXT NOT NULL PRIMARY KEY,
    change_number INTEGER NOT NULL,
    changed_utc   TEXT NOT NULL
) WITHOUT ROWID;

-- One row a version of a study's file; exactly one of a study's is current.
CREATE TABLE study (
    id           TEXT NOT NULL REFERENCES study_data (study_id),
    version      TEXT NOT NULL,
    hash         TEXT NOT NULL,
    definition   TEXT NOT NULL,             -- canonical JSON
    imported_utc TEXT NOT NULL,
    is_current   INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    PRIMARY KEY (id, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX study_one_current ON study (id) WHERE is_current = 1;

-- What was acknowledged, once a batch; each row of data names the receipt that it came with.
CREATE TABLE receipt (
    id           TEXT NOT NULL PRIMARY KEY,
    study_id     TEXT NOT NULL REFERENCES study_data (study_id),
    kind         TEXT NOT NULL CHECK (kind IN ('participants', 'sessions', 'assessments')),
    row_count    INTEGER NOT NULL,
    received_utc TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE participant (
    id           TEXT NOT NULL PRIMARY KEY,
    study_id     TEXT NOT NULL REFERENCES study_data (study_id),
    pseudonym    TEXT NOT NULL,
    school       TEXT NOT NULL,             -- school, arm and language: ids of the study's file
    arm          TEXT NOT NULL,
    language     TEXT NOT NULL,
    enrolled_on  TEXT NOT NULL,             -- a date
    content_hash TEXT NOT NULL,
    receipt_id   TEXT NOT NULL REFERENCES receipt (id),
    received_utc TEXT NOT NULL,
    UNIQUE (study_id, pseudonym)
) WITHOUT ROWID;

CREATE TABLE session (
    id               TEXT NOT NULL PRIMARY KEY,
    study_id         TEXT NOT NULL REFERENCES study_data (study_id),
    school           TEXT NOT NULL,
    arm              TEXT NOT NULL,
    week             INTEGER NOT NULL,
    delivery         TEXT NOT NULL,         -- none, live, recorded, hybrid, in_person, immersive
    status           TEXT NOT NULL,         -- planned, held, missed
    start_utc        TEXT NOT NULL,
    duration_minutes INTEGER,
    educator_present INTEGER,
    rtt_ms           REAL,                  -- the four of the transmission: null where not measured
    jitter_ms        REAL,
    loss_pct         REAL,
    concealed_pct    REAL,
    content_hash     TEXT NOT NULL,
    receipt_id       TEXT NOT NULL REFERENCES receipt (id),
    received_utc     TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_of_study ON session (study_id);

CREATE TABLE session_attendee (
    session_id     TEXT NOT NULL REFERENCES session (id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    PRIMARY KEY (session_id, participant_id)
) WITHOUT ROWID;
CREATE INDEX session_attendee_of_participant ON session_attendee (participant_id);

CREATE TABLE assessment (
    id                 TEXT NOT NULL PRIMARY KEY,
    study_id           TEXT NOT NULL REFERENCES study_data (study_id),
    participant_id     TEXT NOT NULL REFERENCES participant (id),
    instrument         TEXT NOT NULL,
    instrument_version TEXT NOT NULL,
    timepoint          TEXT NOT NULL,
    session_id         TEXT REFERENCES session (id),
    completed_utc      TEXT NOT NULL,
    language           TEXT NOT NULL,
    mode               TEXT NOT NULL,       -- screen, paper, interview
    answers            TEXT NOT NULL,       -- canonical JSON by item id: a number or "prefer_not_to_answer"; not there: not reached
    content_hash       TEXT NOT NULL,
    receipt_id         TEXT NOT NULL REFERENCES receipt (id),
    received_utc       TEXT NOT NULL,
    FOREIGN KEY (instrument, instrument_version) REFERENCES instrument (id, version)
) WITHOUT ROWID;
CREATE INDEX assessment_of_study ON assessment (study_id);
-- Two filtered indexes, since SQLite takes two nulls in a unique index as different, and SQL Server as the same.
CREATE UNIQUE INDEX assessment_once_a_timepoint ON assessment (participant_id, instrument, timepoint) WHERE session_id IS NULL;
CREATE UNIQUE INDEX assessment_once_a_session ON assessment (session_id, participant_id, instrument, timepoint) WHERE session_id IS NOT NULL;

-- Scoring again adds rows with a later scored_utc and leaves the earlier; latest_score is what an analysis reads.
CREATE TABLE score (
    assessment_id      TEXT NOT NULL REFERENCES assessment (id),
    scale              TEXT NOT NULL,
    scored_utc         TEXT NOT NULL,
    value              REAL,                -- null: more items missing than the scale's rule allows
    answered           INTEGER NOT NULL,
    preferred          INTEGER NOT NULL,
    not_reached        INTEGER NOT NULL,
    prorated           INTEGER NOT NULL,
    instrument         TEXT NOT NULL,
    instrument_version TEXT NOT NULL,
    definition_hash    TEXT NOT NULL,
    PRIMARY KEY (assessment_id, scale, scored_utc)
) WITHOUT ROWID;
CREATE VIEW latest_score AS
SELECT s.* FROM score s
WHERE NOT EXISTS (SELECT 1 FROM score t
                  WHERE t.assessment_id = s.assessment_id AND t.scale = s.scale AND t.scored_utc > s.scored_utc);
