"""The quickstart for integrators runs as it stands: each of its blocks, in order, against a real instance."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from embedded.ports import free_port
from embedded.temporal import EmbeddedTemporal
from process_pages import CHECKOUT
from tests.api.applying import casting
from tests.parts import Database

PAGE = CHECKOUT / "docs" / "integrate.md"
WEBHOOKS = CHECKOUT / "docs" / "webhooks.md"
BLOCK = re.compile(r"^```(sh|python)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
SLUICE = f'./sluice() {{ "{sys.executable}" "{CHECKOUT / "cli.py"}" "$@"; }}\nset -euo pipefail\n'
FROM_WEBHOOKS = {"Receive": "receiving.py", "Act": "acting.py"}  # as the page has it: from which chapter, saved as what


@pytest.mark.timeout(600)  # a dozen commands, each a process of its own
def test_every_block_of_the_quickstart_runs(
    database: Database, temporal: EmbeddedTemporal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the functions of docs/webhooks.md, and a receiver that is a process of its own."""
    assert [language for language, _, _ in BLOCKS].count("python") >= 12
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    with casting(database, tmp_path, temporal, [f"127.0.0.1:{port}"]) as cast, receiver_ended(home):
        monkeypatch.chdir(home)
        monkeypatch.setattr(sys, "path", [str(home), *sys.path])
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("HOOK_PORT", str(port))
        monkeypatch.setenv("SLUICE_URL", cast.api.url)
        monkeypatch.setenv("SLUICE_DATABASE_URL", database.app_url)
        monkeypatch.setenv("SLUICE_DATA_FOLDER", str(tmp_path))
        for chapter, file in FROM_WEBHOOKS.items():
            assert f"“{chapter}” as *{file}*" in " ".join(PAGE.read_text(encoding="utf-8").split())
            (home / file).write_text(code_of(chapter))
        names: dict[str, Any] = {"__name__": "integrate"}
        for language, file, block in BLOCKS:
            if file:
                (home / file).write_text(block)
            elif language == "sh":
                done = subprocess.run(["/bin/bash", "-c", SLUICE + block], check=False, capture_output=True, text=True)
                assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
            else:
                exec(compile(block, PAGE.name, "exec"), names)  # noqa: S102  # our own page
        assert cast.applicant.get(f"/v1/applications/{names['case']}").status_code == 404  # another's, to others
        phase = names["applicant"].get_application(names["case"]).phase
    assert phase in ("agreement_signed", "delivered")
    assert (home / ".config/sluice/key").stat().st_mode & 0o077 == 0


def code_of(chapter: str) -> str:
    """The Python of a chapter of docs/webhooks.md."""
    text = WEBHOOKS.read_text(encoding="utf-8").split(f"\n## {chapter}\n")[1].split("\n## ")[0]
    ((_, _, code),) = (block for block in BLOCK.findall(text) if block[0] == "python")
    return str(code)


@contextmanager
def receiver_ended(home: Path) -> Generator[None]:
    """Whatever happens, the receiver that a block started is gone afterwards."""
    try:
        yield
    finally:
        pid = home / "receiver.pid"
        if pid.exists():
            with suppress(ProcessLookupError):
                os.kill(int(pid.read_text()), signal.SIGTERM)
