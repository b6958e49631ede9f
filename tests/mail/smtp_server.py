"""Somebody's mail server, a process of its own: PORT FOLDER SECURITY. It misbehaves as FOLDER/mood.json says.

Every mail that it was given is a line of FOLDER/received.jsonl, so that nothing is forgotten when it is killed.
"""

import asyncio
import json
import os
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "sluice", "open sesame"  # made up


class Handler:
    """Writes down, then answers by its mood."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_MAIL(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """As the mood says of all mails."""
        envelope.mail_from = address
        return str(self._mood().get("mail", "250 OK"))

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """As the mood says of this recipient."""
        said = str(self._mood().get("rcpt", {}).get(address, "250 OK"))
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # the library's
        """Keep the mail if the answer is good; then answer, or hang, or hang up."""
        mood = self._mood()
        said = str(mood.get("data", "250 OK"))
        content = envelope.content
        entry = {
            "to": envelope.rcpt_tos,
            "sender": envelope.mail_from,
            "raw": content.decode("latin-1") if isinstance(content, bytes) else content,
            "good": said.startswith("250"),
            "tls": server.transport is not None and server.transport.get_extra_info("sslcontext") is not None,
            "user": getattr(session.auth_data, "login", b"").decode(),
        }
        with (self._folder / "received.jsonl").open("a") as log:
            log.write(json.dumps(entry) + "\n")
            log.flush()
            os.fsync(log.fileno())
        if mood.get("then") == "hang":
            await asyncio.sleep(60)
        dropped = mood.get("then") == "drop" or not {*envelope.rcpt_tos}.isdisjoint(mood.get("drops", ()))
        if dropped and server.transport:
            server.transport.abort()  # type: ignore[attr-defined]  # a socket's transport has it
        return said

    def _mood(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self._folder / "mood.json").read_text())
        return found


def _let_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False, auth_data=data)


async def main(port: int, folder: Path, security: str) -> None:
    """Serve until killed."""
    context = None
    if security != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")

    def served() -> SMTP:
        return SMTP(
            Handler(folder),
            hostname="mail.test",
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            authenticator=_let_in,
            auth_required=security != "none",
            auth_require_tls=security == "starttls",
        )

    loop = asyncio.get_running_loop()
    await loop.create_server(served, "127.0.0.1", port, ssl=context if security == "tls" else None)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
