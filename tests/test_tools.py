"""The scripts behind the commands: what they take from the terminal, what they write, and how they say no."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dotenv import dotenv_values

from config import Settings
from tests.test_supervisor import gone, until
from tools import browser, check, demo, run

ROOT = Path(__file__).resolve().parent.parent


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def said_by(*argv: str, cwd: Path = ROOT, **environ: str) -> tuple[int, str]:
    """The exit status of a program, and what it said to standard error."""
    done = subprocess.run(argv, cwd=cwd, env=environ, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


def test_the_first_run_writes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    key = run.write_secret_key(tmp_path / ".env")
    assert mode(tmp_path / ".env") == 0o600
    assert dotenv_values(tmp_path / ".env") == {"SECRET_KEY": key}
    assert Settings.from_environment({"SECRET_KEY": key, "KITE_API_KEY": "abc"}).secret_key == key


def test_the_first_run_keeps_what_stands_in_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nKITE_API_KEY=abc\nSECRET_KEY=\n")
    (tmp_path / ".env").chmod(0o644)
    key = run.write_secret_key(tmp_path / ".env")
    assert (tmp_path / ".env").read_text() == f"# ours\nKITE_API_KEY=abc\nSECRET_KEY={key}\n"
    assert mode(tmp_path / ".env") == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [".env"]


def test_no_two_keys_are_the_same(tmp_path: Path) -> None:
    assert run.write_secret_key(tmp_path / "a") != run.write_secret_key(tmp_path / "b")


def test_the_demo_takes_no_setting_of_a_real_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "KITE_API_KEY", "KITE_API_SECRET", "SMTP_URL", "SECRET_KEY_FALLBACKS"):
        monkeypatch.setenv(name, "of a real installation")
    told = demo.environment(tmp_path, 8400, 8401)
    assert "of a real installation" not in told.values()


def test_the_demo_is_a_sound_installation_on_its_own_day(tmp_path: Path) -> None:
    settings = Settings.from_environment(demo.environment(tmp_path, 8500, 8501))
    assert settings.env == "demo"
    assert settings.public_url == "http://tokri.localhost:8500"
    assert settings.kite_url == "http://kite.localhost:8501"
    assert settings.can_read
    there = datetime.fromtimestamp(time.time(), UTC) + settings.clock_offset
    assert abs(there - datetime(2026, 2, 11, 5, 0, tzinfo=UTC)) < timedelta(seconds=5)


def test_what_an_earlier_demo_stored_stays_readable(tmp_path: Path) -> None:
    first, again = (demo.environment(tmp_path, 8400, 8401)["SECRET_KEY"] for _ in range(2))
    assert first == again
    assert mode(tmp_path / "demo.key") == 0o600


def demo_says(**environ: str) -> tuple[int, str]:
    return said_by(sys.executable, "-m", "tools.demo", PATH=os.environ["PATH"], **environ)


def test_the_demo_says_in_one_sentence_that_a_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        status, said = demo_says(PORT=str(port))
    assert status == 1
    assert said == f"Port {port} is taken by another program. Choose another: make demo PORT={port + 10}\n"


@pytest.mark.parametrize("port", ["abc", "0", "65536", "²"])
def test_the_demo_says_what_a_port_is(port: str) -> None:
    assert demo_says(SIM_PORT=port) == (1, f"SIM_PORT is {port!r}. Set it to a number from 1 to 65535.\n")


def test_the_demo_needs_two_ports() -> None:
    assert demo_says(PORT="8401") == (1, "PORT and SIM_PORT are both 8401. Set one of them to another.\n")


def test_a_browser_that_is_named_is_the_one_that_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = program(tmp_path / "mychromium", "exit 0")
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert browser.find() == str(mine)


def test_a_browser_that_is_named_and_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(program(tmp_path / "mychromium", "exit 1")))
    with pytest.raises(SystemExit, match="mychromium, which does not start"):
        browser.find()


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it but the folder of programs that is answered."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(browser, "KEPT", tmp_path / "var" / "chromium")
    monkeypatch.setattr(browser, "_ELSEWHERE", ())
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def no_download() -> None:
    """There is no network."""


def test_a_browser_that_is_there_is_found_and_remembered(bare_machine: Path) -> None:
    program(bare_machine / "chromium", "exit 1")
    good = program(bare_machine / "google-chrome", "exit 0")
    assert browser.find() == str(good)
    good.write_text("#!/bin/sh\nexit 1\n")
    assert browser.find() == str(good), "a second look asks nobody"


def test_a_browser_that_is_gone_is_looked_for_again(bare_machine: Path) -> None:
    first = program(bare_machine / "chromium", "exit 0")
    assert browser.find() == str(first)
    first.unlink()
    second = program(bare_machine / "google-chrome", "exit 0")
    assert browser.find() == str(second)


def test_without_a_browser_and_without_a_network_there_is_one_sentence(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(bare_machine.iterdir()) == []
    monkeypatch.setattr(browser, "_playwrights_download", no_download)
    with pytest.raises(SystemExit, match=r"^No Chromium was found .* run make test again\.$"):
        browser.find()


def test_a_browser_that_playwright_downloaded_is_found(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download() -> None:
        program(bare_machine.parent / "home/.cache/ms-playwright/chromium-1/chrome-linux64/chrome", "exit 0")

    monkeypatch.setattr(browser, "_playwrights_download", download)
    assert browser.find().endswith("chromium-1/chrome-linux64/chrome")


def test_without_a_python_that_is_new_enough_there_is_one_sentence(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3", "exit 1")
    assert set_up(tmp_path) == (
        1,
        "Tokri needs Python 3.11 or newer, and none was found: install it, or set PYTHON to the path of one.\n",
    )


def test_a_named_python_that_is_too_old_is_told(tmp_path: Path) -> None:
    old = program(tmp_path / "bin" / "oldpython", "exit 1")
    assert set_up(tmp_path, PYTHON=str(old)) == (
        1,
        f"PYTHON is {old}, which is no Python 3.11 or newer that starts.\n",
    )


def test_a_python_without_its_venv_package_is_told_what_to_install(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3", 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    status, said = set_up(tmp_path)
    assert status == 1
    assert said == (
        "python3 cannot make virtual environments: install its venv package "
        "(on Debian and Ubuntu: apt install python3-venv).\n"
    )


def test_an_install_that_was_interrupted_is_begun_anew(tmp_path: Path) -> None:
    program(tmp_path / ".venv" / "bin" / "python", "exit 0")
    (tmp_path / ".venv" / "half-installed").touch()
    (tmp_path / ".venv" / "installing").touch()
    program(tmp_path / "bin" / "python3", 'case "$2" in venv) mkdir -p .venv/bin; cp "$0" .venv/bin/python;; esac')
    for name in ("rm", "mkdir", "cp"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    assert set_up(tmp_path) == (0, "")
    assert {file.name for file in (tmp_path / ".venv").iterdir()} == {"bin"}


def set_up(folder: Path, **environ: str) -> tuple[int, str]:
    """Run tools/venv.sh in an empty folder, with no programs but those in its `bin`."""
    shell = shutil.which("sh")
    assert shell is not None
    return said_by(
        shell, str(ROOT / "tools" / "venv.sh"), "requirements.txt", cwd=folder, PATH=str(folder / "bin"), **environ
    )


def program(file: Path, script: str) -> Path:
    """A program of one line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_make_alone_lists_every_command() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - whichever make there is
    for command in ("demo", "run", "test", "bench", "screens", "lock"):
        assert f"make {command} " in done.stdout
    assert done.stderr == ""


