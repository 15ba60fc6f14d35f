"""The network: MiniLM with letter shapes, and heads for tags, names, arcs and labels.

The encoder is written out here (it is small) so that training needs torch and nothing else,
and so that ``export.py`` knows every weight by its name.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load
from torch import nn
from torch.nn import functional as fn

from kg.analyze.pieces import read_table
from training.batches import IGNORE, Batch, Vocabulary

# Apache-2.0. The digest decides, wherever the file comes from.
ENCODER_NAME = "sentence-transformers/all-MiniLM-L6-v2, revision 1110a243"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, LAYERS, ATTENTION_HEADS, INNER, POSITIONS, PIECES = 384, 6, 12, 1536, 512, 30522
# Width of the letter shape that is put beside each word before the heads.
SHAPE_WIDTH = 32
ARC_WIDTH, LABEL_WIDTH = 256, 96
ENCODER_DROPOUT, HEAD_DROPOUT = 0.1, 0.2
EPSILON = 1e-12


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of a batch, before decoding.

    Shapes: `upos`, `xpos`, `names` (sentences, words, labels); `arcs` (sentences, words,
    words + 1), the first column is the root; `dep` and `head` feed the label head.
    """

    upos: torch.Tensor
    xpos: torch.Tensor
    names: torch.Tensor
    arcs: torch.Tensor
    dep: torch.Tensor
    head: torch.Tensor


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        """Make the weights; ``load_encoder`` fills them."""
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.mix_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=EPSILON)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the next layer's (sentences, pieces, width)."""
        size, pieces, _ = hidden.shape
        query, key, value = (
            layer(hidden).view(size, pieces, ATTENTION_HEADS, -1).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        mixed = fn.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = self.mix(mixed.transpose(1, 2).reshape(size, pieces, WIDTH))
        hidden = self.mix_norm(hidden + fn.dropout(mixed, ENCODER_DROPOUT, self.training))
        changed = self.outer(fn.gelu(self.inner(hidden)))
        out: torch.Tensor = self.outer_norm(
            hidden + fn.dropout(changed, ENCODER_DROPOUT, self.training)
        )
        return out


class Encoder(nn.Module):
    """MiniLM; the letter shapes are added to the input."""

    def __init__(self) -> None:
        """Make the weights; the table of word pieces stays as it came."""
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH)
        self.pieces.weight.requires_grad = False
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(len(read_table()["shapes"]["names"]), WIDTH)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        """Return (sentences, pieces, width); piece 0 is padding and is not looked at."""
        places = torch.arange(ids.shape[1])
        hidden: torch.Tensor = (
            self.pieces(ids) + self.positions(places) + self.kind + self.shapes(shapes)
        )
        hidden = fn.dropout(self.norm(hidden), ENCODER_DROPOUT, self.training)
        mask = (ids != 0)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden


