"""JSON-LD as sites write it: broken in known ways, huge, deep; and flattening."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.jsonld import MAX_NODES, decode_script, flatten, mend, texts, types

MENDED = [
    ('{"a": "one\ntwo"}', {"a": "one\ntwo"}),
    ('{"a": "tab\there"}', {"a": "tab\there"}),
    ('{"a": [1, 2,], }', [{"a": [1, 2]}]),
    ('<!-- {"a": 1} -->', {"a": 1}),
    ('//<![CDATA[\n{"a": 1}\n//]]>', {"a": 1}),
    ('/* <![CDATA[ */ {"a": 1} /* ]]> */', {"a": 1}),
    ("{&quot;a&quot;: &quot;b&quot;}", {"a": "b"}),
    ('{"a": 1};', {"a": 1}),
    ('{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}]),
    ('{"a": 1},{"b": 2}', [{"a": 1}, {"b": 2}]),
    ('{"a": "x" "b": "y"}', [{"a": "x", "b": "y"}]),
    ('{"a": , "b": 2}', [{"a": None, "b": 2}]),
    ('{"a": undefined}', [{"a": None}]),
    ('{"a": "she said "no, never" again", "b": "c"}', [{"a": 'she said "no, never" again', "b": "c"}]),
    (r"""{"a": "it\'s", "b": "50\% off"}""", [{"a": "it's", "b": r"50\% off"}]),
    ('/* note */ {"a": "http://x.example"} // end', [{"a": "http://x.example"}]),
    ('{"a": 1}}', [{"a": 1}]),
    ('{"headline": "Cut off in the mid', [{"headline": "Cut off in the mid"}]),
    ('{"a": {"b": [{"c": "d"', [{"a": {"b": [{"c": "d"}]}}]),
    ('{"a": "b", "c', [{"a": "b", "c": None}]),
    ('{"a": "b", "c":', [{"a": "b", "c": None}]),
]


@pytest.mark.parametrize(("script", "value"), MENDED)
def test_broken_json_is_mended(script: str, value: object) -> None:
    found = decode_script(script)
    assert found == (value if isinstance(found, dict) else [value] if isinstance(value, dict) else value)


def test_lone_surrogates_and_control_escapes_are_replaced_and_pairs_kept() -> None:
    script = r'{"a": "x\ud800y", "b": "\ud83d\ude00", "c": "\u0000z", "d": "\udc00"}'
    assert decode_script(script) == {"a": "x\ufffdy", "b": "😀", "c": " z", "d": "\ufffd"}


@pytest.mark.parametrize("script", ["", "   ", "var x = 1", "<html>", "]}", "null", "12"])
def test_what_is_no_object_gives_no_node(script: str) -> None:
    assert flatten([decode_script(script)]) == []


HOSTILE = {
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 100_000,
    "deep and closed": "[" * 100_000 + "]" * 100_000,
    "20 MB string": '{"@type": "Article", "headline": "' + "y" * 20_000_000,
    "numbers": '{"a": [' + "1," * 3_000_000,
    "quotes": '"' * 2_000_000,
    "quotes apart": '" ' * 1_000_000,
    "backslashes": '{"a": "' + "\\" * 1_000_001,
    "spaces": '{"a"' + " " * 2_000_000,
    "comments": "<!--" * 500_000,
    "many nodes": "[" + '{"@type": "Thing"},' * 100_000 + "]",
    "long number": '{"a": ' + "9" * 1_000_000 + "}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_scripts_take_bounded_time(name: str) -> None:
    begun = time.process_time()
    found = flatten([decode_script(HOSTILE[name])])
    assert time.process_time() - begun < 2.5
    assert len(found) <= MAX_NODES


@given(st.text(alphabet='{}[]",:\\/*<!- \n\tatrue0é', max_size=200))
def test_of_any_text_something_or_nothing_is_read(text: str) -> None:
    decode_script(text)
    assert isinstance(mend(text), list)


def test_nodes_are_flattened_in_page_order_and_those_of_other_articles_marked() -> None:
    value = {
        "@graph": [
            {
                "@type": "WebPage",
                "mainEntity": {
                    "@type": ["NewsArticle", "Thing"],
                    "author": {"@type": "Person", "image": [{"@type": "ImageObject"}]},
                },
            },
            {"@type": "http://schema.org/Organization"},
            "text",
            7,
        ]
    }
    found = flatten([value, [{"@type": "Article"}], {"no": "type"}])
    assert [(sorted(item.types), item.aside) for item in found] == [
        (["webpage"], False),
        (["newsarticle", "thing"], False),
        (["person"], True),
        (["imageobject"], True),
        (["organization"], False),
        (["article"], False),
    ]
    assert types(found[1].node) == found[1].types


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("one", ["one"]),
        (["one", "two"], ["one", "two"]),
        ({"@value": "one"}, ["one"]),
        ([{"name": "one"}, None, 3, {"x": 1}, "  "], ["one"]),
        (None, []),
        (True, []),
    ],
)
def test_texts_of_any_shape(value: object, expected: list[str]) -> None:
    assert texts(value) == expected
