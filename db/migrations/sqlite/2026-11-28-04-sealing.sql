-- What only browsers can open. Of each key pair the public half stands here; the private half only wrapped by something that its owner
-- knows or holds, or sealed to someone's public key. Formats byte by byte: docs/security/sealing.md.

CREATE TABLE personal_key (
    id          TEXT NOT NULL PRIMARY KEY,     -- the first 16 bytes of SHA-256 of the public key
    account_id  TEXT NOT NULL REFERENCES account (id),
    public_key  BLOB NOT NULL,                 -- P-256, uncompressed, 65 bytes
    created_utc TEXT NOT NULL,
    ended_utc   TEXT                           -- replaced: what was sealed to it is not opened any more
) WITHOUT ROWID;
CREATE UNIQUE INDEX personal_key_one_current ON personal_key (account_id) WHERE ended_utc IS NULL;

-- The private half, once for each thing that opens it.
CREATE TABLE wrapped_key (
    key_id      TEXT NOT NULL REFERENCES personal_key (id),
    opened_by   TEXT NOT NULL,                 -- 'passphrase', or the id of a passkey's credential
    wrapped     BLOB NOT NULL,
    changed_utc TEXT NOT NULL,
    PRIMARY KEY (key_id, opened_by)
) WITHOUT ROWID;

-- A study's key pair, to which its notes are sealed; a new version with each rotation, and the old ones stay for what was sealed to them.
CREATE TABLE study_key (
    id          TEXT NOT NULL PRIMARY KEY,     -- the first 16 bytes of SHA-256 of the public key
    study_id    TEXT NOT NULL REFERENCES study_data (study_id),
    version     INTEGER NOT NULL,
    public_key  BLOB NOT NULL,
    created_by  TEXT NOT NULL,
    created_utc TEXT NOT NULL,
    UNIQUE (study_id, version)
) WITHOUT ROWID;

-- The private half of a study's key, sealed to each of those who read its notes.
CREATE TABLE study_key_copy (
    study_key_id    TEXT NOT NULL REFERENCES study_key (id),
    personal_key_id TEXT NOT NULL REFERENCES personal_key (id),
    sealed          BLOB NOT NULL,
    given_by        TEXT NOT NULL,
    given_utc       TEXT NOT NULL,
    PRIMARY KEY (study_key_id, personal_key_id)
) WITHOUT ROWID;
CREATE INDEX study_key_copy_of_person ON study_key_copy (personal_key_id);

CREATE TABLE note (
    id             TEXT NOT NULL PRIMARY KEY,  -- UUIDv7, made by the browser
    study_id       TEXT NOT NULL REFERENCES study_data (study_id),
    study_key_id   TEXT NOT NULL REFERENCES study_key (id),
    kind           TEXT NOT NULL,              -- session_note, student_feedback, educator_observation, adaptation
    session_id     TEXT REFERENCES session (id) ON DELETE CASCADE,
    participant_id TEXT REFERENCES participant (id) ON DELETE CASCADE,   -- with a participant's row go the notes about them; both null: about the study
    sealed         BLOB NOT NULL,
    content_hash   TEXT NOT NULL,
    written_by     TEXT NOT NULL,
    received_utc   TEXT NOT NULL,
    CHECK (session_id IS NULL OR participant_id IS NULL)
) WITHOUT ROWID;
CREATE INDEX note_of_study ON note (study_id, id);
CREATE INDEX note_of_participant ON note (participant_id);
CREATE INDEX note_of_session ON note (session_id);
