"""What sends mail, put together for the worker."""

from urllib.parse import urlsplit

from activities.letters import Letters
from activities.mail_server import MailServer
from activities.mailing import Mailroom, Postman
from composition import Store, mail_tokens
from settings import Settings
from store.mail_digest import Digests
from store.mail_due import DueMail
from store.mail_matching import MailMatching
from store.mail_notices import MailNotices
from store.mail_readers import MailReaders
from store.mail_webhooks import DisabledWebhooks
from workflows.mailing import MailParts


def mail_over(store: Store, settings: Settings) -> MailParts:
    """What serving mail needs of an open instance. Without an SMTP host mail is off."""
    database = store.database
    readers = MailReaders(database, settings.mail_roles_days)
    notices = MailNotices(database, settings.mail_gather_seconds)
    return MailParts(
        database=database,
        matching=MailMatching(store.log, store.deciders, readers, notices),
        postman=Postman(_mailroom(store, settings, readers, notices)) if settings.smtp_host else None,
    )


def _mailroom(store: Store, settings: Settings, readers: MailReaders, notices: MailNotices) -> Mailroom:
    people, host = store.mail_people, str(urlsplit(settings.public_url).hostname)
    return Mailroom(
        due=DueMail(
            store.database,
            store.cases,
            people,
            readers,
            settings.mail_retry_seconds,
            settings.mail_patience_days,
            host,
        ),
        digests=Digests(store.database, people, readers, settings.due_soon_days),
        notices=notices,
        webhooks=DisabledWebhooks(store.database, readers, notices),
        letters=Letters(
            store.deciders,
            mail_tokens(settings),
            settings.mail_from,
            settings.public_url,
            settings.mail_link_days,
            settings.mail_content,
        ),
        server=MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password,
            sender=settings.mail_from,
            name=host,
            timeout=settings.smtp_timeout_seconds,
        ),
        clocks=store.clocks,
        keep_days=settings.mail_keep_days,
    )
