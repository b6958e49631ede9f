-- What was handed out, and until when it opens anything.

CREATE TABLE deliveries (
    id text PRIMARY KEY,
    duty_id text NOT NULL UNIQUE,    -- doing the duty again finds what it did
    case_id text NOT NULL,
    item_id text NOT NULL,
    agreement text NOT NULL,         -- what it is bound to, with the scenario agreed there
    scenario text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('download', 'api', 'sandbox', 'privacy_computing')),
    source text NOT NULL,            -- the file, relative to the folder of its mode
    sha256 text NOT NULL,
    size bigint NOT NULL,
    prefix text NOT NULL UNIQUE,     -- the readable part of the secret
    hash bytea NOT NULL UNIQUE,      -- of the link's token or the API credential
    sealing_key uuid NOT NULL REFERENCES sealing_keys,
    sealed_secret bytea NOT NULL,    -- for the applicant to collect
    created_at timestamptz NOT NULL,
    expires_at timestamptz,          -- NULL: not by itself
    collected_at timestamptz,
    closed_at timestamptz
);

CREATE INDEX deliveries_of_case ON deliveries (case_id, created_at);

GRANT SELECT, INSERT ON deliveries TO sluice_app;
GRANT UPDATE (collected_at, closed_at) ON deliveries TO sluice_app;
