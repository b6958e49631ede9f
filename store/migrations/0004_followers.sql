-- How far each follower of the log has come. Written on the connection that holds its lock.
CREATE TABLE followers (
    name text PRIMARY KEY,
    position bigint NOT NULL,            -- the last one whose effect is done
    seen_at timestamptz NOT NULL,        -- when a leader last wrote here
    caught_up_at timestamptz NOT NULL    -- when a leader last found nothing left to do
);

-- Cases whose events a follower could not process; the others go on.
CREATE TABLE parked (
    follower text NOT NULL,
    case_id text NOT NULL,
    position bigint NOT NULL,            -- the first that failed
    error text NOT NULL,
    parked_at timestamptz NOT NULL,
    PRIMARY KEY (follower, case_id)
);

-- Computed when asked, so that it is true even when no leader is alive.
CREATE VIEW follower_lag AS
SELECT
    f.name,
    f.position,
    l.events,
    CASE WHEN l.events = 0 THEN 0
         ELSE extract(epoch FROM clock_timestamp() - f.caught_up_at) END::float AS seconds,
    extract(epoch FROM clock_timestamp() - f.seen_at)::float AS silent_seconds,
    (SELECT count(*) FROM parked p WHERE p.follower = f.name) AS parked
FROM followers f
CROSS JOIN LATERAL (
    SELECT count(*) AS events FROM stored_events e WHERE e.notification_id > f.position
) l;

GRANT SELECT, INSERT, UPDATE ON followers TO sluice_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON parked TO sluice_app;
GRANT SELECT ON follower_lag TO sluice_app;
