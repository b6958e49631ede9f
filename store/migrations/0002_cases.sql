-- The case row: the fold of a case's events, kept beside them and written in the same transaction.
CREATE TABLE cases (
    case_id text PRIMARY KEY,
    process text NOT NULL,
    version bigint NOT NULL,
    phase text NOT NULL,
    subject text NOT NULL,
    title text NOT NULL,
    holder text NOT NULL,               -- role whose turn it is, '' for nobody's
    parties text NOT NULL,              -- JSON: role -> organisations
    involved text[] NOT NULL,           -- organisations and persons that may see it as a party
    escalated_to text[] NOT NULL,
    next_due timestamptz,
    owed int NOT NULL,                  -- duties whose outcome is not reported
    closed boolean NOT NULL,
    plan_version bigint NOT NULL,       -- version at which the plan last changed
    state text NOT NULL,                -- JSON, decoded by the process
    shape text NOT NULL,                -- fingerprint of the state's schema
    opened_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX cases_due ON cases (next_due, case_id) WHERE NOT closed AND next_due IS NOT NULL;
CREATE INDEX cases_worklist ON cases (holder, next_due) WHERE NOT closed;
CREATE INDEX cases_opened ON cases (process, opened_at DESC, case_id);
CREATE INDEX cases_involved ON cases USING gin (involved);

-- One row for every command that was answered, refusals too: what makes asking again safe.
CREATE TABLE commands (
    command_id text PRIMARY KEY,
    case_id text NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,    -- JSON
    digest text NOT NULL,   -- of the request: the same id with another request is refused
    reason text NOT NULL,   -- '' when accepted
    outcome text NOT NULL,  -- JSON
    recorded_at timestamptz NOT NULL
);
CREATE INDEX commands_of_case ON commands (case_id, recorded_at);
CREATE TRIGGER commands_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- Notices of days off that were imported after this version of the rules was made.
CREATE TABLE calendar_notices (
    revision bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year int NOT NULL,
    body text NOT NULL,     -- the notice file, TOML
    imported_at timestamptz NOT NULL DEFAULT now(),
    imported_by text NOT NULL
);
CREATE TRIGGER calendar_notices_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- The newest revision that every open case was re-dated by; behind means: not finished yet.
CREATE TABLE calendar_adopted (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    revision bigint NOT NULL
);

-- The rehearsal clock: no row in a database that runs on real time.
CREATE TABLE rehearsal_clock (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    instant timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON cases TO sluice_app;
GRANT SELECT, INSERT ON commands, calendar_notices TO sluice_app;
GRANT SELECT, INSERT, UPDATE ON rehearsal_clock, calendar_adopted TO sluice_app;

-- One call writes the events, the case rows and the command rows of a batch, or none of them.
-- The table lock is the recorder's own: positions become visible in their order, without gaps that
-- fill later, so a reader who tails the log misses nothing. Inside a function it is taken for the
-- statement's transaction, and released by its commit.
CREATE FUNCTION append_to_log(batch json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases SELECT * FROM json_populate_recordset(NULL::cases, batch -> 'cases')
    ON CONFLICT (case_id) DO UPDATE SET
        version = EXCLUDED.version,
        phase = EXCLUDED.phase,
        subject = EXCLUDED.subject,
        title = EXCLUDED.title,
        holder = EXCLUDED.holder,
        parties = EXCLUDED.parties,
        involved = EXCLUDED.involved,
        escalated_to = EXCLUDED.escalated_to,
        next_due = EXCLUDED.next_due,
        owed = EXCLUDED.owed,
        closed = EXCLUDED.closed,
        plan_version = EXCLUDED.plan_version,
        state = EXCLUDED.state,
        shape = EXCLUDED.shape,
        changed_at = EXCLUDED.changed_at;
    INSERT INTO commands SELECT * FROM json_populate_recordset(NULL::commands, batch -> 'commands');
    IF json_array_length(batch -> 'events') > 0 THEN
        LOCK TABLE stored_events IN EXCLUSIVE MODE;
        INSERT INTO stored_events (originator_id, originator_version, topic, state)
        SELECT e.originator_id, e.originator_version, e.topic, convert_to(e.state, 'UTF8')
        FROM json_to_recordset(batch -> 'events')
            AS e (originator_id text, originator_version bigint, topic text, state text);
        PERFORM pg_notify('stored_events', '');
    END IF;
END $$;
