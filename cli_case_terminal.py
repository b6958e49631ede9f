"""Who asks at a terminal, of which instance, and what they are told when something is wrong."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import typer
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from rich.console import Console

from cli_case_fields import WrongFields
from client import Problem, Sluice
from client.problems import Unauthenticated

_PATIENCE = 5.0  # seconds


class Terminal(BaseSettings):
    """Where the instance is and who asks. The key is never an argument: others on the machine could read it."""

    model_config = SettingsConfigDict(env_prefix="SLUICE_", env_ignore_empty=True, hide_input_in_errors=True)

    url: str = "http://127.0.0.1:8080"
    key: SecretStr = SecretStr("")
    key_file: Path = Path("~/.config/sluice/key")
    on_behalf_of: str = ""  # the id of whom one stands in for

    def read_key(self) -> str:
        """The key, from the variable or from a file that its owner alone reads. Raises `NoKey`."""
        if self.key.get_secret_value():
            return self.key.get_secret_value()
        file = self.key_file.expanduser()
        if not file.is_file():
            raise NoKey(f"没有密钥：请设置 SLUICE_KEY，或写入 {file}\nno key: set SLUICE_KEY, or write it to {file}")
        if file.stat().st_mode & 0o077:
            raise NoKey(f"{file} 他人可读，请执行 chmod 600\n{file} can be read by others: chmod 600 it")
        return file.read_text(encoding="utf-8").strip()


class NoKey(Exception):
    """There is no key that can be used; the message says what to do."""


@contextmanager
def asking(role: str) -> Generator[tuple[Sluice, Console]]:
    """The instance and the terminal; what goes wrong is told as by `telling`."""
    terminal = Terminal()
    with telling(terminal), _client(terminal, role) as api:
        yield api, Console()


def _client(terminal: Terminal, role: str) -> Sluice:
    key = terminal.read_key()
    return Sluice(terminal.url, key, role=role, on_behalf_of=terminal.on_behalf_of, patience=_PATIENCE)


@contextmanager
def telling(terminal: Terminal | None = None) -> Generator[None]:
    """What goes wrong ends with a message that says what to do, and code 1."""
    asked = terminal or Terminal()
    try:
        yield
    except (NoKey, WrongFields) as wrong:
        _fail(str(wrong))
    except Problem as problem:
        _fail(_explained(problem, asked))
    except httpx.HTTPError as error:
        _fail(f"{asked.url} 无法连接，请核对 SLUICE_URL\n{asked.url} does not answer: check SLUICE_URL ({error})")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _explained(problem: Problem, terminal: Terminal) -> str:
    lines = [f"{problem.title}（{problem.reason}）", f"{problem.title_en} ({problem.status})"]
    lines += [problem.detail] if problem.detail not in ("", problem.title_en) else []
    lines += [f"  {'.'.join(map(str, one['at']))}: {one['what']}" for one in problem.body.get("errors", ())]
    lines += [f"  {role}" for role in problem.body.get("roles", ())]
    lines += [f"→ {problem.next}", f"→ {problem.next_en}"]
    if isinstance(problem, Unauthenticated):
        lines.append(f"→ SLUICE_KEY, {terminal.key_file}")
    return "\n".join(lines)


def _fail(said: str) -> None:
    typer.echo(f"case: {said}", err=True)
    raise typer.Exit(1)
