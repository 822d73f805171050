"""The soak of truth: people hand off baskets by the thousand, and Tokri's verdicts are held against what is true.

    world     the programs: the stand-in, the server with its workers, two runners; and killing them
    browser   a browser without a window: cookies, redirects, forms and buttons
    steps     what a person does: build, leave, place, look, press
    person    one person's way: build, review, hand off, place, come back or not, and every source of evidence
    verdicts  what a person reads on a result page, row by row
    judge     the verdicts against the stand-in's ledger, and nothing else
    run       all of it, by a seed
    broken    the same on a program without one of its guards, to see it red

Run it with `python -m bench.truth --handoffs 2000 --seed 1`.
"""
