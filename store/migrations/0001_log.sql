-- The log. Shape and names are those of the eventsourcing library's PostgreSQL recorder.
CREATE TABLE stored_events (
    originator_id text NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigserial,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX stored_events_notification_id_idx ON stored_events (notification_id ASC);
CREATE TYPE stored_event_text AS (
    originator_id text, originator_version bigint, topic text, state bytea
);

-- Append-only, for everyone: the grants stop the application, the trigger stops the owner's slips.
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is not allowed: what was recorded stays', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stored_events_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- MAINTAIN (PostgreSQL 17 and later) is what the recorder's LOCK TABLE needs, and no more than that.
GRANT SELECT, INSERT, MAINTAIN ON stored_events TO sluice_app;
GRANT USAGE ON SEQUENCE stored_events_notification_id_seq TO sluice_app;
