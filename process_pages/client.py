"""The typed client's generated half, as the files that `./sluice docs` writes and a test compares."""

import subprocess
import sys
from pathlib import Path

from process_pages.client_methods import methods
from process_pages.client_models import models, readable
from process_pages.contract import contract

_CHECKOUT = Path(__file__).resolve().parents[1]  # whose settings ruff finds there


def client_files() -> dict[str, str]:
    """The text of each generated file of `client/`, by its name."""
    offered = readable(contract())
    return {"api.py": _formatted(methods(offered)), "models.py": _formatted(models(offered))}


def _formatted(text: str) -> str:
    program = (sys.executable, "-m", "ruff", "format", "--stdin-filename", "client/generated.py", "-")
    done = subprocess.run(program, input=text.encode(), stdout=subprocess.PIPE, check=True, cwd=_CHECKOUT)
    return done.stdout.decode()
