-- A report that the disclosure rule refuses stays refused: the same result gives the same answer, so it is not tried again.
ALTER TABLE report ADD COLUMN refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1));
