-- Where an open case shows: one row for every seat, so that each list is a range of one index, soonest due first.
-- A seat is a role in an organisation that the case waits for ('data_publisher@sh-qixiangju'; 'auditor@' when the
-- role is bound to none there), an organisation or person that is party ('sh-qixiangju'), '*' for those who see all
-- cases, and '!p-li' for the person who has claimed it. No id begins with one of those signs or holds an '@'.
CREATE TABLE case_seats (
    case_id text NOT NULL,
    seat text NOT NULL,
    process text NOT NULL,
    phase text NOT NULL,
    due timestamptz NOT NULL,                           -- the next deadline; infinity for none
    escalated boolean NOT NULL,
    held_until timestamptz NOT NULL DEFAULT '-infinity',    -- when the case's claim lapses; -infinity for none
    PRIMARY KEY (case_id, seat)
);
CREATE INDEX case_seats_due ON case_seats (seat, due, case_id);
CREATE INDEX case_seats_phase ON case_seats (seat, process, phase, due, case_id);
CREATE INDEX case_seats_escalated ON case_seats (seat, due, case_id) WHERE escalated;
CREATE INDEX case_seats_held ON case_seats (seat, due, case_id) WHERE held_until > '-infinity';

-- The cases of a party, closed ones too, in the order in which lists show them. Written when parties change, which is
-- seldom; so the index that every change of a case had to keep up can go.
CREATE TABLE case_parties (
    who text NOT NULL,
    process text NOT NULL,
    opened_at timestamptz NOT NULL,
    case_id text NOT NULL,
    PRIMARY KEY (who, process, opened_at, case_id)
);

-- Who said when that they see to a case. It bars nobody; rows stay, so that who held it is known.
CREATE TABLE claims (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id text NOT NULL REFERENCES cases,
    person text NOT NULL,
    role text NOT NULL,
    organisation text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,         -- it lapses then, unless it ended before
    ended_at timestamptz,
    ended_by text NOT NULL DEFAULT ''   -- the claimant who released it, or the person who took it over
);
CREATE UNIQUE INDEX claims_live ON claims (case_id) WHERE ended_at IS NULL;
CREATE INDEX claims_of_case ON claims (case_id, id);

-- Worklist queries that a person keeps under a name.
CREATE TABLE saved_filters (
    person text NOT NULL REFERENCES people,
    name text NOT NULL,
    query text NOT NULL,    -- JSON
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (person, name)
);

-- What is searched for, beside its case. Trigrams know no Chinese under PostgreSQL's plain locales, and a Chinese
-- word is mostly two characters: so the terms are single characters and pairs of neighbours.
CREATE TABLE case_words (
    case_id text PRIMARY KEY,
    opened_at timestamptz NOT NULL,
    words text NOT NULL,        -- title and subject, small letters
    terms tsvector NOT NULL     -- of those words; '@' and who may see it; '#' and the month in which it was opened
);
CREATE INDEX case_words_opened ON case_words (opened_at, case_id);
CREATE INDEX case_words_terms ON case_words USING gin (terms) WITH (gin_pending_list_limit = 256);

CREATE FUNCTION seats_of(c cases) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT array_agg(seat) FROM (
        SELECT '*' AS seat UNION SELECT unnest(c.involved)
        UNION SELECT role || '@' || organisation
        FROM unnest(c.escalated_to || c.holder) AS role,
            jsonb_array_elements_text(coalesce(c.parties::jsonb -> role, '[""]')) AS organisation
        WHERE role <> ''
    ) found
$$;

