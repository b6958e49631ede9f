"""What was handed out under an agreement: links and credentials, known by the hash of their secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, LiteralString

from psycopg.rows import DictRow

from store.database import Database
from store.sealing import Sealed, Sealing
from store.secrets import hash_of, new_secret

Mode = Literal["download", "api", "sandbox", "privacy_computing"]
Scope = Literal["item", "case"]
COLLECTING = timedelta(minutes=10)  # from the first collection, so that a lost answer can be asked again
_PREFIXES = {"download": "dl", "api": "sdk", "sandbox": "sbx", "privacy_computing": "spc"}


@dataclass(frozen=True)
class Parcel:
    """What a duty hands out, and what it is bound to. `size` is in bytes.

    `source` is the file, relative to the folder of its mode; `expires_at` None: not by itself.
    """

    id: str
    case_id: str
    item_id: str
    agreement: str
    scenario: str
    mode: Mode
    source: str
    sha256: str
    size: int
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class Delivery(Parcel):
    """A parcel as recorded; `prefix` names its secret without giving it away."""

    prefix: str
    collected: bool
    closed: bool
    suspended: bool

    def opens(self, now: datetime) -> bool:
        """Whether its secret opens anything at `now`."""
        return not self.closed and not self.suspended and (self.expires_at is None or now < self.expires_at)


_SELECT: LiteralString = """
SELECT id, case_id, item_id, agreement, scenario, mode, source, sha256, size, created_at, expires_at,
    prefix, collected_at IS NOT NULL AS collected, closed_at IS NOT NULL AS closed,
    EXISTS (
        SELECT FROM access_suspensions s
        WHERE s.lifted_at IS NULL
          AND (s.scope, s.subject) IN (('item', deliveries.item_id), ('case', deliveries.case_id))
    ) AS suspended
FROM deliveries WHERE """
_INSERT = """
INSERT INTO deliveries (id, duty_id, case_id, item_id, agreement, scenario, mode, source, sha256, size,
    prefix, hash, sealing_key, sealed_secret, created_at, expires_at)
VALUES (%(id)s, %(duty_id)s, %(case_id)s, %(item_id)s, %(agreement)s, %(scenario)s, %(mode)s,
    %(source)s, %(sha256)s, %(size)s, %(prefix)s, %(hash)s, %(key)s, %(sealed)s, %(created_at)s,
    %(expires_at)s)
ON CONFLICT (duty_id) DO NOTHING"""
_COLLECT = """
UPDATE deliveries SET collected_at = coalesce(collected_at, %(now)s)
WHERE id = %(id)s AND closed_at IS NULL AND (expires_at IS NULL OR expires_at > %(now)s)
  AND (collected_at IS NULL OR collected_at > %(since)s)
RETURNING sealing_key, sealed_secret"""
_SUSPEND = """
INSERT INTO access_suspensions (scope, subject, ground, since)
VALUES (%(scope)s, %(subject)s, %(ground)s, %(now)s) ON CONFLICT DO NOTHING"""
_LIFT = """
UPDATE access_suspensions SET lifted_at = %(now)s
WHERE scope = %(scope)s AND subject = %(subject)s AND ground = %(ground)s AND lifted_at IS NULL"""


class Deliveries:
    """Deliveries in PostgreSQL. A secret waits, sealed under the applicant's key, to be collected."""

    def __init__(self, database: Database, sealing: Sealing) -> None:
        self._database = database
        self._sealing = sealing

    def record(self, duty_id: str, applicant: str, parcel: Parcel) -> Delivery:
        """Record a duty's delivery with a new secret; returns what stands: the first one recorded."""
        secret = new_secret(_PREFIXES[parcel.mode])
        sealed = self._sealing.seal(applicant, secret.text.encode())
        made = {"duty_id": duty_id, "prefix": secret.prefix, "hash": secret.hash}
        values = {**vars(parcel), **made, "key": sealed.key, "sealed": sealed.ciphertext}
        with self._database.connection() as connection:
            connection.execute(_INSERT, values)
        found = self.of_duty(duty_id)
        if found is None:
            raise RuntimeError(f"delivery {parcel.id} exists already, of another duty than {duty_id}")
        return found

    def of_duty(self, duty_id: str) -> Delivery | None:
        """What a duty handed out already."""
        return next(iter(self._find("duty_id = %s", duty_id)), None)

    def of_case(self, case_id: str) -> list[Delivery]:
        """A case's deliveries, newest first."""
        return self._find("case_id = %s ORDER BY created_at DESC, id", case_id)

    def by_secret(self, secret: str) -> Delivery | None:
        """The delivery that a link's token or an API credential belongs to, live or not."""
        return next(iter(self._find("hash = %s", hash_of(secret))), None)

    def collect(self, delivery_id: str, now: datetime) -> str | None:
        """Give the secret out; None when it was collected before, or opens nothing any more.

        Raises Erased when the applicant's key is thrown away.
        """
        values = {"id": delivery_id, "now": now, "since": now - COLLECTING}
        with self._database.connection() as connection:
            row = connection.execute(_COLLECT, values).fetchone()
        if row is None:
            return None
        return self._sealing.open(Sealed(row["sealing_key"], row["sealed_secret"])).decode()

    def close(self, case_id: str, now: datetime) -> int:
        """Close every live link and credential of a case; returns how many. Again, none."""
        query = "UPDATE deliveries SET closed_at = %s WHERE case_id = %s AND closed_at IS NULL"
        with self._database.connection() as connection:
            return connection.execute(query, (now, case_id)).rowcount

    def suspend(self, scope: Scope, subject: str, ground: str, now: datetime) -> None:
        """Let nothing of that item or application open anything, until the ground is lifted. Again, no news."""
        values = {"scope": scope, "subject": subject, "ground": ground, "now": now}
        with self._database.connection() as connection:
            connection.execute(_SUSPEND, values)

    def lift(self, scope: Scope, subject: str, ground: str, now: datetime) -> None:
        """End a suspension; those on other grounds go on."""
        values = {"scope": scope, "subject": subject, "ground": ground, "now": now}
        with self._database.connection() as connection:
            connection.execute(_LIFT, values)

    def _find(self, where: LiteralString, value: str | bytes) -> list[Delivery]:
        with self._database.connection() as connection:
            rows: list[DictRow] = connection.execute(_SELECT + where, (value,)).fetchall()
        return [Delivery(**row) for row in rows]
