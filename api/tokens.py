"""Bearer tokens of the identity provider: signed JWTs (RFC 9068, RFC 7519), and what their claims say here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, cast

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError
from joserfc.jwk import Key
from joserfc.jws import CompactSignature, JWSRegistry
from pydantic import JsonValue, TypeAdapter, ValidationError

from api.provider_keys import ProviderKeys
from domain.mail import Address
from domain.people import Role

_ADDRESS = TypeAdapter[str](Address)
_TYPES = ("jwt", "at+jwt", "application/at+jwt")
_MOST = 16_384  # characters of a token


class TokenRefused(Exception):
    """The token opens nothing. The message says why, for the record only."""


@dataclass(frozen=True)
class TokenRules:
    """What a token must be, and where it says who someone is. A claim's name may be a path with dots."""

    issuer: str
    audience: str
    algorithms: Sequence[str]  # asymmetric ones only
    leeway: int  # seconds that clocks may differ
    person: str
    roles: str
    organisation: str
    mail: str  # '' to take no address from tokens; it counts where the claim of that name and `_verified` is true
    meaning: Mapping[str, Role] = field(default_factory=dict[str, Role])  # value of the roles' claim → role


@dataclass(frozen=True)
class Token:
    """What a good token says; `name` names it without being of use."""

    issuer: str
    subject: str
    roles: tuple[Role, ...]
    organisation: str
    name: str
    address: str = field(default="", repr=False)  # of mail, checked by the provider; else ''


class Tokens:
    """Reads tokens."""

    def __init__(self, rules: TokenRules, keys: ProviderKeys) -> None:
        self._rules = rules
        self._keys = keys
        self._claims = jwt.JWTClaimsRegistry(
            leeway=rules.leeway,
            iss={"essential": True, "value": rules.issuer},
            aud={"essential": True, "value": rules.audience},
            exp={"essential": True},
        )
        self._headers = JWSRegistry(algorithms=list(rules.algorithms), strict_check_header=False)
        self._headers.max_header_length = _MOST // 4

    def provider_answers(self) -> bool:
        """Whether the provider can be asked for its keys; those that are known are good meanwhile."""
        return self._keys.answers()

    def read(self, token: str) -> Token:
        """Who it names, and as what. Raises as `claims`."""
        return self._understood(self.claims(token), token)

    def claims(self, token: str) -> Mapping[str, Any]:
        """What a good token says.

        Raises TokenRefused, or ProviderAway when the key that signed it is not known and can't be asked for.
        """
        if len(token) > _MOST:
            raise TokenRefused("too long")
        try:
            read = jwt.decode(token, self._key, list(self._rules.algorithms), self._headers)
            self._claims.validate(read.claims)
        except ExpiredTokenError:
            raise TokenRefused("expired") from None
        except InvalidClaimError as error:
            raise TokenRefused(f"claim {error.claim}") from None
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise TokenRefused(type(error).__name__) from None
        return read.claims

    def _key(self, signed: Any) -> Key:
        headers: Mapping[str, Any] = cast(CompactSignature, signed).headers()
        if str(headers.get("typ", "JWT")).lower() not in _TYPES:
            raise TokenRefused("another type of token")
        found = self._keys.key(str(headers.get("kid", "")))
        if found is None:
            raise TokenRefused("no such key")
        return found

    def _understood(self, claims: Mapping[str, Any], token: str) -> Token:
        rules = self._rules
        subject, organisation = _claim(claims, rules.person), _claim(claims, rules.organisation)
        if not isinstance(subject, str) or not subject or not subject.isprintable() or len(subject) > 1000:
            raise TokenRefused("it names no person")
        said = _claim(claims, rules.roles)
        values = said.split() if isinstance(said, str) else said if isinstance(said, list) else []
        roles = {rules.meaning[one] for one in values if isinstance(one, str) and one in rules.meaning}
        return Token(
            issuer=rules.issuer,
            subject=subject,
            roles=tuple(sorted(roles)),
            organisation=organisation if isinstance(organisation, str) and organisation.isprintable() else "",
            name=f"oidc_{sha256(token.encode()).hexdigest()[:12]}",
            address=_checked_address(claims, rules.mail),
        )


def _checked_address(claims: Mapping[str, Any], name: str) -> str:
    """The address in that claim if the provider says that it was verified (OpenID Connect Core §5.1), and it is one."""
    if not name or _claim(claims, f"{name}_verified") is not True:
        return ""
    try:
        return _ADDRESS.validate_python(_claim(claims, name))
    except ValidationError:
        return ""


def _claim(claims: Mapping[str, Any], name: str) -> JsonValue:
    """The claim of that name, or the one at that path. Raises TokenRefused when there are both: one may be anyone's."""
    found: Any = claims
    for part in name.split("."):
        found = cast(Mapping[str, Any], found).get(part) if isinstance(found, Mapping) else None
    if "." in name and name in claims:
        if found is not None:
            raise TokenRefused(f"two claims for {name}")
        found = claims[name]
    return cast(JsonValue, found)