def test_ci_runs_what_a_developer_runs() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_an_empty_setting_of_the_terminal_does_not_hide_the_one_of_the_file() -> None:
    found = run.settings_of({"SECRET_KEY": "from the file", "PORT": "8400"}, {"SECRET_KEY": "", "PORT": "9000"})
    assert (found["SECRET_KEY"], found["PORT"]) == ("from the file", "9000")


def test_tests_that_run_side_by_side_are_all_told_and_the_first_that_fails_counts(
    capfd: pytest.CaptureFixture[str],
) -> None:
    programs = {"the first": ("calendar", "2026", "2"), "the second": ("calendar", "no year"), "the third": ("this",)}
    assert check.side_by_side(programs, os.environ) == 2
    said = capfd.readouterr().out
    assert "February 2026" in said
    assert "--- the first: well" in said
    assert "--- the second: FAILED" in said
    assert said.index("--- the second: FAILED") < said.index("Beautiful is better than ugly.")
    assert "--- the third: well" in said


def test_tests_that_run_side_by_side_and_are_well_are_well(capfd: pytest.CaptureFixture[str]) -> None:
    assert check.side_by_side({"one": ("this",), "other": ("this",)}, os.environ) == 0
    assert capfd.readouterr().out.count("Beautiful is better than ugly.") == 2


