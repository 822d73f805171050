"""What a browser says it is: a program that looks at addresses for a preview, or a browser inside another app.

Both are read from the User-Agent alone, which anybody may set: nothing but what is shown first depends on it.
"""

from __future__ import annotations

import re
from typing import Final

#: Programs that fetch an address that was sent in a message, searched or scanned. WhatsApp's own begins with its name;
#: Signal's does the same. Cubot makes telephones.
_ROBOT: Final = re.compile(
    r"(?<!cu)bot\b|crawler|spider|facebookexternalhit|facebookcatalog|meta-external|^whatsapp/|preview|"
    r"google-pagerenderer|google-inspectiontool|googleother|apis-google|mediapartners-google|feedfetcher|"
    r"bluesky cardyb|embedly|iframely|vkshare|kakaotalk-scrap|line-poker|^viber/|"
    r"^curl/|^wget/|^python-|^go-http-client|^okhttp|^java/",
    re.IGNORECASE,
)

#: Names that apps add to the browser they hold inside; "; wv)" is Android's own mark of one.
_INSIDE: Final = re.compile(
    r"; wv\)|fban/|fbav/|fb_iab|instagram |\bline/|whatsapp|twitter for|linkedinapp|snapchat|micromessenger|"
    r"telegram-android|pinterest/",
    re.IGNORECASE,
)
_APPLE: Final = re.compile(r"\((iPhone|iPad|iPod)\b")


def is_robot(user_agent: str) -> bool:
    """Whether nobody is looking: a link preview, a search engine, a scanner."""
    return _ROBOT.search(user_agent) is not None


def in_app(user_agent: str) -> bool:
    """Whether it is a browser inside another app, which may forget the sign-in at Kite and may not lead back.

    On an iPhone such a browser is the one that does not call itself Safari.
    """
    if is_robot(user_agent):
        return False
    inside_apple = on_apple(user_agent) and "Safari/" not in user_agent
    return inside_apple or _INSIDE.search(user_agent) is not None


def on_apple(user_agent: str) -> bool:
    """Whether the telephone or tablet is Apple's, whose own browser is Safari."""
    return _APPLE.search(user_agent) is not None
