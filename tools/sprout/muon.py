"""Muon: momentum whose step for a weight matrix is made orthogonal, so that every direction learns equally fast.

Source: K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks" (2024); the scale of the step follows
"Muon is scalable for LLM training" (arXiv:2502.16982), so that one learning rate fits all shapes.
"""
import torch


def orthogonalize(m: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Nearest (semi-)orthogonal matrices, approximately, by Newton-Schulz. m (N, rows, columns), rows <= columns."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = (m / (m.norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()    # direction is all that counts: low precision will do
    for _ in range(steps):
        gram = x @ x.mT                          # (N, rows, rows)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.float()


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.0):
        super().__init__(list(parameters), {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            stacks: dict[tuple[int, int], list] = {}
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                step = p.grad.lerp(state["momentum"], group["momentum"])     # Nesterov
                wide = step.mT if step.shape[0] > step.shape[1] else step
                stacks.setdefault(tuple(wide.shape), []).append((p, wide))
            for members in stacks.values():                                  # matrices of one shape go together
                steps = orthogonalize(torch.stack([wide for _, wide in members]))
                for (p, _), step in zip(members, steps):
                    step = step.mT if p.shape[0] > p.shape[1] else step
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(step, alpha=-group["lr"] * 0.2 * max(p.shape) ** 0.5)
