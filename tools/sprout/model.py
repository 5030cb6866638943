"""Sprout: a Llama in miniature (RMSNorm, rotary positions, grouped-query attention, SwiGLU, tied embeddings).

Shapes at line ends: B batch, T tokens, D width, H heads, K key/value heads, E head width, F feed-forward, V vocabulary.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class Config:
    vocab: int
    width: int = 128
    layers: int = 4
    heads: int = 4
    kv_heads: int = 2
    ffn: int = 384
    context: int = 512
    rope_theta: float = 10000.0
    norm_eps: float = 1e-5

    @property
    def head_width(self) -> int:
        return self.width // self.heads


def rope_tables(c: Config) -> tuple[torch.Tensor, torch.Tensor]:
    """cos and signed sin, so that rotating is x*cos + swap_halves(x)*sin (Hugging Face's rotate-half pairing)."""
    frequency = c.rope_theta ** (-torch.arange(0, c.head_width, 2, dtype=torch.float64) / c.head_width)  # (E/2)
    angle = torch.outer(torch.arange(c.context, dtype=torch.float64), frequency)                         # (context, E/2)
    cos = torch.cat([angle.cos(), angle.cos()], -1)                                                      # (context, E)
    sin = torch.cat([-angle.sin(), angle.sin()], -1)                                                     # (context, E)
    return cos.float(), sin.float()


class Block(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.norm1 = nn.Parameter(torch.ones(c.width))
        self.norm2 = nn.Parameter(torch.ones(c.width))
        self.q = nn.Parameter(torch.empty(c.heads * c.head_width, c.width))
        self.k = nn.Parameter(torch.empty(c.kv_heads * c.head_width, c.width))
        self.v = nn.Parameter(torch.empty(c.kv_heads * c.head_width, c.width))
        self.o = nn.Parameter(torch.empty(c.width, c.heads * c.head_width))
        self.gate = nn.Parameter(torch.empty(c.ffn, c.width))
        self.up = nn.Parameter(torch.empty(c.ffn, c.width))
        self.down = nn.Parameter(torch.empty(c.width, c.ffn))
        for w in (self.q, self.k, self.v, self.gate, self.up):
            nn.init.normal_(w, std=c.width**-0.5)
        for w in (self.o, self.down):  # each block starts as (nearly) the identity
            nn.init.normal_(w, std=0.1 * (2 * c.layers * w.shape[1]) ** -0.5)

    def forward(self, x, cos, sin):
        c = self.c
        B, T, D = x.shape
        h = F.rms_norm(x, (D,), self.norm1, c.norm_eps)
        qkv = F.linear(h, torch.cat([self.q, self.k, self.v])).view(B, T, -1, c.head_width).transpose(1, 2)  # (B, H+2K, T, E)
        qk, v = qkv.split([c.heads + c.kv_heads, c.kv_heads], 1)
        qk = (qk * cos + qk.roll(c.head_width // 2, -1) * sin).to(v.dtype)                                   # (B, H+K, T, E)
        q, k = qk.split([c.heads, c.kv_heads], 1)
        k, v = (t.repeat_interleave(c.heads // c.kv_heads, 1) for t in (k, v))                               # (B, H, T, E)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)                                      # (B, H, T, E)
        x = x + F.linear(mixed.transpose(1, 2).reshape(B, T, D), self.o)
        h = F.rms_norm(x, (D,), self.norm2, c.norm_eps)
        gate, up = F.linear(h, torch.cat([self.gate, self.up])).chunk(2, -1)                                 # (B, T, F) each
        return x + F.linear(F.silu(gate) * up, self.down)


class Sprout(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.embedding = nn.Parameter(torch.randn(c.vocab, c.width) * 0.05)
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.layers))
        self.norm = nn.Parameter(torch.ones(c.width))
        cos, sin = rope_tables(c)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.look_back()

    @torch.no_grad()
    def look_back(self):
        """Fixes where the first layer's heads look: one, two, three ... tokens back. Such heads are the first half of every
        circuit that looks something up; left to chance they form late, in a middle layer, or not at all.

        All embeddings share a constant in column 0 (see `share_constant`); queries and keys made from it alone depend on
        the position alone, and with rotary positions their product is largest at the distance by which the query is
        turned back."""
        c, first, size, pairs = self.c, self.blocks[0], 2.0, 5
        first.o.normal_(std=0.1 * c.width**-0.5)
        for w in (first.q, first.k):
            w.zero_()
        frequency = c.rope_theta ** (-torch.arange(pairs) * 2 / c.head_width)
        for head in range(c.kv_heads):
            first.k[head * c.head_width:head * c.head_width + pairs, 0] = size
        for head in range(c.heads):
            low, angle = head * c.head_width, (head + 1) * frequency
            first.q[low:low + pairs, 0] = size * angle.cos()
            first.q[low + c.head_width // 2:low + c.head_width // 2 + pairs, 0] = -size * angle.sin()
        for fixed in (first.q, first.k, first.norm1):
            fixed.requires_grad_(False)
        self.share_constant()

    @torch.no_grad()
    def share_constant(self):
        """Keeps column 0 of every embedding at three times the size of its other columns."""
        self.embedding[:, 0] = 3 * self.embedding[:, 1:].square().mean(1).sqrt()

    def forward(self, tokens):                                                  # (B, T) of ids
        T = tokens.shape[1]
        x = F.embedding(tokens, self.embedding)                                 # (B, T, D)
        for block in self.blocks:
            x = block(x, self.cos[:T], self.sin[:T])
        x = F.rms_norm(x, (self.c.width,), self.norm, self.c.norm_eps)
        return F.linear(x, self.embedding)                                      # (B, T, V) logits

    def loss(self, tokens, targets):
        """Mean cross-entropy in nats; targets of -1 do not count."""
        logits = self(tokens)
        return F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=-1)
