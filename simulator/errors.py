"""Errors as Kite answers them: an envelope of status, message, data and error_type, with an HTTP code."""

from typing import Any


class Refused(Exception):
    """A call that Kite refuses. Always with an error_type: the official client breaks on an error without one."""

    def __init__(self, message: str, error_type: str = "InputException", code: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.code = code

    def envelope(self) -> dict[str, Any]:
        return {"status": "error", "message": self.message, "data": None, "error_type": self.error_type}
