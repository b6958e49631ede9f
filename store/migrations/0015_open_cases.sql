-- Open cases by process and phase, counted at each scrape of the metrics: of this index alone, not of the wide rows.
CREATE INDEX cases_open ON cases (process, phase) INCLUDE (next_due, escalated_to, owed) WHERE NOT closed;
