"""How the crawler introduces itself, and how much it takes without a contact."""

from crawler.errors import InputError

PAGES_WITHOUT_CONTACT = 50  # a site and run: a look, not a harvest


def user_agent(base: str, contact: str) -> str:
    """The User-Agent with a contact, as site owners ask for: name (+contact)."""
    contact = contact.strip()
    if not contact:
        return base
    if not contact.isprintable() or ("@" not in contact and "://" not in contact):
        raise InputError(
            "a contact is an e-mail address or the URL of a page about your crawler", name=contact
        )
    return f"{base} (+{contact})"
