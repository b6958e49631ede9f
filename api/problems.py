"""Everything that can go wrong for a caller, as RFC 9457 problems."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

from api.problem_kinds import KINDS, Kind
from domain.kernel import AnyDecider

MEDIA_TYPE = "application/problem+json"
PREFIX = "/v1/problems/"  # a problem's `type`: stable, and answers what to do when it is fetched


_RETRY = {  # seconds
    "unsettled": "1",
    "identity_provider_away": "10",
    "data_away": "60",
    "away": "2",
    "contended": "1",
    "too_many_streams": "5",
    "too_much_uploaded": "3600",
    "too_slow": "1",
    "not_ready": "2",
}
_BY_STATUS = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_type",
    422: "invalid_input",
}


class Problem(Exception):
    """Raised anywhere in the API: a reason of the table, what is special about this time, and more.

    `why` is for the record of refused attempts, where the answer must not say it.
    """

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        why: str = "",
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.why = why
        self.headers = dict(headers or {})
        self.members = members


class ProblemTable:
    """Looks a reason up, those of the processes too: their words come from their labels."""

    def __init__(self, deciders: Iterable[AnyDecider]) -> None:
        self._labels = {reason.value: decider.labels for decider in deciders for reason in decider.reasons}

    def kind(self, reason: str) -> Kind | None:
        """The kind of a reason, None for one that nobody knows."""
        labels = self._labels.get(reason)
        if reason in KINDS or labels is None:
            return KINDS.get(reason)
        return Kind(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            labels.zh.get(reason, reason),
            labels.en.get(reason, reason),
            "按说明改正后重新提交",
            "Correct what the detail says and ask again",
        )

    def found(self, problem: Problem) -> tuple[Kind, dict[str, str]]:
        """The problem's kind, and the headers that go with it."""
        kind = self.kind(problem.reason) or Kind(422, problem.reason, problem.reason, "", "")
        headers = dict(problem.headers)
        if problem.reason in _RETRY:
            headers["Retry-After"] = _RETRY[problem.reason]
        if kind.status == HTTPStatus.UNAUTHORIZED:
            headers.setdefault("WWW-Authenticate", "Bearer")
        return kind, headers

    def response(self, problem: Problem, request_id: str = "") -> JSONResponse:
        """The problem as RFC 9457 wants it, with both languages beside each other."""
        kind, headers = self.found(problem)
        body = {
            "type": PREFIX + problem.reason,
            "title": kind.zh,
            "title_en": kind.en,
            "status": kind.status,
            "detail": problem.detail or kind.en,
            "reason": problem.reason,
            "next": kind.next_zh,
            "next_en": kind.next_en,
            "request_id": request_id,
            **problem.members,
        }
        return JSONResponse(body, kind.status, headers=headers, media_type=MEDIA_TYPE)


def reason_of_status(status: int) -> str:
    """The reason for a status that the web framework itself answered with."""
    return _BY_STATUS.get(status, "malformed" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "failed")
