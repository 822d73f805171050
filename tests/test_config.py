"""What an installation may say of itself, and what stops the program with a sentence."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from dotenv import dotenv_values

from config import Settings

ROOT = Path(__file__).resolve().parent.parent

KEY = "Zr4k-made-up-for-tests-0123456789"
ENOUGH = {"SECRET_KEY": KEY, "KITE_API_KEY": "abc123"}
DEMO = {
    **ENOUGH,
    "ENV": "demo",
    "KITE_URL": "http://kite.localhost:8401",
    "KITE_API_URL": "http://127.0.0.1:8401",
}


def read(**changes: str) -> Settings:
    return Settings.from_environment({**ENOUGH, **changes})


def refusal(**environ: str) -> str:
    """What the program says as it stops."""
    with pytest.raises(SystemExit) as stopped:
        Settings.from_environment(environ)
    return str(stopped.value)


def test_saying_almost_nothing_is_production_on_loopback_with_kites_own_addresses() -> None:
    settings = read()
    assert settings == Settings(
        env="production",
        secret_key=KEY,
        kite_api_key="abc123",
        public_url="http://127.0.0.1:8400",
        secret_key_fallbacks=(),
        port=8400,
        proxy_hops=0,
        workers=2,
        data_dir=Path("var/data"),
        database_url="",
        kite_api_secret="",
        kite_url="https://kite.zerodha.com",
        kite_api_url="https://api.kite.trade",
        kite_basket_limit=10,
        read_orders="ask",
        public_builder=None,
        unresolved_after=timedelta(minutes=10),
        smtp_url="",
        mail_from="",
        clock_offset=timedelta(),
    )
    assert settings.production
    assert not settings.can_read


def test_everything_that_can_be_said_is_read() -> None:
    settings = Settings.from_environment(
        {
            **DEMO,
            "SECRET_KEY_FALLBACKS": f"{KEY}-one, {KEY}-two",
            "PORT": "9000",
            "PUBLIC_URL": "https://Basket.Firm.in/",
            "PROXY_HOPS": "1",
            "WORKERS": "4",
            "DATA_DIR": "/srv/tokri",
            "DATABASE_URL": "postgresql://tokri@db/tokri",
            "KITE_API_SECRET": "other",
            "KITE_BASKET_LIMIT": "20",
            "READ_ORDERS": "always",
            "PUBLIC_BUILDER": "off",
            "UNRESOLVED_AFTER": "90",
            "PRICE_DISTANCE": "5",
            "SMTP_URL": "smtps://mail.firm.in",
            "MAIL_FROM": "desk@firm.in",
            "CLOCK_OFFSET": "-3600",
        }
    )
    assert settings.env == "demo"
    assert settings.secret_key_fallbacks == (f"{KEY}-one", f"{KEY}-two")
    assert settings.port == 9000
    assert settings.public_url == "https://basket.firm.in"
    assert settings.proxy_hops == 1
    assert settings.workers == 4
    assert settings.data_dir == Path("/srv/tokri")
    assert settings.database_url == "postgresql://tokri@db/tokri"
    assert settings.kite_url == "http://kite.localhost:8401"
    assert settings.kite_api_url == "http://127.0.0.1:8401"
    assert settings.kite_basket_limit == 20
    assert settings.read_orders == "always"
    assert settings.can_read
    assert settings.public_builder is False
    assert read(PUBLIC_BUILDER="on").public_builder is True
    assert settings.unresolved_after == timedelta(minutes=90)
    assert settings.price_distance == 5
    assert settings.smtp_url == "smtps://mail.firm.in"
    assert settings.mail_from == "desk@firm.in"
    assert settings.clock_offset == timedelta(hours=-1)


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    assert read(PUBLIC_URL="", WORKERS=" ", READ_ORDERS="", CLOCK_OFFSET="") == read()


def test_without_an_address_the_port_is_in_the_public_one() -> None:
    assert read(PORT="9000").public_url == "http://127.0.0.1:9000"


def test_nothing_set_names_both_what_is_missing_and_where_to_get_it() -> None:
    said = refusal()
    assert "SECRET_KEY is not set. Make one with: python3 -c" in said
    assert "KITE_API_KEY is not set. Make an app at https://developers.kite.trade" in said


@pytest.mark.parametrize(
    ("key", "weakness"),
    [
        ("x7Qp", "shorter than 32"),
        ("change-me-change-me-please-0123456789", "looks like a placeholder"),
        ("my-SECRET-key-for-the-office-012345678", "looks like a placeholder"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "repeats itself"),
        ("0123456789abcdef0123456789abcdef", "repeats itself"),
        ("abababcabababcababcabababcababababcaba", "repeats itself"),
    ],
)
def test_a_secret_key_that_could_be_guessed_is_refused_and_not_repeated(key: str, weakness: str) -> None:
    said = refusal(**{**ENOUGH, "SECRET_KEY": key})
    assert f"SECRET_KEY {'is ' if 'shorter' in weakness else ''}{weakness}" in said
    assert key not in said


def test_an_old_secret_key_may_not_be_weak_either() -> None:
    said = refusal(**ENOUGH, SECRET_KEY_FALLBACKS=f"{KEY}-good weak")
    assert "SECRET_KEY_FALLBACKS: key 2 is shorter" in said


@pytest.mark.parametrize("url", ["http://localhost:8400", "http://127.0.0.2", "http://tokri.localhost:8400"])
def test_http_is_for_this_machine(url: str) -> None:
    assert read(PUBLIC_URL=url).public_url == url


@pytest.mark.parametrize("url", ["http://basket.firm.in", "http://192.168.1.4:8400", "http://localhost.firm.in"])
def test_http_to_anywhere_else_is_refused(url: str) -> None:
    assert "which anybody on the way can read" in refusal(**ENOUGH, PUBLIC_URL=url)


@pytest.mark.parametrize(
    "url",
    [
        "basket.firm.in",
        "ftp://basket.firm.in",
        "https://basket.firm.in/app",
        "https://basket.firm.in?x=1",
        "https://me:word@basket.firm.in",
        "https://basket.firm.in:99999",
        "https://[::1",
        "https://",
        "https://basket firm.in",
    ],
)
def test_a_public_address_is_a_scheme_a_name_and_perhaps_a_port(url: str) -> None:
    assert "PUBLIC_URL is " in refusal(**ENOUGH, PUBLIC_URL=url)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "prod"),
        ("READ_ORDERS", "sometimes"),
        ("PUBLIC_BUILDER", "yes"),
        ("KITE_BASKET_LIMIT", "0"),
        ("KITE_BASKET_LIMIT", "51"),
        ("KITE_BASKET_LIMIT", "ten"),
        ("KITE_BASKET_LIMIT", "1_0"),
        ("KITE_BASKET_LIMIT", "１２"),
        ("PROXY_HOPS", "-1"),
        ("PROXY_HOPS", "6"),
        ("WORKERS", "0"),
        ("WORKERS", "17"),
        ("PORT", "65536"),
        ("UNRESOLVED_AFTER", "0"),
        ("PRICE_DISTANCE", "0"),
        ("PRICE_DISTANCE", "101"),
        ("PRICE_DISTANCE", "2.5"),
        ("CLOCK_OFFSET", "1.5"),
    ],
)
def test_a_value_that_is_not_known_is_refused_by_name(name: str, value: str) -> None:
    said = refusal(**{**DEMO, name: value})
    assert f"{name} is {value!r}. Set it to " in said


def test_in_production_kite_is_kite() -> None:
    assert "KITE_URL is https://kite.evil.test. In production" in refusal(**ENOUGH, KITE_URL="https://kite.evil.test")
    assert "KITE_API_URL is http://127.0.0.1:1. In" in refusal(**ENOUGH, KITE_API_URL="http://127.0.0.1:1")


@pytest.mark.parametrize("env", ["demo", "test"])
def test_a_demo_and_a_test_never_reach_the_real_kite(env: str) -> None:
    said = refusal(**ENOUGH, ENV=env)
    assert "KITE_URL is https://kite.zerodha.com" in said
    assert "KITE_API_URL is https://api.kite.trade" in said


def test_in_production_the_clock_is_the_true_one() -> None:
    assert "CLOCK_OFFSET moves the clock" in refusal(**ENOUGH, CLOCK_OFFSET="60")


def test_in_production_there_is_no_debugger() -> None:
    assert "FLASK_DEBUG is on" in refusal(**ENOUGH, FLASK_DEBUG="1")


def test_reading_always_needs_the_secret_to_read_with() -> None:
    assert "READ_ORDERS=always needs KITE_API_SECRET" in refusal(**ENOUGH, READ_ORDERS="always")


def test_nothing_is_read_where_reading_is_switched_off() -> None:
    assert read(KITE_API_SECRET="other").can_read
    assert not read(KITE_API_SECRET="other", READ_ORDERS="never").can_read


def test_an_api_key_copied_with_something_around_it_is_refused() -> None:
    assert "more than letters and digits" in refusal(SECRET_KEY=KEY, KITE_API_KEY='"abc123"')


def test_addresses_that_may_hold_a_password_are_refused_without_repeating_them() -> None:
    said = refusal(**ENOUGH, DATABASE_URL="mysql://me:sesame@db", SMTP_URL="http://me:sesame@mail")
    assert "DATABASE_URL does not begin with postgresql://" in said
    assert "SMTP_URL does not begin with smtp://" in said
    assert "sesame" not in said


@pytest.mark.parametrize(
    "address",
    ["smtp://", "smtp://mail:many", "smtp://mail:0", "smtp://me:ses/ame@mail", "smtp://me:ses#ame@mail", "smtp://m?x"],
)
def test_a_mail_server_has_a_name_and_signs_in_its_password_are_encoded(address: str) -> None:
    said = refusal(**ENOUGH, SMTP_URL=address, MAIL_FROM="desk@firm.in")
    assert "SMTP_URL names no server" in said
    assert "ame" not in said.replace("names", "")


def test_mail_needs_somebody_to_come_from() -> None:
    assert "MAIL_FROM is not" in refusal(**ENOUGH, SMTP_URL="smtp://mail.firm.in")


def test_all_faults_are_told_at_once() -> None:
    assert refusal(ENV="prod", WORKERS="many", PUBLIC_URL="http://firm.in").count("\n  - ") == 5


def test_no_secret_prints() -> None:
    secrets = {
        "SECRET_KEY": KEY,
        "SECRET_KEY_FALLBACKS": f"{KEY}-old",
        "KITE_API_SECRET": "sesame-1",
        "DATABASE_URL": "postgresql://me:sesame-2@db/tokri",
        "SMTP_URL": "smtp://me:sesame-3@mail",
        "MAIL_FROM": "desk@firm.in",
    }
    settings = read(**secrets)
    assert "sesame" not in repr(settings)
    assert KEY not in repr(settings)


def test_cookies_are_for_this_host_alone_where_there_is_https() -> None:
    assert read(PUBLIC_URL="https://basket.firm.in").cookie_name == "__Host-tokri"
    assert read(PUBLIC_URL="https://basket.firm.in").secure


def test_cookies_on_loopback_have_a_name_that_every_browser_takes() -> None:
    assert read().cookie_name == "tokri"
    assert not read().secure


def test_in_public_the_public_name_is_answered_and_the_names_by_which_a_proxy_asks_on_this_machine() -> None:
    hosts = read(PUBLIC_URL="https://basket.firm.in:8443").trusted_hosts
    assert hosts == ["basket.firm.in", "127.0.0.1", "localhost", ".localhost"]


def test_on_loopback_every_loopback_name_is_answered() -> None:
    assert read().trusted_hosts == ["127.0.0.1", "127.0.0.1", "localhost", ".localhost"]


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    example = dotenv_values(ROOT / ".env.example")
    assert {name.lower() for name in example} == {field.name for field in fields(Settings)}
    assert Settings.from_environment({**{k: v or "" for k, v in example.items()}, **ENOUGH}) == read()
