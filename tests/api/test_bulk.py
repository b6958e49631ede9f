"""Many commands in one request: each as if asked alone, none stopping the others, and safe to repeat."""

import json
from pathlib import Path
from typing import Any

import pytest

from api import commands
from api.problems import Problem
from domain.people import Role
from tests.api.served import Person, Served, served
from tests.parts import Database

_MEMBERS = ("type", "title", "title_en", "status", "detail", "reason", "next", "next_en")


def _toy(command: str, key: str, case: str = "", **body: Any) -> dict[str, Any]:
    return {"process": "toy", "case": case, "command": command, "body": body, "key": key}


def _bulk(person: Person, *commands: dict[str, Any]) -> list[dict[str, Any]]:
    answer = person.ask("/v1/bulk", {"commands": commands})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    assert [one["key"] for one in results] == [one["key"] for one in commands]
    return results


def test_each_command_has_its_own_result(ann: Person) -> None:
    """Accepted with a version, or refused with its problem; those of one case in the order given."""
    here = ann.ask("/v1/toys").json()["id"]
    results = _bulk(
        ann,
        _toy("remark_toy", "k1", here, words="a"),
        _toy("remark_toy", "k2", "toy-none", words="a"),
        _toy("remark_toy", "k3", here),
        _toy("open_toy", "k4"),
        _toy("close_toy", "k5", here),
        _toy("remark_toy", "k6", here, words="b"),
        _toy("report_deadline_passed", "k7", here, name="d1", due="2025-09-10T16:00:00Z"),
        {**_toy("remark_toy", "k8", here, words="c"), "if_match": 9},
    )
    assert [one["status"] for one in results] == [200, 404, 422, 201, 200, 409, 404, 412]
    reasons = [one["problem"]["reason"] if one["problem"] else "" for one in results]
    assert reasons == ["", "unknown_case", "invalid_input", "", "", "wrong_phase", "not_found", "stale_version"]
    assert [one["answer"]["version"] for one in results if one["answer"]] == [2, 1, 3]
    assert results[3]["answer"]["id"] != here


def test_the_answers_are_those_of_asking_alone(ann: Person) -> None:
    """The same idempotency keys, alone before and alone after: the same bodies, and the log holds each once."""
    here = ann.ask("/v1/toys").json()["id"]
    alone = ann.ask(f"/v1/toys/{here}/remark-toy", {"words": "a"}, Idempotency_Key="k1")
    first, second = _bulk(ann, _toy("remark_toy", "k1", here, words="a"), _toy("remark_toy", "k2", here, words="b"))
    after = ann.ask(f"/v1/toys/{here}/remark-toy", {"words": "b"}, Idempotency_Key="k2")
    assert (first["answer"], second["answer"]) == (alone.json(), after.json())
    refused = ann.ask(f"/v1/toys/{here}/remark-toy", {"words": "c"}, Idempotency_Key="k3", If_Match='"9"').json()
    (again,) = _bulk(ann, {**_toy("remark_toy", "k3", here, words="c"), "if_match": 9})
    assert {name: again["problem"][name] for name in _MEMBERS} == {name: refused[name] for name in _MEMBERS}


def test_a_bulk_that_is_sent_again_gets_the_same_answers(api: Served, ann: Person) -> None:
    """Also the same key twice in one request; nothing is done a second time."""
    asked = [_toy("open_toy", "k1"), _toy("open_toy", "k1"), _toy("open_toy", "k2")]
    first = _bulk(ann, *asked)
    assert first[0] == first[1] != first[2]
    assert _bulk(ann, *asked) == first
    assert api.parts.log.position() == 2


def test_what_breaks_one_command_leaves_the_others(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in handling one is that one's answer: 500, and no word of what it was."""
    real = commands.read_command

    def breaking(operation: Any, body: bytes) -> Any:
        if b"boom" in body:
            raise RuntimeError("boom")
        return real(operation, body)

    monkeypatch.setattr("api.named.read_command", breaking)
    results = _bulk(ann, _toy("open_toy", "k1", dues=["boom"]), _toy("open_toy", "k2"))
    assert [one["status"] for one in results] == [500, 201]
    assert "boom" not in str(results)
    assert Problem("failed").reason == results[0]["problem"]["reason"]


def test_a_bulk_has_a_bound_and_needs_a_key(ann: Person) -> None:
    """Too many are refused as a whole, before any is settled."""
    many = ann.ask("/v1/bulk", {"commands": [_toy("open_toy", f"k{n}") for n in range(101)]})
    assert (many.status_code, many.json()["reason"]) == (422, "too_many_commands")
    assert ann.get("/v1/toys").json()["cases"] == []
    assert ann.ask("/v1/bulk", {"commands": []}).json()["reason"] == "invalid_input"
    assert Person(ann.url, "slc_none").ask("/v1/bulk", {"commands": [_toy("open_toy", "k")]}).status_code == 401


def test_a_bulk_may_be_as_long_as_its_commands_are_and_each_as_long_as_alone(ann: Person) -> None:
    """A hundred decisions with a page of reasons in Chinese; what would be too long alone is too long here."""
    here, reasons = ann.ask("/v1/toys").json()["id"], "理由" * 1500  # 9 kB
    results = _bulk(ann, *(_toy("remark_toy", f"k{n}", here, words=reasons) for n in range(100)))
    assert {one["status"] for one in results} == {200}
    long, fits = "长" * 90_000, "字" * 80_000
    assert [one["status"] for one in _bulk(ann, _toy("open_toy", "a", words=long))] == [413]
    alone = ann.ask(f"/v1/toys/{here}/remark-toy", {"words": fits}, Idempotency_Key="f").status_code
    assert [one["status"] for one in _bulk(ann, _toy("remark_toy", "f", here, words=fits))] == [alone] == [200]
    assert (
        ann.ask("/v1/bulk", {"commands": [_toy("open_toy", str(n), words=fits) for n in range(9)]}).status_code == 413
    )


def test_what_is_no_text_is_refused_as_alone(ann: Person) -> None:
    """Half a surrogate pair is JSON, and no character."""
    here = ann.ask("/v1/toys").json()["id"]
    body = b'{"words": "\\ud800"}'
    alone = ann.send(f"/v1/toys/{here}/remark-toy", body, Content_Type="application/json", Idempotency_Key="k")
    bulk = json.dumps({"commands": [_toy("remark_toy", "k", here, words="\ud800")]}).encode()
    (result,) = ann.send("/v1/bulk", bulk, Content_Type="application/json").json()["results"]
    assert (result["status"], result["problem"]["reason"]) == (alone.status_code, alone.json()["reason"])


def test_each_command_counts_as_a_request(database: Database, tmp_path: Path) -> None:
    """Who asks for many at once has as many less to ask for."""
    with served(database.app_url, tmp_path, requests_per_minute=50) as api:
        ann = api.person("p-ann", Role.APPLICANT, "o-ann")
        ann.get("/v1/toys")
        assert _bulk(ann, *(_toy("open_toy", f"k{n}") for n in range(60)))[-1]["status"] == 201
        refused = ann.get("/v1/toys")
        assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 10
