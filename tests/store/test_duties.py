"""Whatever a case may owe is done by someone, and no one waits for what no case owes."""

from pathlib import Path

from activities.messages import Messenger
from composition import open_store
from domain.processes import PROCESSES
from settings import Settings
from tests.domain.shanghai import at
from tests.domain.walks import met_on_many_walks
from tests.parts import Database
from worker import effects


def test_every_duty_that_a_case_may_owe_is_done_and_nothing_is_done_that_none_owes(
    database: Database, tmp_path: Path
) -> None:
    clock = at("2025-09-01 09:00")
    settings = Settings(database_url=database.app_url, clock=clock, data_folder=tmp_path, master_key="5a" * 32)
    with open_store(settings, PROCESSES) as store:
        table = effects(store)
    messages = {name for name, effect in table.items() if getattr(effect, "__func__", None) is Messenger.send}
    ever_owed = set[str]()
    for process in PROCESSES:
        owed, told = met_on_many_walks(process.name).duties, set(process.sends)
        assert told <= owed & messages, process.name
        assert owed - told <= table.keys() - messages, process.name  # another process's message would not do it
        ever_owed |= owed
    assert ever_owed == table.keys()