CREATE FUNCTION month_of(instant timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '#' || extract(year FROM instant AT TIME ZONE 'UTC') || '-' || extract(month FROM instant AT TIME ZONE 'UTC')
$$;

CREATE FUNCTION terms_of(c cases) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT array_to_tsvector(array_agg(DISTINCT term)) FROM (
        SELECT '@' || unnest(c.involved) AS term
        UNION ALL SELECT month_of(c.opened_at)
        UNION ALL SELECT substr(word, n, length)
        FROM regexp_split_to_table(lower(c.title || ' ' || c.subject), '[ \t\r\n\u00a0\u3000]+') word,
            generate_series(1, length(word)) n, generate_series(1, 2) length
    ) all_terms
$$;

-- Beside every row of a case, in its transaction; nothing is written when nothing that shows has changed.
CREATE FUNCTION seat_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    new_due timestamptz := coalesce(NEW.next_due, 'infinity');
    late boolean := NEW.escalated_to <> '{}';
    same boolean := false;
    seats text[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        same := OLD.closed = NEW.closed AND OLD.holder = NEW.holder AND OLD.parties = NEW.parties
            AND OLD.involved = NEW.involved AND OLD.escalated_to = NEW.escalated_to;
        IF same AND OLD.phase = NEW.phase AND OLD.next_due IS NOT DISTINCT FROM NEW.next_due THEN
            RETURN NULL;
        END IF;
    END IF;
    IF NEW.closed THEN
        DELETE FROM case_seats WHERE case_id = NEW.case_id;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NOT same THEN
            seats := seats_of(NEW);
            DELETE FROM case_seats s WHERE s.case_id = NEW.case_id AND s.seat <> ALL (seats) AND left(s.seat, 1) <> '!';
        END IF;
        UPDATE case_seats SET phase = NEW.phase, due = new_due, escalated = late WHERE case_id = NEW.case_id;
        IF same THEN
            RETURN NULL;
        END IF;
    ELSE
        seats := seats_of(NEW);
    END IF;
    INSERT INTO case_seats
    SELECT NEW.case_id, seat, NEW.process, NEW.phase, new_due, late,
        coalesce((SELECT until FROM claims WHERE case_id = NEW.case_id AND ended_at IS NULL), '-infinity')
    FROM unnest(seats) AS seat
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_seated AFTER INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION seat_case();

CREATE FUNCTION index_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (OLD.title, OLD.subject, OLD.involved) IS DISTINCT FROM (NEW.title, NEW.subject, NEW.involved)
    THEN
        INSERT INTO case_words
        VALUES (NEW.case_id, NEW.opened_at, lower(NEW.title || ' ' || NEW.subject), terms_of(NEW))
        ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words, terms = EXCLUDED.terms;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_worded AFTER INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION index_words();

CREATE FUNCTION list_parties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.involved = NEW.involved THEN
            RETURN NULL;
        END IF;
        DELETE FROM case_parties WHERE who = ANY (OLD.involved) AND who <> ALL (NEW.involved)
            AND process = NEW.process AND opened_at = NEW.opened_at AND case_id = NEW.case_id;
    END IF;
    INSERT INTO case_parties SELECT unnest(NEW.involved), NEW.process, NEW.opened_at, NEW.case_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_listed AFTER INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION list_parties();

-- The newest matches that were opened before (instant, case id). What matches often fills a page from the newest three
-- months that have cases; what does not is rare enough to be sorted. `parts` are texts that have to stand in the words,
-- unless a party of the case matches.
CREATE FUNCTION search_cases(asked tsquery, parts text[], parties tsquery, before timestamptz, below text, wanted int)
RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
DECLARE
    month timestamptz;
    within tsquery;
    more int;
BEGIN
    FOR step IN 1..4 LOOP
        SELECT date_trunc('month', max(opened_at), 'UTC') INTO month FROM case_words
        WHERE (opened_at, case_id) < (before, below);
        within := CASE WHEN step < 4 THEN asked && quote_literal(month_of(month))::tsquery ELSE asked END;
        RETURN QUERY
        WITH found AS MATERIALIZED ( -- or a plan might walk the order instead, past all that does not match
            SELECT w.opened_at, w.case_id FROM case_words w
            WHERE w.terms @@ within
              AND (w.terms @@ parties OR NOT EXISTS (SELECT FROM unnest(parts) part WHERE strpos(w.words, part) = 0))
        )
        SELECT f.case_id FROM found f WHERE (f.opened_at, f.case_id) < (before, below)
        ORDER BY f.opened_at DESC, f.case_id DESC LIMIT wanted;
        GET DIAGNOSTICS more = ROW_COUNT;
        wanted := wanted - more;
        EXIT WHEN wanted = 0 OR month IS NULL;
        before := month;
        below := '';
    END LOOP;
END $$;

-- Cases that were there before.
INSERT INTO case_seats
SELECT c.case_id, s.seat, c.process, c.phase, coalesce(c.next_due, 'infinity'), c.escalated_to <> '{}'
FROM cases c CROSS JOIN unnest(seats_of(c)) AS s (seat) WHERE NOT c.closed;
INSERT INTO case_parties SELECT unnest(involved), process, opened_at, case_id FROM cases;
INSERT INTO case_words SELECT c.case_id, c.opened_at, lower(c.title || ' ' || c.subject), terms_of(c) FROM cases c;

-- Lists of a process by phase, newest first; what the old indexes were for is now the seats' and the parties' work.
DROP INDEX cases_worklist;
DROP INDEX cases_involved;
CREATE INDEX cases_phase ON cases (process, phase, opened_at DESC, case_id DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON case_seats TO sluice_app;
GRANT SELECT, INSERT, DELETE ON case_parties TO sluice_app;
GRANT SELECT, INSERT, UPDATE ON case_words TO sluice_app;
GRANT SELECT, INSERT ON claims TO sluice_app;
GRANT UPDATE (until, ended_at, ended_by) ON claims TO sluice_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filters TO sluice_app;
