-- Keys that hold for some schools only, that can be rotated, and that say when they were last used.
ALTER TABLE api_key ADD COLUMN district TEXT;             -- null: every district
ALTER TABLE api_key ADD COLUMN schools TEXT;              -- ids separated by spaces; null: every school
ALTER TABLE api_key ADD COLUMN last_used_utc TEXT;        -- to five minutes: not a write for each request
ALTER TABLE api_key ADD COLUMN previous_hash TEXT;        -- of the secret before the last rotation
ALTER TABLE api_key ADD COLUMN previous_until_utc TEXT;   -- and until when it still opens
