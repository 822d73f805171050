"""From a firm that nobody has set up to advice that is shared, approved, chosen for a client, and can be proved."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import desk_first_run as steps
from tests.browser.conftest import NewPage
from tests.browser.desk_office import nobody_yet
from tests.browser.desk_people import Member
from tests.browser.serving import Serving


def pack_of(member: Member, folder: Path) -> Path:
    """The pack of the one advice there is, unfolded where its own verifier can read it."""
    with member.page.expect_download() as started:
        member.press("Make the pack of this advice")
    download = started.value
    assert download.suggested_filename.startswith("tokri-advice-2026-02-11")
    with zipfile.ZipFile(download.path()) as pack:
        pack.extractall(folder)
    return folder


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_firm_goes_from_its_first_code_to_approved_advice_that_can_be_proved(
    new_page: NewPage, server: Serving, tmp_path: Path, scripts: bool
) -> None:
    with nobody_yet(tmp_path / "office", server) as office:
        windows = [new_page(java_script_enabled=scripts) for _ in range(3)]
        anita = steps.sets_up_the_desk(office, windows[0])
        steps.fills_in_the_firm(anita)
        meera = steps.comes_in(office, windows[1], steps.adds(anita, "Meera Iyer", "meera", "Adviser"))
        arun = steps.comes_in(office, windows[2], steps.adds(anita, "Arun Bose", "arun", "Approver"))
        steps.adds_a_client(meera)
        steps.writes_a_basket(meera)
        steps.answers_the_disclosures(meera)
        steps.shares_it(meera)
        steps.approves_it(arun)
        steps.chooses_clients(meera)

        arun.open("/desk/register")
        rows = arun.page.locator("#register tbody tr")
        expect(rows).to_have_count(2)
        for row, security in zip(rows.all(), ("HDFCBANK", "SBIN"), strict=True):
            for words in ("C001", "Asha Rao", security, "Meera Iyer", "Arun Bose"):
                expect(row).to_contain_text(words)
        arun.open("/desk/record")
        arun.press("Check the whole record")
        expect(arun.page.get_by_text("The record is whole", exact=True)).to_be_visible()
        pack = pack_of(arun, tmp_path / "pack")
        verified = subprocess.run([sys.executable, pack / "verify.py"], check=False, capture_output=True, text=True)
        assert (verified.returncode, verified.stdout) == (0, "All holds: files, chain and versions.\n")
