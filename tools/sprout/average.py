"""Averages the weights of several checkpoints of one run, each taken where the learning rate had fallen to zero.

    python tools/sprout/average.py first.pt second.pt --out tools/sprout/work/checkpoint.pt

Such ends of one training path lie around the same valley: their mean is better than each of them, above all in the odds
that each learned a little wrong in its own way (Izmailov et al., "Averaging weights leads to wider optima", 2018).
"""
import argparse
from pathlib import Path

import torch


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("checkpoints", type=Path, nargs="+")
    arguments.add_argument("--out", type=Path, default=Path("tools/sprout/work/checkpoint.pt"))
    a = arguments.parse_args()
    saved = [torch.load(path, map_location="cpu", weights_only=True) for path in a.checkpoints]
    mean = {name: torch.stack([s["model"][name].double() for s in saved]).mean(0).float() for name in saved[0]["model"]}
    torch.save({"config": saved[0]["config"], "model": mean}, a.out)


if __name__ == "__main__":
    main()
