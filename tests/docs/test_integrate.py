"""The quickstart for integrators runs as it stands: each of its blocks, in order, against a real instance."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from embedded.temporal import EmbeddedTemporal
from process_pages import CHECKOUT
from tests.api.applying import casting
from tests.parts import Database

PAGE = CHECKOUT / "docs" / "integrate.md"
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
SLUICE = f'./sluice() {{ "{sys.executable}" "{CHECKOUT / "cli.py"}" "$@"; }}\nset -euo pipefail\n'


@pytest.mark.timeout(300)  # a dozen commands, each a process of its own
def test_every_block_of_the_quickstart_runs(
    database: Database, temporal: EmbeddedTemporal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [language for language, _ in BLOCKS].count("python") >= 8
    home = tmp_path / "home"
    home.mkdir()
    with casting(database, tmp_path, temporal) as cast:
        monkeypatch.chdir(home)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("SLUICE_URL", cast.api.url)
        monkeypatch.setenv("SLUICE_DATABASE_URL", database.app_url)
        monkeypatch.setenv("SLUICE_DATA_FOLDER", str(tmp_path))
        names: dict[str, Any] = {"__name__": "integrate"}
        for language, block in BLOCKS:
            if language == "sh":
                done = subprocess.run(["/bin/bash", "-c", SLUICE + block], check=False, capture_output=True, text=True)
                assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
            else:
                exec(compile(block, PAGE.name, "exec"), names)  # noqa: S102  # our own page
        assert cast.applicant.get(f"/v1/applications/{names['case']}").status_code == 404  # another's, to others
        phase = names["applicant"].get_application(names["case"]).phase
    assert phase in ("agreement_signed", "delivered")
    assert (home / ".config/sluice/key").stat().st_mode & 0o077 == 0
