"""Logistic regression by Newton's method: what fits the coefficients and what applies them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["fit_logistic", "logistic"]

Floats = npt.NDArray[np.float64]


def logistic(values: Floats) -> Floats:
    """Turn log odds into probabilities, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)), dtype=np.float64)


def fit_logistic(
    features: Floats,
    labels: Floats,
    *,
    ridge: float,
    weights: Floats | None = None,
    prior: Floats | None = None,
    rounds: int = 50,
) -> Floats:
    """Fit coefficients, the intercept last, by iteratively reweighted least squares.

    Args:
        features: one row a pair.
        labels: 1 where the pair is a prerequisite, else 0.
        ridge: strength of the pull toward `prior`; the intercept is free.
        weights: weight of each row, 1 by default.
        prior: coefficients to pull toward, 0 by default; intercept last.
        rounds: most Newton steps; it stops when a step moves nothing by more than 1e-8.
    """
    rows = np.c_[features, np.ones(len(features))]
    mass = np.ones(len(rows)) if weights is None else weights
    centre = np.zeros(rows.shape[1]) if prior is None else prior
    pull = np.full(rows.shape[1], ridge)
    pull[-1] = 1e-6
    beta = centre.copy()
    for _ in range(rounds):
        chance = logistic(rows @ beta)
        gradient = rows.T @ (mass * (labels - chance)) - pull * (beta - centre)
        curvature = (rows * (mass * chance * (1.0 - chance))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(curvature, gradient)
        beta = beta + step
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta
