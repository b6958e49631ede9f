"""One program started by us: it ends with us, and nothing but itself is ever signalled."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from pwd import struct_passwd
from signal import SIGKILL, Signals

import psutil

# The shell becomes the program (`exec`), so the program's pid is the one we know. Beside it stays
# a watcher that reads our end of a pipe: a line lets it go, an end without a line means that we
# died, and the program is asked to stop. The kernel closes the pipe however we end.
_LIFELINE = """
exec 3<&0 </dev/null
(read -r released <&3 || kill -s "$1" $$) &
exec 3<&-
shift
exec "$@"
"""


class StartFailed(Exception):
    """A program did not become ready; the message holds the end of its log."""


class Child:
    """A running program with its log file, in a session of its own so that Ctrl-C stays with us."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        name: str,
        log: Path,
        stop_signal: Signals,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        account: struct_passwd | None = None,
    ) -> None:
        """Start `command`; its output is appended to `log`, `account` is whom to run it as (root only)."""
        self.name = name
        self.log = log
        self._stop_signal = stop_signal
        with log.open("ab") as output:
            self._program = subprocess.Popen(
                [
                    "/bin/sh",
                    "-c",
                    _LIFELINE,
                    "lifeline",
                    stop_signal.name.removeprefix("SIG"),
                    *command,
                ],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=folder,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=account and [],
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._program.pid

    @property
    def running(self) -> bool:
        return self._program.poll() is None

    def wait_until(self, ready: Callable[[], bool], timeout: float) -> None:
        """Poll `ready` until it says so; raise `StartFailed` when the program ends or `timeout` seconds pass."""
        deadline = time.monotonic() + timeout
        while not ready():
            if not self.running:
                raise StartFailed(f"{self.name} ended with code {self._program.returncode}.\n{self.log_tail()}")
            if time.monotonic() > deadline:
                self.kill()
                raise StartFailed(f"{self.name} was not ready within {timeout:g} s.\n{self.log_tail()}")
            time.sleep(0.05)

    def stop(self, timeout: float = 20) -> int:
        """Ask it to end, wait up to `timeout` seconds, then kill it. Returns its exit code."""
        if self.running:
            self._program.send_signal(self._stop_signal)
            try:
                self._program.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
        self._release()
        return self._program.wait()

    def kill(self) -> None:
        """SIGKILL it and every process it started, and wait until all are gone."""
        doomed = self._suspended_family()
        for process in doomed:
            _send_kill(process)
        self._program.wait()
        while any(_is_alive(process) for process in doomed):
            time.sleep(0.005)
        self._release()

    def log_tail(self, lines: int = 20) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _suspended_family(self) -> list[psutil.Process]:
        """The program, stopped so that it starts no more children, and its children; empty if it ended."""
        try:
            program = psutil.Process(self.pid)
            program.suspend()
            return [program, *program.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _release(self) -> None:
        """Let the watcher go. It may be gone already, with the program it was started by."""
        pipe = self._program.stdin
        if pipe is None or pipe.closed:
            return
        try:
            pipe.write(b"\n")
            pipe.close()
        except BrokenPipeError:
            return


def _send_kill(process: psutil.Process) -> None:
    try:
        process.send_signal(SIGKILL)  # psutil checks that the pid is still the same process
    except psutil.NoSuchProcess:
        return


def _is_alive(process: psutil.Process) -> bool:
    """Whether it still runs; a dead one that its new parent hasn't collected yet doesn't."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
