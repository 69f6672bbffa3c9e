-- What a stored form said before it was corrected. The row of the assessment is what counts now; its scores of before stay beside the later.

CREATE TABLE assessment_revision (
    assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    number        INTEGER NOT NULL,         -- 1, 2, 3, …: the first is what was sent or typed in first
    answers       TEXT NOT NULL,            -- as they stood in the assessment; so with the three after it
    completed_utc TEXT NOT NULL,
    language      TEXT NOT NULL,
    content_hash  TEXT NOT NULL,
    overruled     TEXT NOT NULL,            -- JSON by warning: why it had been let stand
    reason        TEXT NOT NULL,            -- mistyped, misread_paper, wrong_participant_form, asked_again, query, double_entry
    replaced_by   TEXT NOT NULL,            -- account or key
    replaced_utc  TEXT NOT NULL,            -- scored_utc of the scores that took the place of those before
    change_number INTEGER NOT NULL,         -- the study's, once it was corrected: an analysis at a smaller one read what stands here
    PRIMARY KEY (assessment_id, number)
) WITHOUT ROWID;
