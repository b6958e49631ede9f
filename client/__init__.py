"""A typed client of Sluice's API, for Python 3.11 and later. It needs httpx and pydantic, and nothing of the product.

Start with `client.api.Sluice`: one method for each operation. `client.models` has what is sent and answered,
`client.problems` what is refused. Both `client/api.py` and `client/models.py` are generated from the contract.
"""

from client.api import Sluice
from client.asking import Pages
from client.problems import Problem

__all__ = ["Pages", "Problem", "Sluice"]
