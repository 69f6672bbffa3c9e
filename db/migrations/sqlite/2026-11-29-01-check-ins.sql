-- Students without an account: links that let in whoever holds the address, what they have answered so far, and what the answers call for.

CREATE TABLE check_in_link (
    id             TEXT NOT NULL PRIMARY KEY,
    token_hash     TEXT NOT NULL UNIQUE,    -- SHA-256; the token itself is shown once, in the link
    study_id       TEXT NOT NULL REFERENCES study_data (study_id),
    school         TEXT NOT NULL,
    kind           TEXT NOT NULL,           -- single, session, round, activity
    participant_id TEXT REFERENCES participant (id),   -- null: a round, where each of the group chooses their own
    session_id     TEXT REFERENCES session (id),
    forms          TEXT NOT NULL,           -- JSON: which instruments, when, in the order in which they are answered
    language       TEXT NOT NULL,
    opens_utc      TEXT NOT NULL,
    expires_utc    TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_utc       TEXT NOT NULL,
    ended_utc      TEXT,
    ended_by       TEXT
) WITHOUT ROWID;
CREATE INDEX check_in_link_of_participant ON check_in_link (participant_id);
CREATE INDEX check_in_link_of_session ON check_in_link (session_id);
CREATE INDEX check_in_link_of_study ON check_in_link (study_id, made_utc);

-- Answers that a student has given and not sent yet. No dataset, count or analysis reads this table. A row goes when it is sent, when its
-- student stops, and when it was left lying.
CREATE TABLE check_in_draft (
    id                 TEXT NOT NULL PRIMARY KEY,      -- that of the assessment that it will be
    link_id            TEXT NOT NULL REFERENCES check_in_link (id),
    participant_id     TEXT NOT NULL REFERENCES participant (id),
    session_id         TEXT,
    instrument         TEXT NOT NULL,
    instrument_version TEXT NOT NULL,
    timepoint          TEXT NOT NULL,
    language           TEXT NOT NULL,
    play_id            TEXT,                           -- where it is asked before or after listening
    answers            TEXT NOT NULL,                  -- canonical JSON by item id
    begun_utc          TEXT NOT NULL,
    changed_utc        TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX check_in_draft_of_link ON check_in_draft (link_id);
CREATE INDEX check_in_draft_of_participant ON check_in_draft (participant_id);

-- Whom the therapist is asked to look after: written with the assessment, in one transaction. The score itself is not repeated.
CREATE TABLE distress_alert (
    id               TEXT NOT NULL PRIMARY KEY,
    study_id         TEXT NOT NULL REFERENCES study_data (study_id),
    school           TEXT NOT NULL,
    participant_id   TEXT NOT NULL REFERENCES participant (id),
    assessment_id    TEXT NOT NULL REFERENCES assessment (id),
    session_id       TEXT REFERENCES session (id),
    instrument       TEXT NOT NULL,
    scale            TEXT NOT NULL,
    at_least         REAL,                             -- the study's rule, as it was
    at_most          REAL,
    raised_utc       TEXT NOT NULL,
    acknowledged_utc TEXT,
    acknowledged_by  TEXT,
    action           TEXT,                             -- talked, referred, other_adult_told, no_need
    UNIQUE (assessment_id, scale)
) WITHOUT ROWID;
CREATE INDEX distress_alert_open ON distress_alert (study_id) WHERE acknowledged_utc IS NULL;
CREATE INDEX distress_alert_of_participant ON distress_alert (participant_id);

-- Whom students of a school can talk to, as the school's therapist wrote it. No row: the program's own words.
CREATE TABLE support_text (
    study_id    TEXT NOT NULL REFERENCES study_data (study_id),
    school      TEXT NOT NULL,
    language    TEXT NOT NULL,
    text        TEXT NOT NULL,
    written_by  TEXT NOT NULL,
    written_utc TEXT NOT NULL,
    PRIMARY KEY (study_id, school, language)
) WITHOUT ROWID;
