"""Webhooks against a real server that fails in named ways: each row arrives, under one key for one batch."""

import base64
import hmac
import logging
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.fromenv import FromEnv
from pipelines.delivery import webhook
from pipelines.delivery.deliver import Report
from pipelines.delivery.destinations import Destinations, Jsonl, Webhook
from pipelines.storage import Log, Store
from tests.delivery.receiver import Receiver, fill, receiving, rows_of, run, wait_until

SECRET = "a-secret-of-ours-42"
TOKEN = "token-of-ours-77"
ENVIRON = {"HOOK_SECRET": SECRET, "HOOK_TOKEN": TOKEN}


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(webhook, "MAX_WAIT", 1.5)


def hook(receiver: Receiver, **more: object) -> Destinations:
    values = {"rows": 10, "timeout": 0.5, **more}
    return Destinations(Path(), (Webhook(name="search", url=receiver.url, **values),))  # type: ignore[arg-type]


def test_rows_arrive_signed_in_batches(store: Store) -> None:
    fill(store, range(25))
    with receiving() as receiver:
        report = run(store, hook(receiver, secret_env="HOOK_SECRET", token_env="HOOK_TOKEN"), environ=ENVIRON)
    assert report.failed == ()
    assert [body.count(b"\n") for body in receiver.bodies] == [10, 10, 5]
    assert len(set(receiver.rows())) == len(receiver.rows()) == 25
    assert len(set(receiver.keys())) == 3
    for headers, body in zip(receiver.headers, receiver.bodies, strict=True):
        assert headers["Idempotency-Key"] == headers["webhook-id"]
        assert headers["Content-Type"] == "application/x-ndjson"
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
        message = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = hmac.new(SECRET.encode(), message, "sha256").digest()
        assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()


def test_the_standards_own_example() -> None:
    """From the reference tests of standard-webhooks: secret, id, time and payload give this signature."""
    secret = webhook._key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    found = webhook.sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


# (what the server does first, requests in all, rows taken once more under the same key)
PASSING = [
    (["500"], 2, 0),
    (["503", "502", "408"], 4, 0),
    (["429 1"], 2, 0),
    (["hang"], 2, 0),
    (["drip"], 2, 0),
    (["cut"], 2, 10),
    (["cut", "500", "cut"], 4, 20),
]


@pytest.mark.parametrize(("modes", "requests", "repeated"), PASSING)
def test_what_passes_is_tried_again_at_once(
    store: Store, modes: list[str], requests: int, repeated: int
) -> None:
    fill(store, range(10))
    with receiving(*modes) as receiver:
        started = time.monotonic()
        report = run(store, hook(receiver))
        assert time.monotonic() - started < 5
    assert report.failed == ()
    assert len(receiver.bodies) == requests
    assert len(set(receiver.keys())) == 1
    assert len(set(receiver.bodies)) == 1
    assert len(set(receiver.rows())) == 10
    assert len(receiver.rows()) == 10 + repeated


@pytest.mark.parametrize(
    ("mode", "requests", "says"),
    [
        ("400", 1, "answered 400"),
        ("401", 1, "answered 401"),
        ("413", 1, "answered 413"),
        ("302", 1, "redirects are not followed"),
        ("500", 4, "answered 500, 4 attempts"),
        ("hang", 4, "no answer in 0.5 s, 4 attempts"),
    ],
)
def test_what_does_not_pass_waits_and_comes_again_as_the_same_batch(
    store: Store, mode: str, requests: int, says: str
) -> None:
    fill(store, range(10))
    with receiving(*[mode] * requests) as receiver:
        first = run(store, hook(receiver)).turns["search"]
        assert says in str(first.reason)
        assert (first.rows, first.behind, len(receiver.bodies)) == (0, 10, requests)
        assert first.retry_at is not None
        fill(store, range(10, 14))  # more has come meanwhile
        waiting = run(store, hook(receiver)).turns["search"]
        assert (waiting.retry_at, len(receiver.bodies)) == (first.retry_at, requests), "not before its time"
        last = run(store, hook(receiver), again=True).turns["search"]
        assert (last.rows, last.behind, last.reason) == (14, 0, None)
    assert len(set(receiver.keys()[: requests + 1])) == 1
    assert len(set(receiver.keys())) == 2
    assert len(set(receiver.rows())) == len(receiver.rows()) == 14


