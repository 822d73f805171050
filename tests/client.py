"""The house client: Flask's own, which behaves like a browser with scripts off and inspects every answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.house_rules import faults_of_answer
from tests.page import Form, Page


class HouseClient(FlaskClient):
    """Fails a test on any answer that breaks a house rule. CSRF protection is on: forms carry the page's token."""

    def __init__(self, *args: Any, public_url: str, kite_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._public_url = public_url
        self._kite_url = kite_url
        self._page: Page | None = None
        self._token: str | None = None

    @property
    def page(self) -> Page:
        """The page last shown. Redirects, files and JSON leave it as it was, as a browser does."""
        if self._page is None:
            raise AssertionError("No page was fetched yet.")
        return self._page

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if args and isinstance(args[0], str):  # by the public name, so that hosts and cookies are a browser's
            kwargs.setdefault("base_url", self._public_url)
        response = super().open(*args, **kwargs)
        if not response.history:  # each hop of a followed redirect came through here by itself
            self._inspect(response)
        return response

    def post(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """POST with the token of the last page that had one; `csrf=False` sends what is given and nothing more."""
        data = kwargs.get("data")
        if csrf and "json" not in kwargs and (data is None or (isinstance(data, Mapping) and "csrf_token" not in data)):
            if self._token is None:
                raise AssertionError("Fetch a page with a form first, or say csrf=False.")
            kwargs["data"] = {**(data or {}), "csrf_token": self._token}
        return super().post(*args, **kwargs)

    def submit(
        self,
        form: str | Form = "main form",
        button: tuple[str, str] | None = None,
        fields: Mapping[str, str | None] | None = None,
        **kwargs: Any,
    ) -> TestResponse:
        """Fill in a form of the page (by its selector) and press a button, as a browser sends it.

        `fields` changes what stands in the form; None unticks or leaves out. `button` is its name and value.
        """
        found = self.page.form(form) if isinstance(form, str) else form
        if not found.action.startswith("/"):
            raise AssertionError(f"The form leaves for {found.action}; read it with page.form() instead.")
        sent = found.filled(fields or {}, button)
        if found.method == "get":
            return self.get(found.action, query_string=sent, **kwargs)
        return self.post(found.action, data=sent, csrf=False, **kwargs)

    def _inspect(self, response: TestResponse) -> None:
        if faults := faults_of_answer(response, self._kite_url):
            asked = f"{response.request.method} {response.request.path} answered {response.status_code}"
            raise AssertionError("\n  - ".join([f"{asked} and breaks the house rules:", *faults]))
        if response.mimetype == "text/html" and response.status_code // 100 != 3 and response.request.method != "HEAD":
            self._page = Page(response.get_data(as_text=True), self._kite_url)
            self._token = self._page.csrf_token or self._token
