"""What each process of a race at the desk does, through the use cases themselves."""

from __future__ import annotations

from tests.desk.baskets_to_share import knowing
from tests.journey import fakes
from tests.store.racing import ROUNDS
from tokri.core.desk.advice import Decision, Recipient, SharedVersion
from tokri.core.ports import AlreadyThere, Outside
from tokri.desk.approvals import Refused, Verdict, decide, frozen_version
from tokri.desk.by import By
from tokri.desk.sharing import Ask, look_at
from tokri.desk.sharing import share as share_basket
from tokri.store import SqlStore


def world(store: SqlStore) -> Outside:
    return fakes.outside(store)


def baskets() -> list[str]:
    return [f"basket-{number}" for number in range(ROUNDS)]


def share(store: SqlStore, racer: int) -> list[int]:
    """Each shares the same content of each basket; answers the numbers that came of it."""
    outside, numbers = world(store), []
    for basket_id in baskets():
        found = look_at(outside, basket_id, knowing(outside))
        assert found is not None
        ask = Ask(found.basket.edition, found.basket.proposal.sha256, found.sha256, found.to_accept)
        done = share_basket(outside, By(f"racer-{racer}", "this machine"), basket_id, ask, knowing(outside))
        assert isinstance(done, SharedVersion)
        numbers.append(done.number)
    return numbers


def say(store: SqlStore, racer: int) -> list[bool]:
    """Each says yes or no to each version; True where it counted, and False where they were told it is decided."""
    outside, counted = world(store), []
    for basket_id in baskets():
        frozen = frozen_version(outside, basket_id, 1)
        assert frozen is not None
        verdict = Verdict(frozen.version.sha256, bool(racer % 2), "One of several who look at this at once")
        done = decide(outside, By(f"racer-{racer}", "this machine"), basket_id, 1, verdict)
        assert isinstance(done, Decision | Refused)
        counted.append(isinstance(done, Decision))
    return counted


def freeze(store: SqlStore, racer: int) -> list[bool]:
    """Each brings a version of its own under the same number, past the use case; True where it was kept."""
    kept = []
    for basket_id in baskets():
        with store.reading() as unit:
            basket = unit.desk_baskets.get(basket_id)
        assert basket is not None
        version = SharedVersion(
            basket_id, 1, basket.proposal, basket.proposal.sha256, basket.saved_at, f"racer-{racer}", False
        )
        try:
            with store.writing() as unit:
                unit.desk_baskets.share(version)
            kept.append(True)
        except AlreadyThere:
            kept.append(False)
    return kept


def choose(store: SqlStore, racer: int) -> int:
    """Each puts its own recipients in the place of all earlier ones."""
    for basket_id in baskets():
        with store.writing() as unit:
            at = unit.desk_baskets.versions(basket_id)[0].shared_at
            meant = Recipient(basket_id, 1, f"c{racer}", (racer,), "fits", "", f"racer-{racer}", at)
            unit.desk_baskets.set_recipients(basket_id, 1, [meant])
    return ROUNDS
