"""The generated client is what the contract says today."""

from copy import deepcopy

import pytest

from process_pages import CLIENT
from process_pages.client import client_files
from process_pages.client_methods import methods
from process_pages.client_models import readable
from process_pages.contract import contract

pytestmark = pytest.mark.timeout(300)  # the whole contract, beside other work


def test_the_client_is_what_the_contract_says_today() -> None:
    for name, text in client_files().items():
        fresh = (CLIENT / name).read_text(encoding="utf-8") == text
        assert fresh, f"client/{name} is stale: run `./sluice docs` and commit it with your change"


def test_every_operation_is_a_method_and_another_operation_makes_it_stale() -> None:
    offered = readable(contract())
    text = methods(offered)
    ids = {operation["operationId"] for path in offered["paths"].values() for operation in path.values()}
    without = {name for name in ids if f"def {name}(" not in text}
    assert without == {"stream"}, "a stream has no one answer: it is read with a reader of events"
    more = deepcopy(offered)
    more["paths"]["/v1/new"] = {"delete": {"operationId": "delete_new", "responses": {"204": {}}}}
    assert "def delete_new(self) -> None:" in methods(more)
