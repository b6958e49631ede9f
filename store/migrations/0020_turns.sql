-- As in 0019, and appends take turns by a lock of their own. An automatic vacuum or analysis of the log let no append lock
-- the table until `deadlock_timeout`, a second, had ended it; one against wraparound, or an operator's, until it was done.
-- Every writer calls this function, of whichever version it is. A call of the function as it was, under way while this one takes its
-- place, still locks the table: its EXCLUSIVE and the ROW EXCLUSIVE of the INSERT below keep each other out, before either takes a position.
-- Such a call needs MAINTAIN, which therefore stays granted.
CREATE OR REPLACE FUNCTION append_to_log(batch json) RETURNS void LANGUAGE plpgsql AS $$
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
        applicants = EXCLUDED.applicants,
        escalated_to = EXCLUDED.escalated_to,
        next_due = EXCLUDED.next_due,
        due_by = EXCLUDED.due_by,
        owed = EXCLUDED.owed,
        closed = EXCLUDED.closed,
        plan_version = EXCLUDED.plan_version,
        state = EXCLUDED.state,
        shape = EXCLUDED.shape,
        changed_at = EXCLUDED.changed_at,
        attention = EXCLUDED.attention;
    INSERT INTO commands SELECT * FROM json_populate_recordset(NULL::commands, batch -> 'commands');
    IF json_array_length(batch -> 'events') > 0 THEN
        PERFORM pg_advisory_xact_lock(51150020);
        INSERT INTO stored_events (originator_id, originator_version, topic, state)
        SELECT e.originator_id, e.originator_version, e.topic, convert_to(e.state, 'UTF8')
        FROM json_to_recordset(batch -> 'events')
            AS e (originator_id text, originator_version bigint, topic text, state text);
        PERFORM pg_notify('stored_events', '');
    END IF;
END $$;
