-- A paper form that was typed in a second time by somebody who did not see the first. It is no assessment: no dataset and no analysis reads
-- this table. What comes of the comparison is a correction of the form, or that it was confirmed.

CREATE TABLE second_entry (
    assessment_id TEXT NOT NULL PRIMARY KEY REFERENCES assessment (id) ON DELETE CASCADE,
    answers       TEXT NOT NULL,            -- as in the assessment
    items         INTEGER NOT NULL,         -- of the instrument, and how many of them were the same both times
    agreed        INTEGER NOT NULL,
    entered_by    TEXT NOT NULL,            -- account or key
    entered_utc   TEXT NOT NULL,
    outcome       TEXT,                     -- confirmed, corrected; null: they differ, and nobody has looked at the paper yet
    resolved_by   TEXT,
    resolved_utc  TEXT
) WITHOUT ROWID;
