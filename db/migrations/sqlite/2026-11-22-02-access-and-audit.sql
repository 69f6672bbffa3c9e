-- A key's secret is never stored: only its SHA-256.
CREATE TABLE api_key (
    id          TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    name        TEXT NOT NULL,
    scopes      TEXT NOT NULL,              -- separated by spaces
    study_id    TEXT,                       -- null: every study
    created_utc TEXT NOT NULL,
    expires_utc TEXT NOT NULL,
    revoked_utc TEXT
) WITHOUT ROWID;

-- Every write adds one row in its own transaction. hash is the SHA-256 of previous_hash and event, so a row that was changed,
-- removed or put in between breaks the chain at that place.
CREATE TABLE audit (
    number        INTEGER NOT NULL PRIMARY KEY,   -- 1, 2, 3, … without a gap
    event         TEXT NOT NULL,                  -- canonical JSON: number, actor, action, subject, study, details, occurred_utc
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL
);
