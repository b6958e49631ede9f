"""Whatever is wrong gets its own problem, in the form of RFC 9457, and changes nothing."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from domain.people import Role
from tests.api.served import SMALL, Person, Served


@dataclass(frozen=True)
class Wrong:
    """A request and the problem it must get. `{here}` stands for an open toy of the caller's."""

    method: str
    path: str
    status: int
    reason: str
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict[str, str])


KEY = {"Idempotency-Key": "k"}
REMARK = "{here}/remark-toy"
GOOD = b'{"words": "x"}'
WRONG = [
    Wrong("POST", "/v1/toys", 400, "idempotency_key_needed"),
    Wrong("POST", "/v1/toys", 400, "idempotency_key_needed", headers={"Idempotency-Key": "k" * 201}),
    Wrong("POST", "/v1/toys", 400, "idempotency_key_needed", headers={"Idempotency-Key": "键"}),
    Wrong("POST", "/v1/toys", 400, "malformed", b'{"dues": ', KEY),
    Wrong("POST", "/v1/toys", 422, "invalid_input", b"[]", KEY),
    Wrong("POST", "/v1/toys", 422, "invalid_input", b'{"dues": ["tomorrow"]}', KEY),
    Wrong("POST", "/v1/toys", 422, "invalid_input", b'{"dues": ["2025-09-10T16:00:00"]}', KEY),
    Wrong("POST", "/v1/toys", 422, "invalid_input", b'{"more": 1}', KEY),
    Wrong("POST", "/v1/toys", 422, "invalid_input", b'{"kind": "close_toy"}', KEY),
    Wrong("POST", "/v1/toys", 415, "unsupported_type", b"{}", KEY | {"Content-Type": "text/plain"}),
    Wrong("POST", "/v1/toys", 413, "too_large", b" " * 300_000, KEY),
    Wrong("POST", "/v1/toys", 400, "malformed_if_match", b"{}", KEY | {"If-Match": "latest"}),
    Wrong("POST", "/v1/toys", 400, "malformed_if_match", b"{}", KEY | {"If-Match": '"' + "9" * 30}),
    Wrong("POST", REMARK, 422, "invalid_input", b'{"words": "a\\u0000b"}', KEY),
    Wrong("POST", REMARK, 422, "invalid_input", b"{}", KEY),
    Wrong("POST", REMARK, 412, "stale_version", GOOD, KEY | {"If-Match": '"7"'}),
    Wrong("POST", "/v1/toys/toy-nobody/remark-toy", 404, "unknown_case", GOOD, KEY),
    Wrong("POST", "/v1/toys/%00/remark-toy", 400, "malformed", GOOD, KEY),
    Wrong("POST", "{here}/fly-toy", 404, "not_found", GOOD, KEY),
    Wrong("POST", f"/v1/toys/{'x' * 3000}/remark-toy", 404, "unknown_case", GOOD, KEY),
    Wrong("DELETE", "{here}", 405, "method_not_allowed"),
    Wrong("GET", "/v1/toys/toy-nobody", 404, "unknown_case"),
    Wrong("GET", "{here}?as_of=yesterday", 400, "malformed_as_of"),
    Wrong("GET", "{here}?as_of=2025-09-03T10:12:00", 400, "malformed_as_of"),
    Wrong("GET", "{here}?as_of=99999999999999999999", 400, "malformed_as_of"),
    Wrong("GET", "{here}?as_of=99", 404, "unknown_case"),
    Wrong("GET", "{here}?as_of=0", 404, "unknown_case"),
    Wrong("GET", "{here}?as_of=2001-01-01T00:00:00Z", 404, "unknown_case"),
    Wrong("GET", "{here}/events?cursor=x", 400, "malformed_cursor"),
    Wrong("GET", "{here}/events?limit=0", 422, "invalid_input"),
    Wrong("GET", "/v1/toys?cursor=WyJhIiwgImIiXQ", 400, "malformed_cursor"),
    Wrong("GET", "/v1/toys?holder=king", 422, "invalid_input"),
    Wrong("GET", "/v1/toys?phase=a%00b", 400, "malformed"),
    Wrong("GET", "/v1/worklist?cursor=%FF", 400, "malformed_cursor"),
    Wrong("GET", "/v1/items?cursor=here", 400, "malformed_cursor"),
    Wrong("GET", "/v1/items/sh-0000-0", 404, "no_such_item"),
    Wrong("GET", "/v1/nothing", 404, "not_found"),
    Wrong("GET", f"/v1/material/{'0' * 64}", 404, "not_found"),
    Wrong("POST", "/v1/material", 400, "malformed", b""),
    Wrong("POST", "/v1/material", 413, "too_large", b"a" * (SMALL + 1)),
    Wrong("POST", "/v1/material", 415, "unsupported_type", b"MZ\x90\x00\x03"),
    Wrong("POST", "/v1/material", 415, "unsupported_type", b"x", {"Content-Type": "application/pdf"}),
    Wrong("POST", "/v1/clock", 404, "no_rehearsal", b'{"to": "2025-09-18T00:00:00+08:00"}'),
    Wrong("POST", "/v1/clock", 422, "invalid_input", b'{"to": "later"}'),
    Wrong("GET", "/v1/deliveries/d-1?token=dl_none", 403, "no_access"),
    Wrong("GET", "/v1/data/sh-2025-8", 403, "no_access"),
]


