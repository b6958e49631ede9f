"""What mails a board's people, as a process to be killed; its settings come from the environment."""

import asyncio

from composition import log_json, open_store
from mail_parts import mail_over
from settings import load_settings
from tests.store.board import BOARD
from workflows.mailing import serving_mail


async def main() -> None:
    """Follow and send until killed."""
    settings = load_settings()
    log_json("info")
    with open_store(settings, (BOARD,)) as store:
        async with serving_mail(mail_over(store, settings)):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
