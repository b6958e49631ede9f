-- Draws by lot of the cases to be spot-checked, each with its whole population, so that anyone can draw again.
CREATE TABLE spot_check_draws (
    id text PRIMARY KEY,
    seed text NOT NULL,
    size int NOT NULL,               -- how many were to be drawn
    item text NOT NULL,              -- the item whose agreements were the population; '' for all items
    population text[] NOT NULL,      -- case ids, sorted
    population_sha256 text NOT NULL,
    drawn text[] NOT NULL,           -- in order of rank
    actor text NOT NULL,             -- JSON
    drawn_at timestamptz NOT NULL
);
CREATE TRIGGER spot_check_draws_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON spot_check_draws
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

GRANT SELECT, INSERT ON spot_check_draws TO sluice_app;
