"""The compose file and the Kubernetes manifests: their schemas, and that they say what the code does."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema.validators import validator_for

from crawler.cli import app
from crawler.ops.health import address_of
from crawler.ops.watch import GRACE

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
validate = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed").validate
pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
KUBERNETES = "1.30"  # what the oldest supported release knows, newer ones do
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
MANIFESTS: list[dict[str, Any]] = [
    manifest
    for name in ("warraq.yaml", "queues.yaml")
    for manifest in yaml.safe_load_all((DEPLOY / "kubernetes" / name).read_text("utf-8"))
]
CONTAINERS = [
    one["spec"]["template"]["spec"]["containers"][0] for one in MANIFESTS if one["kind"] == "Deployment"
]


def test_the_compose_file_is_valid() -> None:
    file = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema = json.loads(file.read_text("utf-8"))
    validator = validator_for(schema)(schema)
    assert list(validator.iter_errors(COMPOSE)) == []
    wrong = {**COMPOSE, "services": {"worker": {"imagine": "warraq"}}}
    assert list(validator.iter_errors(wrong)), "the schema says no to what is wrong"


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_the_manifests_are_valid(manifest: dict[str, Any]) -> None:
    validate(manifest, KUBERNETES, strict=True)


def test_the_validator_says_no_to_what_is_wrong() -> None:
    wrong = {**MANIFESTS[1], "spec": {**MANIFESTS[1]["spec"], "replica": 4}}
    with pytest.raises(Exception, match="replica"):
        validate(wrong, KUBERNETES, strict=True)


def test_what_stands_in_them() -> None:
    kinds = [one["kind"] for one in MANIFESTS]
    assert kinds == ["ConfigMap", "Deployment", "PodDisruptionBudget", *["Deployment"] * 3]
    for one in MANIFESTS:
        if one["kind"] != "Deployment":
            continue
        labels = one["spec"]["template"]["metadata"]["labels"]
        assert one["spec"]["selector"]["matchLabels"] == labels
    for container in CONTAINERS:
        secret = {one["name"]: one["valueFrom"]["secretKeyRef"]["key"] for one in container["env"]}
        assert secret == {"WARRAQ_DATABASE": "database-url"}
        host, port = address_of(container["args"][container["args"].index("--health") + 1])
        assert host == "0.0.0.0", "probes come from outside of the container"
        assert container["ports"] == [{"name": "health", "containerPort": port}]
        assert container["livenessProbe"]["httpGet"] == {"path": "/health", "port": "health"}


def test_nobody_is_killed_before_its_sites_are_given_back() -> None:
    worker = next(one for one in MANIFESTS if one["metadata"]["name"] == "warraq-worker" and "spec" in one)
    assert worker["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > GRACE
    (seconds,) = re.findall(r"(\d+)s", COMPOSE["services"]["worker"]["stop_grace_period"])
    assert int(seconds) > GRACE


@pytest.mark.parametrize(
    "words",
    [service["command"] for service in COMPOSE["services"].values() if "command" in service]
    + [container["args"] for container in CONTAINERS],
    ids=" ".join,
)
def test_every_command_and_option_exists(words: list[str]) -> None:
    shown = CliRunner().invoke(app, [words[0], "--help"], env={"COLUMNS": "200"}).output
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    for option in (word for word in words if word.startswith("--")):
        assert option in plain


def test_no_password_stands_in_them() -> None:
    for file in DEPLOY.glob("**/*.yaml"):
        for line in file.read_text("utf-8").splitlines():
            if line.lstrip().startswith("#"):
                continue
            assert not re.search(r"postgres\w*://\w+:", line)
            for value in re.findall(r"PASSWORD: (.*)", line):
                assert value.startswith("${"), line
