"""Sessions, profile and funds."""

from decimal import Decimal
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from simulator.access import check_api_key, state
from simulator.accounts import Account
from simulator.api.common import account, locked, meet_fault, success
from simulator.clock import stamp
from simulator.errors import Refused
from simulator.state import Session

EXCHANGES = ["NSE", "NFO", "BFO", "CDS", "BSE", "MCX", "BCD", "MF"]
PRODUCTS = ["CNC", "NRML", "MIS", "MTF"]
ORDER_TYPES = ["MARKET", "LIMIT", "SL", "SL-M"]


def exchange() -> Response:
    """Exchange a request token, once."""
    here = state()
    request_token = request.form.get("request_token", "")
    with here.lock:
        waiting = here.request_tokens.get(request_token)
    fault = meet_fault("token", waiting.choice if waiting else None)
    if fault is not None:
        return fault
    with here.lock:
        check_api_key(request.form.get("api_key", ""))
        access_token, made = here.exchange_request_token(request_token, request.form.get("checksum", ""))
        return success(session_record(access_token, made))


@locked
def renew() -> Response:
    here = state()
    check_api_key(request.form.get("api_key", ""))
    access_token, made = here.renew(request.form.get("refresh_token", ""), request.form.get("checksum", ""))
    return success(session_record(access_token, made))


@locked
def end() -> Response:
    """End a session by its access token, or its refresh token's life."""
    here = state()
    check_api_key(request.args.get("api_key", ""))
    refresh_token = request.args.get("refresh_token")
    if refresh_token:
        for found in here.sessions.values():
            if found.refresh_token == refresh_token:
                found.refresh_token = ""
                return success(data=True)
        raise Refused("Token is invalid or has expired.", "TokenException", 403)
    access_token = request.args.get("access_token", "")
    here.session(access_token)
    del here.sessions[access_token]
    return success(data=True)


@locked
def profile() -> Response:
    return success(profile_record(account()))


@locked
def margins() -> Response:
    who = account()
    return success({segment: margin_record(who, segment) for segment in ("equity", "commodity")})


@locked
def segment_margins(segment: str) -> Response:
    who = account()
    if segment not in {"equity", "commodity"}:
        raise Refused("Invalid `segment`.")
    return success(margin_record(who, segment))


def profile_record(who: Account) -> dict[str, Any]:
    return {
        "user_id": who.user_id,
        "user_type": "individual",
        "email": f"{who.user_shortname.lower()}@demo.invalid",
        "user_name": who.user_name,
        "user_shortname": who.user_shortname,
        "broker": "STANDIN",
        "exchanges": EXCHANGES,
        "products": PRODUCTS,
        "order_types": ORDER_TYPES,
        "avatar_url": None,
        "meta": {"demat_consent": who.demat_consent},
    }


def session_record(access_token: str, made: Session) -> dict[str, Any]:
    here = state()
    return profile_record(here.account(made.user_id)) | {
        "api_key": here.settings.api_key,
        "access_token": access_token,
        "public_token": access_token[::-1],
        "enctoken": access_token.swapcase(),
        "refresh_token": made.refresh_token,
        "silo": "",
        "login_time": stamp(here.clock()),
    }


def margin_record(who: Account, segment: str) -> dict[str, Any]:
    commodity = segment == "commodity"
    cash = who.commodity_cash if commodity else who.cash
    debits = state().exchange.blocked(who.user_id, commodity=commodity)
    zero = Decimal(0)
    proceeds = zero if commodity else state().exchange.proceeds(who.user_id)
    return {
        "enabled": True,
        "net": cash + proceeds - debits,
        "available": {
            "adhoc_margin": zero,
            "cash": cash,
            "opening_balance": cash,
            "live_balance": cash + proceeds - debits,
            "collateral": zero,
            "intraday_payin": zero,
        },
        "utilised": {"debits": debits} | dict.fromkeys(UTILISED, zero),
    }


UTILISED = [
    "exposure",
    "m2m_realised",
    "m2m_unrealised",
    "option_premium",
    "payout",
    "span",
    "holding_sales",
    "turnover",
    "liquid_collateral",
    "stock_collateral",
    "delivery",
]