def test_a_server_that_asks_for_a_long_wait_is_left_alone(store: Store) -> None:
    fill(store, [1])
    dated = (datetime.now(UTC) + timedelta(minutes=20)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    for mode, seconds in ((f"503 {dated}", 1200), ("429 86400", 3600)):
        with receiving(mode) as receiver:
            before = datetime.now(UTC)
            turn = run(store, hook(receiver), again=True).turns["search"]
        assert len(receiver.bodies) == 1
        assert turn.retry_at is not None
        assert abs((turn.retry_at - before).total_seconds() - seconds) < 15


@pytest.mark.parametrize(
    ("after", "seconds"),
    [("30", 30), ("", None), ("soon", None), ("-5", None), ("٣", None), ("9" * 400, 999_999_999)],
)
def test_retry_after(after: str, seconds: float | None) -> None:
    assert webhook._asked(after, datetime(2026, 3, 1, tzinfo=UTC)) == seconds


def test_retry_after_as_a_date() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert webhook._asked("Sun, 01 Mar 2026 00:01:00 GMT", now) == 60
    assert webhook._asked("Sat, 28 Feb 2026 23:00:00 GMT", now) == -3600


def test_nobody_listens(store: Store) -> None:
    fill(store, [1])
    with receiving() as receiver:
        pass
    report = run(store, hook(receiver))
    assert "no answer" in str(report.turns["search"].reason)


@pytest.mark.parametrize(
    ("environ", "says"),
    [({}, "HOOK_SECRET is not set"), ({**ENVIRON, "HOOK_TOKEN": f"{TOKEN}\n"}, "HOOK_TOKEN holds")],
)
def test_credentials_are_never_told(
    store: Store, environ: dict[str, str], says: str, caplog: pytest.LogCaptureFixture
) -> None:
    fill(store, [1])
    with receiving() as receiver, caplog.at_level(logging.DEBUG):
        destinations = hook(receiver, secret_env="HOOK_SECRET", token_env="HOOK_TOKEN")
        report = run(store, destinations, environ=environ)
        assert says in str(report.turns["search"].reason)
        receiver.modes += ["400"]
        report = run(store, destinations, environ=ENVIRON, again=True)
        assert receiver.bodies
    told = caplog.text + str(report.to_json()) + str(Log(store).cursors())
    assert "answered 400" in told
    assert SECRET not in told
    assert TOKEN not in told
    assert "to=search" not in told


def test_only_a_trusted_certificate_is_believed(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    with receiving(certificate=own_certificate(tmp_path)) as receiver:
        report = run(store, hook(receiver, timeout=5.0))
    assert "its certificate is not trusted (self" in str(report.turns["search"].reason)
    assert receiver.bodies == []


def own_certificate(folder: Path) -> Path:
    """A certificate that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, form, plain)
    file = folder / "own.pem"
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def test_stopping_does_not_wait_for_the_next_attempt(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "FIRST_WAIT", 60.0)
    monkeypatch.setattr(webhook, "MAX_WAIT", 60.0)
    fill(store, [1])
    stop = Event()
    reports: list[Report] = []
    with receiving("500") as receiver:
        more: dict[str, Any] = {"follow": True, "stop": stop}
        following = Thread(target=lambda: reports.append(run(store, hook(receiver), **more)))
        following.start()
        wait_until(lambda: len(receiver.bodies) == 1)
        stop.set()
        following.join(30)
    assert reports[0].failed == ("search",)


def test_a_following_delivery_sends_what_comes(store: Store, tmp_path: Path) -> None:
    stop = Event()
    fill(store, range(3))
    with receiving() as receiver:
        both = Destinations(tmp_path, (*hook(receiver).entries, Jsonl(name="archive", path="all.jsonl")))
        reports: list[Report] = []
        more: dict[str, Any] = {"follow": True, "poll": 0.05, "stop": stop}
        following = Thread(target=lambda: reports.append(run(store, both, **more)))
        following.start()
        wait_until(lambda: len(receiver.rows()) == 3)
        fill(store, range(3, 6))
        wait_until(lambda: {cursor.position for cursor in Log(store).cursors()} == {6})
        stop.set()
        following.join()
    assert {name: one.rows for name, one in reports[0].turns.items()} == {"search": 6, "archive": 6}
    assert len(receiver.rows()) == len(rows_of(tmp_path / "all.jsonl")) == 6


def test_further_headers_come_from_the_environment_and_are_told_nowhere(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    fill(store, range(3))
    headers = {"X-Api-Key": FromEnv("HOOK_TOKEN"), "X-Index": "news"}
    with receiving("400") as receiver:
        report = run(store, hook(receiver, headers=headers), environ=ENVIRON)
    assert (receiver.headers[0]["X-Api-Key"], receiver.headers[0]["X-Index"]) == (TOKEN, "news")
    assert report.failed
    assert TOKEN not in caplog.text + str(report.lines()) + str(report.to_json())


@pytest.mark.parametrize(
    ("value", "told"),
    [("", "NO_SUCH is not set"), ("a\nb", "NO_SUCH holds characters that no header may")],
)
def test_a_header_that_cannot_be_had(store: Store, value: str, told: str) -> None:
    fill(store, range(1))
    with receiving() as receiver:
        report = run(
            store, hook(receiver, headers={"X-Api-Key": FromEnv("NO_SUCH")}), environ={"NO_SUCH": value}
        )
    assert told in str(report.lines())
    assert receiver.bodies == []
