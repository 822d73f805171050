"""The desk's pages are imported when they are asked for, and every one of them is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.test_architecture import ROOT
from tokri.web.desk.access import ACCESS
from tokri.web.desk.urls import PAGES, STALE
from tokri.web.lazily import found


@pytest.mark.parametrize("name", sorted({name for _, _, name, _ in PAGES} | set(STALE.values())))
def test_each_page_of_the_desk_is_a_function_of_its_module(name: str) -> None:
    assert callable(found("tokri.web.desk", name))


def test_a_form_that_is_shown_again_is_a_page_that_takes_one() -> None:
    methods = {endpoint: methods for _, endpoint, _, methods in PAGES}
    assert [endpoint for endpoint in STALE if "POST" not in methods[endpoint]] == []
    assert set(STALE) <= set(ACCESS)


def test_a_worker_starts_without_the_pages_of_the_desk() -> None:
    asked = "import sys, app; print([name for name in sys.modules if name.startswith('tokri.desk.')])"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "tokri.desk.clients" not in ran.stdout
    assert "tokri.desk.sharing" not in ran.stdout
