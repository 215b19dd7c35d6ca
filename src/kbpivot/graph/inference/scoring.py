"""Logistic regression by Newton's method: what fits the coefficients and what applies them."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kbpivot.graph.inference.coefficients import INTERCEPT, MAP_LIFT, WEIGHTS
from kbpivot.graph.inference.pairs import FEATURES

__all__ = ["fit_logistic", "lifted", "log_odds", "logistic", "shifted", "shipped_scores"]

Floats = npt.NDArray[np.float64]


def logistic(values: Floats) -> Floats:
    """Turn log odds into probabilities, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)), dtype=np.float64)


def log_odds(chances: Floats) -> Floats:
    """Turn probabilities into log odds, certainty kept finite."""
    safe = np.clip(chances, 1e-9, 1.0 - 1e-9)
    return np.asarray(np.log(safe / (1.0 - safe)), dtype=np.float64)


def fit_logistic(
    features: Floats,
    labels: Floats,
    *,
    ridge: float | Floats,
    weights: Floats | None = None,
    prior: Floats | None = None,
    rounds: int = 50,
) -> Floats:
    """Fit coefficients, the intercept last, by iteratively reweighted least squares.

    Args:
        features: one row a pair.
        labels: 1 where the pair is a prerequisite, else 0.
        ridge: strength of the pull toward `prior`, one for all or one a coefficient; the
            intercept is free.
        weights: weight of each row, 1 by default.
        prior: coefficients to pull toward, 0 by default; intercept last.
        rounds: most Newton steps; it stops when a step moves nothing by more than 1e-8.
    """
    rows = np.c_[features, np.ones(len(features))]
    mass = np.ones(len(rows)) if weights is None else weights
    centre = np.zeros(rows.shape[1]) if prior is None else prior
    pull = np.r_[np.broadcast_to(ridge, features.shape[1]), 1e-6]
    beta = centre.copy()
    loss = _loss(rows, labels, mass, beta, pull, centre)
    for _ in range(rounds):
        chance = logistic(rows @ beta)
        gradient = rows.T @ (mass * (labels - chance)) - pull * (beta - centre)
        curvature = (rows * (mass * chance * (1.0 - chance))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(curvature, gradient)
        # A full Newton step may overshoot where the curve is flat: halve until it helps.
        for _ in range(30):
            trial = _loss(rows, labels, mass, beta + step, pull, centre)
            if trial <= loss:
                break
            step = step / 2.0
        beta, loss = beta + step, trial
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta


def _loss(
    rows: Floats, labels: Floats, mass: Floats, beta: Floats, pull: Floats, centre: Floats
) -> float:
    odds = rows @ beta
    misfit = mass @ (np.logaddexp(0.0, odds) - labels * odds)
    return float(misfit + 0.5 * (pull @ (beta - centre) ** 2))


def shipped_scores(features: Floats) -> Floats:
    """Probability by the shipped coefficients that each pair is a prerequisite."""
    weights = np.array([WEIGHTS[name] for name in FEATURES])
    return logistic(features @ weights + INTERCEPT)


def shifted(chance: float, by: float) -> float:
    """Return a probability with its log odds moved."""
    safe = min(max(chance, 1e-9), 1.0 - 1e-9)
    return 1.0 / (1.0 + (1.0 - safe) / safe * math.exp(-by))


def lifted(chance: float) -> float:
    """Return the probability of a pair that the map of the field agrees with."""
    return shifted(chance, MAP_LIFT)
