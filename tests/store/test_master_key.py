"""The master key that an instance makes for itself at its first start."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from store.sealing import master_key

_TOGETHER = 8


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    """Server and worker both find no key at the first start; nothing else is left in the folder."""
    for attempt in range(20):
        file, barrier = tmp_path / str(attempt) / "master.key", Barrier(_TOGETHER)

        def started(_: int, file: Path = file, barrier: Barrier = barrier) -> bytes:
            barrier.wait()
            return master_key(file)

        with ThreadPoolExecutor(_TOGETHER) as processes:
            found = set(processes.map(started, range(_TOGETHER)))
        assert found == {master_key(file)}
        assert [left.name for left in file.parent.iterdir()] == ["master.key"]
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_key_shows_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that looks while the key is being written sees none, and then the first one's."""
    file = tmp_path / "master.key"
    seen: list[bool] = []

    def synced(descriptor: int) -> None:
        seen.append(file.exists())
        os.fdatasync(descriptor)

    monkeypatch.setattr(os, "fsync", synced)
    key = master_key(file)
    assert seen == [False]
    assert master_key(file) == key and len(key) == 32
