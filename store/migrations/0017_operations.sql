-- What those who run an instance need: what waits and what needs a person, cheaply; and an end to what was delivered.

-- Failed duties that wait for a person. NULL where a version that did not know of it wrote the row. 0019 has it written.
ALTER TABLE cases ADD COLUMN attention int;
UPDATE cases SET attention = jsonb_array_length(state::jsonb #> '{dossier,failed}')
WHERE NOT closed AND state::jsonb #> '{dossier,failed}' <> '[]';
CREATE INDEX cases_attention ON cases (process) WHERE attention > 0;

-- Of the event that is told: its trace, when there is one.
ALTER TABLE webhook_messages ADD COLUMN correlation text NOT NULL DEFAULT '';

-- What waits is counted of this index alone.
DROP INDEX webhook_messages_waiting;
CREATE INDEX webhook_messages_waiting ON webhook_messages (webhook, case_id, position) INCLUDE (created_at, not_before)
    WHERE state = 'waiting';

-- Settled messages are forgotten in the end, their attempts with them. Up to this position some were.
ALTER TABLE webhooks ADD COLUMN forgotten_until bigint NOT NULL DEFAULT 0;
CREATE INDEX webhook_messages_settled ON webhook_messages (settled_at) WHERE state <> 'waiting';
CREATE INDEX webhook_attempts_of_message ON webhook_attempts (webhook, event_id);
ALTER TABLE webhook_attempts DROP CONSTRAINT webhook_attempts_webhook_event_id_fkey,
    ADD FOREIGN KEY (webhook, event_id) REFERENCES webhook_messages ON DELETE CASCADE;
DROP TRIGGER webhook_attempts_append_only ON webhook_attempts;
CREATE TRIGGER webhook_attempts_append_only
    BEFORE UPDATE OR TRUNCATE ON webhook_attempts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER webhook_attempts_kept  -- less than the day that is the least; clocks may differ
    BEFORE DELETE ON webhook_attempts
    FOR EACH ROW WHEN (OLD.attempted_at > now() - interval '12 hours') EXECUTE FUNCTION refuse_rewriting();

-- The application forgets what was settled, or belonged to a subscription that was deleted, so many days ago; it can't
-- choose which. A batch at a time; returns how many went.
CREATE FUNCTION forget_webhook_messages(days int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH settled AS (
        SELECT webhook, event_id FROM webhook_messages
        WHERE state <> 'waiting' AND settled_at < now() - greatest(days, 1) * interval '1 day'
        ORDER BY settled_at LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), orphaned AS (
        SELECT m.webhook, m.event_id FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook
        WHERE m.state = 'waiting' AND w.deleted_at < now() - greatest(days, 1) * interval '1 day'
        LIMIT 1000 FOR UPDATE OF m SKIP LOCKED
    ), gone AS (
        DELETE FROM webhook_messages m USING (TABLE settled UNION ALL TABLE orphaned) old
        WHERE m.webhook = old.webhook AND m.event_id = old.event_id
        RETURNING m.webhook, m.position
    ), noted AS (
        UPDATE webhooks w SET forgotten_until = greatest(w.forgotten_until, g.position)
        FROM (SELECT webhook, max(position) AS position FROM gone GROUP BY webhook) g
        WHERE w.id = g.webhook
    )
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION forget_webhook_messages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_webhook_messages TO sluice_app;
