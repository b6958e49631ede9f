"""Making people on an instance: organisations, roles, API keys, and the keys that agreements are signed with."""

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from demo.client import Person, SigningKey
from domain.people import Role
from store.database import Database
from store.people import Assignment, Organisation, People
from store.signing_keys import SigningKeys


class Casting:
    """Makes people through the same functions as `./sluice people`; an organisation's people share its signing key."""

    def __init__(self, database: Database, http: httpx.Client) -> None:
        self._people = People(database)
        self._register = SigningKeys(database)
        self._http = http
        self._keys: dict[str, SigningKey] = {}

    def organisation(self, organisation: str, name_zh: str, name_en: str = "") -> SigningKey:
        """Record an organisation with a signing key of its own; known already, its key is returned again."""
        if organisation not in self._keys:
            self._people.add_organisations([Organisation(id=organisation, name_zh=name_zh, name_en=name_en)])
            private = Ed25519PrivateKey.generate()
            public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            self._keys[organisation] = SigningKey(self._register.register(organisation, public), private)
        return self._keys[organisation]

    def person(self, person: str, name: str, role: Role, organisation: str) -> Person:
        """Record a person with one role in an organisation that was made here; raises `KeyError` for another."""
        signing = self._keys[organisation]
        key = self._people.add(person, name, "", Assignment(role=role, organisation=organisation))
        return Person(self._http, person, name, role, organisation, key, signing)
