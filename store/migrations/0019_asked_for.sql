-- Who asked for a case, as its summary names them; `involved` has all who may see it.
-- NULL where a version that did not know of it wrote the row.
ALTER TABLE cases ADD COLUMN applicants text[];

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

-- As in 0017, and who asked.
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
