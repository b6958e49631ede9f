"""`./sluice test`: the gates one after the other, then the tests."""

import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
# run as modules: the scripts in a virtual environment name the place it was made at
GATES = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format --check": ("-m", "ruff", "format", "--check", "."),
    "lint-imports": ("-c", "import importlinter.cli as cli; cli.lint_imports_command()", "--no-cache"),
    "mypy --strict": ("-m", "mypy", "."),
    "pyright (strict)": ("-m", "pyright"),
    "pytest": ("-m", "pytest", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal", "--durations", "30"),
}


def run_checks(pytest_arguments: list[str]) -> int:
    """Run all gates, then the tests; with arguments only pytest. Returns the first failure's exit code."""
    if pytest_arguments:
        return _run("pytest", ("-m", "pytest", *pytest_arguments))
    for name, arguments in GATES.items():
        if code := _run(name, arguments):
            return code
    return 0


def _run(name: str, arguments: tuple[str, ...]) -> int:
    print(f"── {name}", flush=True)
    begun = time.monotonic()
    code = subprocess.run([sys.executable, *arguments], check=False, cwd=CHECKOUT).returncode
    outcome = "passed" if code == 0 else f"failed with code {code}"
    print(f"   {outcome} in {time.monotonic() - begun:.1f} s", flush=True)
    return code
