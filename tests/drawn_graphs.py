"""Graphs the drawing tests share: a small realistic one and a large made-up one."""

from __future__ import annotations

import itertools
import random
from types import SimpleNamespace

import networkx as nx

# One line a note: title: what it needs. A leading `?` marks a note not yet written.
SUBJECTS = """
Vectors and matrices:
Derivatives:
Probability:
Logarithms:
Chain rule: Derivatives
Gradients: Derivatives, Vectors and matrices
Eigenvalues: Vectors and matrices
Singular value decomposition: Eigenvalues, Vectors and matrices
Principal component analysis: Singular value decomposition, Variance
Variance: Probability
Expectation: Probability
Bayes' rule: Probability
Entropy: Expectation, Logarithms, Probability
Cross-entropy loss: Entropy
KL divergence: Entropy
Maximum likelihood: Expectation, Logarithms
Linear regression: Gradients, Maximum likelihood
Logistic regression: Linear regression, Cross-entropy loss
Softmax: Logistic regression
Gradient descent: Gradients
Stochastic gradient descent: Gradient descent, Expectation
Adam: Stochastic gradient descent, ?Exponential moving averages
Perceptron: Vectors and matrices
Multilayer perceptron: Perceptron, Logistic regression
Backpropagation: Chain rule, Multilayer perceptron, Gradients
Vanishing gradients: Backpropagation
Residual connections: Vanishing gradients
Layer normalization: Variance, Backpropagation
Dropout: Multilayer perceptron, Expectation
Word embeddings: Vectors and matrices, Softmax
Byte-pair encoding:
Recurrent networks: Backpropagation, Word embeddings
Sequence to sequence: Recurrent networks, Cross-entropy loss
Attention: Sequence to sequence, Softmax
Self-attention: Attention
Multi-head attention: Self-attention
Positional encoding: Self-attention, ?Fourier features
Transformer: Multi-head attention, Positional encoding, Residual connections, \
Layer normalization, Adam, Self-attention, Dropout, Byte-pair encoding
Language modelling: Transformer, Cross-entropy loss
Scaling laws: Language modelling, ?Power laws
KV cache: Transformer
Mixture of experts: Transformer, Softmax
"""

MASTERED = {
    "Vectors and matrices",
    "Derivatives",
    "Probability",
    "Logarithms",
    "Chain rule",
    "Gradients",
    "Expectation",
    "Variance",
    "Entropy",
    "Gradient descent",
}
STARTED = {"Maximum likelihood", "Perceptron", "Cross-entropy loss"}


def evidence(grade: str, path: str, key: str, reason: str, line: int) -> SimpleNamespace:
    """What an edge carries, by its attributes."""
    span = SimpleNamespace(start=0, end=1, line=line, column=1)
    return SimpleNamespace(
        grade=grade, path=path, span=span, form="property", key=key, reason=reason
    )


def learning_graph() -> nx.DiGraph:
    """Forty-odd notes on machine learning with stated, ordered and inferred edges."""
    graph = nx.DiGraph()
    lines = [line for line in SUBJECTS.strip().splitlines() if line]
    for line in lines:
        title = line.partition(":")[0]
        hours = 0.5 + 0.25 * (len(title) % 9)
        graph.add_node(
            f"Concepts/{title}.md", exists=True, title=title, kind="concept", hours=hours
        )
    for line in lines:
        title, _, needs = line.partition(":")
        path = f"Concepts/{title}.md"
        for number, need in enumerate(filter(None, (part.strip() for part in needs.split(",")))):
            source = need[1:] if need.startswith("?") else f"Concepts/{need}.md"
            if need.startswith("?"):
                graph.add_node(source, exists=False, title=source, kind="other", hours=1.3)
            reason = f"{title} builds on it" if number == 0 else ""
            graph.add_edge(
                source,
                path,
                grade="stated",
                evidence=(evidence("stated", path, "prerequisites", reason, number + 3),),
            )
    for source, target in (("Byte-pair encoding", "Word embeddings"), ("KV cache", "Scaling laws")):
        graph.add_edge(
            f"Concepts/{source}.md",
            f"Concepts/{target}.md",
            grade="ordered",
            evidence=(evidence("ordered", "Maps/Transformers.md", "1.", "listed before", 9),),
        )
    for source, target in (("Bayes' rule", "Maximum likelihood"), ("KL divergence", "Softmax")):
        graph.add_edge(
            f"Concepts/{source}.md",
            f"Concepts/{target}.md",
            grade="inferred",
            evidence=(evidence("inferred", f"Concepts/{target}.md", "mention", "", 20),),
            score=0.61,
            tier="likely",
        )
    return graph


