"""Who is told by mail that a webhook was disabled: the people of the role and organisation that it tells."""

from collections.abc import Mapping
from typing import Any

from domain.mail import Topic, When
from store.database import Database
from store.mail_notices import MailNotices, NewNotice
from store.mail_readers import MailReaders, Reader

# Older ones are not news any more to someone who has an address, or the role, only now.
_DISABLED = """
SELECT id, role, organisation, disabled_at FROM webhooks
WHERE disabled_why IN ('failing', 'erased') AND deleted_at IS NULL AND disabled_at > now() - interval '7 days'
ORDER BY id"""


class DisabledWebhooks:
    """Makes notices of subscriptions that were disabled without anybody's asking; each is told once."""

    def __init__(self, database: Database, readers: MailReaders, notices: MailNotices) -> None:
        self._database = database
        self._readers = readers
        self._notices = notices

    def look(self) -> None:
        """Make the notices that are not made yet."""
        with self._database.connection() as connection:
            disabled = connection.execute(_DISABLED).fetchall()
        if not disabled:
            return
        readers = self._readers.of({one["role"] for one in disabled}, {one["organisation"] for one in disabled})
        found = [_notice(one, reader) for one in disabled for reader in readers if _concerns(one, reader)]
        self._notices.add(found)


def _concerns(one: Mapping[str, Any], reader: Reader) -> bool:
    theirs = (reader.actor.role, reader.actor.organisation) == (one["role"], one["organisation"])
    return theirs and reader.when(Topic.WEBHOOKS) is not When.NEVER


def _notice(one: Mapping[str, Any], reader: Reader) -> NewNotice:
    return NewNotice(
        person=reader.actor.id,
        topic=Topic.WEBHOOKS,
        about=f"{one['id']}/{one['disabled_at'].isoformat()}",
        role=reader.actor.role,
        organisation=reader.actor.organisation,
        on_behalf_of=reader.actor.on_behalf_of,
        at_once=reader.when(Topic.WEBHOOKS) is When.AT_ONCE,
    )
