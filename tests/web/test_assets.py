"""The style sheet and the modules are small, complete, and kept by browsers for exactly as long as they stay true."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # the wheel carries no types
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tokri.web.assets import LAYERS, SHEET, Assets

STATIC = Path(__file__).parents[2] / "static"
SMALL = 8_000  # bytes as a proxy packs them, for the sheet, and for what the form loads; no other page loads as much


def client_of(assets: Assets) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/static/<hash_>/<path:name>", view_func=assets.serve)
    return app.test_client()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    for layer in LAYERS:
        (tmp_path / "css" / f"{layer}.css").write_text(f"/* {layer} */")
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "app.mjs").write_text("export {};")
    (tmp_path / "secret.txt").write_text("not for browsers")
    return tmp_path


@pytest.fixture
def assets(folder: Path) -> Assets:
    return Assets(folder)


@pytest.fixture
def client(assets: Assets) -> Iterator[FlaskClient]:
    with client_of(assets) as client:
        yield client


def test_nothing_is_read_before_the_first_use(tmp_path: Path) -> None:
    assets = Assets(tmp_path / "not-there-yet")
    with pytest.raises(FileNotFoundError):
        assets.url(SHEET)


def test_the_layers_are_joined_in_their_order(client: FlaskClient, assets: Assets) -> None:
    sheet = client.get(assets.url(SHEET)).text
    assert re.findall(r"/\* (\w+) \*/", sheet) == list(LAYERS)


def test_the_right_hash_is_kept_for_good(client: FlaskClient, assets: Assets) -> None:
    answer = client.get(assets.url("js/app.mjs"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_a_page_of_an_earlier_version_gets_what_there_is_and_keeps_nothing(client: FlaskClient) -> None:
    answer = client.get("/static/0123456789ab/js/app.mjs")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_what_a_browser_has_is_not_sent_again(client: FlaskClient, assets: Assets) -> None:
    first = client.get(assets.url(SHEET))
    again = client.get(assets.url(SHEET), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_compressed_answer_is_the_same_file_under_a_tag_of_its_own(client: FlaskClient, assets: Assets) -> None:
    plain = client.get(assets.url(SHEET))
    packed = client.get(assets.url(SHEET), headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "name",
    [
        "secret.txt",
        "css/tokens.css",
        "../config.py",
        "..%2fconfig.py",
        "js/../../config.py",
        "js/app.mjs/",
        "js",
        "//etc/passwd",
        "%00",
    ],
)
def test_what_is_not_meant_for_browsers_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/0123456789ab/{name}").status_code in {404, 308}
    assert client.get(f"/static/0123456789ab/{name}", follow_redirects=True).status_code == 404


def test_the_address_changes_when_any_file_does(folder: Path, assets: Assets) -> None:
    before = assets.url("js/app.mjs")
    (folder / "css" / "print.css").write_text("/* print, otherwise */")
    assert Assets(folder).url("js/app.mjs") != before
    assert Assets(folder).url("js/app.mjs") == Assets(folder).url("js/app.mjs")


def test_a_template_cannot_name_what_is_not_there(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.url("js/gone.mjs")


def test_the_sheet_and_the_modules_stay_small() -> None:
    files = Assets(STATIC).files
    waiting, loaded = ["app.mjs", "error-summary.mjs", "rows.mjs", "unsaved.mjs", "instruments.mjs"], set[str]()
    while waiting:
        name = waiting.pop()
        loaded.add(name)
        imported = re.findall(r'from "\./([^"]+)"', files[f"js/{name}"].body.decode())
        waiting += [each for each in imported if each not in loaded]
    assert {"page.mjs", "start.mjs", "combobox.mjs", "recent.mjs"} <= loaded
    assert 0 < len(brotli.compress(files[SHEET].body)) <= SMALL
    assert 0 < sum(len(brotli.compress(files[f"js/{name}"].body)) for name in loaded) <= SMALL


def test_every_module_that_is_imported_or_named_is_there() -> None:
    files = Assets(STATIC).files
    for name, each in files.items():
        for imported in re.findall(r'from "\./([^"]+)"', each.body.decode()):
            assert f"js/{imported}" in files, (name, imported)
    templates = [path.read_text() for path in (STATIC.parent / "templates").rglob("*.html")]
    named = {
        name for text in templates for list_ in re.findall(r'data-module="([^"]+)"', text) for name in list_.split()
    }
    assert {"rows", "watch", "error-summary"} <= named
    assert {f"js/{name}.mjs" for name in named} <= set(files)


def test_every_shape_that_is_drawn_is_in_the_sprite() -> None:
    shapes = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))
    templates = [path.read_text() for path in (STATIC.parent / "templates").rglob("*.html")]
    drawn = {name for text in templates for name in re.findall(r"icon\(\"(\w+)\"\)|icons\.svg'\) }}#(\w+)", text)}
    assert {one or other for one, other in drawn} <= shapes
    assert {"buy", "sell", "proven", "claim", "waiting", "wrong", "neutral", "warning", "note"} <= shapes


def test_no_module_turns_text_into_markup_or_code() -> None:
    sinks = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser|srcdoc")
    for name, each in Assets(STATIC).files.items():
        if name.endswith(".mjs"):
            assert not sinks.search(each.body.decode()), name
            assert each.body.count(b"\n") < 150, name


def test_no_template_carries_a_style_or_a_script_of_its_own() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
    for path in (STATIC.parent / "templates").rglob("*.html"):
        assert not inline.search(path.read_text()), path.name
