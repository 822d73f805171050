"""Every URL of the firm's desk, in the order in which people meet them; who may open which is access.py.

A page's module is imported when the page is first asked for: an installation without a firm never needs it, and each
worker starts in three quarters of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, g, has_request_context, request

from tokri.web.lazily import Listed, add_later, all_later, found

GET: Final = ("GET",)
POST: Final = ("POST",)
BOTH: Final = ("GET", "POST")

_PACKAGE: Final = "tokri.web.desk"

_VERSION: Final = "/desk/baskets/<id:basket_id>/versions/<int(max=99999):number>"

PAGES: Final[tuple[Listed, ...]] = (
    ("/desk/start", "desk_start", "start.start", BOTH),
    ("/desk/sign-in", "desk_sign_in", "sign_in.sign_in", BOTH),
    ("/desk/sign-in/code", "desk_second_factor", "second_factor.give_code", BOTH),
    ("/desk/sign-in/app", "desk_second_factor_first", "second_factor.first", BOTH),
    ("/desk/sign-in/recovery", "desk_recovery_used", "second_factor.recovery_used", GET),
    ("/desk/sign-out", "desk_sign_out", "sign_in.sign_out", POST),
    ("/desk/confirm", "desk_confirm", "confirm.confirm", BOTH),
    ("/desk/me/second-factor", "desk_own_second_factor", "second_factor.own", BOTH),
    ("/desk/me", "desk_me", "me.me", GET),
    ("/desk/me/password", "desk_own_password", "me.password", BOTH),
    ("/desk/me/letters", "desk_own_letters", "me.letters", POST),
    ("/desk/me/recovery-codes", "desk_own_recovery_codes", "me.recovery_codes", POST),
    ("/desk/me/second-factor/away", "desk_own_second_factor_away", "me.remove_factor", POST),
    ("/desk/me/sessions/<id:session_id>/end", "desk_end_session", "me.end_session", POST),
    ("/desk/me/sessions/end", "desk_end_other_sessions", "me.end_others", POST),
    ("/desk/people", "desk_people", "people.people", GET),
    ("/desk/people/new", "desk_person_new", "people.new", BOTH),
    ("/desk/people/<id:person_id>", "desk_person", "people.person", BOTH),
    ("/desk/people/<id:person_id>/reset", "desk_person_reset", "people.reset", POST),
    ("/desk/people/<id:person_id>/disable", "desk_person_disable", "people.disable", POST),
    ("/desk/people/<id:person_id>/enable", "desk_person_enable", "people.let_in_again", POST),
    ("/desk", "desk_home", "home.home", GET),
    ("/desk/firm", "desk_firm", "firm.firm", GET),
    ("/desk/firm/who", "desk_firm_who", "firm.who", BOTH),
    ("/desk/firm/complaints", "desk_firm_complaints", "firm.complaints", BOTH),
    ("/desk/firm/sentences", "desk_firm_sentences", "firm.sentences", BOTH),
    ("/desk/firm/logo", "desk_firm_logo", "firm.logo", BOTH),
    ("/desk/firm/work", "desk_firm_work", "firm.work", BOTH),
    ("/desk/firm/kite", "desk_firm_kite", "firm.kite", BOTH),
    ("/desk/webhooks", "desk_webhooks", "webhooks.webhooks", GET),
    ("/desk/webhooks/new", "desk_webhook_new", "webhooks.new", BOTH),
    ("/desk/webhooks/<id:endpoint_id>", "desk_webhook", "webhooks.webhook", GET),
    ("/desk/webhooks/<id:endpoint_id>/try", "desk_webhook_try", "webhooks.try_out", POST),
    ("/desk/webhooks/<id:endpoint_id>/secret", "desk_webhook_renew", "webhooks.renew", POST),
    ("/desk/webhooks/<id:endpoint_id>/end", "desk_webhook_end", "webhooks.end", POST),
    ("/desk/webhooks/<id:endpoint_id>/again", "desk_webhook_resend_given_up", "webhooks.resend_given_up", POST),
    (
        "/desk/webhooks/<id:endpoint_id>/messages/<id:message_id>/again",
        "desk_webhook_resend",
        "webhooks.resend",
        POST,
    ),
    ("/desk/clients", "desk_clients", "clients.clients", GET),
    ("/desk/clients/new", "desk_client_new", "client_form.new", BOTH),
    ("/desk/clients/import", "desk_clients_import", "client_files.bring", BOTH),
    ("/desk/clients/import/keep", "desk_clients_keep", "client_files.keep", POST),
    ("/desk/clients/sample.csv", "desk_clients_sample", "client_files.sample", GET),
    ("/desk/clients/take", "desk_clients_take", "client_files.take", POST),
    ("/desk/clients/<id:client_id>", "desk_client", "clients.client", GET),
    ("/desk/clients/<id:client_id>/edit", "desk_client_edit", "client_form.edit", BOTH),
    ("/desk/clients/<id:client_id>/activity", "desk_client_activity", "clients.activity", BOTH),
    ("/desk/clients/<id:client_id>/holdings", "desk_client_holdings", "client_files.holdings", BOTH),
    ("/desk/clients/<id:client_id>/take", "desk_client_take", "client_files.take_one", POST),
    ("/desk/clients/<id:client_id>/erase", "desk_client_erase", "clients.erase", BOTH),
    ("/desk/record", "desk_record", "record.record", GET),
    ("/desk/record/check", "desk_record_check", "record.check_record", POST),
    ("/desk/record/pack", "desk_pack", "packs.pack", POST),
    ("/desk/register", "desk_register", "packs.register_page", GET),
    ("/desk/register/file", "desk_register_file", "packs.take_register", POST),
    ("/desk/baskets", "desk_baskets", "baskets.baskets", GET),
    ("/desk/baskets/new", "desk_new_basket", "baskets.new", BOTH),
    ("/desk/baskets/<id:basket_id>", "desk_basket", "writing.basket", BOTH),
    ("/desk/baskets/<id:basket_id>/upload", "desk_basket_upload", "writing.upload", BOTH),
    ("/desk/baskets/<id:basket_id>/autosave", "desk_autosave", "autosave.autosave", POST),
    ("/desk/baskets/<id:basket_id>/preview", "desk_preview", "preview.preview", GET),
    ("/desk/baskets/<id:basket_id>/copy", "desk_copy_basket", "baskets.copy", POST),
    ("/desk/baskets/<id:basket_id>/template", "desk_mark_template", "baskets.template", POST),
    ("/desk/baskets/<id:basket_id>/archive", "desk_archive_basket", "baskets.archive", POST),
    ("/desk/baskets/<id:basket_id>/share", "desk_share", "sharing.share_basket", BOTH),
    ("/desk/baskets/<id:basket_id>/disclosures", "desk_disclosures", "sharing.disclosures", BOTH),
    ("/desk/baskets/<id:basket_id>/valid-until", "desk_take_end", "sharing.take_end", POST),
    (_VERSION, "desk_version", "versions.version", GET),
    (
        f"{_VERSION}/decision",
        "desk_decide",
        "versions.decide_version",
        POST,
    ),
    (
        f"{_VERSION}/clients",
        "desk_recipients",
        "recipients.recipients",
        BOTH,
    ),
    (f"{_VERSION}/recall", "desk_recall", "recalls.recall", BOTH),
    (f"{_VERSION}/recalled", "desk_recalled", "recalls.recalled", GET),
    (f"{_VERSION}/recalled/<id:link_id>", "desk_correct", "recalls.correct", POST),
    (f"{_VERSION}/follow-up", "desk_follow_up", "follow_up.follow_up", BOTH),
    (f"{_VERSION}/links", "desk_links", "links.links", BOTH),
    (f"{_VERSION}/links/group", "desk_group_link", "links.make_group", POST),
    (f"{_VERSION}/sending", "desk_sending", "sending.sending", BOTH),
    (f"{_VERSION}/sending.csv", "desk_sending_file", "sending.sending_file", POST),
    ("/desk/group-links/<id:group_link_id>/end", "desk_end_group_link", "links.end_group", POST),
    ("/desk/group-links/<id:group_link_id>/qr.svg", "desk_group_link_qr", "links.group_qr", GET),
    ("/desk/links/<id:link_id>", "desk_link", "link.link", GET),
    ("/desk/links/<id:link_id>/qr.svg", "desk_link_qr", "link.qr", GET),
    ("/desk/links/<id:link_id>/upload", "desk_link_upload", "upload.upload", BOTH),
    ("/desk/links/<id:link_id>/upload/keep", "desk_link_upload_keep", "upload.keep", POST),
    ("/desk/attachments/<id:attachment_id>", "desk_attachment", "upload.attachment", GET),
    ("/desk/links/<id:link_id>/still-to-place", "desk_link_still_to_place", "follow_up.still_to_place", POST),
    ("/desk/links/<id:link_id>/close", "desk_link_close", "link.close", POST),
    ("/desk/links/<id:link_id>/slip", "desk_link_slip", "link.slip", GET),
    ("/desk/links/<id:link_id>/prepared", "desk_link_prepared", "link.prepared", POST),
    ("/desk/links/<id:link_id>/extend", "desk_link_extend", "link.extend", POST),
    ("/desk/links/<id:link_id>/reissue", "desk_link_reissue", "link.reissue", POST),
    ("/desk/links/<id:link_id>/revoke", "desk_link_revoke", "link.revoke", BOTH),
    ("/desk/board", "desk_board", "board.board", GET),
    ("/desk/board/news", "desk_board_news", "board.news", GET),
    ("/desk/approvals", "desk_approvals", "approvals.approvals", GET),
    ("/desk/restricted", "desk_restricted", "restricted.restricted", BOTH),
    ("/desk/restricted/<id:restriction_id>/lift", "desk_lift", "restricted.lift_restriction", POST),
)

#: Pages that show a form again, as it was typed, when its protection against forged posts ran out.
STALE: Final[Mapping[str, str]] = {
    "desk_sign_in": "sign_in.stale",
    "desk_start": "start.stale",
    "desk_basket": "writing.stale",
    "desk_basket_upload": "writing.stale",
    "desk_share": "sharing.stale_share",
    "desk_disclosures": "sharing.stale_disclosures",
    "desk_decide": "versions.stale",
    "desk_recipients": "recipients.stale",
    "desk_follow_up": "follow_up.stale",
    "desk_links": "links.stale",
    "desk_link_revoke": "link.stale_revoke",
    "desk_recall": "recalls.stale",
    "desk_restricted": "restricted.stale",
    "desk_client_new": "client_form.stale",
    "desk_client_edit": "client_form.stale",
    "desk_person_new": "people.stale",
    "desk_webhook_new": "webhooks.stale",
    **dict.fromkeys(
        (f"desk_firm_{part}" for part in ("who", "complaints", "sentences", "logo", "work", "kite")), "firm.stale"
    ),
}


def install(app: Flask) -> None:
    """Set the gate before every page whose endpoint begins desk_, and tell templates who is signed in."""
    app.before_request(lambda: found(_PACKAGE, "gate.guard")() if _is_desks() else None)
    app.context_processor(_around)


def _is_desks() -> bool:
    return has_request_context() and (request.endpoint or "").startswith("desk_")


def _around() -> dict[str, object]:
    return {"staff": g.get("staff"), "desk_links": found(_PACKAGE, "navigation.LINKS") if _is_desks() else ()}


def add_pages(app: Flask) -> None:
    """Add them to the application."""
    add_later(app, _PACKAGE, PAGES)


def stale() -> dict[str, Callable[..., Any]]:
    """What shows each of those forms again."""
    return all_later(_PACKAGE, STALE)
