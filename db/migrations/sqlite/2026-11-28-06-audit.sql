-- What the chain is searched by, read from the event itself: an event that can no longer be read has none of it, and is found by the check.
ALTER TABLE audit ADD COLUMN occurred_utc TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(event) THEN json_extract(event, '$.occurred_utc') END) VIRTUAL;
ALTER TABLE audit ADD COLUMN actor TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(event) THEN json_extract(event, '$.actor') END) VIRTUAL;
ALTER TABLE audit ADD COLUMN action TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(event) THEN json_extract(event, '$.action') END) VIRTUAL;
ALTER TABLE audit ADD COLUMN subject TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(event) THEN json_extract(event, '$.subject') END) VIRTUAL;
ALTER TABLE audit ADD COLUMN study TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(event) THEN json_extract(event, '$.study') END) VIRTUAL;
CREATE INDEX audit_by_actor ON audit (actor, number);
CREATE INDEX audit_by_action ON audit (action, number);
CREATE INDEX audit_by_subject ON audit (subject, number);
CREATE INDEX audit_by_study ON audit (study, number);
CREATE INDEX audit_by_time ON audit (occurred_utc, number);

-- One row for each check of the whole chain.
CREATE TABLE audit_check (
    id          INTEGER NOT NULL PRIMARY KEY,
    checked_utc TEXT NOT NULL,
    fault       TEXT,                           -- broken, cut, rewritten or head_changed; null: the chain was whole
    number      INTEGER NOT NULL,               -- of the fault, or of the last link
    head        TEXT                            -- signed (SignedHead, JSON) by a key that is not in the database; null where there was a fault
);
