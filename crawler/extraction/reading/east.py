"""By-lines in the scripts of East Asia. Their patterns take long to compile; other texts do not need them."""

from crawler.text import is_east_asian


def named(text: str) -> list[tuple[str, str]]:
    """(field, name) of whom a text names in the forms of Chinese, Korean and Japanese by-lines."""
    if not is_east_asian(text):
        return []
    from crawler.extraction.reading import eastnames, hannames

    if credited := hannames.credited(text):
        people = [("people", name) for name in credited.people]
        return people + [("agencies", name) for name in credited.agencies]
    if "\uac00" <= max(text) <= "\ud7af" and (korean := eastnames.korean(text)):
        return [("people", name) for name in korean]
    return [("people", name)] if (name := eastnames.enclosed(text)) else []


def opening(text: str) -> str | None:
    """How a Chinese by-line with labels opens: its text up to the first name."""
    if not is_east_asian(text):
        return None
    from crawler.extraction.reading import hannames

    credited = hannames.credited(text)
    return credited.opening if credited else None


def in_text(first: str, last: str) -> tuple[str, ...]:
    """The names in the dateline of a Korean text, "(서울=연합뉴스) 김하나 기자 = …", or in the brackets that
    end a Japanese one."""
    if not is_east_asian(first):
        return ()
    from crawler.extraction.reading import eastnames

    return eastnames.opening(first) or eastnames.signed(last)


def is_korean(text: str) -> bool:
    """Whether names stand before a role in a short Korean line."""
    if not is_east_asian(text):
        return False
    from crawler.extraction.reading import eastnames

    return bool(eastnames.korean(text))


def closes(text: str) -> bool:
    """Whether a line below a text is a Japanese or Korean name and no more: "（佐藤花子）"."""
    if not is_east_asian(text):
        return False
    from crawler.extraction.reading import eastnames

    return eastnames.closing(text)
