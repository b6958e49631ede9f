"""Programs started by us: their logs, their ends, and never anyone else's."""

import sys
from pathlib import Path
from signal import SIGTERM

import psutil
import pytest

from embedded.child import Child, StartFailed


def child(tmp_path: Path, script: str) -> Child:
    return Child([sys.executable, "-c", script], name="program", log=tmp_path / "log", stop_signal=SIGTERM)


def test_a_program_that_ends_early_is_reported_with_its_log(tmp_path: Path) -> None:
    """The error holds the exit code and what the program said last."""
    program = child(tmp_path, "raise SystemExit('the port is taken')")
    with pytest.raises(StartFailed, match=r"program ended with code 1.\nthe port is taken"):
        program.wait_until(lambda: False, timeout=10)


def test_a_program_that_never_gets_ready_is_ended(tmp_path: Path) -> None:
    """Nothing is left running after the time is up."""
    program = child(tmp_path, "import time; time.sleep(60)")
    with pytest.raises(StartFailed, match="not ready within"):
        program.wait_until(lambda: False, timeout=0.2)
    assert not psutil.pid_exists(program.pid)


def test_stop_gives_the_program_its_say(tmp_path: Path) -> None:
    """SIGTERM can be handled; the exit code is the program's own."""
    program = child(
        tmp_path,
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        "print('up', flush=True); time.sleep(60)",
    )
    program.wait_until(lambda: "up" in program.log_tail(), timeout=10)
    assert program.stop() == 7


def test_kill_takes_the_whole_family(tmp_path: Path) -> None:
    """Children of the program, the watcher among them, are gone when `kill` returns."""
    program = child(
        tmp_path,
        "import subprocess, time; subprocess.Popen(['sleep', '60']); print('up', flush=True); time.sleep(60)",
    )
    program.wait_until(lambda: "up" in program.log_tail(), timeout=10)
    family = psutil.Process(program.pid).children(recursive=True)
    assert len(family) == 2
    program.kill()
    assert not [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    assert program.stop() == -9
