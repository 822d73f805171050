"""`make bench`: every figure, in about four minutes; exit status 1 if one of them does not hold."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import (
    board,
    client_page,
    firm,
    form,
    instruments,
    pages,
    passwords,
    process,
    reconciling,
    reports,
    sizes,
    unwell,
)
from bench.measure import Figure, table
from bench.site import Quiet, build, environment


def main() -> int:
    """Measure, print the table, answer the exit status."""
    began = time.monotonic()
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="tokri-bench-") as folder, Quiet():
        app = build(environment(Path(folder)))
        form.install(app)
        client_page.install(app)
        figures += sizes.figures(app)
        figures += form.figures(app)
        figures += pages.figures(app)
        figures += client_page.figures(app)
        figures += passwords.figures()
        figures += process.figures(app, Path(folder))
        figures += instruments.figures(Path(folder))
        figures += firm.figures(Path(folder, "firm"))
        figures += board.figures(Path(folder, "board"))
        figures += reconciling.figures()
        figures += reports.figures(environment(Path(folder)))
        figures += unwell.figures(Path(folder, "unwell"))
    past = sum(not figure.holds for figure in figures)
    took = time.monotonic() - began
    sys.stdout.write(f"{table(figures)}\n\n{len(figures)} figures in {took:.0f} s, {past or 'none'} past its hold.\n")
    return 1 if past else 0


if __name__ == "__main__":
    sys.exit(main())
