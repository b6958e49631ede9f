-- Systems that act for a person by signed webhooks: who stands behind each, and its sealed secrets.

CREATE TABLE inbound_senders (
    id text PRIMARY KEY,
    person text NOT NULL REFERENCES people,
    role text NOT NULL CHECK (role <> 'clock'),
    organisation text NOT NULL REFERENCES organisations,
    key bytea NOT NULL REFERENCES api_keys,  -- it was made with this key, and ends with it
    description text NOT NULL,
    sealing_key uuid REFERENCES sealing_keys,
    sealed bytea,                            -- the secret
    previous_key uuid REFERENCES sealing_keys,
    previous_sealed bytea,                   -- the secret before it
    previous_ends_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,                  -- the row stays, for events name it; the secrets go
    CHECK ((sealed IS NULL) = (deleted_at IS NOT NULL)),
    CHECK (deleted_at IS NULL OR previous_sealed IS NULL)
);
CREATE INDEX inbound_senders_of_person ON inbound_senders (person) WHERE deleted_at IS NULL;

GRANT SELECT, INSERT ON inbound_senders TO sluice_app;
GRANT UPDATE (sealing_key, sealed, previous_key, previous_sealed, previous_ends_at, deleted_at) ON inbound_senders
    TO sluice_app;
