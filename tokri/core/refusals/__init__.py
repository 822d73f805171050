"""The broker's words about an order that it refused: a code, the facts in them, and what can be done with the order."""

from tokri.core.refusals.codes import TO_CHOOSE, Again, Refusal
from tokri.core.refusals.reading import Fact, Told, refusal

__all__ = ["TO_CHOOSE", "Again", "Fact", "Refusal", "Told", "refusal"]
