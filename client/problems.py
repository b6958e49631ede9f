"""What the API refuses, as exceptions: one class for each status, and the reason that says which rule it was."""

from typing import Any

Json = dict[str, Any]


class Problem(Exception):
    """A refusal as RFC 9457 puts it. `reason` is stable, and fit to branch on; the words are for people.

    `title` and `next` are Chinese, with the English beside them; `body` holds all members.
    """

    def __init__(self, body: Json) -> None:
        self.body = body
        self.status = int(body["status"])
        self.type = str(body["type"])
        self.reason = self.type.rpartition("/")[2]
        self.title, self.title_en = str(body.get("title", "")), str(body.get("title_en", ""))
        self.detail = str(body.get("detail", ""))
        self.next, self.next_en = str(body.get("next", "")), str(body.get("next_en", ""))
        self.request_id = str(body.get("request_id", ""))
        super().__init__(f"{self.status} {self.reason}: {self.detail}")


class Unreadable(Problem):
    """400: the request can't be read."""


class Unauthenticated(Problem):
    """401: no valid key."""


class Forbidden(Problem):
    """403: not allowed to this caller."""


class NotFound(Problem):
    """404: no such thing, or none that this caller may see."""


class WrongPhase(Problem):
    """409: not as things stand now."""


class Gone(Problem):
    """410: it was erased."""


class Changed(Problem):
    """412: the case has changed since the version that was named."""


class Refused(Problem):
    """422: not valid, or a rule refuses it."""


class TooMany(Problem):
    """429: asked too often, and the client's patience ended."""


class Away(Problem):
    """503: a part is away, and the client's patience ended."""


_BY_STATUS: dict[int, type[Problem]] = {
    400: Unreadable,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: WrongPhase,
    410: Gone,
    412: Changed,
    422: Refused,
    429: TooMany,
    503: Away,
}


def problem_of(body: Json) -> Problem:
    """The exception for a problem's body; plain `Problem` for a status without a class of its own."""
    return _BY_STATUS.get(int(body["status"]), Problem)(body)
