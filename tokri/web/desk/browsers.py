"""What a browser is, in a few words, for whoever looks down the list of sessions."""

from __future__ import annotations

from typing import Final

#: What a User-Agent says of itself, the most particular first: every other also calls itself Chrome or Safari.
_BROWSERS: Final = (
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """`Firefox on Android`; nothing of what was sent is kept as it was."""
    browser = next((word for sign, word in _BROWSERS if sign in user_agent), "")
    system = next((word for sign, word in _SYSTEMS if sign in user_agent), "")
    return " on ".join(filter(None, (browser or "A browser", system)))
