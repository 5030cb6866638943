"""Trains Sprout, resumably, on a CPU (or a GPU when there is one).

    torchrun --nproc-per-node 2 tools/sprout/train.py --data tools/sprout/work

Each process has one thread and half of every step: on shared cores this is faster than one process with two threads.
Curriculum: short windows of the primer until looking back is learned, then its recall documents ("lookups") beside the
main stream, then the main stream with a few of them, at last at window 512. The learning rate warms up, stays, and
falls to zero over the last part. All tokens count.
"""
import argparse
import json
import os
import time
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from tokenizers import Tokenizer

from model import Config, Sprout
from muon import Muon

SEED = 1
# until this share of the run: window, tokens per step, share of each stream
CURRICULUM = [
    (0.14, 128, 2048, {"primer": 0.5, "lookups": 0.3, "main": 0.2}),
    (0.28, 256, 4096, {"primer": 0.15, "lookups": 0.35, "main": 0.5}),
    (0.90, 256, 4096, {"lookups": 0.05, "main": 0.95}),
    (1.00, 512, 4096, {"lookups": 0.05, "main": 0.95}),
]
WARM_UP_STEPS = 100
DECAY_SHARE = 0.45
MUON_LR, ADAM_LR, WEIGHT_DECAY = 0.005, 0.002, 0.2
MOST_QUERY_KEY_RMS = 0.15


class Stream:
    """Windows that start where a document starts, half of them without the <|endoftext|> before it."""

    def __init__(self, path: Path):
        self.tokens = np.load(f"{path}.tokens.npy", mmap_mode="r")
        self.starts = np.load(f"{path}.starts.npy")

    def windows(self, r: np.random.Generator, count: int, length: int) -> np.ndarray:
        last = np.searchsorted(self.starts, len(self.tokens) - length - 2)
        at = self.starts[r.integers(0, last, count)] + r.integers(0, 2, count)
        return self.tokens[at[:, None] + np.arange(length + 1)].astype(np.int64)    # (count, length + 1)


def stage(progress: float) -> tuple[int, int, dict[str, float]]:
    return next(what for until, *what in CURRICULUM if progress < until or until == 1.0)


def learning_rate(step: int, progress: float) -> float:
    """Share of the full rate: a ramp, a plateau, and a straight line to zero."""
    return max(0.0, min((step + 1) / WARM_UP_STEPS, 1.0, (1 - progress) / DECAY_SHARE))


def batch(r: np.random.Generator, streams: dict[str, Stream], rows: int, window: int, shares: dict[str, float]):
    counts = r.multinomial(rows, list(shares.values()))
    parts = [streams[name].windows(r, n, window) for name, n in zip(shares, counts) if n]
    tokens = torch.from_numpy(np.concatenate(parts))
    return tokens[:, :-1].contiguous(), tokens[:, 1:].contiguous()


class Validation:
    """Documents never trained on, each alone: nats per token by kind beside the grammar's own entropy, and how often
    the most likely token is the right one where the document leaves no choice (recall, facts and sums in chat form)."""

    def __init__(self, dump: Path, tokenizer: Tokenizer, count: int, window: int = 512):
        with dump.open(encoding="utf-8") as lines:
            self.rows = [json.loads(line) for _, line in zip(range(count), lines)]
        encoded = [tokenizer.encode(row["text"]).ids for row in self.rows]
        keep = sorted((i for i, ids in enumerate(encoded) if len(ids) + 1 <= window), key=lambda i: len(encoded[i]))
        self.rows, self.ids = [self.rows[i] for i in keep], [encoded[i] for i in keep]
        self.assistant, self.end = tokenizer.token_to_id("<|assistant|>"), tokenizer.token_to_id("<|end|>")

    @torch.no_grad()
    def measure(self, sprout: Sprout) -> dict:
        nats, entropy, tokens, right, asked = (defaultdict(float) for _ in range(5))
        for begin in range(0, len(self.ids), 32):
            ids, rows = self.ids[begin:begin + 32], self.rows[begin:begin + 32]
            longest = max(map(len, ids)) + 1
            x, y = torch.zeros(len(ids), longest, dtype=torch.long), torch.full((len(ids), longest), -1)
            for row, document in enumerate(ids):
                x[row, 1:len(document) + 1] = torch.tensor(document)
                y[row, :len(document) + 1] = torch.tensor([*document, 0])
            logits = sprout(x.to(sprout.norm.device)).float().cpu()
            losses = torch.nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten(), ignore_index=-1, reduction="none").view(y.shape)
            best = logits.argmax(-1)
            for row, (document, about) in enumerate(zip(ids, rows)):
                kind = about["kind"]
                nats[kind] += losses[row].sum().item()
                entropy[kind] -= about["logp"]
                tokens[kind] += len(document) + 1
                if self.assistant in document and kind in ("recall-chat", "chat", "primer-recall-chat"):
                    for begin_answer in (i for i, t in enumerate(document) if t == self.assistant):
                        stop = document.index(self.end, begin_answer)
                        asked[kind] += 1
                        right[kind] += bool((best[row, begin_answer + 1:stop + 1] == y[row, begin_answer + 1:stop + 1]).all())
        kinds = {kind: {"nats": round(nats[kind] / tokens[kind], 4), "entropy": round(entropy[kind] / tokens[kind], 4),
                        **({"answers": round(right[kind] / asked[kind], 4)} if asked[kind] else {})} for kind in sorted(tokens)}
        total = sum(tokens.values())
        return {"nats": round(sum(nats.values()) / total, 4), "entropy": round(sum(entropy.values()) / total, 4), "kinds": kinds}


