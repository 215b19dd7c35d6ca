"""What answers to questions about guesses teach."""

from __future__ import annotations

from kbpivot.graph.inference import Inferred, taught


def guess(source: str, target: str, score: float) -> Inferred:
    tier = "strong" if score > 0.9 else "likely"
    return Inferred(f"{source}.md", f"{target}.md", score, tier, ())


def test_a_no_is_not_asked_again_and_lowers_its_like() -> None:
    """Guesses with the same earlier note fall most, those with the same later one less."""
    guesses = (
        guess("Networks", "Dropout", 0.96),
        guess("Networks", "Adam", 0.95),
        guess("Loss", "Dropout", 0.94),
        guess("Loss", "Adam", 0.93),
    )

    left = {
        (one.source, one.target): one.score
        for one in taught(guesses, {("Networks.md", "Dropout.md")})
    }

    assert ("Networks.md", "Dropout.md") not in left
    assert left["Networks.md", "Adam.md"] < 0.95
    assert left["Loss.md", "Dropout.md"] < 0.94
    assert left["Loss.md", "Adam.md"] == 0.93
    assert 0.95 - left["Networks.md", "Adam.md"] > 0.94 - left["Loss.md", "Dropout.md"]


def test_each_no_lowers_further_until_the_guess_is_gone() -> None:
    """Who says no to a note again and again is not asked about it any more."""
    one = guess("Networks", "Adam", 0.9)
    scores = []
    for number in range(6):
        left = taught([one], {("Networks.md", f"{k}.md") for k in range(number)})
        scores.append(left[0].score if left else 0.0)

    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0.0


def test_nothing_is_taught_by_nothing() -> None:
    """Without a no the guesses are as they were."""
    guesses = (guess("A", "B", 0.95), guess("B", "C", 0.7))

    assert taught(guesses, ()) == guesses
