"""The organisations on record: their ids, names and roles."""

import tomllib
from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from domain.people import Role
from domain.value import Value


class OrganisationsError(ValueError):
    """The organisations on record do not say what is asked of them; tells where and what."""


class Organisation(Value):
    """A body that takes part. `zh` is the short name that annual plans use."""

    zh: str
    zh_full: str
    en: str
    roles: tuple[Role, ...]


class Organisations(Value):
    """All bodies by id; `prefix` begins the ids of their items."""

    prefix: str
    organisations: Mapping[str, Organisation]

    def id_of(self, zh: str) -> str:
        """The id of the body with that short Chinese name, or `OrganisationsError`."""
        for organisation_id, body in self.organisations.items():
            if body.zh == zh:
                return organisation_id
        raise OrganisationsError(f"organisations: {zh} is not on record; add it")

    def names(self, role: Role) -> frozenset[str]:
        """The short Chinese names of all bodies in that role."""
        return frozenset(body.zh for body in self.organisations.values() if role in body.roles)


def parse_organisations(text: str) -> Organisations:
    """Read the TOML of `rules/<city>/organisations.toml`; raises `OrganisationsError`."""
    try:
        found = TypeAdapter(Organisations).validate_python(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise OrganisationsError(f"organisations: {error}") from error
    names = [body.zh for body in found.organisations.values()]
    if twice := {name for name in names if names.count(name) > 1}:
        what = f"{', '.join(sorted(twice))} stands there twice"
        raise OrganisationsError(f"organisations: {what}; keep one")
    return found
