"""Spot checks drawn by lot over HTTP, and drawn again by anyone concerned."""

from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from cli_spot_checks import app as spot_checks
from domain.people import Role
from tests.api.applying import ITEM, Cast, approved, ok, sign_both, until
from tests.api.served import Person


def test_cases_are_drawn_by_lot_and_anyone_concerned_can_draw_again(cast: Cast, tmp_path: Path) -> None:
    """The draw is kept with its population; the case drawn is checked; the same key draws nothing more."""
    wanted = {"seed": "2025-09-03 000000", "size": 5}
    assert cast.clerk.ask("/v1/spot-checks", wanted).json()["reason"] == "nothing_to_draw"
    assert cast.applicant.ask("/v1/spot-checks", wanted).json()["reason"] == "forbidden"
    here = approved(cast, "api")
    sign_both(cast, here, tmp_path)
    ok(cast.publisher.ask(f"{here}/deliver-data"))
    until(cast, here, "delivered")
    case, waiting = here.rpartition("/")[2], approved(cast, "api")
    drawn = ok(cast.clerk.ask("/v1/spot-checks", wanted, Idempotency_Key="draw"))
    assert (drawn["draw"]["population"], drawn["orders"]) == ([case], [{"case_id": case, "reason": ""}])
    assert waiting.rpartition("/")[2] not in drawn["draw"]["population"]
    assert ok(cast.clerk.ask("/v1/spot-checks", wanted, Idempotency_Key="draw")) == drawn
    other = cast.clerk.ask("/v1/spot-checks", {**wanted, "size": 1}, Idempotency_Key="draw")
    assert other.json()["reason"] == "key_reused"
    said = _drawn_by_command(cast.publisher, "--seed", "7", "--size", "1", "--item", ITEM.item_id)
    assert f"{case}\tcheck_under_way" in said
    events = ok(cast.applicant.get(f"{here}/events"))["events"]
    (ordered,) = [event["body"] for event in events if event["kind"] == "spot_check_ordered"]
    assert ordered["ground"]["draw"] == drawn["draw"]["id"]
    assert ordered["ground"]["population"] == drawn["draw"]["population_sha256"]
    _check_draw_again(cast, drawn["draw"]["id"], case, tmp_path)


def _check_draw_again(cast: Cast, draw: str, case: str, tmp_path: Path) -> None:
    """The data user drawn fetches the draw and draws again; a stranger is shown none, and nobody can change it."""
    shown = cast.applicant.get(f"/v1/spot-checks/{draw}")
    assert _recomputed(shown.text, tmp_path) == 0
    assert _recomputed(shown.text.replace('"size":5', '"size":0'), tmp_path) == 2
    assert _recomputed(shown.text.replace(f'"population":["{case}"', '"population":["another"'), tmp_path) == 1
    stranger = cast.api.person("p-other", Role.APPLICANT, "o-other")
    assert stranger.get(f"/v1/spot-checks/{draw}").status_code == 404
    with cast.api.parts.database.connection() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM spot_check_draws")


def _drawn_by_command(who: Person, *arguments: str) -> str:
    """What `./sluice spot-check draw` says."""
    result = CliRunner().invoke(spot_checks, ["draw", "--url", who.url, *arguments], env={"SLUICE_KEY": who.key})
    assert result.exit_code == 0, result.output
    return result.output


def _recomputed(draw: str, tmp_path: Path) -> int:
    """The exit code of `./sluice spot-check verify`."""
    file = tmp_path / "draw.json"
    file.write_text(draw)
    return CliRunner().invoke(spot_checks, ["verify", str(file)]).exit_code