def learning_states(graph: nx.DiGraph) -> dict[str, str]:
    """State words for `learning_graph`."""
    words: dict[str, str] = {}
    for node, facts in graph.nodes(data=True):
        needs = {graph.nodes[p]["title"] for p in graph.predecessors(node)}
        if not facts["exists"]:
            words[node] = "planned"
        elif facts["title"] in MASTERED:
            words[node] = "mastered"
        elif facts["title"] in STARTED:
            words[node] = "started"
        else:
            words[node] = "ready" if needs <= MASTERED else "blocked"
    return words


def simple_states(graph: nx.DiGraph, mastered: set[str]) -> dict[str, str]:
    """State words when so much is mastered and nothing begun; stated edges block."""
    return {
        node: (
            "mastered"
            if node in mastered
            else "planned"
            if not facts["exists"]
            else "ready"
            if all(p in mastered or e["grade"] != "stated" for p, e in graph.pred[node].items())
            else "blocked"
        )
        for node, facts in graph.nodes(data=True)
    }


def large_graph(size: int = 500, *, seed: int = 7) -> nx.DiGraph:
    """A made-up vault: topics of different sizes, links across them, loose notes."""
    draw = random.Random(seed)
    graph = nx.DiGraph()
    topics = ("Algebra", "Analysis", "Statistics", "Networks", "Language", "Vision", "Systems")
    paths: list[str] = []
    for number in range(size):
        topic = topics[min(int(draw.expovariate(0.4)), len(topics) - 1)]
        title = f"{topic} {'idea' if number % 3 else 'long-winded notion of number'} {number}"
        path = f"{topic}/{title}.md"
        planned = draw.random() < 0.06
        node = title if planned else path
        graph.add_node(
            node,
            exists=not planned,
            title=title,
            kind="concept",
            hours=round(draw.uniform(0.2, 4), 2),
        )
        if draw.random() < 0.75:
            same = [p for p in paths[-80:] if topic in p]
            near = same or paths[-20:]
            for source in sorted(set(draw.sample(near, min(len(near), draw.choice((1, 1, 2, 3)))))):
                grade = draw.choice(("stated", "stated", "stated", "ordered", "inferred"))
                graph.add_edge(
                    source,
                    node,
                    grade=grade,
                    evidence=(evidence(grade, path, "prerequisites", "used in the proof", 4),),
                )
        if not planned:
            paths.append(node)
    return graph


# Names as an unkind or careless author might choose them.
HOSTILE_NAMES = (
    'say "hi"',
    "it's",
    "[[link]] and ![[embed]]",
    "a|b",
    "new\nline\r\nand\ttab",
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror=window.ran=1>",
    "]]>",
    "<!-- comment -->",
    "\x1b[31mred\x1b[0m \x07bell \x9b2J",
    "%% comment",
    '%%{init: {"theme": "dark"}}%%',
    "end",
    "1. Intro",
    "- dash",
    "`code` **bold** _it_ ~~no~~ ==mark==",
    "$x^2$ and $$y$$",
    "#35; &amp; &lt; #quot; &#x41;",
    "fa:fa-car",
    'click n1 "javascript:window.ran=1"',
    "C:\\path\\N",
    "{{braces}} {{title}} {{script}}",
    "<b>x</b>",
    "javascript:window.ran=1",
    "日本語 émoji 👩‍💻",
    "\u202eoverride\u2066",
    "separator\u2028here",
    "lone \ud800 surrogate",
    "non\ufffe\uffffcharacter",
    '"]; n1 --> n2; n1["',
    '"]; a -> b; x [label="',
    "'); alert(1); ('",
    "a" * 300,
    " ",
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "con",
)


def hostile_graph() -> nx.DiGraph:
    """A chain of notes and planned notes with hostile names, words and paths."""
    graph = nx.DiGraph()
    keys = []
    for number, name in enumerate(HOSTILE_NAMES):
        exists = number % 3 != 2
        keys.append(f"Notes/{number} {name}.md" if exists else name)
        graph.add_node(keys[-1], exists=exists, title=name, kind="concept", hours=1.0)
    grades = ("stated", "ordered", "inferred", "optional")
    for number, (source, target) in enumerate(itertools.pairwise(keys)):
        grade = grades[number % 4]
        said = evidence(grade, target, HOSTILE_NAMES[number], HOSTILE_NAMES[number], 2)
        graph.add_edge(source, target, grade=grade, evidence=(said,))
    return graph


def hostile_states(graph: nx.DiGraph) -> dict[str, str]:
    """Every state in turn, planned for those without a note."""
    words = ("mastered", "started", "ready", "blocked")
    return {
        node: words[number % 4] if facts["exists"] else "planned"
        for number, (node, facts) in enumerate(graph.nodes(data=True))
    }
