-- Access that is suspended for a time: all of an item's, or one application's. Several grounds may hold at once.
CREATE TABLE access_suspensions (
    scope text NOT NULL CHECK (scope IN ('item', 'case')),
    subject text NOT NULL,           -- the item's id, or the application's
    ground text NOT NULL,            -- the case that asked for it
    since timestamptz NOT NULL,
    lifted_at timestamptz,
    PRIMARY KEY (scope, subject, ground, since)
);
CREATE UNIQUE INDEX access_suspensions_live ON access_suspensions (scope, subject, ground) WHERE lifted_at IS NULL;

GRANT SELECT, INSERT ON access_suspensions TO sluice_app;
GRANT UPDATE (lifted_at) ON access_suspensions TO sluice_app;
