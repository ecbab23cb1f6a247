"""A site that refuses a request until it is signed (401 or 403 with Accept-Signature): it is asked once more.

The signature is made with the identity that is there (`warraq identity create`); a source with `sign = false`
gives none. What a site wants is remembered for the run, unless each answer asks for a nonce of its own. A
refusal after that, or a signature that cannot be made, stands behind the reason of the address.
"""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

from crawler.fetching.credentials import ASKED, KEY, Access
from crawler.fetching.wanted import UnsignableError, Wanted, wanted_by
from crawler.urls import site_of

STATUS = frozenset({401, 403})
TRIED = "warraq_signed_again"  # in a request's meta: it is the second one
TOLD = "warraq_signature"  # in a request's meta: what became of the signature, for the reason


class ChallengeMiddleware:
    """Signs what a site wants signed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Wanted, ...]] = {}  # site → what it wanted, where that holds for all

    def process_request(self, request: Request) -> None:
        if (wanted := self._known.get(site_of(request.url))) and _identity(request):
            request.meta.setdefault(ASKED, wanted)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        asked = b", ".join(response.headers.getlist("Accept-Signature")).decode("latin-1")
        if response.status not in STATUS or not asked or not (access := _identity(request)):
            return response
        if TRIED in request.meta:
            request.meta[TOLD] = "though signed as the site asked"
            return response
        try:
            wanted = wanted_by(asked)
            access.signature(request, wanted, datetime.now(UTC))
        except UnsignableError as error:
            request.meta[TOLD] = f"wants a signature {error}"
            return response
        if not any(one.nonce for one in wanted):
            self._known[site_of(request.url)] = wanted
        meta = {**request.meta, ASKED: wanted, TRIED: True}
        return request.replace(meta=meta, dont_filter=True)


def _identity(request: Request) -> Access | None:
    access: Access | None = request.meta.get(KEY)
    return access if access is not None and access.identity is not None else None
