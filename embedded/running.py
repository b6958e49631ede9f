"""What is up on a data folder, so that other commands find the parts that `./sluice up` started."""

import json
import os
from pathlib import Path

import psutil

from settings import Settings

ADDRESSES = ("database_url", "owner_database_url", "temporal_address")


def announce(settings: Settings) -> None:
    """Write down, for ourselves alone, where the parts are; they count as up while this process lives."""
    note = _note(settings.data_folder)
    told: dict[str, object] = {name: getattr(settings, name) for name in ADDRESSES}
    told |= {"pid": os.getpid(), "since": psutil.Process().create_time()}
    unfinished = note.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(told))
    unfinished.replace(note)


def withdraw(settings: Settings) -> None:
    """Say that nothing is up any more."""
    _note(settings.data_folder).unlink(missing_ok=True)


def with_running_parts(settings: Settings) -> Settings:
    """The settings, with the addresses of what is up on their data folder where they name none."""
    note = _note(settings.data_folder)
    if not note.exists():
        return settings
    told = json.loads(note.read_text())
    if not _lives(told["pid"], told["since"]):
        return settings
    found = {name: told[name] for name in ADDRESSES if not getattr(settings, name)}
    return settings.model_copy(update=found)


def _lives(pid: int, since: float) -> bool:
    """Whether the process that wrote the note is still there; its pid alone may be another's by now."""
    try:
        return bool(psutil.Process(pid).create_time() == since)
    except psutil.NoSuchProcess:
        return False


def _note(data_folder: Path) -> Path:
    return data_folder / "running.json"
