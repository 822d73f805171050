"""What the desk may ask of a store, noun by noun."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tokri.core.desk.advice import Decision, DeskBasket, Recipient, SharedVersion
    from tokri.core.desk.client import Client, ClientDetails, Holding
    from tokri.core.desk.firm import Firm, FirmEdition
    from tokri.core.desk.people import DeskSession, Invitation, Person
    from tokri.core.desk.restricted import Restriction


class PeopleRead(Protocol):
    def all(self) -> Sequence[Person]:
        """In the order of their names; also those who are disabled."""
        ...

    def get(self, person_id: str) -> Person | None: ...

    def by_username(self, username: str) -> Person | None: ...

    def session(self, token_sha256: str) -> DeskSession | None:
        """The session of a cookie's token, open or not."""
        ...

    def sessions(self, person_id: str) -> Sequence[DeskSession]:
        """Those that nobody has ended, newest first; whether they are still open, their own times tell."""
        ...

    def invitation(self, code_sha256: str) -> Invitation | None: ...

    def recovery_codes_left(self, person_id: str) -> int: ...

    def failures(self, keys: Iterable[str], since: datetime) -> Mapping[str, Sequence[datetime]]:
        """When sign-ins failed after `since`, under each of the keys, oldest first."""
        ...


class PeopleWrite(PeopleRead, Protocol):
    def add(self, person: Person) -> None:
        """Raises AlreadyThere if the username is taken."""
        ...

    def change(self, person_id: str, **changes: object) -> Person:
        """Set columns of Person by name, its edition one higher; answers the person as they now are."""
        ...

    def take_step(self, person_id: str, step: int) -> bool:
        """Keep the step of a code that was right; False if that step, or a later one, was used already."""
        ...

    def begin(self, session: DeskSession) -> None: ...

    def change_session(self, session_id: str, **changes: object) -> None:
        """Set columns of DeskSession by name."""
        ...

    def end_sessions(self, person_id: str, at: datetime, keep: str | None = None) -> int:
        """End all of a person's sessions but the one whose id is `keep`; answers how many."""
        ...

    def invite(self, invitation: Invitation) -> None:
        """Keep it; earlier ones of the same person that were not used are used up."""
        ...

    def uninvite(self, person_id: str, at: datetime) -> None:
        """Use up the codes that a person was given and has not used."""
        ...

    def use_invitation(self, code_sha256: str, at: datetime) -> bool:
        """True for the one who used it."""
        ...

    def set_recovery_codes(self, person_id: str, hashes: Iterable[str]) -> None:
        """In the place of all earlier ones."""
        ...

    def use_recovery_code(self, person_id: str, sha256: str, at: datetime) -> bool:
        """True for the one who used it."""
        ...

    def fail(self, attempt: str, keys: Iterable[str], at: datetime) -> None:
        """Note that the attempt failed, under each of the keys, of which there is one at least."""
        ...

    def take_back(self, attempt: str) -> None:
        """The attempt did not fail after all."""
        ...

    def forget_failures(self, before: datetime) -> None: ...

    def sweep(self, before: datetime) -> int:
        """Delete sessions that began, and invitations that ran out, before then; answers how many."""
        ...


class FirmRead(Protocol):
    def set_up(self) -> bool:
        """Whether there is any edition, without reading it."""
        ...

    def latest(self) -> FirmEdition | None:
        """None as long as nobody has set the firm up."""
        ...

    def editions(self) -> Sequence[FirmEdition]:
        """Newest first."""
        ...

    def logo(self, sha256: str) -> bytes | None:
        """The logo as a PNG."""
        ...


class FirmWrite(FirmRead, Protocol):
    def save(self, firm: Firm, after: int, by: str, at: datetime) -> FirmEdition:
        """Add the next edition. Raises AlreadyThere if `after` is not the number of the latest (0: none)."""
        ...

    def keep_logo(self, sha256: str, png: bytes, width: int, height: int, at: datetime) -> None: ...


