"""What the command line, or a test, says."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Rules = Literal["2026", "legacy"]


@dataclass(frozen=True)
class Settings:
    """One app registered with the stand-in, and how strict it is.

    Without ``api_secret`` the app is a Publisher app: it can offer baskets, and no session comes of them.
    """

    api_key: str
    redirect_url: str
    api_secret: str = field(default="", repr=False)
    postback_url: str = ""
    rules: Rules = "2026"
    clock_offset: float = 0.0
    """Seconds to add to the true clock, so that the day is the day of the data."""

    def __post_init__(self) -> None:
        """Refuse what could never work, with a sentence for whoever typed it."""
        if not self.api_key:
            raise ValueError("The stand-in needs an API key: --api-key KEY.")
        for name, url in (("--redirect-url", self.redirect_url), ("--postback-url", self.postback_url)):
            parts = urlsplit(url)
            if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
                raise ValueError(f"{name} needs a whole URL with http:// or https://, and got {url!r}.")
        if not self.redirect_url:
            raise ValueError("The stand-in needs the URL to send browsers back to: --redirect-url URL.")
        if self.rules not in ("2026", "legacy"):
            raise ValueError(f"--rules is 2026 or legacy, and got {self.rules!r}.")

    @property
    def longest_tag(self) -> int:
        """Letters in a basket order's tag: 8 as recorded in production, 20 as the documentation says."""
        return 8 if self.rules == "2026" else 20
