"""What a robots.txt says of the use of pages: Content-Signal and License lines."""

import pytest

from crawler.fetching.siterights import MAX_LICENCES, rights_in

URL = "https://n.example/news/ferry"
TRAIN, SEARCH = "content-signal:ai-train=no", "content-signal:search=no"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ("User-agent: *\nAllow: /", []),
        ("User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /", [TRAIN]),
        ("User-Agent: *\nContent-signal: ai-train=no,search=no # both", [TRAIN, SEARCH]),
        ("Content-Signal: ai-train=no", [TRAIN]),
        ("User-agent: other\nContent-Signal: ai-train=no", []),
        ("User-agent: other\nUser-agent: warraq/0.1\nContent-Signal: search=no", [SEARCH]),
        (
            "User-agent: *\nContent-Signal: ai-train=no\n\nUser-agent: warraq\nContent-Signal: search=no",
            [SEARCH],
        ),
        ("User-agent: *\nContent-Signal: /news ai-train=no", [TRAIN]),
        ("User-agent: *\nContent-Signal: /sport ai-train=no", []),
        ("User-agent: *\nContent-Signal: ai-train=perhaps, nonsense=no, =no", []),
        ("License: https://n.example/license.xml", ["license:https://n.example/license.xml"]),
        ("license: javascript:alert(1)\nLicense: /relative", []),
        ("# License: https://n.example/a\n#Content-Signal: ai-train=no", []),
        (
            "\ufeffUser-agent: *\r\nDisallow: /x\r\nContent-Signal: ai-input=no\r\n",
            ["content-signal:ai-input=no"],
        ),
    ],
)
def test_rights(text: str, said: list[str]) -> None:
    assert rights_in(text, "warraq", URL) == said


def test_a_list_of_licences_is_cut() -> None:
    many = "\n".join(f"License: https://n.example/{n}" for n in range(500))
    assert len(rights_in(many, "warraq", URL)) == MAX_LICENCES
