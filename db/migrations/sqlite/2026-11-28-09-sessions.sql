-- What happens to a session after it was entered: it is held or missed, what was done in it is coded, and how the sound came over is
-- summed up. A session's row is what counts now; what it said before stays in session_revision, with who changed it and why.

CREATE TABLE session_revision (
    session_id   TEXT NOT NULL REFERENCES session (id),
    number       INTEGER NOT NULL,          -- 1, 2, 3, …: the first is what was entered first
    content      TEXT NOT NULL,             -- canonical JSON of the row as it was, without who attended
    reason       TEXT NOT NULL,             -- held, missed, mistyped, transmission
    replaced_by  TEXT NOT NULL,             -- account or key
    replaced_utc TEXT NOT NULL,
    PRIMARY KEY (session_id, number)
) WITHOUT ROWID;

CREATE TABLE session_revision_attendee (
    session_id     TEXT NOT NULL,
    number         INTEGER NOT NULL,
    participant_id TEXT NOT NULL REFERENCES participant (id),
    PRIMARY KEY (session_id, number, participant_id),
    FOREIGN KEY (session_id, number) REFERENCES session_revision (session_id, number)
) WITHOUT ROWID;
CREATE INDEX session_revision_attendee_of_participant ON session_revision_attendee (participant_id);

-- Codes only: a free text could name a student. A later record of the same session stands beside the earlier; the latest counts.
CREATE TABLE session_record (
    id           TEXT NOT NULL PRIMARY KEY,
    session_id   TEXT NOT NULL REFERENCES session (id),
    record       TEXT NOT NULL,             -- canonical JSON
    recorded_by  TEXT NOT NULL,
    recorded_utc TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_record_of_session ON session_record (session_id, recorded_utc);
CREATE VIEW latest_session_record AS
SELECT r.* FROM session_record r
WHERE NOT EXISTS (SELECT 1 FROM session_record t WHERE t.session_id = r.session_id AND (t.recorded_utc, t.id) > (r.recorded_utc, r.id));

-- Of a dump of WebRTC statistics only this is kept, beside the four means in the session's row: the dump holds network addresses.
CREATE TABLE session_transmission (
    session_id   TEXT NOT NULL PRIMARY KEY REFERENCES session (id),
    codec        TEXT,
    bitrate_kbps REAL,
    seconds      REAL,
    imported_utc TEXT NOT NULL
) WITHOUT ROWID;

-- A school's connection, measured from a browser there before a session. Addresses are not kept.
CREATE TABLE connection_check (
    id               TEXT NOT NULL PRIMARY KEY,
    study_id         TEXT NOT NULL REFERENCES study_data (study_id),
    school           TEXT NOT NULL,
    rtt_ms           REAL NOT NULL,         -- median of the round trips
    jitter_ms        REAL NOT NULL,         -- mean difference of one round trip to the next
    late_pct         REAL NOT NULL,         -- round trips that took longer than a second or got no answer
    down_kbps        REAL NOT NULL,
    up_kbps          REAL NOT NULL,
    measured_by      TEXT NOT NULL,
    measured_utc     TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX connection_check_of_school ON connection_check (study_id, school, measured_utc);
