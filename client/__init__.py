"""A typed client of Sluice's API, for Python 3.11 and later. It needs httpx and pydantic, and nothing of the product.

Start with `client.api.Sluice`: one method for each operation, and `changes()` for the stream. `client.models` has what
is sent and answered, `client.problems` what is refused. `client/api.py` and `client/models.py` are generated from the
contract.
"""

from client.api import Sluice
from client.asking import Pages
from client.changes import Change
from client.problems import Problem

__all__ = ["Change", "Pages", "Problem", "Sluice"]
