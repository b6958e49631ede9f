"""Records the history that `test_replay` replays: `python -m tests.webhooks.record_history NAME`.

A history is kept for ever: it stands for the lanes that were open when the lane was as it was then.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from embedded.leaving import leaving_temporal
from embedded.postgres import EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal
from store.migrations import migrate
from store.webhook_messages import Lane
from tests.webhooks.hooked import Hooked
from tests.webhooks.receiving import FakeReceiver
from tests.workflows.instance import until
from tests.workflows.record_histories import anonymous
from workflows.webhooks import lane_id

HISTORIES = Path(__file__).parent / "histories"


async def record(name: str, temporal: EmbeddedTemporal, folder: Path) -> None:
    """A lane whose messages each fail once, with news while it sleeps, to its end."""
    receiver = FakeReceiver(folder / "receiver")
    receiver.start()
    receiver.fail(times=1)
    with EmbeddedPostgres.start(folder / "postgres") as postgres:
        migrate(postgres.owner_url)
        hooked = Hooked(postgres.app_url, [receiver.address], waits=(2.0,))
        webhook, _ = hooked.subscribe(receiver.url)
        case = hooked.instance.open()
        async with hooked.serving(temporal.address) as client:
            await until(lambda: len(hooked.attempts(webhook)) == 1)
            hooked.remark(1, 1)
            await until(lambda: hooked.settled(webhook, 2))
            handle = client.get_workflow_handle(lane_id(Lane(webhook=webhook.id, case_id=case)))
            await handle.result()
            text = (await handle.fetch_history()).to_json()
        hooked.close()
    receiver.kill()
    (HISTORIES / f"{name}.json").write_text(anonymous(text), encoding="utf-8")


def main(name: str) -> None:
    """Record under a name such as 2026_11_lane."""
    folder = Path(tempfile.mkdtemp(prefix="sluice-histories-"))
    folder.chmod(0o711)
    with leaving_temporal(), EmbeddedTemporal.start(folder / "temporal") as temporal:
        asyncio.run(record(name, temporal, folder))


if __name__ == "__main__":
    main(sys.argv[1])
