"""Tens of hand-offs through the running server, as `make soak` drives them by the thousand."""

from pathlib import Path

from bench.truth.run import Asked, run


def test_verdicts_equal_what_is_true_wherever_there_is_evidence_and_are_unknown_everywhere_else(tmp_path: Path) -> None:
    judged = run(tmp_path, Asked(people=16, seed=6, between_kills=6.0, kill_runners=False))
    told = "\n".join(judged.lines())
    assert judged.holds, f"{told}\n{(tmp_path / 'log').read_text()[-3000:]}"
    assert not judged.counts["troubled"], told
    assert judged.counts["by the book"] > 10, told
    assert judged.counts["unknown"] > 5, told
