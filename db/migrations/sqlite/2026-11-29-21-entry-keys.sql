-- Browsers without a network seal the forms that are typed into them to the newest of these keys; only the server opens them.
CREATE TABLE entry_key (
    id          TEXT NOT NULL PRIMARY KEY,
    public_key  TEXT NOT NULL,              -- base64url, 65 bytes: an uncompressed point of P-256
    private_key TEXT NOT NULL,              -- protected by the data-protection keys
    created_utc TEXT NOT NULL
) WITHOUT ROWID;
