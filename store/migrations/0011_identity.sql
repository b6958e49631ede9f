-- People of an identity provider, keys with a scope and an end, substitutes, and who read or was refused what.

-- A provider's person: found by issuer and subject, named everywhere else by an id that is made at first sight.
ALTER TABLE people ADD COLUMN issuer text NOT NULL DEFAULT '';   -- '' for people of our own register
ALTER TABLE people ADD COLUMN subject text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX people_of_provider ON people (issuer, subject) WHERE issuer <> '';
GRANT UPDATE (issuer, subject) ON people TO sluice_app;

ALTER TABLE api_keys ADD COLUMN scope text NOT NULL DEFAULT 'act' CHECK (scope IN ('read', 'act'));
ALTER TABLE api_keys ADD COLUMN expires_at timestamptz;           -- NULL: not by itself
ALTER TABLE api_keys ADD COLUMN last_used_at timestamptz;        -- to the minute
GRANT UPDATE (last_used_at) ON api_keys TO sluice_app;

CREATE TABLE delegations (
    id text PRIMARY KEY,
    principal text NOT NULL REFERENCES people,     -- for whom
    substitute text NOT NULL REFERENCES people,    -- who acts
    organisation text NOT NULL REFERENCES organisations,
    role text NOT NULL CHECK (role <> 'clock'),
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL,                 -- always has an end
    ground text NOT NULL,
    granted_by text NOT NULL,                      -- a person's id, or an operator's account
    granted_at timestamptz NOT NULL,
    ended_by text NOT NULL DEFAULT '',
    ended_at timestamptz,
    CHECK (principal <> substitute),
    CHECK (valid_from < valid_to)
);
CREATE INDEX delegations_of_substitute ON delegations (substitute, principal);
CREATE INDEX delegations_of_principal ON delegations (principal);
GRANT SELECT, INSERT ON delegations TO sluice_app;
GRANT UPDATE (ended_by, ended_at) ON delegations TO sluice_app;

-- What holds at this instant, said once.
CREATE VIEW live_keys AS
SELECT hash, prefix, person, scope, last_used_at FROM api_keys
WHERE revoked_at IS NULL AND (expires_at IS NULL OR sluice_now() < expires_at);

CREATE VIEW assignments_now AS
SELECT person, role, organisation FROM assignments WHERE valid_from <= sluice_now() AND sluice_now() < valid_to;

-- Both must still be there: who is stood in for holds the role, and the substitute some role in the organisation.
-- Of a provider's people only their token says so, and it is looked at where it is presented.
CREATE VIEW delegated_now AS
SELECT d.substitute, d.principal, d.role, d.organisation
FROM delegations d
JOIN people p ON p.id = d.principal
JOIN people s ON s.id = d.substitute
WHERE d.valid_from <= sluice_now() AND sluice_now() < d.valid_to AND d.ended_at IS NULL
  AND (p.issuer <> '' OR EXISTS (
        SELECT FROM assignments_now a
        WHERE a.person = d.principal AND a.role = d.role AND a.organisation = d.organisation))
  AND (s.issuer <> '' OR EXISTS (
        SELECT FROM assignments_now a WHERE a.person = d.substitute AND a.organisation = d.organisation));
GRANT SELECT ON live_keys, assignments_now, delegated_now TO sluice_app;

-- Reads of personal data.
CREATE TABLE access_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    read_at timestamptz NOT NULL DEFAULT sluice_now(),
    person text NOT NULL,
    role text NOT NULL,
    organisation text NOT NULL,
    on_behalf_of text NOT NULL,
    credential text NOT NULL,
    what text NOT NULL CHECK (what IN ('material', 'agreement', 'names')),
    subject text NOT NULL,      -- the material's id, the agreement's hash, '' for everyone's names
    case_id text NOT NULL,      -- '' where no case was named
    route text NOT NULL,        -- by which operation
    request_id text NOT NULL
);
CREATE INDEX access_log_of_person ON access_log (person, id);
CREATE INDEX access_log_of_subject ON access_log (subject, id);
CREATE INDEX access_log_of_case ON access_log (case_id, id);
CREATE TRIGGER access_log_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
GRANT SELECT, INSERT ON access_log TO sluice_app;

-- Attempts that were refused for who made them. Bounded: what is newest is kept.
CREATE TABLE refused_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tried_at timestamptz NOT NULL DEFAULT sluice_now(),
    person text NOT NULL,       -- '' when nobody knows
    role text NOT NULL,
    organisation text NOT NULL,
    on_behalf_of text NOT NULL,
    credential text NOT NULL,
    address text NOT NULL,      -- of the connection
    method text NOT NULL,
    path text NOT NULL,         -- without its query
    reason text NOT NULL,       -- as answered
    why text NOT NULL,          -- as it was, where the answer doesn't say
    nth int NOT NULL,           -- of this source's attempts in the hour; those between two rows were not written down
    request_id text NOT NULL
);
CREATE INDEX refused_attempts_of_person ON refused_attempts (person, id);
GRANT SELECT, INSERT ON refused_attempts TO sluice_app;

-- The application forgets the oldest, and can't choose which.
CREATE FUNCTION keep_refused_attempts(newest bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM refused_attempts WHERE id <= (SELECT max(id) FROM refused_attempts) - greatest(newest, 1000)
$$;
REVOKE ALL ON FUNCTION keep_refused_attempts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_refused_attempts TO sluice_app;
