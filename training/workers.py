"""Several processes on one set of weights: gradients are added, each process steps a part.

Weights and gradients lie in shared memory, so nothing is sent; two processes with one thread
each are faster on two cores than one process with two threads (1,300 to 1,060 words a second).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

# Learning rates at the top of the schedule, and the decay of weight matrices.
ENCODER_RATE, HEAD_RATE, DECAY = 3e-4, 1e-3, 0.01
# The norm that a step's gradient is cut to.
CLIP = 3.0


@dataclass
class Shared:
    """What the processes share: weights, gradients, numbers of a step, and a meeting point."""

    theta: torch.Tensor
    gradients: torch.Tensor
    counts: torch.Tensor
    norms: torch.Tensor
    plan: torch.Tensor
    bounds: list[tuple[int, int, float, float]]
    barrier: Any
    workers: int = field(default=2)


def share(network: nn.Module, workers: int) -> Shared:
    """Move the trainable weights of `network` to shared memory and return what is shared."""
    groups = list(_groups_of(network))
    size = sum(parameter.numel() for group in groups for parameter in group[0])
    theta = _shared_zeros(size)
    bounds, place = [], 0
    for parameters, rate, decay in groups:
        start = place
        for parameter in parameters:
            view = theta[place : place + parameter.numel()]
            view.copy_(parameter.data.flatten())
            parameter.data = view.view_as(parameter)
            place += parameter.numel()
        bounds.append((start, place, rate, decay))
    return Shared(
        theta=theta,
        gradients=_shared_zeros(workers, size),
        counts=_shared_zeros(workers),
        norms=_shared_zeros(workers),
        plan=_shared_zeros(4, dtype=torch.float64),
        bounds=bounds,
        barrier=multiprocessing.get_context("fork").Barrier(workers),
        workers=workers,
    )


def ordered(network: nn.Module) -> list[nn.Parameter]:
    """Return the trainable weights in the order in which they lie in shared memory."""
    return [parameter for parameters, _, _ in _groups_of(network) for parameter in parameters]


class Stepper:
    """AdamW on this process's part of the shared weights."""

    def __init__(self, network: nn.Module, shared: Shared, worker: int) -> None:
        """Point the gradients of `network` to this worker's row of shared memory."""
        self._shared, self._worker = shared, worker
        place = 0
        for parameter in ordered(network):
            row = shared.gradients[worker, place : place + parameter.numel()]
            parameter.grad = row.view_as(parameter)
            place += parameter.numel()
        self._slices: list[tuple[int, int]] = []
        groups: list[dict[str, Any]] = []
        for start, end, rate, decay in shared.bounds:
            cut = [start + (end - start) * n // shared.workers for n in range(shared.workers + 1)]
            part = (cut[worker], cut[worker + 1])
            self._slices.append(part)
            weights = nn.Parameter(shared.theta[slice(*part)])
            groups.append({"params": [weights], "lr": rate, "peak": rate, "weight_decay": decay})
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-8, fused=True)

    def clear(self) -> None:
        """Set this worker's gradient to zero."""
        self._shared.gradients[self._worker].zero_()

    def step(self, words: int, rate_at: Callable[[float], float]) -> tuple[int, bool, bool]:
        """Wait for all gradients, then change this worker's part of the weights.

        Returns the words of all workers, whether this step is the last, whether to save: read
        before the last barrier, since worker 0 may write its next plan right after it.
        `words` of this worker's batch make the mean; `rate_at` gives the share of the learning
        rate at the progress that worker 0 put into ``plan[0]``.
        """
        shared = self._shared
        shared.counts[self._worker] = words
        shared.barrier.wait()
        total, square = float(shared.counts.sum()), 0.0
        share_now = rate_at(float(shared.plan[0]))
        for group, part in zip(self.optimizer.param_groups, self._slices, strict=True):
            gradient = shared.gradients[:, slice(*part)].sum(dim=0) / total
            square += float(gradient.square().sum())
            group["params"][0].grad = gradient
            group["lr"] = group["peak"] * share_now
        shared.norms[self._worker] = square
        shared.barrier.wait()
        norm = float(shared.norms.sum()) ** 0.5
        if norm > CLIP:
            for group in self.optimizer.param_groups:
                group["params"][0].grad.mul_(CLIP / norm)
        self.optimizer.step()
        told = (round(total), bool(shared.plan[1]), bool(shared.plan[2]))
        shared.barrier.wait()
        return told


def _shared_zeros(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    zeros = torch.zeros(*shape, dtype=dtype)
    zeros.share_memory_()  # type: ignore[no-untyped-call]
    return zeros


def _groups_of(network: nn.Module) -> Iterator[tuple[list[nn.Parameter], float, float]]:
    named = [(name, p) for name, p in sorted(network.named_parameters()) if p.requires_grad]
    for inside, rate in ((True, ENCODER_RATE), (False, HEAD_RATE)):
        for is_matrix, decay in ((True, DECAY), (False, 0.0)):
            yield (
                [
                    p
                    for name, p in named
                    if name.startswith("encoder.layers") == inside and (p.dim() > 1) == is_matrix
                ],
                rate,
                decay,
            )