def optimizers(sprout: Sprout) -> list[torch.optim.Optimizer]:
    trained = [p for p in sprout.blocks.parameters() if p.requires_grad]
    matrices = [p for p in trained if p.ndim == 2]
    others = [sprout.embedding, sprout.norm, *(p for p in trained if p.ndim == 1)]
    return [Muon(matrices, lr=MUON_LR, weight_decay=WEIGHT_DECAY),
            torch.optim.AdamW(others, lr=ADAM_LR, betas=(0.9, 0.98), weight_decay=0.0, fused=True)]


@torch.no_grad()
def calm_attention(sprout: Sprout):
    """Keeps query and key weights small: with Muon they grow until every head looks at one token only, and then no
    gradient is left to tell it where else to look."""
    for block in sprout.blocks[1:]:
        for w in (block.q, block.k):
            w.mul_((MOST_QUERY_KEY_RMS / w.square().mean().sqrt()).clamp(max=1.0))


def average_gradients(sprout: Sprout, processes: int):
    """Every process goes on with the mean of all processes' gradients."""
    if processes == 1:
        return
    gradients = [p.grad for p in sprout.parameters() if p.requires_grad]
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    for g, mean in zip(gradients, (flat / processes).split([g.numel() for g in gradients])):
        g.copy_(mean.view_as(g))


def save(path: Path, sprout: Sprout, optimizer: list, done: dict):
    part = path.with_suffix(".part")
    torch.save({"config": asdict(sprout.c), "model": sprout.state_dict(), "optimizers": [o.state_dict() for o in optimizer], **done}, part)
    part.replace(path)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("tools/sprout/work"), help="folder with {primer,lookups,main}.*.npy, validation.jsonl")
    arguments.add_argument("--out", type=Path, default=Path("tools/sprout/work"), help="folder of checkpoint.pt and log.jsonl")
    arguments.add_argument("--tokens", type=float, default=24.5e6, help="length of the whole run; may be changed when resuming")
    arguments.add_argument("--threads", type=int, default=1, help="of each process")
    arguments.add_argument("--every", type=int, default=500, help="steps between validations and checkpoints")
    a = arguments.parse_args()

    rank, processes = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if processes > 1:
        dist.init_process_group("gloo")
    torch.manual_seed(SEED)
    torch.set_num_threads(a.threads)
    device = "cuda" if torch.cuda.is_available() and processes == 1 else "cpu"
    tokenizer = Tokenizer.from_file("public/models/sprout/tokenizer.json")
    streams = {name: Stream(a.data / name) for name in ("primer", "lookups", "main")}
    validation = Validation(a.data / "validation.jsonl", tokenizer, 240)
    primer_validation = Validation(a.data / "validation-primer.jsonl", tokenizer, 60)
    sprout = Sprout(Config(vocab=tokenizer.get_vocab_size())).to(device)
    optimizer = optimizers(sprout)
    a.out.mkdir(parents=True, exist_ok=True)
    checkpoint, log = a.out / "checkpoint.pt", (a.out / "log.jsonl").open("a")
    step = tokens = seconds = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device, weights_only=True)
        sprout.load_state_dict(saved["model"])
        for o, state in zip(optimizer, saved["optimizers"]):
            o.load_state_dict(state)
        step, tokens, seconds = saved["step"], saved["tokens"], saved["seconds"]
    loss_of = torch.compile(sprout.loss, dynamic=False)
    rates = dict(zip(optimizer, (MUON_LR, ADAM_LR)))
    began, running = time.time() - seconds, None

    while tokens < a.tokens:
        share = learning_rate(step, tokens / a.tokens)
        for o in optimizer:
            o.param_groups[0]["lr"] = rates[o] * share
        optimizer[0].param_groups[0]["weight_decay"] = WEIGHT_DECAY
        window, step_tokens, shares = stage(tokens / a.tokens)
        r = np.random.default_rng([SEED, step, rank])    # step n sees the same documents in every run
        x, y = batch(r, streams, step_tokens // window // processes, window, shares)
        with torch.autocast(device, torch.bfloat16):
            loss = loss_of(x.to(device), y.to(device))
        loss.backward()
        average_gradients(sprout, processes)
        for o in optimizer:
            o.step()
            o.zero_grad()
        calm_attention(sprout)
        sprout.share_constant()
        step, tokens = step + 1, tokens + step_tokens
        running = loss.item() if running is None else 0.95 * running + 0.05 * loss.item()
        if rank == 0 and (step % 25 == 0 or tokens >= a.tokens):
            entry = {"step": step, "tokens": tokens, "seconds": round(time.time() - began), "window": window,
                     "rate": round(share, 4), "loss": round(running, 4)}
            if step % a.every == 0 or tokens >= a.tokens:
                entry |= {"validation": validation.measure(sprout), "primer": primer_validation.measure(sprout)["kinds"]}
                save(checkpoint, sprout, optimizer, {"step": step, "tokens": tokens, "seconds": time.time() - began})
            log.write(json.dumps(entry) + "\n")
            log.flush()


if __name__ == "__main__":
    main()
