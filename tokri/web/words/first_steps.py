"""What a firm that has just begun does first, in words, and where it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.desk.first_steps import Step

#: Each step: the page it is done on, what to do, and whose it is.
FIRST_STEPS: Final[Mapping[Step, tuple[str, str, str]]] = {
    Step.FIRM: ("desk_firm", "Say who the firm is", "an administrator"),
    Step.WRITER: ("desk_people", "Invite somebody who writes baskets", "an administrator"),
    Step.SECOND_PERSON: ("desk_people", "Invite a second person, who says yes or no", "an administrator"),
    Step.CLIENT: ("desk_clients", "Add a client, or a list of them", "an adviser"),
    Step.BASKET: ("desk_new_basket", "Write the first basket", "an adviser"),
}
