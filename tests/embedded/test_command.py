"""`./sluice` as a person meets it: clear words and an exit code, whatever is wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.processes import CHECKOUT


def cli(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with this Python, from another folder, without a home."""
    return subprocess.run(
        [sys.executable, str(CHECKOUT / "cli.py"), *arguments],
        env={"PATH": os.defpath, "HOME": "", **environment},
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )


def test_without_python_it_says_what_to_do(tmp_path: Path) -> None:
    """Nothing is made, and the message names a way out."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("bash", "cat", "cksum", "dirname", "readlink", "flock"):
        (programs / name).symlink_to(str(shutil.which(name)))
    for name in ("sluice", "requirements.lock"):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    refused = subprocess.run(
        [str(tmp_path / "sluice"), "up"], env={"PATH": str(programs)}, check=False, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert "needs Python 3.11 or later" in refused.stderr
    assert "apt-get install" in refused.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("command", ["up", "migrate"])
def test_a_bad_setting_ends_a_command_with_a_message_and_no_traceback(command: str) -> None:
    """The variable is named on the last line of standard error."""
    refused = cli(command, SLUICE_API_PORT="eighty")
    assert refused.returncode == 1
    assert refused.stderr.startswith("sluice: SLUICE_API_PORT: ")
    assert "Traceback" not in refused.stderr


def test_an_unknown_command_is_a_usage_error() -> None:
    """Exit code 2, as with any command line."""
    assert cli("opne").returncode == 2


def test_help_names_every_command() -> None:
    """Quickly: nothing of the engine is imported for it."""
    helped = cli("--help")
    assert helped.returncode == 0
    for name in ("up", "demo", "test", "bench", "torture", "rehydrate", "people", "items", "calendars"):
        assert name in helped.stdout