class ClientsRead(Protocol):
    def any(self) -> bool:
        """Whether there is one, be they inactive or erased, without reading them."""
        ...

    def all(self) -> Sequence[Client]:
        """In the order of their codes; also those who are inactive or erased."""
        ...

    def some(self, client_ids: Collection[str]) -> Mapping[str, Client]:
        """Those of them that there are, by their ids; also the inactive and the erased. Nobody else is read."""
        ...

    def get(self, client_id: str) -> Client | None: ...

    def by_code(self, code: str) -> Client | None: ...

    def holdings(self, client_id: str) -> Sequence[Holding]: ...


class ClientsWrite(ClientsRead, Protocol):
    def add(self, client: Client) -> None:
        """Raises AlreadyThere if the code is taken."""
        ...

    def change(self, client_id: str, details: ClientDetails, edition: int, at: datetime, **changes: object) -> bool:
        """Put `details`, and other columns by name, in the place of what is there; False if the edition is another."""
        ...

    def mark(self, client_id: str, at: datetime, *, inactive: bool) -> None:
        """Say that they are inactive since then, or no longer."""
        ...

    def erase(self, client_id: str, at: datetime) -> None:
        """Delete all that is personal: details, check value, holdings. The code stays."""
        ...

    def set_holdings(self, client_id: str, holdings: Iterable[Holding]) -> None:
        """In the place of all earlier ones."""
        ...


class DeskBasketsRead(Protocol):
    def all(self) -> Sequence[DeskBasket]:
        """Last saved first; also templates and those that are archived."""
        ...

    def begun(self, person_id: str) -> Sequence[DeskBasket]:
        """What this person made and nobody has saved since, in the same order."""
        ...

    def get(self, basket_id: str) -> DeskBasket | None: ...

    def versions(self, basket_id: str) -> Sequence[SharedVersion]:
        """In the order of their numbers."""
        ...

    def version(self, basket_id: str, number: int) -> SharedVersion | None: ...

    def all_versions(self) -> Sequence[SharedVersion]:
        """Of every basket, in the order of sharing."""
        ...

    def decisions(self, basket_ids: Sequence[str] | None = None) -> Sequence[Decision]:
        """Of these baskets, or of all."""
        ...

    def recipients(self, basket_id: str, number: int) -> Sequence[Recipient]:
        """In the order of the clients' codes."""
        ...

    def meant_for(self, client_id: str) -> Sequence[Recipient]:
        """What was meant for a client, in order."""
        ...


class DeskBasketsWrite(DeskBasketsRead, Protocol):
    def add(self, basket: DeskBasket) -> None: ...

    def save(self, saved: DeskBasket, after: int) -> bool:
        """Put it in the place of edition `after`; False, and nothing is changed, if another is there."""
        ...

    def mark(self, basket_id: str, **changes: object) -> None:
        """Set `template`, `archived_at`, `recorded_edition`, `recorded_at` or `writers`."""
        ...

    def share(self, version: SharedVersion) -> None:
        """Keep a version for good. Raises AlreadyThere if its number is taken."""
        ...

    def decide(self, decision: Decision) -> None:
        """Keep a decision for good. Raises AlreadyThere if the version has one."""
        ...

    def set_recipients(self, basket_id: str, number: int, recipients: Iterable[Recipient]) -> None:
        """In the place of all earlier ones of that version."""
        ...

    def change_recipients(
        self, basket_id: str, number: int, meant: Collection[Recipient], gone: Collection[str]
    ) -> None:
        """Each in the place of an earlier one of that client, and of the clients `gone` none; all others stay."""
        ...


class RestrictionsRead(Protocol):
    def all(self) -> Sequence[Restriction]:
        """In the order they were added; also those that were lifted or ran out."""
        ...


class RestrictionsWrite(RestrictionsRead, Protocol):
    def add(self, restriction: Restriction) -> None: ...

    def lift(self, restriction_id: str, at: datetime) -> bool:
        """False if there is none of that id, or it was lifted before."""
        ...