def test_where_there_is_no_room_beside_them_the_next_starts_when_one_has_ended(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "noted.py").write_text(
        "import pathlib, sys, time\n"
        "began = time.monotonic()\n"
        "import asyncio, http.server, unittest\n"  # work enough for two to be at it at once, were they let
        "pathlib.Path(__file__).with_name(sys.argv[1]).write_text(f'{began} {time.monotonic()}')\n"
        "print('I am', sys.argv[1])\n"
    )
    monkeypatch.setattr(check, "AT_ONCE", 1)
    names = ["one", "two", "three"]
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    assert check.side_by_side({name: ("noted", name) for name in names}, environ) == 0
    times = [float(each) for name in names for each in (tmp_path / name).read_text().split()]
    assert times == sorted(times)
    told = [line.split(",")[0] for line in capfd.readouterr().out.splitlines()]
    assert told[-5:] == ["I am two", "--- two: well", "--- three", "I am three", "--- three: well"]


def test_whoever_stops_the_tests_stops_all_that_they_started_at_once(tmp_path: Path) -> None:
    # A program that will not end when it is told to, and one that it started; a second of the same kind waits its turn.
    (tmp_path / "stubborn.py").write_text(
        "import pathlib, signal, subprocess, sys, time\n"
        "for each in (signal.SIGTERM, signal.SIGINT): signal.signal(each, signal.SIG_IGN)\n"
        "started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "there = pathlib.Path(__file__).with_name('began')\n"
        "there.with_suffix('.new').write_text(f'{started.pid} ')\n"
        "there.with_suffix('.new').rename(there)\n"
        "time.sleep(600)\n"
    )
    check_them = (
        "import os, signal, sys\nfrom tools import check\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # as at a terminal, wherever this test runs\n"
        "check.AT_ONCE, check.GRACE = 1, 0.2\n"
        "check.STEPS, check.TESTS = (), {'one': ('stubborn',), 'other': ('stubborn',)}\n"
        "check.browser.find = lambda: ''\n"
        "sys.exit(check.main())\n"
    )
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))), "TMPDIR": str(tmp_path)}
    checking = subprocess.Popen([sys.executable, "-c", check_them], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    try:
        until((tmp_path / "began").exists)
        checking.send_signal(signal.SIGINT)
        assert checking.wait(20) == 130
    finally:
        checking.kill()
        checking.wait()
    child = int((tmp_path / "began").read_text())
    until(lambda: gone([child]))


def test_every_test_is_asked_for_by_one_program_and_no_more() -> None:
    def takes(asked: Sequence[str], file: Path) -> bool:
        left_out = [each.removeprefix("--ignore=") for each in asked if each.startswith("--ignore=")]
        folders = [each for each in asked if not each.startswith("--")] or ["tests"]
        return any(file.is_relative_to(each) for each in folders) and not any(map(file.is_relative_to, left_out))

    programs = [asked for _, *asked in check.TESTS.values()]
    files = [file.relative_to(ROOT) for file in (ROOT / "tests").rglob("test_*.py")]
    assert {sum(takes(asked, file) for asked in programs) for file in files} == {1}
    assert all(any(takes(asked, file) for file in files) for asked in programs)


def test_the_files_of_tests_are_in_memory_for_as_long_as_they_run(tmp_path: Path) -> None:
    with check.scratch({}, memory=tmp_path) as where:
        assert Path(where["TMPDIR"]).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_tests_are_where_somebody_wants_them_and_where_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with check.scratch({"TMPDIR": "/elsewhere"}, memory=tmp_path) as where:
        assert where == {}
    with check.scratch({}, memory=tmp_path / "not there") as where:
        assert where == {}
    monkeypatch.setattr(check, "NEEDED", shutil.disk_usage(tmp_path).total * 2)
    with check.scratch({}, memory=tmp_path) as where:
        assert where == {}
