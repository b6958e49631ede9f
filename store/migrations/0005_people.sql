-- Who may act. Names and contacts live here and nowhere in the log, so that they can be erased.

-- The instance's clock: a rehearsal's, or the server's own. Roles and lists count by it.
CREATE FUNCTION sluice_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT instant FROM rehearsal_clock), now())
$$;

CREATE TABLE organisations (
    id text PRIMARY KEY,
    name_zh text NOT NULL,
    name_en text NOT NULL DEFAULT ''
);

CREATE TABLE people (
    id text PRIMARY KEY,
    name text NOT NULL,              -- emptied when erased
    contact text NOT NULL DEFAULT '',
    erased_at timestamptz
);

CREATE TABLE assignments (
    person text NOT NULL REFERENCES people,
    organisation text NOT NULL REFERENCES organisations,
    role text NOT NULL CHECK (role <> 'clock'),
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (person, organisation, role, valid_from),
    CHECK (valid_from <= valid_to)
);

-- The key itself is shown once and kept nowhere; 256 random bits need no slow hash.
CREATE TABLE api_keys (
    hash bytea PRIMARY KEY,
    prefix text NOT NULL UNIQUE,
    person text NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);

CREATE TABLE signing_keys (
    id text PRIMARY KEY,
    organisation text NOT NULL REFERENCES organisations,
    public_key bytea NOT NULL CHECK (length(public_key) = 32),  -- raw Ed25519
    registered_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT ON organisations, people, assignments, api_keys, signing_keys TO sluice_app;
GRANT UPDATE (name_zh, name_en) ON organisations TO sluice_app;
GRANT UPDATE (name, contact, erased_at) ON people TO sluice_app;
GRANT UPDATE (valid_to) ON assignments TO sluice_app;
GRANT UPDATE (revoked_at) ON api_keys TO sluice_app;
