"""What the link's pages and the board may ask of a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tokri.core.link.link import (
    CheckPassed,
    Consent,
    Ended,
    GroupLink,
    Link,
    LinkAnswer,
    Message,
    Recall,
)
from tokri.core.ports.board import BoardRead


class LinksRead(BoardRead, Protocol):
    def get(self, link_id: str) -> Link | None: ...

    def by_token(self, token_sha256: str) -> Link | None:
        """The link at that address, ended or not."""
        ...

    def by_visitor(self, visitor_ids: Sequence[str]) -> Mapping[str, Link]:
        """The links that own what these visitors own, by visitor."""
        ...

    def of_basket(self, basket_id: str) -> Sequence[Link]:
        """In the order they were made; also those that ended."""
        ...

    def of_baskets(self, basket_ids: Sequence[str]) -> Sequence[Link]:
        """The same of several baskets, in the order they were made."""
        ...

    def of_client(self, client_id: str) -> Sequence[Link]: ...

    def shared_with(self, basket_ids: Sequence[str]) -> Mapping[str, int]:
        """How many clients have a link that has not ended, by basket; of those with none, nothing."""
        ...

    def live(self, basket_id: str, client_id: str) -> Link | None:
        """The one that has not ended."""
        ...

    def all(self) -> Sequence[Link]: ...

    def group_link(self, group_link_id: str) -> GroupLink | None: ...

    def group_by_token(self, token_sha256: str) -> GroupLink | None: ...

    def groups_of(self, basket_id: str) -> Sequence[GroupLink]: ...

    def recalls(self, basket_ids: Sequence[str] | None = None) -> Sequence[Recall]:
        """Of these baskets, or of all."""
        ...

    def consents(self, link_ids: Sequence[str] | None = None) -> Sequence[Consent]:
        """Of these links, or of all, in the order they were given."""
        ...

    def consent_of(self, handoff_id: str) -> Consent | None: ...

    def answers(self, link_ids: Sequence[str] | None = None) -> Sequence[LinkAnswer]:
        """In the order they were given."""
        ...

    def messages(self, link_ids: Sequence[str] | None = None) -> Sequence[Message]:
        """In the order they were prepared."""
        ...

    def message(self, message_id: str) -> Message | None: ...

    def check_passed(self, link_id: str, browser_id: str) -> CheckPassed | None: ...

    def passes(self, link_id: str) -> Sequence[CheckPassed]:
        """Of each browser its last right answer, oldest first."""
        ...


class LinksWrite(LinksRead, Protocol):
    def add(self, link: Link) -> None:
        """Raises AlreadyThere if the account has a link to the basket that has not ended."""
        ...

    def change(self, link_id: str, **changes: object) -> Link:
        """Set `number`, `expires_at`, `most_uses`, `language`, `check_kind`, `wrong_checks` or `locked_at`."""
        ...

    def end(self, link_id: str, ended: Ended, at: datetime) -> bool:
        """False if it had ended before."""
        ...

    def open(self, link_id: str, at: datetime) -> bool:
        """Keep when it was opened first; True for the one who kept it."""
        ...

    def count_wrong_check(self, link_id: str) -> int:
        """Add one to its wrong answers; answers how many there are now."""
        ...

    def pass_check(self, passed: CheckPassed) -> None:
        """Keep it, in the place of an earlier one of the same browser.

        The answer itself, which was counted before it was looked at, counts as wrong no more; those before it do.
        """
        ...

    def add_group(self, group_link: GroupLink) -> None: ...

    def end_group(self, group_link_id: str, at: datetime) -> bool: ...

    def recall(self, recall: Recall) -> None:
        """Raises AlreadyThere if the version was recalled before."""
        ...

    def consent(self, consent: Consent) -> None:
        """Raises AlreadyThere if the hand-off has one."""
        ...

    def answer(self, answer: LinkAnswer) -> None: ...

    def prepare(self, message: Message) -> None: ...

    def handed_over(self, message_id: str, at: datetime | None, failed: str = "") -> None:
        """Say that the mail server took it, or why it did not; its text is then deleted."""
        ...

    def erase(self, client_id: str) -> int:
        """Delete what the client's consents, answers and messages say in words; answers how many rows."""
        ...
