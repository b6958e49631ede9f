-- Mail: where a person is reached, what they are told of and how often, what waits to be told, and what became of it.

CREATE TABLE mail_people (
    person text PRIMARY KEY REFERENCES people,
    address text NOT NULL DEFAULT '',            -- confirmed; '' for none, and then nothing is sent
    asked_address text NOT NULL DEFAULT '',      -- waits to be confirmed from its own mailbox
    asked_at timestamptz,
    language text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en')),
    digest text NOT NULL DEFAULT 'daily' CHECK (digest IN ('daily', 'weekly', 'never')),
    choices jsonb NOT NULL DEFAULT '{}',         -- topic: at_once, digest or never; others are as domain/mail.py has them
    next_digest timestamptz,                     -- by the instance's clock; NULL for none
    stopped_at timestamptz,                      -- by a mail's link: nothing is sent until the person wants it again
    refused_at timestamptz,                      -- the mail server said for good that it does not take the address
    refused_why text NOT NULL DEFAULT ''
);
CREATE INDEX mail_people_digest ON mail_people (next_digest) WHERE next_digest IS NOT NULL;

-- What roles a provider's people were last seen with: only their tokens say so, and mail comes when none is there.
CREATE TABLE provider_roles (
    person text NOT NULL REFERENCES people,
    role text NOT NULL CHECK (role <> 'clock'),
    organisation text NOT NULL REFERENCES organisations,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (person, role, organisation)
);
CREATE INDEX provider_roles_at ON provider_roles (organisation, role);

-- One line of a mail, and what its link stands for. A mail holds all of a person's that are due.
CREATE TABLE mail_notices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person text NOT NULL REFERENCES people,
    topic text NOT NULL,
    about text NOT NULL,                         -- what a person is told of once: an event, a day's digest and case, …
    role text NOT NULL,                          -- in which they are told, and in which the link acts
    organisation text NOT NULL,
    on_behalf_of text NOT NULL DEFAULT '',
    process text NOT NULL DEFAULT '',            -- '' for what is about no case
    case_id text NOT NULL DEFAULT '',
    happened text NOT NULL DEFAULT '',           -- the event's kind, as far as they may know it
    version int NOT NULL DEFAULT 0,              -- of the case when the mail was written; the link is good for it alone
    made_at timestamptz NOT NULL DEFAULT now(),
    not_before timestamptz,                      -- real time; NULL: with the person's next digest
    attempts int NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'moot', 'failed')),
    settled_at timestamptz,
    message_id text NOT NULL DEFAULT '',         -- of the mail
    error text NOT NULL DEFAULT '',              -- of the last attempt
    UNIQUE (person, topic, about)
);
CREATE INDEX mail_notices_due ON mail_notices (not_before, person) WHERE state = 'waiting';
CREATE INDEX mail_notices_settled ON mail_notices (settled_at);
CREATE INDEX mail_notices_waiting ON mail_notices (person) WHERE state = 'waiting';

GRANT SELECT, INSERT, UPDATE ON mail_people TO sluice_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON provider_roles TO sluice_app;
GRANT SELECT, INSERT ON mail_notices TO sluice_app;
GRANT UPDATE (version, not_before, attempts, state, settled_at, message_id, error) ON mail_notices TO sluice_app;

-- The application forgets what was settled long ago, and can't choose which.
CREATE FUNCTION forget_mail_notices(days int) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM mail_notices WHERE settled_at < now() - greatest(days, 30) * interval '1 day'
$$;
REVOKE ALL ON FUNCTION forget_mail_notices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_mail_notices TO sluice_app;

-- Where mail is off, its follower is forgotten: switched on again, it begins at the log's end.
GRANT DELETE ON followers TO sluice_app;
