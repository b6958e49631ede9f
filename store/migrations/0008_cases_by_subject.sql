-- What a case is about: a decision looks up the others about the same.
CREATE INDEX cases_subject ON cases (process, subject);
