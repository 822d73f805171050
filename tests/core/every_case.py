"""The cases of every rule there is, from every family."""

from __future__ import annotations

from tests.core import rule_cases
from tests.core.cases import Case

CASES: list[Case] = [*rule_cases.CASES]
