"""The frame in a real browser: pages load under their policy, and a test hears what the browser complains of."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import NewPage
from tests.browser.serving import Serving
from tests.browser.watching import Watch
from tests.house_rules import faults_of_page
from tests.page import Page as HousePage

PAGES = ["/", "/baskets/new", "/how-it-works", "/forget"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_a_complaint_and_scripts_leave_it_by_the_rules(
    page: Page, server: Serving, path: str
) -> None:
    answer = page.goto(server.url + path)
    assert answer is not None
    assert answer.status == 200
    assert faults_of_page(HousePage(page.content(), server.kite_url)) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_with_scripts_off(new_page: NewPage, server: Serving, path: str) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(server.url + path)
    assert page.locator("h1").count() == 1


def test_every_loopback_name_is_answered(page: Page, server: Serving) -> None:
    for name in ("127.0.0.1", "localhost", "anything.localhost"):
        answer = page.goto(f"http://{name}:{server.port}/how-it-works")
        assert answer is not None
        assert answer.status == 200


@pytest.mark.parametrize(
    ("script", "heard"),
    [
        ("console.error('something is wrong')", "something is wrong"),
        ("setTimeout(() => {throw new Error('nobody catches this')}, 0)", "nobody catches this"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("fetch('https://kite.zerodha.com/').catch(() => 0)", "Content Security Policy"),
        ("document.body.innerHTML = '<p>no</p>'", "TrustedHTML"),
    ],
)
def test_what_the_browser_complains_of_fails_the_test(
    browser: Browser, server: Serving, script: str, heard: str
) -> None:
    watch = Watch(browser)
    page = watch.open()
    page.goto(f"{server.url}/how-it-works")
    page.evaluate(f"() => {{ try {{ {script} }} catch (refused) {{ console.log(refused) }} }}")
    page.evaluate("() => new Promise(done => setTimeout(done, 0))")
    with pytest.raises(AssertionError, match="The browser complained") as told:
        watch.end(forgiven=[])
    assert heard in str(told.value)


def test_a_complaint_that_a_test_expects_is_forgiven(browser: Browser, server: Serving) -> None:
    watch = Watch(browser)
    page = watch.open()
    page.goto(f"{server.url}/how-it-works")
    page.evaluate("() => console.error('as expected')")
    watch.end(forgiven=["as expected"])


def test_what_playwright_switches_off_in_its_browser_stays_off(browser: Browser) -> None:
    session = browser.new_browser_cdp_session()
    started_with = session.send("SystemInfo.getInfo")["commandLine"]
    session.detach()
    *before, last = re.findall(r"--disable-features=(\S+)", started_with)
    assert before
    assert {name for each in before for name in each.split(",")} <= set(last.split(","))


def test_a_browser_loads_nothing_but_the_pages_of_the_test(browser: Browser, page: Page, server: Serving) -> None:
    page.goto(f"{server.url}/how-it-works")
    session = browser.new_browser_cdp_session()
    targets = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    session.detach()
    assert page.url in {each["url"] for each in targets}
    assert [each["url"] for each in targets if each["url"].startswith("chrome:")] == []
