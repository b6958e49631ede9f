-- Who is told of events, what waits to be told, and every attempt to tell it.

CREATE TABLE webhooks (
    id text PRIMARY KEY,
    organisation text NOT NULL,
    role text NOT NULL CHECK (role <> 'clock'),  -- it was made in this role, and is told what that role may see
    url text NOT NULL,
    types text[] NOT NULL,               -- filters: a type, or the beginning of one and '*'
    description text NOT NULL,
    after_position bigint NOT NULL,      -- of the log: what came before is not told
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    failing_since timestamptz,           -- no attempt has succeeded since
    disabled_at timestamptz,             -- nothing is sent; what happens meanwhile waits
    disabled_why text NOT NULL DEFAULT '' CHECK (disabled_why IN ('', 'asked', 'failing', 'erased')),
    deleted_at timestamptz,
    CHECK ((disabled_at IS NULL) = (disabled_why = ''))
);
CREATE INDEX webhooks_of_organisation ON webhooks (organisation, role) WHERE deleted_at IS NULL;

-- At most two live ones: the newest, and the one before it until it ends.
CREATE TABLE webhook_secrets (
    webhook text NOT NULL REFERENCES webhooks,
    sealing_key uuid NOT NULL REFERENCES sealing_keys,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_at timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (webhook, created_at)
);

CREATE TABLE webhook_messages (
    webhook text NOT NULL REFERENCES webhooks,
    event_id text NOT NULL,
    position bigint NOT NULL,            -- in the log; a case's messages go out in this order
    case_id text NOT NULL,
    type text NOT NULL,
    body text NOT NULL,                  -- the CloudEvent, the same bytes at every attempt
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
    asked int NOT NULL DEFAULT 1,        -- how often it was to be sent: by the event, then by its subscriber
    attempts int NOT NULL DEFAULT 0,     -- since it was asked for last
    not_before timestamptz,              -- the next attempt
    told boolean NOT NULL,               -- whether the lane that delivers it was told of it
    created_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    PRIMARY KEY (webhook, event_id)
);
CREATE INDEX webhook_messages_waiting ON webhook_messages (webhook, case_id, position) WHERE state = 'waiting';
CREATE INDEX webhook_messages_untold ON webhook_messages (webhook, case_id) WHERE NOT told;
CREATE INDEX webhook_messages_in_order ON webhook_messages (webhook, position, event_id);

CREATE TABLE webhook_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook text NOT NULL,
    event_id text NOT NULL,
    url text NOT NULL,
    attempted_at timestamptz NOT NULL,
    status int,                          -- NULL without an answer
    latency_ms int NOT NULL,
    error text NOT NULL,                 -- '' for a success
    body text NOT NULL,                  -- of the answer, shortened
    FOREIGN KEY (webhook, event_id) REFERENCES webhook_messages
);
CREATE INDEX webhook_attempts_of_webhook ON webhook_attempts (webhook, id);
CREATE TRIGGER webhook_attempts_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON webhook_attempts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

GRANT SELECT, INSERT ON webhooks, webhook_messages, webhook_attempts TO sluice_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_secrets TO sluice_app;
GRANT UPDATE (url, types, description, failing_since, disabled_at, disabled_why, deleted_at) ON webhooks TO sluice_app;
GRANT UPDATE (state, asked, attempts, not_before, told, settled_at) ON webhook_messages TO sluice_app;
