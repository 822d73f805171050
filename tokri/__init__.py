"""Tokri (टोकरी, *basket*): build a basket of orders, place it on Kite's own page, find out what became of it.

The way through; the same word names the module, the template, the test and the column:

    basket -> check -> plan -> consent -> hand-off -> (Kite) -> handback -> reading -> evidence -> verdict -> repair

Who may import whom (tests/test_architecture.py keeps it so):

    app.py            builds everything; nobody imports it, and it alone imports config
    web               journey, link, desk, core, flask, flask_wtf, wtforms, markupsafe, babel, segno: never an adapter
    cli, runner       flask, click, journey, desk, core: their adapters come from app.py
    journey           the way through; core: the outside world arrives as an argument, typed by core/ports
    link              what a client does at a link of the firm's; the way through (journey), core
    desk              what the firm does, a module a noun; core, in the same way, and link to see where links stand
    adapters          (store, instrument_master, reference_files, kite, http, mail, webhooks, sealing, passwords, totp,
                      logos, sheets, limits, clock, chance) core, their own library, http.py: never each other
    teller            desk, core: the runner's lanes to the firm's own systems, whose adapter comes from app.py
    *_commands.py     the commands by their noun: instruments, dated tables, the market clock, users, the record
    core              core, and the standard library that does no I/O
    simulator         a different program: imports nothing from here, nor is imported
"""
