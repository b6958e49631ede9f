"""The production shape as a file: valid by compose's own rules, and complete. No container engine is here to try it."""

import json
import re
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from embedded.processes import CHECKOUT
from settings import PREFIX, Settings
from tests.operations.conftest import Pair


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """As YAML reads it: anchors and merges are done."""
    found: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def test_the_file_is_what_the_compose_specification_wants(compose: dict[str, Any]) -> None:
    """A parser that refuses what the specification does not know reads all of it; and it does refuse."""
    found = PyCompose.from_json(json.dumps(compose))
    assert set(found.service_names()) == set(compose["services"])
    wrong = {**compose, "services": {**compose["services"], "odd": {"image": "a", "restart": "sometimes"}}}
    with pytest.raises(ValueError, match="sometimes"):
        PyCompose.from_json(json.dumps(wrong))


def test_it_has_every_part_twice_where_one_may_die(compose: dict[str, Any]) -> None:
    """PostgreSQL, Temporal on it with its pages, two API and two worker containers, logins, Prometheus."""
    services = compose["services"]
    wanted = {"postgres", "temporal", "temporal-ui", "migrate", "api", "worker", "keycloak", "prometheus"}
    assert set(services) == wanted
    assert {name for name in services if services[name].get("deploy", {}).get("replicas") == 2} == {"api", "worker"}
    assert services["temporal"]["environment"]["POSTGRES_SEEDS"] == "postgres"
    for service in services.values():
        for name in service.get("depends_on", ()):
            assert name in services
        for published in service.get("ports", ()):
            assert "127.0.0.1" in str(published), "a balancer with TLS stands before all of it"


def test_it_can_be_left_to_itself_for_a_year(compose: dict[str, Any]) -> None:
    """All parts come back after a crash, no log fills the disk, and who is told to end has the time to."""
    for name, service in compose["services"].items():
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
        assert service["logging"] == {"driver": "local", "options": {"max-size": "50m", "max-file": "10"}}
    for name in ("api", "worker"):
        assert compose["services"][name]["stop_grace_period"] == "30s"
    assert compose["services"]["temporal"]["environment"]["NUM_HISTORY_SHARDS"] == "512"


def test_every_file_it_mounts_is_there_and_every_setting_it_makes_is_one(compose: dict[str, Any]) -> None:
    """A name that nobody reads would be silently without effect."""
    for service in compose["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert (CHECKOUT / source).is_file() if source.startswith(".") else source in compose["volumes"]
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for name in ("api", "worker", "migrate"):
        made = {key for key in compose["services"][name]["environment"] if key.startswith(PREFIX)}
        assert {key for key in made - known if not key.startswith("SLUICE_OIDC_")} == set()


def test_alerts_and_scrapes_speak_of_metrics_and_services_that_there_are(pair: Pair) -> None:
    """An alert on a misspelt metric would never ring."""
    shown = set(re.findall(r"# TYPE (\S+)", pair.api.scrape()))
    alerts = yaml.safe_load((CHECKOUT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))
    expressions = " ".join(rule["expr"] for group in alerts["groups"] for rule in group["rules"])
    named = set(re.findall(r"sluice_[a-z_]+", expressions))
    assert named
    assert named <= shown
    scraped = yaml.safe_load((CHECKOUT / "deploy" / "prometheus.yml").read_text(encoding="utf-8"))
    looked_up = [
        name for job in scraped["scrape_configs"] for way in job.get("dns_sd_configs", ()) for name in way["names"]
    ]
    assert set(looked_up) == {"api", "worker"}