class Network(nn.Module):
    """The encoder and its heads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make heads for the labels of `vocabulary`."""
        super().__init__()
        self.encoder = Encoder()
        self.shapes = nn.Embedding(len(read_table()["shapes"]["names"]), SHAPE_WIDTH)
        width = WIDTH + SHAPE_WIDTH
        self.upos = nn.Linear(width, len(vocabulary.upos))
        self.xpos = nn.Linear(width, len(vocabulary.xpos))
        self.names = nn.Linear(width, len(vocabulary.names))
        self.arc_dep = nn.Linear(width, ARC_WIDTH)
        self.arc_head = nn.Linear(width, ARC_WIDTH)
        self.arc = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.label_dep = nn.Linear(width, LABEL_WIDTH)
        self.label_head = nn.Linear(width, LABEL_WIDTH)
        count = len(vocabulary.rels)
        self.label = nn.Parameter(torch.zeros(LABEL_WIDTH + 1, count, LABEL_WIDTH + 1))
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.label, std=0.02)

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, firsts: torch.Tensor) -> Scores:
        """Return the scores of all heads; a word is its first piece, the root is ``[CLS]``."""
        hidden = torch.cat([self.encoder(ids, shapes), self.shapes(shapes)], dim=-1)
        roots = torch.zeros_like(firsts[:, :1])
        places = torch.cat([roots, firsts], dim=1).unsqueeze(-1).expand(-1, -1, hidden.shape[-1])
        nodes = fn.dropout(hidden.gather(1, places), HEAD_DROPOUT, self.training)
        words = nodes[:, 1:]
        dep = fn.leaky_relu(self.arc_dep(words), 0.1)
        head = fn.leaky_relu(self.arc_head(nodes), 0.1)
        arcs = _with_one(dep) @ self.arc @ head.transpose(1, 2)
        # A column that only repeats the root's place is padding of `firsts` (first piece 0).
        padding = torch.cat([roots == 1, firsts == 0], dim=1)
        arcs = arcs.masked_fill(padding.unsqueeze(1), -1e4)
        return Scores(
            self.upos(words),
            self.xpos(words),
            self.names(words),
            arcs,
            fn.leaky_relu(self.label_dep(words), 0.1),
            fn.leaky_relu(self.label_head(nodes), 0.1),
        )

    def score_labels(self, scores: Scores, heads: torch.Tensor) -> torch.Tensor:
        """Return (sentences, words, labels) for the given `heads` (0 is the root)."""
        places = heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, LABEL_WIDTH)
        chosen = _with_one(scores.head.gather(1, places))
        left = _with_one(scores.dep).flatten(0, 1) @ self.label.flatten(1)
        left = left.view(-1, self.label.shape[1], LABEL_WIDTH + 1)
        return (left @ chosen.flatten(0, 1).unsqueeze(-1)).view(*heads.shape, -1)


def loss_of(network: Network, batch: Batch, weights: dict[str, float]) -> dict[str, torch.Tensor]:
    """Return the weighted loss of each head, summed over the words of `batch`."""
    scores = network(batch.ids, batch.shapes, batch.firsts)
    tags = fn.log_softmax(scores.names.float(), dim=-1)
    names = -torch.logsumexp(tags.masked_fill(~batch.allowed, -1e4), dim=-1)
    inside = torch.arange(batch.firsts.shape[1]) < batch.lengths[:, None]
    has_syntax = batch.heads != IGNORE
    losses = {"names": names[inside & ~batch.allowed.all(dim=-1)].sum()}
    if bool(has_syntax.any()):
        rows = has_syntax.any(dim=1)
        kept = Scores(*(getattr(scores, field)[rows] for field in Scores.__slots__))
        heads = batch.heads[rows]
        labels = network.score_labels(kept, heads)
        losses["upos"] = _sum_loss(kept.upos, batch.upos[rows])
        losses["xpos"] = _sum_loss(kept.xpos, batch.xpos[rows])
        losses["arcs"] = _sum_loss(kept.arcs, heads)
        losses["labels"] = _sum_loss(labels, batch.rels[rows])
    return {name: loss * weights[name] for name, loss in losses.items()}


def load_encoder(network: Network, path: Path) -> None:
    """Fill the encoder of `network` from the ``model.safetensors`` at `path`.

    Raises:
        ValueError: the file is not the one that the recipe names (its digest differs).
    """
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != ENCODER_SHA256:
        raise ValueError(f"{path} has SHA-256 {digest}; wanted: {ENCODER_SHA256}")
    weights = load(content)
    encoder = network.encoder
    with torch.no_grad():
        encoder.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
        encoder.positions.weight.copy_(weights["embeddings.position_embeddings.weight"])
        encoder.kind.copy_(weights["embeddings.token_type_embeddings.weight"][0])
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            for ours, theirs in _LAYER_NAMES.items():
                _copy(getattr(layer, ours), weights, f"encoder.layer.{number}.{theirs}")


_LAYER_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mix": "attention.output.dense",
    "mix_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer_norm": "output.LayerNorm",
}


def _copy(module: nn.Module, weights: dict[str, torch.Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(module, part).copy_(weights[f"{name}.{part}"])


def _sum_loss(scores: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
    flat = scores.float().flatten(0, 1)
    return fn.cross_entropy(flat, gold.flatten(), ignore_index=IGNORE, reduction="sum")


def _with_one(values: torch.Tensor) -> torch.Tensor:
    return torch.cat([values, torch.ones_like(values[..., :1])], dim=-1)
