"""A webhook: batches of NDJSON, POSTed over HTTPS, signed and numbered as Standard Webhooks says.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: `webhook-id` is
the same for the same rows however often they are sent (it is the Idempotency-Key too), `webhook-timestamp`
the time of this attempt, `webhook-signature` "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body".

Any 2xx acknowledges. No redirect is followed, no proxy is used. What may pass (no connection, a time-out,
408, 425, 429, 5xx) is tried again here, a few times; the rest waits for the destination's own back-off.
"""

import base64
import binascii
import hmac
import http.client
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from crawler.errors import DeliveryError, UnreachableError
from crawler.fromenv import resolved
from pipelines.delivery.destinations import Webhook
from pipelines.delivery.sink import MAX_BYTES, SLACK, Lines
from pipelines.storage.cursors import Part

ATTEMPTS = 4
FIRST_WAIT = 1.0  # seconds, then 2 and 4: a server that restarts is back by then
MAX_WAIT = 30.0  # seconds of an answer's Retry-After that are waited here; for more, the destination waits
MAX_ANSWER = 65_536  # bytes read of an answer: what it says is not looked at
_PASSING = frozenset({408, 425, 429})


class WebhookSink:
    """POSTs each batch. `sleep` waits, and says whether to stop; `now` is the clock."""

    remembers = False
    size = MAX_BYTES

    def __init__(
        self,
        entry: Webhook,
        environ: Mapping[str, str],
        now: Callable[[], datetime],
        sleep: Callable[[float], bool],
    ) -> None:
        self._entry, self._now, self._sleep = entry, now, sleep
        self.rows = entry.rows
        self.seconds = ATTEMPTS * (entry.timeout + MAX_WAIT) + SLACK
        self._secret = _key(_value(environ, entry.secret_env)) if entry.secret_env else None
        self._further = _further(entry, environ)
        self._token = _header(_value(environ, entry.token_env), entry.token_env) if entry.token_env else None

    def open(self) -> None:
        """Nothing: what may have been sent is sent again under the same id."""

    def prepare(self, batch: Lines) -> Sequence[Part]:
        """None."""
        return ()

    def send(self, batch: Lines) -> Mapping[Part, int]:
        body, key, wait = batch.ndjson(), batch.key, FIRST_WAIT
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._post(body, key)
            except UnreachableError as error:
                pause = max(error.wait or wait, 0.0)
                if attempt == ATTEMPTS or pause > MAX_WAIT or self._sleep(pause):
                    raise DeliveryError(f"{error}, {attempt} attempts", error.wait) from error
                wait *= 2
            else:
                return {}
        raise AssertionError("the last attempt returns or raises")

    def _post(self, body: bytes, key: str) -> None:
        connection = self._connection()
        late = threading.Event()
        # A time-out of the socket's begins anew with every byte: one that sends a byte at a time never ends.
        timer = threading.Timer(self._entry.timeout, _cut, (connection, late))
        timer.daemon = True
        timer.start()
        try:
            parts = urlsplit(self._entry.url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, self._headers(body, key))
            answer = connection.getresponse()
            answer.read(MAX_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            in_time = not (late.is_set() or isinstance(error, TimeoutError))
            reason = _why(error) if in_time else f"no answer in {self._entry.timeout:g} s"
            if isinstance(error, ssl.SSLCertVerificationError):
                raise DeliveryError(reason) from error
            raise UnreachableError(reason) from error
        finally:
            timer.cancel()
            connection.close()
        _judge(answer, self._now())

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self._entry.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=self._entry.timeout)

    def _headers(self, body: bytes, key: str) -> dict[str, str]:
        moment = str(int(self._now().timestamp()))
        headers = {
            **self._further,
            "Content-Type": "application/x-ndjson",
            "User-Agent": "warraq",
            "Idempotency-Key": key,
            "webhook-id": key,
            "webhook-timestamp": moment,
        }
        if self._secret is not None:
            headers["webhook-signature"] = sign(self._secret, key, moment, body)
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        return headers


def sign(secret: bytes, key: str, moment: str, body: bytes) -> str:
    """The signature header of a message."""
    digest = hmac.digest(secret, f"{key}.{moment}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(digest).decode()


def _judge(answer: http.client.HTTPResponse, now: datetime) -> None:
    if 200 <= answer.status < 300:
        return
    reason = f"the server answered {answer.status}"
    if answer.status in _PASSING or answer.status >= 500:
        raise UnreachableError(reason, _asked(answer.getheader("Retry-After", ""), now))
    if 300 <= answer.status < 400:
        reason += "; redirects are not followed, name the address itself"
    raise DeliveryError(reason)


def _asked(after: str, now: datetime) -> float | None:
    """The seconds of a Retry-After: a number or a date (RFC 9110, 10.2.3); None where it is neither."""
    if after.isascii() and after.isdigit():
        return float(after[:9])
    try:
        return (parsedate_to_datetime(after).astimezone(UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return None


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(2)  # both ways: wakes the thread that waits on it


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    text = getattr(error, "strerror", None) or type(error).__name__
    return f"no answer ({text})"


def _further(entry: Webhook, environ: Mapping[str, str]) -> dict[str, str]:
    try:
        return resolved(entry.headers, environ)
    except ValueError as error:
        raise DeliveryError(str(error)) from error


def _value(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise DeliveryError(f"the environment variable {name} is not set")
    return value


def _header(value: str, name: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise DeliveryError(f"the environment variable {name} holds characters that no header may")
    return value


def _key(secret: str) -> bytes:
    """The bytes of a secret: "whsec_" and base64 as the standard writes them, else the text's own."""
    if secret.startswith("whsec_"):
        with suppress(binascii.Error, ValueError):
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    return secret.encode()