def test_wrong_input_is_a_clear_problem(api: Served, ann: Person) -> None:
    """Each row gets its status, stable type, both languages and what to do; the log has not moved."""
    here = ann.ask("/v1/toys", Idempotency_Key="open").headers["Location"]
    before = api.parts.log.position()
    for n, wrong in enumerate(WRONG):
        answer = _send(ann, wrong, here, f"k{n}")
        assert answer.status_code == wrong.status, (wrong, answer.text)
        _check_problem(answer, wrong.reason)
        assert api.parts.log.position() == before, wrong


def test_a_problems_type_explains_itself(ann: Person) -> None:
    """Fetched without a key, it says what the problem means and what to do."""
    problem = ann.get("/v1/toys/none").json()
    explained = httpx.get(ann.url + problem["type"])
    assert explained.json()["next_en"] == problem["next_en"] != ""
    assert httpx.get(f"{ann.url}/v1/problems/nonsense").status_code == 404


def test_a_body_without_a_length_is_bounded_too(ann: Person) -> None:
    """A stream that never says how long it is stops at the limit."""

    def endless() -> Any:
        for _ in range(100):
            yield b" " * 10_000

    answer = httpx.post(
        f"{ann.url}/v1/toys",
        content=endless(),
        headers={"Authorization": f"Bearer {ann.key}", "Idempotency-Key": "k"},
    )
    assert answer.status_code == 413, answer.text


def test_without_a_good_key_nothing_is_said(api: Served) -> None:
    """401 with the scheme that is wanted."""
    for header in ("", "Bearer", "Bearer nonsense", "Basic abc", "Bearer slc_a_b"):
        answer = httpx.get(f"{api.url}/v1/worklist", headers={"Authorization": header})
        _check_problem(answer, "unauthenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_wrong_role_and_phase_are_told_apart(api: Served, ann: Person) -> None:
    """A role that never may: 403. A right one too late: 409."""
    here = ann.ask("/v1/toys").headers["Location"]
    auditor = api.person("p-audit", Role.AUDITOR, "o-audit")
    _check_problem(auditor.ask(f"{here}/close-toy"), "forbidden")
    assert ann.ask(f"{here}/close-toy").status_code == 200
    late = ann.ask(f"{here}/close-toy")
    assert late.status_code == 409
    _check_problem(late, "wrong_phase")


def _send(ann: Person, wrong: Wrong, here: str, key: str) -> httpx.Response:
    path = wrong.path.replace("{here}", here)
    headers: Any = [(b"authorization", f"Bearer {ann.key}".encode())]
    if wrong.body.startswith((b"{", b"[")) and "Content-Type" not in wrong.headers:
        headers.append((b"content-type", b"application/json"))
    given = wrong.headers | ({"Idempotency-Key": key} if KEY.items() <= wrong.headers.items() else {})
    headers += [(name.encode(), value.encode()) for name, value in given.items()]
    content = wrong.body if wrong.method == "POST" else None
    return httpx.request(wrong.method, ann.url + path, content=content, headers=headers)


def _check_problem(answer: httpx.Response, reason: str) -> None:
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["reason"] == reason, problem
    assert problem["type"] == f"/v1/problems/{reason}"
    assert problem["status"] == answer.status_code
    assert problem["request_id"] == answer.headers["Sluice-Request-Id"]
    assert all(problem[name] for name in ("title", "title_en", "next", "next_en", "detail"))
