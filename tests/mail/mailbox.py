"""A mail server as the tests see it: started, killed, put in a mood, and asked what it was given."""

import email
import email.policy
import json
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from signal import SIGTERM
from sys import executable
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from embedded.child import Child
from embedded.ports import free_port
from embedded.processes import CHECKOUT


@dataclass(frozen=True)
class Given:
    """A mail as it was given; `good` when it was taken."""

    to: list[str]
    sender: str
    raw: str
    good: bool
    tls: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        """As a reader's program reads it."""
        return email.message_from_bytes(self.raw.encode("latin-1"), policy=email.policy.default)

    @property
    def text(self) -> str:
        """Its plain text."""
        part = self.message.get_body(("plain",))
        assert part
        return str(part.get_content())

    @property
    def everything(self) -> str:
        """All that can be read in it: headers, text, HTML."""
        bodies = [str(part.get_content()) for part in self.message.walk() if not part.is_multipart()]
        return "\n".join([self.raw, *(f"{name}: {value}" for name, value in self.message.items()), *bodies])


class FakeMailServer:
    """On one port for its whole life, however often it is killed."""

    def __init__(self, folder: Path, security: str = "none") -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.security = security
        self.port = free_port()
        self.behave()
        self._process: Child | None = None

    def behave(self, **mood: object) -> None:
        """Take every mail; or answer to `mail`, `rcpt` (by address), `data` so, and `then` hang or drop.

        `drops` are recipients at whose mails it hangs up.
        """
        draft = self.folder / "mood.new"
        draft.write_text(json.dumps(mood))
        draft.rename(self.folder / "mood.json")

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [executable, "-m", "tests.mail.smtp_server", str(self.port), str(self.folder), self.security]
        log = self.folder / "server.log"
        self._process = Child(command, name="mail server", log=log, stop_signal=SIGTERM, folder=CHECKOUT)
        self._process.wait_until(self._listens, 20)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process:
            self._process.kill()
            self._process = None

    def given(self) -> list[Given]:
        """Every mail so far, in their order."""
        log = self.folder / "received.jsonl"
        lines = log.read_text().splitlines() if log.exists() else []
        return [Given(**cast("dict[str, Any]", json.loads(line))) for line in lines]

    def taken(self, address: str) -> list[Given]:
        """The mails for that address that it took."""
        return [one for one in self.given() if one.good and one.to == [address]]

    def certify(self) -> Path:
        """Its self-signed certificate, which who trusts it is given as an authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / "key.pem").write_bytes(secret)
        path = self.folder / "certificate.pem"
        path.write_bytes(made.public_bytes(Encoding.PEM))
        return path

    def _listens(self) -> bool:
        time.sleep(0.02)
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
