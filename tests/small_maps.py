"""A small map of deep learning for tests, as its files would be written."""

from __future__ import annotations

from kbpivot.maps import Map, parse_map

MATHEMATICS = """\
# Mathematics

[chain-rule]
name = "Chain rule"
says = "Differentiate a composed function."
hours = 1
year = 0
source = ["calculus-made-easy: chapter 9"]
everyday = true
needs.school-mathematics = "it is about derivatives of known functions"

[calculus-made-easy]
kind = "book"
name = "Calculus Made Easy"
says = "Differentiate and integrate without fear."
hours = 20
year = 0
source = ["https://calculusmadeeasy.org"]
needs.school-mathematics = "it starts from formulas and graphs"

[dot-product]
name = "Dot product"
aliases = ["inner product"]
says = "Multiply two vectors and read the angle from it."
hours = 0.5
year = 0
source = ["calculus-made-easy: appendix"]
needs.school-mathematics = "sums of products are all it takes"

[school-mathematics]
name = "School mathematics"
says = "Solve equations and draw functions."
hours = 40
year = 0
source = ["https://openstax.org/subjects/math"]
"""

LEARNING = """\
# Deep learning

[attention]
name = "Attention"
aliases = ["attention mechanism", "scaled dot-product attention", "注意力机制"]
says = "Weigh values by how well a query matches each key."
hours = 2
year = 2014
source = ["arXiv:1409.0473"]
everyday = true
helps = ["recurrent-neural-network"]
needs.dot-product = "the match of a query and a key is their product"
needs.softmax = "it turns the matches into weights that add up to one"

[attention-is-all-you-need]
kind = "paper"
name = "Attention Is All You Need"
aliases = ["Transformer paper"]
says = "Follow why it trains faster than recurrent models."
hours = 3
year = 2017
source = ["arXiv:1706.03762"]
needs.transformer = "the paper proposes this architecture and nothing else"

[backpropagation]
name = "Backpropagation"
aliases = ["backprop"]
says = "Compute all gradients of a network in one backward pass."
hours = 3
year = 1986
source = ["doi:10.1038/323533a0"]
needs.chain-rule = "each layer multiplies by its own derivative"

[generative-adversarial-network]
name = "Generative adversarial network"
aliases = ["GAN"]
says = "Train a generator against a discriminator."
hours = 3
year = 2014
source = ["arXiv:1406.2661"]
needs.backpropagation = "gradients flow through both of its networks"

[recurrent-neural-network]
name = "Recurrent neural network"
aliases = ["RNN"]
says = "Carry a state along a sequence."
hours = 3
year = 1986
source = ["doi:10.1207/s15516709cog1402_1"]
needs.backpropagation = "it is trained by unrolling this through time"

[softmax]
name = "Softmax"
says = "Turn scores into probabilities."
hours = 0.5
year = 0
source = ["calculus-made-easy: exponentials"]
needs.school-mathematics = "it is made of exponentials and a sum"

[transformer]
name = "Transformer"
aliases = ["transformer architecture"]
says = "Name the parts of a block and what each is for."
hours = 4
year = 2017
source = ["arXiv:1706.03762"]
everyday = true
needs.attention = "every block is built around it"
needs.backpropagation = "the whole stack is trained by it"
"""

TRACKS = """\
[research]
name = "Research"
says = "Read and repeat the paper that began it."
goals = ["attention-is-all-you-need"]
"""

TEXTS = {
    "deep-learning.toml": LEARNING,
    "mathematics.toml": MATHEMATICS,
    "tracks.toml": TRACKS,
}


def small_map(name: str = "small") -> Map:
    """The map of these files."""
    return parse_map(TEXTS, name=name)


def chain_map(size: int, width: int = 3) -> Map:
    """A map in which each concept needs one or two of the layer before."""
    rows = ["[c0-0]\nname = 'zero'\n"]
    layer = ["c0-0"]
    for depth in range(1, size):
        new = []
        for place in range(width):
            needs = {layer[place % len(layer)], layer[(place * place + 1) % len(layer)]}
            rows.append(
                f"[c{depth}-{place}]\nname = 'concept {depth} {place}'\n"
                + "".join(
                    f"needs.{need} = 'why {depth} {place} {need}'\n" for need in sorted(needs)
                )
            )
            new.append(f"c{depth}-{place}")
        layer = new
    return parse_map({"area.toml": "\n".join(rows)}, name="chain")
