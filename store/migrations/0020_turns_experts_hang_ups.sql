-- Who was asked by name, beside whose turn it is: the case waits for that person, as 'expert@o-uni@p-li'. NULL where a
-- version that did not know of it wrote the row.
ALTER TABLE cases ADD COLUMN awaited text[];

-- As in 0012, with those seats.
CREATE OR REPLACE FUNCTION seats_of(c cases) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT array_agg(seat) FROM (
        SELECT '*' AS seat UNION SELECT unnest(c.involved) UNION SELECT unnest(c.awaited)
        UNION SELECT role || '@' || organisation
        FROM unnest(c.escalated_to || c.holder) AS role,
            jsonb_array_elements_text(coalesce(c.parties::jsonb -> role, '[""]')) AS organisation
        WHERE role <> ''
    ) found
$$;

-- As in 0019, with those seats.
CREATE OR REPLACE FUNCTION seat_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    new_due timestamptz := listed_due(NEW);
    late boolean := NEW.escalated_to <> '{}';
    same boolean := false;
    seats text[] := '{}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        same := OLD.closed = NEW.closed AND OLD.holder = NEW.holder AND OLD.parties = NEW.parties
            AND OLD.involved = NEW.involved AND OLD.escalated_to = NEW.escalated_to
            AND OLD.awaited IS NOT DISTINCT FROM NEW.awaited;
        IF same AND OLD.phase = NEW.phase AND listed_due(OLD) = new_due THEN
            RETURN NULL;
        END IF;
    END IF;
    IF NOT (same OR NEW.closed) THEN
        seats := seats_of(NEW);
    END IF;
    IF TG_OP = 'UPDATE' AND NOT same THEN
        UPDATE claims SET ended_at = least(until, sluice_now())
        WHERE case_id = NEW.case_id AND ended_at IS NULL
            AND role || '@' || organisation <> ALL (seats) AND role || '@' <> ALL (seats)
            AND role || '@' || organisation || '@' || person <> ALL (seats);
        IF FOUND THEN
            DELETE FROM case_seats WHERE case_id = NEW.case_id AND starts_with(seat, '!');
            UPDATE case_seats SET held_until = '-infinity' WHERE case_id = NEW.case_id;
        END IF;
    END IF;
    IF NEW.closed THEN
        DELETE FROM case_seats WHERE case_id = NEW.case_id;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NOT same THEN
            DELETE FROM case_seats s WHERE s.case_id = NEW.case_id AND s.seat <> ALL (seats) AND left(s.seat, 1) <> '!';
        END IF;
        UPDATE case_seats SET phase = NEW.phase, due = new_due, escalated = late WHERE case_id = NEW.case_id;
        IF same THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO case_seats
    SELECT NEW.case_id, seat, NEW.process, NEW.phase, new_due, late,
        coalesce((SELECT until FROM claims WHERE case_id = NEW.case_id AND ended_at IS NULL), '-infinity')
    FROM unnest(seats) AS seat
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- As in 0019, with that column; and appends take turns by a lock of their own. While an automatic vacuum or analysis of
-- the log ran, none could lock the table until `deadlock_timeout`, a second, had ended it; while one against wraparound
-- or an operator's ran, none at all. Every writer calls this function, of whichever version it is. A call of the function
-- as it was, under way while this one takes its place, still locks the table: its EXCLUSIVE and the ROW EXCLUSIVE of the
-- INSERT below keep each other out, before either takes a position. Such a call needs MAINTAIN, which stays granted.
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
        attention = EXCLUDED.attention,
        awaited = EXCLUDED.awaited;
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

-- Experts who were asked before: neither their opinion nor their conflict stands in the state.
UPDATE cases c SET awaited = ARRAY(
    SELECT DISTINCT 'expert@' || (expert ->> 'organisation') || '@' || (expert ->> 'person')
    FROM (SELECT c.state::jsonb #> '{dossier,gathered}' AS gathered) g
    CROSS JOIN LATERAL jsonb_array_elements(gathered -> 'expert_reviews') AS review
    CROSS JOIN LATERAL jsonb_array_elements(review -> 'experts') AS expert
    WHERE NOT review -> 'opinions' @> jsonb_build_array(jsonb_build_object('expert', expert))
      AND NOT gathered -> 'conflicts' @> jsonb_build_array(jsonb_build_object('expert', expert)))
WHERE process = 'application' AND phase = 'under_review' AND NOT closed;

-- Since when the mail server has hung up at this mail, each time that it was tried; NULL for never.
ALTER TABLE mail_notices ADD COLUMN hung_up_at timestamptz;
GRANT UPDATE (hung_up_at) ON mail_notices TO sluice_app;
