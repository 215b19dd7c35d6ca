"""Make a study vault of any size: `python benchmarks/gen_vault.py OUT_DIR N_NOTES [SEED]`.

Each note has about 3 KB: properties (title, tags, aliases, status, a list of prerequisites, for
papers also authors, year and arXiv id), six to twelve links of every kind, headings, lists, a
code fence with a link that is none, a callout, formulas, a table with an escaped pipe, block ids
and an inline field. Prerequisites are acyclic, two and a half a note; one link in twenty is
unresolved; folders are nested. The same size and seed give the same bytes.
"""

import os
import random
import sys


TOPICS = [
    "foundations",
    "optimization",
    "probability",
    "linear-algebra",
    "transformers",
    "diffusion",
    "rl",
    "graph-learning",
    "vision",
    "nlp",
    "speech",
    "systems",
    "theory",
    "causality",
    "bayesian",
    "safety",
]
ADJ = [
    "Stochastic",
    "Variational",
    "Contrastive",
    "Sparse",
    "Bayesian",
    "Deep",
    "Convex",
    "Latent",
    "Adaptive",
    "Recurrent",
    "Hierarchical",
    "Implicit",
    "Spectral",
    "Causal",
    "Robust",
    "Neural",
    "Masked",
    "Residual",
]
NOUN = [
    "Gradient Descent",
    "Attention",
    "Autoencoders",
    "Embeddings",
    "Kernels",
    "Policies",
    "Transformers",
    "Flows",
    "Priors",
    "Networks",
    "Sampling",
    "Inference",
    "Regularization",
    "Distillation",
    "Alignment",
    "Pruning",
    "Tokenization",
    "Optimization",
    "Representation",
    "Quantization",
]
WORDS = (
    "the model learns a representation by minimizing expected loss over data while "
    "gradients flow through layers and we bound the error with high probability under mild "
    "assumptions about noise this paper shows that scaling depth improves accuracy but the "
    "cost grows with sequence length so an approximation is used in practice it follows from "
    "the definition that every step reduces the objective and a proof uses convexity of each "
    "term results on benchmarks suggest that simple baselines remain strong"
).split()
STATUS = ["unread", "reading", "learned", "mastered", "review"]


def title(i, rnd):
    return f"{rnd.choice(ADJ)} {rnd.choice(NOUN)} {i:05d}"


def sent(r, n=None):
    n = n or r.randint(6, 13)
    w = r.choices(WORDS, k=n)
    w[0] = w[0].capitalize()
    return " ".join(w) + "."


