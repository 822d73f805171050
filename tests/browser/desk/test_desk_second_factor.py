"""The second factor as a person has it: from the QR to the code that is asked at the door, and in without a phone."""

from __future__ import annotations

import re

import segno
from playwright.sync_api import Page, expect

from tests.browser.desk_people import Member, code_of, hired, outside_of
from tests.browser.serving import Serving
from tokri.core.desk.totp import address_for_apps
from tokri.desk.example import PASSWORD
from tokri.desk.example_firm import EXAMPLE_FIRM


def gives_password(member: Member, username: str) -> None:
    member.open("/desk/sign-in")
    member.write(username=username, password=PASSWORD)
    member.press("Sign in")


def drawn(secret: str, username: str) -> list[str]:
    """What a QR of this secret looks like, as the paths of its picture."""
    address = address_for_apps("".join(secret.split()), EXAMPLE_FIRM.name, username)
    picture = segno.make_qr(address).svg_inline(scale=5, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return re.findall(r' d="([^"]+)"', picture)


def test_an_app_is_set_up_by_its_qr_asked_for_at_the_door_and_stood_in_for_once(
    page: Page, server: Serving, forgiven: list[str]
) -> None:
    forgiven.append("status of 422")
    hired(server, "kavita", "Kavita Shah")
    kavita = Member(page, server)
    gives_password(kavita, "kavita")
    kavita.heading("The desk")

    kavita.open("/desk/me")
    kavita.follow("Set up a second factor")
    kavita.heading("Set up your sign-in app")
    secret = page.locator("#secret").inner_text()
    assert [each.get_attribute("d") for each in page.locator("[role=img] path").all()] == drawn(secret, "kavita")
    kavita.write(code=code_of(secret, -1))
    kavita.press("Set up the app")
    kavita.heading("Keep your recovery codes")
    recovery = page.locator("li code").all_inner_texts()
    assert len(set(recovery)) == 10
    kavita.follow(re.compile("^I have kept them"))
    kavita.heading("The desk")
    kavita.press("Sign out")

    gives_password(kavita, "kavita")
    kavita.heading("Type the code of your app")
    kavita.open("/desk/baskets")
    kavita.heading("Type the code of your app")
    kavita.write(code=code_of(secret))
    kavita.press("Sign in")
    kavita.heading("The desk")
    kavita.press("Sign out")

    gives_password(kavita, "kavita")
    kavita.write(code=recovery[3])
    kavita.press("Sign in")
    kavita.heading("You used a recovery code")
    expect(page.locator(".lead")).to_contain_text("9")
    kavita.press("Sign out")

    gives_password(kavita, "kavita")
    kavita.write(code=recovery[3])
    kavita.press("Sign in")
    expect(page.locator("#code-error")).to_be_visible()
    with outside_of(server).store.reading() as view:
        person = view.people.by_username("kavita")
        assert person is not None
        assert view.people.recovery_codes_left(person.id) == 9
