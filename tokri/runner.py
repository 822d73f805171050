"""The second process: it takes jobs from the store, one at a time, and is the only one that speaks to Kite.

A job is leased, done outside any unit of the store, and then deleted or given back with a later due time. A runner
that dies leaves its lease behind; when that runs out, another runner does the job again, which every step allows.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from tokri.core.ports import (
    Job,
    Kite,
    KiteFault,
    Mail,
    MailFailed,
    Outside,
    ReadingFault,
    StoreBusy,
    StoreFull,
)
from tokri.core.ports.private import Noun
from tokri.desk import mailing, telling_letters, telling_unresolved
from tokri.journey import housekeeping, looking, postbacks, private, quotes, reading

log: Final = logging.getLogger(__name__)

#: Seconds between two looks for work when there was none.
POLL_SECONDS: Final = 0.5

#: Longer than the longest step: an exchange is three connections of 3 s, two pauses, and one answer of 20 s.
LEASE: Final = timedelta(seconds=90)

#: Seconds until the next try, after the first, the second...; after the last there is none.
BACK_OFF: Final = (2, 5, 15, 30)

#: Jobs that fetch what a session shows to its person alone.
PRIVATE: Final = {"account": Noun.ACCOUNT, "quotes": Noun.QUOTES, "authorise": Noun.AUTHORISATION}

#: Jobs that come back by themselves.
EVERY: Final = {"purge": timedelta(days=1), "forget": timedelta(minutes=5), "head": timedelta(days=1)}

#: Seconds until the next try of a letter, after the first, the second...; then every hour until it is out.
MAIL_BACK_OFF: Final = (60, 300, 900, 3600)


def run(
    outside: Outside,
    kite: Kite,
    stop: threading.Event,
    *,
    mail: Mail | None = None,
    poll_seconds: float = POLL_SECONDS,
) -> None:
    """Do jobs until `stop` is set; the step in hand is finished first.

    `kite` keeps to Kite's own limits by itself (tokri/pacing.py). Without `mail` nothing is ever sent.
    """
    owner = outside.chance.token()
    scheduled = False
    log.info("runner started")
    while not stop.is_set():
        try:
            if not scheduled:
                schedule(outside)
                scheduled = True
            worked = step(outside, kite, owner, mail)
        except (StoreBusy, StoreFull) as fault:
            log.warning("the store: %s", type(fault).__name__)
            worked = False
        except Exception as error:  # noqa: BLE001 - the runner outlives every fault, and says where it was
            log.error("runner: %s", where(error))  # noqa: TRY400 - a traceback would quote values
            worked = False
        if not worked:
            stop.wait(poll_seconds)
    log.info("runner stopped")


def schedule(outside: Outside) -> None:
    """Queue what comes back by itself, now."""
    now = outside.clock()
    with outside.store.writing() as unit:
        for kind in EVERY:
            unit.jobs.add(kind, "store", now)


def step(outside: Outside, kite: Kite, owner: str, mail: Mail | None = None) -> bool:
    """Do one due job; False if there is none. Looking for one costs no turn among the writers."""
    outside = replace(outside, who="runner")
    now = outside.clock()
    with outside.store.reading() as view:
        if not view.jobs.due(now):
            return False
    with outside.store.writing() as unit:
        jobs = unit.jobs.lease(now, now + LEASE, owner)
    for job in jobs:
        _do(outside, kite, mail, job)
    return bool(jobs)


def _do(outside: Outside, kite: Kite, mail: Mail | None, job: Job) -> None:
    last_try = job.attempts >= len(BACK_OFF)
    try:
        _dispatch(outside, kite, mail, job, last_try=last_try)
    except MailFailed as fault:
        _again(outside, job, f"mail {fault}", MAIL_BACK_OFF)
    except KiteFault as fault:
        _again(outside, job, type(fault).__name__)
    except (StoreBusy, StoreFull) as fault:
        # Kite may have been asked, and nothing could be kept: however often, this is no reason to drop the job.
        _again(outside, job, type(fault).__name__)
    except Exception as error:  # noqa: BLE001 - one job's fault must not stop the others
        log.error("job %d %s: %s", job.id, job.kind, where(error))  # noqa: TRY400 - a traceback would quote values
        if last_try:
            _drop(outside, job)
        else:
            _again(outside, job, type(error).__name__)
    else:
        _finish(outside, job)


def _dispatch(outside: Outside, kite: Kite, mail: Mail | None, job: Job, *, last_try: bool) -> None:
    read = _read(outside, kite, job, last_try=last_try)
    if not read and not _tell(outside, mail, job) and not _keep_house(outside, job):
        log.error("job %d is of no kind that this program knows: dropped", job.id)


def _read(outside: Outside, kite: Kite, job: Job, *, last_try: bool) -> bool:
    """A step of a reading; False if the job is none."""
    match job.kind:
        case "exchange":
            reading.exchange(outside, kite, job.subject)
        case "read":
            looking.read(outside, kite, job.subject, last_try=last_try)
        case "poll":
            looking.poll(outside, kite, job.subject)
        case "account":
            private.look_at_account(outside, kite, job.subject, last_try=last_try)
        case "quotes":
            quotes.look_up_quotes(outside, kite, job.subject, last_try=last_try)
        case "authorise":
            private.request_authorisation(outside, kite, job.subject, last_try=last_try)
        case "end" | "expire":
            reading.end(outside, kite, job.subject, last_try=last_try)
        case "unconfirmed":
            reading.unconfirmed(outside, job.subject)
        case _:
            return False
    return True


def _tell(outside: Outside, mail: Mail | None, job: Job) -> bool:
    """What people are told; False if the job is none of it."""
    match job.kind:
        case "head":
            _tell_head(outside, mail)
        case "mail-link":
            mailing.hand_over(outside, mail, job.subject)
        case "mail-notices":
            telling_letters.hand_over(outside, mail, job.subject)
        case "unresolved":
            telling_unresolved.look(outside, job.subject)
        case _:
            return False
    return True


def _keep_house(outside: Outside, job: Job) -> bool:
    """What needs no Kite and tells nobody; False if the job is none of it."""
    match job.kind:
        case "postback":
            postbacks.apply(outside, job.subject)
        case "purge":
            housekeeping.purge(outside)
        case "clear":
            housekeeping.clear_log(outside)
        case "forget":
            housekeeping.forget_tokens(outside)
        case _:
            return False
    return True


def _tell_head(outside: Outside, mail: Mail | None) -> None:
    """Take the record's head out of the database's reach: into the log, and to whoever keeps it."""
    head = housekeeping.head_of_record(outside)
    if head is None:
        return
    log.info("record head", extra={"facts": {"message": "record head", "entries": head.seq, "sha256": head.sha256}})
    if mail is not None:
        housekeeping.mail_head(outside, mail, head)


def _finish(outside: Outside, job: Job) -> None:
    with outside.store.writing() as unit:
        unit.jobs.done(job.id)
        if job.kind in EVERY:
            unit.jobs.add(job.kind, job.subject, outside.clock() + EVERY[job.kind])


def _again(outside: Outside, job: Job, why: str, back_off: Sequence[int] = BACK_OFF) -> None:
    seconds = back_off[min(job.attempts, len(back_off) - 1)]
    log.warning("job %d %s: %s, again in %d s", job.id, job.kind, why, seconds)
    with outside.store.writing() as unit:
        unit.jobs.later(job.id, outside.clock() + timedelta(seconds=seconds))


def _drop(outside: Outside, job: Job) -> None:
    if job.kind in ("exchange", "read"):
        reading.fail(outside, job.subject, ReadingFault.UNKNOWN)
    if job.kind in PRIVATE:
        private.give_up(outside, job.subject, PRIVATE[job.kind])
    if job.kind == "mail-link":
        mailing.give_up(outside, job.subject)
    _finish(outside, job)


def where(error: BaseException) -> str:
    """What went wrong and where, without the message: it may quote a value, and a value may be a secret."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places}"
