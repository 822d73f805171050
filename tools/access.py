"""Writes docs/access.md: who may open which page of the desk, from the tables that decide it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from tokri.core.desk.roles import MAY, Act, Role
from tokri.web.desk.access import ACCESS, Access

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "access.md"

_HEAD: Final = """# Who may do what at the desk

Written by `make rules` from `tokri/core/desk/roles.py` (which role may do which act) and `tokri/web/desk/access.py`
(which page asks for which act). A page that is in no table is open to nobody. Somebody who is not signed in is sent to
sign in, whatever they asked for; somebody whose roles do not include the act is told so (403); what there is not is not
found (404).

Adviser, approver and administrator may be one person; compliance is compliance alone. Nobody approves what they shared
or wrote.
"""


def page() -> str:
    """The whole page."""
    return "\n".join((_HEAD, "## Roles and acts", "", *_roles(), "", "## Pages and acts", "", *_pages(), ""))


def _roles() -> list[str]:
    lines = [f"| Act | {' | '.join(role.value for role in Role)} |", f"|---|{'---|' * len(Role)}"]
    for act in Act:
        cells = ("yes" if act in MAY[role] else "" for role in Role)
        lines.append(f"| {act.value} | {' | '.join(cells)} |")
    return lines


def _pages() -> list[str]:
    lines = ["| Page | To open it | To send its form | |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | {_act(access.see)} | {_act(access.change)} | {_more(access)} |"
        for name, access in ACCESS.items()
    ]
    return lines


def _act(act: Act | None) -> str:
    return "" if act is None else act.value


def _more(access: Access) -> str:
    told = {
        "open to strangers": access.strangers,
        "between password and second factor": access.half,
        "asks the password again": access.confirmed,
    }
    return ", ".join(words for words, is_so in told.items() if is_so)


def main() -> int:
    """Write it."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
