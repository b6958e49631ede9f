-- Who asked for a case, as its summary names them; `involved` has all who may see it. And by when people have to act:
-- `next_due` may be a reminder of that, which no one works by.
-- `applicants` are NULL where a version that did not know of either wrote the row.
ALTER TABLE cases ADD COLUMN applicants text[];
ALTER TABLE cases ADD COLUMN due_by timestamptz;
UPDATE cases SET due_by = next_due; -- the same, until its next event

-- What the lists go by; infinity for no deadline.
CREATE FUNCTION listed_due(c cases) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(CASE WHEN c.applicants IS NULL THEN c.next_due ELSE c.due_by END, 'infinity')
$$;

-- What someone asked for is a range of this table's key, however many cases they have another part in. A table of its
-- own, for then its statistics are its own: a large publisher is in many cases, and asked for few.
CREATE TABLE case_askers (
    who text NOT NULL,      -- an organisation or a person
    process text NOT NULL,
    case_id text NOT NULL,
    PRIMARY KEY (who, process, case_id)
);
GRANT SELECT, INSERT, DELETE ON case_askers TO sluice_app;

CREATE FUNCTION list_askers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.applicants IS NOT DISTINCT FROM NEW.applicants OR NEW.applicants IS NULL THEN
            RETURN NULL;
        END IF;
        DELETE FROM case_askers WHERE who = ANY (OLD.applicants) AND who <> ALL (NEW.applicants)
            AND process = NEW.process AND case_id = NEW.case_id;
    END IF;
    INSERT INTO case_askers SELECT unnest(NEW.applicants), NEW.process, NEW.case_id ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_asked AFTER INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION list_askers();

-- As in 0002, with the columns that are new since.
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
        LOCK TABLE stored_events IN EXCLUSIVE MODE;
        INSERT INTO stored_events (originator_id, originator_version, topic, state)
        SELECT e.originator_id, e.originator_version, e.topic, convert_to(e.state, 'UTF8')
        FROM json_to_recordset(batch -> 'events')
            AS e (originator_id text, originator_version bigint, topic text, state text);
        PERFORM pg_notify('stored_events', '');
    END IF;
END $$;

-- Cases that were there before: who asked stands in their states, by each process's own words.
UPDATE cases c SET applicants = ARRAY(
    SELECT DISTINCT who FROM (SELECT c.state::jsonb -> 'dossier' AS dossier) s CROSS JOIN LATERAL (
        SELECT dossier ->> word AS who FROM unnest(CASE c.process
            WHEN 'application' THEN ARRAY['drafted_by', 'applicant']
            WHEN 'demand' THEN ARRAY['asked_by', 'asker']
            WHEN 'objection' THEN ARRAY['raised_by', 'objector']
            WHEN 'rights_claim' THEN ARRAY['filed_by', 'claimant']
            WHEN 'list_change' THEN ARRAY['publisher']
        END) AS word
        UNION ALL SELECT jsonb_array_elements_text(dossier -> 'contents' -> 'joint_applicants')
        WHERE c.process = 'application'
        UNION ALL SELECT jsonb_array_elements_text(dossier -> 'authors') WHERE c.process = 'list_change'
        UNION ALL SELECT coalesce(nullif(dossier ->> 'reporter', ''), dossier -> 'allegation' ->> 'party')
        WHERE c.process = 'violation'
    ) found WHERE who IS NOT NULL);

-- A claim is an act: one on someone's behalf names both.
ALTER TABLE claims ADD COLUMN on_behalf_of text NOT NULL DEFAULT '';

-- As in 0012, by when people have to act; and a claim ends, by nobody, when the case waits no longer for the role in which it was claimed: it is
-- someone else's turn, and no list of theirs shall say that it is being seen to.
CREATE OR REPLACE FUNCTION seat_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    new_due timestamptz := listed_due(NEW);
    late boolean := NEW.escalated_to <> '{}';
    same boolean := false;
    seats text[] := '{}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        same := OLD.closed = NEW.closed AND OLD.holder = NEW.holder AND OLD.parties = NEW.parties
            AND OLD.involved = NEW.involved AND OLD.escalated_to = NEW.escalated_to;
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
            AND role || '@' || organisation <> ALL (seats) AND role || '@' <> ALL (seats);
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

-- Claims of cases that wait no longer for their claimants.
WITH over AS (
    UPDATE claims SET ended_at = least(until, sluice_now()) FROM cases c
    WHERE c.case_id = claims.case_id AND claims.ended_at IS NULL AND (c.closed
        OR role || '@' || organisation <> ALL (seats_of(c)) AND role || '@' <> ALL (seats_of(c)))
    RETURNING claims.case_id
), unclaimed AS (
    DELETE FROM case_seats WHERE case_id IN (SELECT case_id FROM over) AND starts_with(seat, '!')
)
UPDATE case_seats SET held_until = '-infinity' WHERE case_id IN (SELECT case_id FROM over) AND NOT starts_with(seat, '!');

-- A page of a search, for the plan of who reads it: by the thousand that is assumed otherwise, all cases were read.
ALTER FUNCTION search_cases(tsquery, text[], tsquery, timestamptz, text, int) ROWS 50;

-- As in 0012; and '=' with the parties that whoever sees the case is told of: by the name of an expert those who asked
-- would learn whose opinion the publisher asked for.
CREATE OR REPLACE FUNCTION terms_of(c cases) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT array_to_tsvector(array_agg(DISTINCT term)) FROM (
        SELECT '@' || unnest(c.involved) AS term
        UNION ALL SELECT '=' || jsonb_array_elements_text(value) FROM jsonb_each(c.parties::jsonb) WHERE key <> 'expert'
        UNION ALL SELECT month_of(c.opened_at)
        UNION ALL SELECT substr(word, n, length)
        FROM regexp_split_to_table(lower(c.title || ' ' || c.subject), '[ \t\r\n\u00a0\u3000]+') word,
            generate_series(1, length(word)) n, generate_series(1, 2) length
    ) all_terms
$$;
CREATE OR REPLACE FUNCTION index_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT'
        OR (OLD.title, OLD.subject, OLD.involved, OLD.parties)
        IS DISTINCT FROM (NEW.title, NEW.subject, NEW.involved, NEW.parties)
    THEN
        INSERT INTO case_words
        VALUES (NEW.case_id, NEW.opened_at, lower(NEW.title || ' ' || NEW.subject), terms_of(NEW))
        ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words, terms = EXCLUDED.terms;
    END IF;
    RETURN NULL;
END $$;
UPDATE case_words w SET terms = terms_of(c) FROM cases c WHERE c.case_id = w.case_id;
