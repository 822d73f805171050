import base64

import pytest

from tokri.core.ports import SealBroken, Sealer
from tokri.sealing import Sealing

KEY = "a key of this installation, 0123456789"
OLD = "the key that it had before, 0123456789"
TOKEN = "q1w2e3r4t5y6u7i8o9p0"
ROW = "handback:7f"


def test_what_was_sealed_opens_with_the_same_key_and_row() -> None:
    sealer: Sealer = Sealing(KEY)
    for secret in (TOKEN, "", "टोकरी ₹ 1,000", "x" * 5000):
        assert sealer.unseal(sealer.seal(secret, ROW), ROW) == secret


def test_another_process_with_the_same_key_opens_it() -> None:
    assert Sealing(KEY).unseal(Sealing(KEY).seal(TOKEN, ROW), ROW) == TOKEN


def test_another_row_does_not_open_it() -> None:
    sealing = Sealing(KEY)
    sealed = sealing.seal(TOKEN, ROW)
    for row in ("handback:7e", "", "reading:7f"):
        with pytest.raises(SealBroken):
            sealing.unseal(sealed, row)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        Sealing(OLD).unseal(Sealing(KEY).seal(TOKEN, ROW), ROW)


def test_after_the_key_was_changed_what_the_old_one_sealed_still_opens_and_is_told_apart() -> None:
    sealed = Sealing(OLD).seal(TOKEN, ROW)
    rotated = Sealing(KEY, [OLD])
    assert rotated.unseal(sealed, ROW) == TOKEN
    assert not rotated.current(sealed)
    again = rotated.seal(TOKEN, ROW)
    assert rotated.current(again)
    assert Sealing(KEY).unseal(again, ROW) == TOKEN
    with pytest.raises(SealBroken):
        Sealing(OLD).unseal(again, ROW)


def test_every_altered_character_is_noticed() -> None:
    sealing = Sealing(KEY)
    sealed = sealing.seal(TOKEN, ROW)
    for place, letter in enumerate(sealed):
        altered = sealed[:place] + ("A" if letter != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            sealing.unseal(altered, ROW)
        with pytest.raises(SealBroken):
            sealing.unseal(sealed[:place], ROW)


@pytest.mark.parametrize("text", ["", "1", "..", "1..", "1.2.3.4", TOKEN, "1.ffffffff.####", "टोकरी.टो.करी"])
def test_what_was_never_sealed_is_refused_by_its_own_error(text: str) -> None:
    with pytest.raises(SealBroken):
        Sealing(KEY).unseal(text, ROW)


def test_the_same_secret_is_never_the_same_text_twice() -> None:
    sealing = Sealing(KEY)
    assert len({sealing.seal(TOKEN, ROW) for _ in range(200)}) == 200


def test_neither_the_secret_nor_a_key_shows() -> None:
    sealing = Sealing(KEY, [OLD])
    sealed = sealing.seal(TOKEN, ROW)
    shown = sealed + repr(sealing) + str(sealing) + repr(base64.urlsafe_b64decode(sealed.rpartition(".")[2]))
    assert not [secret for secret in (TOKEN, KEY, OLD) if secret in shown]


def test_a_broken_seal_does_not_repeat_what_it_holds() -> None:
    sealed = Sealing(KEY).seal(TOKEN, ROW)
    with pytest.raises(SealBroken) as broken:
        Sealing(KEY).unseal(sealed, "another row")
    assert sealed not in str(broken.value)
    assert TOKEN not in str(broken.value)


def test_what_is_sealed_is_safe_in_a_url_and_a_column() -> None:
    sealed = Sealing(KEY).seal("~~~???>>>" * 30, ROW)
    assert sealed.isascii()
    assert not set(sealed) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.")
