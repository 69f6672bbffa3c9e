-- Recorded exercises: a library for a study, to whom they are given, and how much of each was listened to.

CREATE TABLE activity (
    id            TEXT NOT NULL PRIMARY KEY,
    study_id      TEXT NOT NULL REFERENCES study_data (study_id),
    title         TEXT NOT NULL,
    language      TEXT NOT NULL,
    licence       TEXT NOT NULL,            -- an SPDX code, or permission
    reference     TEXT NOT NULL,            -- whose it is, or of the permission
    media_type    TEXT NOT NULL,            -- found in the file, not taken from its name
    size          INTEGER NOT NULL,         -- bytes
    sha256        TEXT NOT NULL,
    seconds       REAL NOT NULL,
    uploaded_by   TEXT NOT NULL,
    uploaded_utc  TEXT NOT NULL,
    withdrawn_utc TEXT,
    withdrawn_by  TEXT
) WITHOUT ROWID;
CREATE INDEX activity_of_study ON activity (study_id, uploaded_utc);

-- The sound, apart from what lists read. It never changes.
CREATE TABLE activity_audio (
    number      INTEGER PRIMARY KEY,
    activity_id TEXT NOT NULL UNIQUE REFERENCES activity (id),
    content     BLOB NOT NULL
);

CREATE TABLE activity_assignment (
    id             TEXT NOT NULL PRIMARY KEY,
    study_id       TEXT NOT NULL REFERENCES study_data (study_id),
    school         TEXT NOT NULL,
    activity_id    TEXT NOT NULL REFERENCES activity (id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    link_id        TEXT NOT NULL UNIQUE REFERENCES check_in_link (id),
    from_on        TEXT NOT NULL,           -- dates, both included
    to_on          TEXT NOT NULL,
    assigned_by    TEXT NOT NULL,
    assigned_utc   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX activity_assignment_of_study ON activity_assignment (study_id, assigned_utc);
CREATE INDEX activity_assignment_of_participant ON activity_assignment (participant_id);

-- One time that somebody listened: a session of its own, of delivery recorded, with its check-ins before and after.
CREATE TABLE activity_play (
    id             TEXT NOT NULL PRIMARY KEY,
    study_id       TEXT NOT NULL REFERENCES study_data (study_id),
    assignment_id  TEXT NOT NULL REFERENCES activity_assignment (id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    session_id     TEXT NOT NULL UNIQUE,    -- of the session that it is once its page was reached
    begun_utc      TEXT NOT NULL,
    parts          TEXT NOT NULL,           -- what was played, from-to in seconds, merged: 0-12.5,20-31
    seconds        REAL,                    -- the length of the parts; null: the browser told nothing
    told_utc       TEXT
) WITHOUT ROWID;
CREATE INDEX activity_play_of_assignment ON activity_play (assignment_id, begun_utc);
CREATE INDEX activity_play_of_participant ON activity_play (participant_id);
