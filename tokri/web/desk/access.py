"""Which page of the desk asks for which act: the one table. What is not in it is open to nobody.

Who may do an act is tokri/core/desk/roles.py. docs/access.md is written from both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tokri.core.desk.roles import Act


@dataclass(frozen=True, slots=True)
class Access:
    """What a page asks of whoever opens it (`see`) and of whoever sends its form (`change`); None: it has no such way.

    `strangers` may open it without being signed in; `half` are those who have given their password and not yet their
    second factor, and is for them alone. `confirmed`: its form wants the password asked again lately; where the page is
    nothing but that form, so does the page, lest what was typed be lost. `back` is where that leads then, by name; its
    own page where "". `unattended`: a page asks for it by itself, so it keeps nobody's session open.
    """

    see: Act | None = None
    change: Act | None = None
    strangers: bool = False
    half: bool = False
    confirmed: bool = False
    back: str = ""
    unattended: bool = False


ACCESS: Final[Mapping[str, Access]] = MappingProxyType(
    {
        # Coming in and going out
        "desk_sign_in": Access(strangers=True),
        "desk_second_factor": Access(half=True),
        "desk_second_factor_first": Access(half=True),
        "desk_recovery_used": Access(see=Act.OWN),
        "desk_sign_out": Access(strangers=True),  # whoever is half in goes out by it too
        "desk_start": Access(strangers=True),
        "desk_confirm": Access(see=Act.OWN, change=Act.OWN),
        "desk_own_second_factor": Access(see=Act.OWN, change=Act.OWN, confirmed=True),
        "desk_me": Access(see=Act.OWN),
        "desk_own_password": Access(see=Act.OWN, change=Act.OWN),
        "desk_end_session": Access(change=Act.OWN, confirmed=True, back="desk_me"),
        "desk_end_other_sessions": Access(change=Act.OWN, confirmed=True, back="desk_me"),
        "desk_own_letters": Access(change=Act.OWN),
        "desk_own_recovery_codes": Access(change=Act.OWN, confirmed=True, back="desk_me"),
        "desk_own_second_factor_away": Access(change=Act.OWN, confirmed=True, back="desk_me"),
        # The firm's people
        "desk_people": Access(see=Act.SEE_PEOPLE),
        "desk_person_new": Access(see=Act.WRITE_PEOPLE, change=Act.WRITE_PEOPLE, confirmed=True),
        "desk_person": Access(see=Act.SEE_PEOPLE, change=Act.WRITE_PEOPLE, confirmed=True, back="desk_people"),
        "desk_person_reset": Access(change=Act.WRITE_PEOPLE, confirmed=True, back="desk_people"),
        "desk_person_disable": Access(change=Act.WRITE_PEOPLE, confirmed=True, back="desk_people"),
        "desk_person_enable": Access(change=Act.WRITE_PEOPLE, confirmed=True, back="desk_people"),
        # The desk's front page
        "desk_home": Access(see=Act.SEE_BASKETS),
        # The firm: seen by all of its people, changed by its administrator
        "desk_firm": Access(see=Act.SEE_FIRM),
        "desk_firm_who": Access(see=Act.WRITE_FIRM, change=Act.WRITE_FIRM),
        "desk_firm_complaints": Access(see=Act.WRITE_FIRM, change=Act.WRITE_FIRM),
        "desk_firm_sentences": Access(see=Act.WRITE_FIRM, change=Act.WRITE_FIRM),
        "desk_firm_logo": Access(see=Act.WRITE_FIRM, change=Act.WRITE_FIRM),
        "desk_firm_work": Access(see=Act.WRITE_FIRM, change=Act.WRITE_FIRM, confirmed=True),  # second factor, approval
        "desk_firm_kite": Access(see=Act.WRITE_FIRM, change=Act.WRITE_FIRM),
        # What is told to the firm's own systems, and the secrets by which they know it is true
        "desk_webhooks": Access(see=Act.WRITE_FIRM),
        "desk_webhook_new": Access(see=Act.WRITE_FIRM, change=Act.WRITE_FIRM, confirmed=True),
        "desk_webhook": Access(see=Act.WRITE_FIRM),
        "desk_webhook_try": Access(change=Act.WRITE_FIRM),
        "desk_webhook_renew": Access(change=Act.WRITE_FIRM, confirmed=True, back="desk_webhooks"),
        "desk_webhook_end": Access(change=Act.WRITE_FIRM, confirmed=True, back="desk_webhooks"),
        "desk_webhook_resend_given_up": Access(change=Act.WRITE_FIRM),
        "desk_webhook_resend": Access(change=Act.WRITE_FIRM),
        # Clients: the list, one of them, a list in and out; what is given to a client or erased is the administrator's
        "desk_clients": Access(see=Act.SEE_CLIENTS),
        "desk_client_new": Access(see=Act.WRITE_CLIENTS, change=Act.WRITE_CLIENTS),
        "desk_clients_import": Access(see=Act.WRITE_CLIENTS, change=Act.WRITE_CLIENTS),
        "desk_clients_keep": Access(change=Act.WRITE_CLIENTS),
        "desk_clients_sample": Access(see=Act.WRITE_CLIENTS),
        "desk_clients_take": Access(change=Act.WRITE_CLIENTS),
        "desk_client": Access(see=Act.SEE_CLIENTS),
        "desk_client_edit": Access(see=Act.WRITE_CLIENTS, change=Act.WRITE_CLIENTS),
        "desk_client_activity": Access(see=Act.WRITE_CLIENTS, change=Act.WRITE_CLIENTS),
        "desk_client_holdings": Access(see=Act.WRITE_CLIENTS, change=Act.WRITE_CLIENTS),
        "desk_client_take": Access(change=Act.ERASE_CLIENTS),
        "desk_client_erase": Access(
            see=Act.ERASE_CLIENTS, change=Act.ERASE_CLIENTS, confirmed=True, back="desk_clients"
        ),
        # Baskets as they are written
        "desk_baskets": Access(see=Act.SEE_BASKETS),
        "desk_new_basket": Access(see=Act.WRITE_BASKETS, change=Act.WRITE_BASKETS),
        "desk_basket": Access(see=Act.SEE_BASKETS, change=Act.WRITE_BASKETS),
        "desk_basket_upload": Access(see=Act.SEE_BASKETS, change=Act.WRITE_BASKETS),
        "desk_autosave": Access(change=Act.WRITE_BASKETS),
        "desk_preview": Access(see=Act.SEE_BASKETS),
        "desk_copy_basket": Access(change=Act.WRITE_BASKETS),
        "desk_mark_template": Access(change=Act.WRITE_BASKETS),
        "desk_archive_basket": Access(change=Act.WRITE_BASKETS),
        # Baskets on their way to clients: shared, decided by a second person, meant for somebody
        "desk_share": Access(see=Act.SEE_BASKETS, change=Act.WRITE_BASKETS),
        "desk_disclosures": Access(see=Act.WRITE_BASKETS, change=Act.WRITE_BASKETS),
        "desk_take_end": Access(change=Act.WRITE_BASKETS),
        "desk_version": Access(see=Act.SEE_BASKETS),
        "desk_decide": Access(change=Act.APPROVE),
        "desk_recipients": Access(see=Act.SEE_CLIENTS, change=Act.WRITE_BASKETS),
        "desk_approvals": Access(see=Act.SEE_BASKETS),
        # Advice taken back
        "desk_recall": Access(see=Act.WRITE_LINKS, change=Act.WRITE_LINKS),
        "desk_recalled": Access(see=Act.SEE_LINKS),
        "desk_correct": Access(change=Act.WRITE_BASKETS),
        # What follows: drafts for those who filled, and of what is left of a client's orders
        "desk_follow_up": Access(see=Act.SEE_LINKS, change=Act.WRITE_BASKETS),
        "desk_link_still_to_place": Access(change=Act.WRITE_BASKETS),
        "desk_link_close": Access(change=Act.WRITE_BASKETS),
        # Links: made for a version, prepared to be sent, one of them. Its address is for those who may hand it over
        "desk_links": Access(see=Act.SEE_LINKS, change=Act.WRITE_LINKS),
        "desk_group_link": Access(change=Act.WRITE_LINKS),
        "desk_end_group_link": Access(change=Act.WRITE_LINKS),
        "desk_group_link_qr": Access(see=Act.WRITE_LINKS),
        "desk_sending": Access(see=Act.WRITE_LINKS, change=Act.WRITE_LINKS),
        "desk_sending_file": Access(change=Act.WRITE_LINKS, confirmed=True, back="desk_baskets"),
        "desk_link": Access(see=Act.SEE_LINKS),
        "desk_link_qr": Access(see=Act.WRITE_LINKS),
        "desk_link_slip": Access(see=Act.WRITE_LINKS),
        "desk_link_prepared": Access(change=Act.WRITE_LINKS),
        "desk_link_upload": Access(see=Act.WRITE_LINKS, change=Act.WRITE_LINKS),
        "desk_link_upload_keep": Access(change=Act.WRITE_LINKS),
        "desk_attachment": Access(see=Act.SEE_LINKS),
        "desk_link_extend": Access(change=Act.WRITE_LINKS),
        "desk_link_reissue": Access(change=Act.WRITE_LINKS),
        "desk_link_revoke": Access(see=Act.WRITE_LINKS, change=Act.WRITE_LINKS),
        # Every link of the firm's in one list
        "desk_board": Access(see=Act.SEE_LINKS),
        "desk_board_news": Access(see=Act.SEE_LINKS, unattended=True),
        # What the firm's people may not trade
        "desk_restricted": Access(see=Act.SEE_RESTRICTED, change=Act.WRITE_RESTRICTED),
        "desk_lift": Access(change=Act.WRITE_RESTRICTED),
        # The record, packs of it, the register of advice: to read, and to take away
        "desk_record": Access(see=Act.SEE_RECORD),
        "desk_record_check": Access(change=Act.SEE_RECORD),
        "desk_pack": Access(change=Act.SEE_RECORD),
        "desk_register": Access(see=Act.SEE_RECORD),
        "desk_register_file": Access(change=Act.SEE_RECORD),
    }
)
