"""The stand-in for Kite as a process, and a person who walks its pages over HTTP."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from tests.journey.fakes import MORNING

API_KEY, API_SECRET = "kitekey", "kitesecret"
REDIRECT_URL = "http://127.0.0.1:9/kite/redirect"


@contextmanager
def running() -> Iterator[str]:
    """Start the stand-in on a Wednesday morning; answers its origin."""
    command = [sys.executable, "-m", "simulator", "--port", "0", "--api-key", API_KEY, "--api-secret", API_SECRET]
    offset = MORNING.timestamp() - time.time()
    process = subprocess.Popen(
        [*command, "--redirect-url", REDIRECT_URL, f"--clock-offset={offset:.0f}"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        port = re.search(r"http://kite\.localhost:(\d+)", said)
        assert port, f"the stand-in did not start: {said}{process.stderr.read()}"
        yield f"http://127.0.0.1:{port[1]}"
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


@dataclass
class Person:
    """A browser without scripts: follows redirects within the stand-in, keeps its cookies, stops on the way out."""

    origin: str
    user_id: str = "DM0001"
    password: str = "asha-demo"
    cookies: dict[str, str] = field(default_factory=dict)

    def place(self, *orders: dict[str, object]) -> dict[str, list[str]]:
        """Hand the basket over, log in if asked, press Place; answers the query that the redirect carries."""
        where, page = self._post("/connect/basket", api_key=API_KEY, data=json.dumps(orders))
        for _ in range(5):
            if where.startswith(REDIRECT_URL):
                return parse_qs(urlsplit(where).query)
            if 'id="login-form"' in page:
                where, page = self._submit(where, page, "login-form", user_id=self.user_id, password=self.password)
            elif 'id="totp-form"' in page:
                where, page = self._submit(where, page, "totp-form", totp="123456")
            elif 'id="order-form"' in page:
                where, page = self._submit(where, page, "order-form", action="place")
            else:
                break
        raise AssertionError(f"the stand-in led to {where}: {page}")

    def reset(self) -> None:
        self._post("/simulator/reset")

    def _submit(self, where: str, page: str, form_id: str, **fields: str) -> tuple[str, str]:
        [form] = re.findall(rf'(<form [^>]*id="{form_id}".*?</form>)', page, re.DOTALL)
        [action] = re.findall(r'action="([^"]*)"', form.partition(">")[0])
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
        return self._post(urljoin(where, unescape(action)), **hidden, **fields)

    def _post(self, path: str, **fields: str) -> tuple[str, str]:
        return self._go("POST", path, urlencode(fields))

    def _go(self, method: str, path: str, body: str = "") -> tuple[str, str]:
        connection = HTTPConnection(urlsplit(self.origin).netloc, timeout=10)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            page = response.read().decode()
        finally:
            connection.close()
        for set_cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(set_cookie).items()}
        if response.status not in {302, 303}:
            return path, page
        onward = urljoin(self.origin + path, response.headers["Location"])
        if onward.startswith(REDIRECT_URL):
            return onward, ""
        parts = urlsplit(onward)
        return self._go("GET", f"{parts.path}?{parts.query}")
