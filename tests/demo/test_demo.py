"""The demo as a user runs it: a process of its own, on real parts."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest
from rich.cells import cell_len

CHECKOUT = Path(__file__).resolve().parent.parent.parent
APPLICATIONS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
# list changes, rows of the plan, a demand, an objection, a rights claim, a violation, an assessment, the guide
OTHERS = "ⒶⒷⒸⒹⒺⒻⒼⒾⒿ"


def _start(folder: Path) -> subprocess.Popen[str]:
    """Run the demo with its temporary folder inside `folder`, so that what it leaves behind is seen."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it, and so would the demo
    return subprocess.Popen(
        [sys.executable, str(CHECKOUT / "cli.py"), "demo"],
        env=environment | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def folder(reachable_folder: Path) -> Generator[Path, None, None]:
    """An empty folder that must be empty again afterwards."""
    found = reachable_folder / "demo"
    found.mkdir(mode=0o711, exist_ok=True)
    yield found
    assert list(found.iterdir()) == [], "the demo left its folder behind"


@pytest.mark.timeout(300)
def test_a_story_of_every_process_is_told_and_every_claim_holds(folder: Path) -> None:
    """It ends with code 0, which it does only when the API bore out each statement that it prints."""
    demo = _start(folder)
    output, _ = demo.communicate(timeout=290)
    assert demo.returncode == 0, output
    assert "129 行 rows, 11 个部门 agencies; 第 44 行待人工确认" in output
    _check_tables(output)
    # the receipt over National Day: ten days counted, the notice that took eight out
    assert "counted: 09-28, 09-29, 09-30, 10-09, 10-10, 10-11, 10-13, 10-14, 10-15, 10-16" in output
    assert "skipped: 10-01, 10-02, 10-03, 10-04, 10-05, 10-06, 10-07, 10-08, 国办发明电〔2024〕12号" in output
    assert "法定 norm R22 §19" in output and "年度目标 target P25 §3" in output
    assert re.search(r"API docs +http://127\.0\.0\.1:\d+/docs", output)
    assert re.search(r"Temporal UI +http://127\.0\.0\.1:\d+", output)


def _check_tables(output: str) -> None:
    """What became of each case, and the figures of the eleven agencies beside their total."""
    rows: dict[str, str] = {}
    first = ""
    for cells in (line.split("│") for line in output.splitlines() if line.startswith("│ ")):
        first = cells[1].strip() or first  # a row may have several lines
        rows[first] = rows.get(first, "") + "│".join(cells[2:])
    assert {*APPLICATIONS, *OTHERS} <= rows.keys()
    phases = {"①": "Closed", "②": "Not accepted", "⑥": "Refused", "⑨": "Withdrawn", "⑬": "Approved in part"}
    phases |= {"Ⓐ": "In effect", "Ⓓ": "Satisfied", "Ⓕ": "opening restored", "Ⓖ": "put right"}
    assert all(phase in rows[tag] for tag, phase in phases.items())
    assert all(phase in rows["Ⓒ"] for phase in ("Completed on time", "Completed late", "Overdue", "In progress"))
    assert "missed" in rows["④"] and "met" in rows["④"]
    assert rows["⑤"].count("missed") == 2 and "general_office" in rows["⑤"]
    assert {"市民政局", "市气象局", "市药品监管局", "全部 all"} <= rows.keys()
    assert all(cell_len(line) <= 128 for line in output.splitlines() if line.startswith("│"))
    figures = [cell.strip() for cell in rows["全部 all"].split("│")]
    assert figures[:3] == ["15", "12", "2"] and figures[6] == "129" and figures[7] == "89%/128"


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("asked", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_asked_to_stop_it_leaves_no_process_and_no_file(folder: Path, asked: signal.Signals, code: int) -> None:
    """Ctrl-C and SIGTERM, in the middle of the work."""
    demo = _start(folder)
    assert demo.stdout
    for line in demo.stdout:
        if "129 行 rows" in line:  # all parts are up, and at work: every item is telling its row of the plan
            break
    children = psutil.Process(demo.pid).children(recursive=True)
    assert children
    demo.send_signal(asked)
    demo.communicate(timeout=60)
    assert demo.returncode == code
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []
