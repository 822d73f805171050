"""The program: its command line, where it listens, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from simulator import Settings
from tests.simulator.visitor import API_KEY, API_SECRET, REDIRECT_URL

REQUIRED = ["--api-key", API_KEY, "--redirect-url", REDIRECT_URL]
ROOT = Path(__file__).parents[2]


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "simulator", "--port", "0", *REQUIRED, "--api-secret", API_SECRET, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stderr=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str]) -> float:
    """Ask it to end; give the seconds it took."""
    asked = time.monotonic()
    process.terminate()
    try:
        process.wait(10)
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()
    return time.monotonic() - asked


def port_of(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://kite\.localhost:(\d+) ", said)
    assert found, said
    return int(found[1])


def get(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    process = start("--clock-offset", "0", CLOCK_OFFSET="99")
    yield port_of(process)
    stop(process)


@pytest.mark.parametrize("host", ["kite.localhost", "localhost", "127.0.0.1"])
def test_it_answers_under_any_loopback_name(port: int, host: str) -> None:
    assert get(port, "/healthz", host) == (200, "ok")


def test_it_listens_on_loopback_alone(port: int) -> None:
    table = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    listening = [
        line.split()[1]
        for line in table.splitlines()[1:]
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    ]
    assert listening == [f"0100007F:{port:04X}"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_told_to_even_with_a_slow_call_under_way(how: signal.Signals) -> None:
    process = start()
    port = port_of(process)
    choose(port, '{"scenario": "api-slow", "delay": 60}')
    waiting = socket.create_connection(("127.0.0.1", port), timeout=10)
    waiting.sendall(b"POST /session/token HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
    process.send_signal(how)
    took = stop(process)
    waiting.close()
    assert took < 5
    assert process.returncode == 0


def choose(port: int, body: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/simulator/scenario", body, {"Content-Type": "application/json"})
    with connection.getresponse() as answer:
        assert answer.status == 200, answer.read()
    connection.close()


def test_it_does_not_start_beside_a_real_installation() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *REQUIRED],
        cwd=ROOT, env=os.environ | {"ENV": "production"}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("ENV=production: the stand-in is for demos and tests")


def test_the_clock_can_be_moved_by_the_environment() -> None:
    years = 10 * 366 * 86400
    process = start(CLOCK_OFFSET=str(years))
    _, page = get(port_of(process), "/simulator")
    stop(process)
    shown = re.search(r"Its day is \w+ \d+ \w+ (\d{4})", page)
    assert shown
    assert int(shown[1]) == time.gmtime(time.time() + years + 19800).tm_year


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"api_key": ""}, "--api-key"),
        ({"redirect_url": ""}, "--redirect-url"),
        ({"redirect_url": "tokri.localhost/kite"}, "--redirect-url"),
        ({"postback_url": "javascript:alert(1)"}, "--postback-url"),
        ({"rules": "2019"}, "--rules"),
    ],
)
def test_a_setting_that_could_never_work_is_refused_by_name(changed: dict[str, str], message: str) -> None:
    usual = {"api_key": API_KEY, "redirect_url": REDIRECT_URL}
    with pytest.raises(ValueError, match=message):
        Settings(**usual | changed)  # type: ignore[arg-type]  # rules is wrong on purpose


def test_the_secret_is_in_no_repr() -> None:
    assert API_SECRET not in repr(Settings(api_key=API_KEY, redirect_url=REDIRECT_URL, api_secret=API_SECRET))
