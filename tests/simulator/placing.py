"""Placing an order over the stand-in's API, and what became of it."""

from typing import Any

from tests.simulator.visitor import Headers, Visitor, data_of


def fields(**changed: Any) -> dict[str, Any]:
    usual = {
        "tradingsymbol": "INFY",
        "exchange": "NSE",
        "transaction_type": "BUY",
        "order_type": "LIMIT",
        "product": "CNC",
        "quantity": 10,
        "price": "1656",
        "validity": "DAY",
    }
    return {key: value for key, value in (usual | changed).items() if value is not None}


def place(visitor: Visitor, headers: Headers, variety: str = "regular", **changed: Any) -> dict[str, Any]:
    """Place an order that gets an order id; give its record."""
    answer = visitor.client.post(f"/orders/{variety}", data=fields(**changed), headers=headers)
    return history(visitor, headers, data_of(answer)["order_id"])[-1]


def refused(visitor: Visitor, headers: Headers, variety: str = "regular", **changed: Any) -> tuple[int, str, str]:
    """Place an order that gets none; give code, type and message."""
    answer = visitor.client.post(f"/orders/{variety}", data=fields(**changed), headers=headers)
    envelope: Any = answer.get_json()
    assert envelope["status"] == "error", answer.text
    return answer.status_code, envelope["error_type"], envelope["message"]


def history(visitor: Visitor, headers: Headers, order_id: str) -> list[dict[str, Any]]:
    answer = visitor.client.get(f"/orders/{order_id}", headers=headers)
    found: list[dict[str, Any]] = data_of(answer)
    return found
