-- The open list. All three tables only ever grow: a change is a new version, a status is derived.

CREATE TABLE plan_rows (
    item_id text PRIMARY KEY,
    plan_year integer NOT NULL,
    row_no integer NOT NULL,
    instrument text NOT NULL,
    due_date date NOT NULL,
    needs_confirmation boolean NOT NULL,
    body jsonb NOT NULL,
    imported_by text NOT NULL,
    imported_at timestamptz NOT NULL,
    UNIQUE (plan_year, row_no)
);

CREATE TABLE plan_confirmations (
    item_id text PRIMARY KEY REFERENCES plan_rows,
    due_date date NOT NULL,
    confirmed_by text NOT NULL CHECK (confirmed_by <> ''),
    confirmed_at timestamptz NOT NULL
);

CREATE TABLE item_versions (
    item_id text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    position bigint GENERATED ALWAYS AS IDENTITY, -- of version 1: the item's place in the list
    body jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    imported_by text NOT NULL,
    PRIMARY KEY (item_id, version)
);

-- One row a version. An item whose plan row waits for a person is not published before that.
CREATE VIEW items AS
SELECT
    v.item_id,
    v.version,
    v.body,
    greatest(v.published_at, c.confirmed_at) AS published_at,
    first.position,
    NOT EXISTS (
        SELECT FROM item_versions n WHERE n.item_id = v.item_id AND n.version = v.version + 1
    ) AS is_newest,
    CASE
        WHEN p.needs_confirmation AND c.item_id IS NULL THEN 'awaiting_confirmation'
        ELSE 'published'
    END AS status,
    p.plan_year,
    p.row_no,
    coalesce(c.due_date, p.due_date) AS due_date,
    coalesce(p.needs_confirmation, false) AS due_inferred,
    coalesce(p.body ->> 'note', '') AS note,
    coalesce(c.confirmed_by, '') AS confirmed_by,
    c.confirmed_at
FROM item_versions v
JOIN item_versions first ON first.item_id = v.item_id AND first.version = 1
LEFT JOIN plan_rows p ON p.item_id = v.item_id
LEFT JOIN plan_confirmations c ON c.item_id = v.item_id;

CREATE TRIGGER plan_rows_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_rows
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER plan_confirmations_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_confirmations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER item_versions_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON item_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

GRANT SELECT, INSERT ON plan_rows, plan_confirmations, item_versions TO sluice_app;
GRANT SELECT ON items TO sluice_app;