def main(out, n, seed=0):
    r = random.Random(seed)
    titles = [title(i, r) for i in range(n)]
    kinds = ["paper" if r.random() < 0.35 else "concept" for _ in range(n)]
    folders = []
    for i in range(n):
        t = TOPICS[r.randrange(len(TOPICS))]
        depth = r.choice([1, 2, 2, 3])
        parts = [("Papers" if kinds[i] == "paper" else "Concepts"), t]
        if depth >= 2:
            parts.append(f"part-{r.randrange(8)}")
        if depth >= 3:
            parts.append(f"sub-{r.randrange(4)}")
        folders.append("/".join(parts))
    made = set()
    tot = nlinks = npre = unres = 0
    for i in range(n):
        k = sum(r.random() < 0.5 for _ in range(5))  # mean 2.5
        lo = max(0, i - 400)
        pre = (
            sorted(
                {r.randrange(lo, i) if r.random() < 0.8 else r.randrange(0, i) for _ in range(k)}
            )
            if i
            else []
        )
        npre += len(pre)

        def link():
            nonlocal nlinks, unres
            nlinks += 1
            if r.random() < 0.05:
                unres += 1
                return f"[[Missing Idea {r.randrange(10**6):06d}]]"
            t = titles[r.randrange(n)]
            x = r.random()
            if x < 0.50:
                return f"[[{t}]]"
            if x < 0.72:
                return f"[[{t}|{r.choice(NOUN).lower()}]]"
            if x < 0.84:
                return f"[[{t}#Intuition]]"
            if x < 0.90:
                return f"[[{t}#^b{r.randrange(3)}|see here]]"
            if x < 0.95:
                return f"![[{t}#Summary]]"
            return f"[{r.choice(NOUN).lower()}](<{t}.md>)"

        fm = [
            "---",
            f"title: {titles[i]}",
            f"type: {kinds[i]}",
            "tags:",
            f"  - {TOPICS[i % 16]}",
            f"  - ml/{TOPICS[(i * 7) % 16]}",
            "aliases:",
            f"  - {titles[i].split()[0][:4].upper()}-{i}",
            f'  - "{titles[i].rsplit(" ", 1)[0]}: note {i}"',
            f"status: {STATUS[r.randrange(5)]}",
            f"created: 20{r.randrange(18, 26)}-{r.randrange(1, 13):02d}-{r.randrange(1, 28):02d}",
            f"public: {'true' if r.random() < 0.3 else 'false'}",
        ]
        if kinds[i] == "paper":
            fm += [
                f"year: {r.randrange(2012, 2027)}",
                f'arxiv: "{r.randrange(1201, 2612)}.{r.randrange(10**5):05d}"',
                "authors:",
                "  - Ada Example",
                "  - Bo Sample",
            ]
        if pre:
            fm.append("prerequisites:")
            fm += [f'  - "[[{titles[j]}]]"' for j in pre]
        else:
            fm.append("prerequisites: []")
        fm.append("---")
        want = r.randint(6, 12)
        L = [link() for _ in range(want)]
        it = iter(L)
        nx = lambda: next(it, sent(r, 4))
        b = [
            "",
            f"# {titles[i]}",
            "",
            f"{sent(r)} {nx()} {sent(r)} Here $f(x)=\\sum_{{i}} w_i x_i$ and {sent(r, 8)} #{TOPICS[i % 16]}",
            "",
            "## Summary",
            "",
            f"{sent(r)} {sent(r)} {nx()} {sent(r)} ^b0",
            "",
            "> [!note] Key point",
            f"> {sent(r)} {nx()}",
            f"> {sent(r)}",
            "",
            "## Intuition",
            "",
            f"{sent(r)} {nx()} {sent(r)} {sent(r)} {sent(r)}",
            "",
        ]
        for _ in range(r.randint(3, 5)):
            b.append(f"- {sent(r, 10)} {nx()}")
        b += [
            "",
            f"difficulty:: {r.randint(1, 5)}",
            "",
            "```python",
            f"def step_{i}(x, lr={r.random():.3f}):",
            f"    # not a link: [[Fake {i}]]",
            "    return x - lr * grad(x)",
            "```",
            "",
            "### Details",
            "",
            "| term | meaning |",
            "| --- | --- |",
            f"| a | {sent(r, 6)} |",
            f"| b | {nx()} |".replace("[[", "[[").replace("|see", "\\|see"),
            "",
            "$$",
            "\\nabla L(\\theta) = \\mathbb{E}[\\nabla \\ell(x,\\theta)]",
            "$$",
            "",
            f"{sent(r)} {sent(r)} {sent(r)} {sent(r)}",
            "",
        ]
        if r.random() < 0.3:
            b += ["%% todo: check [[Hidden %d]] %%" % i, ""]
        rest = [x for x in it]
        b += (
            ["## Related", ""]
            + [f"- {x}" for x in rest]
            + ["", f"{sent(r)} {sent(r)} {sent(r)} {sent(r)} {sent(r)} ^b1", ""]
        )
        s = "\n".join(fm + b)
        # escape alias pipes inside the table row
        s = "\n".join(
            (
                ln.replace("|", "\\|").replace("\\| b \\|", "| b |")[:-2] + "|"
                if ln.startswith("| b |")
                else ln
            )
            for ln in s.split("\n")
        ).replace("\\\\|", "\\|")
        d = os.path.join(out, folders[i])
        if d not in made:
            os.makedirs(d, exist_ok=True)
            made.add(d)
        data = s.encode()
        tot += len(data)
        with open(os.path.join(d, titles[i] + ".md"), "wb") as f:
            f.write(data)
    print(
        f"{n} notes, {tot} bytes ({tot / n:.0f}/note), body links {nlinks} ({nlinks / n:.2f}/note, "
        f"{unres} unresolved), prerequisites {npre} ({npre / n:.2f}/note), {len(made)} folders"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
