"""Every two colours that meet on a screen can be told apart, in light and in dark (WCAG 2.2: 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
GROUNDS = ("paper", "sheet", "tint")
TEXT = ("ink", "soft", "accent", "accent-deep", "buy", "sell", "wrong", "proven")
EDGES = ("edge", "focus", "accent", "wrong", "proven", "buy", "sell")


def colours(scheme: str) -> dict[str, str]:
    text = (CSS / "tokens.css").read_text()
    light, dark = text.split("(prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read_on_its_ground(scheme: str, ground: str, text: str) -> None:
    of = colours(scheme)
    assert contrast(of[text], of[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["accent", "accent-deep"])
def test_the_words_of_the_main_button_can_be_read(scheme: str, ground: str) -> None:
    of = colours(scheme)
    assert contrast(of["on-accent"], of[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("edge", EDGES)
def test_the_edge_of_a_control_and_the_focus_can_be_seen(scheme: str, ground: str, edge: str) -> None:
    of = colours(scheme)
    assert contrast(of[edge], of[ground]) >= 3


def test_nothing_is_made_paler_than_its_colour() -> None:
    """A button that is off has a colour of its own, which is measured above; opacity would not be."""
    pale = {path.name for path in CSS.glob("*.css") if re.search(r"opacity:\s*0?\.", path.read_text())}
    assert pale == set()


def test_each_colour_is_given_for_light_and_for_dark() -> None:
    dark = set(re.findall(r"--([\w-]+): #", (CSS / "tokens.css").read_text().split("(prefers-color-scheme: dark)")[1]))
    assert dark == set(colours("light"))


def test_no_layer_but_the_tokens_names_a_colour() -> None:
    colour = re.compile(r":[^;{]*(#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\()[^;{]*;", re.IGNORECASE)
    named = {path.name for path in CSS.glob("*.css") if colour.search(path.read_text())}
    assert named == {"tokens.css"}


def test_every_token_is_used_and_every_one_that_is_used_is_there() -> None:
    text = "".join(path.read_text() for path in CSS.glob("*.css"))
    assert set(re.findall(r"var\(--([\w-]+)\)", text)) == set(re.findall(r"^\s*--([\w-]+):", text, re.MULTILINE))
