"""Corpora and encoder in, a folder of weights out; stops in time, and goes on where it stopped.

The learning rate falls with progress: words seen of the words planned or, where the machine is
slower than thought, time used of the time given. Only `words` decides where both machines are
fast enough, so that a run can be repeated. Nothing is measured here: see ``evaluate.py``.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from kg.analyze.pieces import Pieces
from training.batches import Collator, Vocabulary, batches_of, iterate
from training.corpora import Example, read_train
from training.files import write_json
from training.model import Network, load_encoder, loss_of
from training.workers import Shared, Stepper, share

logger = logging.getLogger("training")

# Weights of the losses: names starve if summed plainly (0.1 against 0.4 for arcs).
WEIGHTS = {"upos": 1.0, "xpos": 0.5, "arcs": 1.0, "labels": 1.0, "names": 2.5}
# Padded word pieces of one worker's batch, and the share of the run in which the rate rises.
BATCH_PIECES, WARM = 420, 0.03
# Seconds between two checkpoints, and steps between two lines of the log.
SAVE_EVERY, LOG_EVERY = 240.0, 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train: until `words` are seen or `seconds` are used, whichever is first.

    `rate` is the share of the top learning rates that the schedule rises to.
    """

    words: int
    seconds: float
    seed: int
    workers: int
    rate: float = 1.0


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of MiniLM")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")
    parser.add_argument("--words", type=int, default=4_500_000)
    parser.add_argument("--seconds", type=float, default=9_000.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.0, help="share of the top learning rates")
    parser.add_argument("--begin", type=Path, help="an earlier run whose weights to begin with")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.FileHandler(options.out / "train.log"),
        logging.StreamHandler(),
    ]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    plan = Plan(options.words, options.seconds, options.seed, options.workers, options.rate)
    train(options.corpora, options.encoder, options.out, plan, begin=options.begin)


def train(
    corpora: Path, encoder: Path, out: Path, plan: Plan, *, begin: Path | None = None
) -> None:
    """Train by `plan` and leave ``last.pt`` and ``vocabulary.json`` in `out`.

    Begins with the weights of the run in `begin` if there is one, else with those of `encoder`.
    """
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    examples = read_train(corpora)
    vocabulary = Vocabulary.of(examples)
    write_json(out / "vocabulary.json", asdict(vocabulary))
    write_json(out / "plan.json", asdict(plan))
    network = Network(vocabulary)
    load_encoder(network, encoder / "model.safetensors")
    if begin is not None:
        network.load_state_dict(torch.load(begin / "last.pt", weights_only=True)["network"])
    collator = Collator(Pieces(encoder / "tokenizer.json"), vocabulary)
    lengths = [collator.length_of(example) for example in examples]
    logger.info("%d sentences, %d words", len(examples), sum(len(e.words) for e in examples))
    shared = share(network, plan.workers)
    job = Job(examples, lengths, collator, network, shared, plan, out)
    context = multiprocessing.get_context("fork")
    others = [context.Process(target=job.run, args=(n,)) for n in range(1, plan.workers)]
    for process in others:
        process.start()
    job.run(0)
    for process in others:
        process.join()


@dataclass
class Job:
    """One training run as each process sees it."""

    examples: list[Example]
    lengths: list[int]
    collator: Collator
    network: Network
    shared: Shared
    plan: Plan
    out: Path

    def run(self, worker: int) -> None:
        """Train as process `worker` until the plan is fulfilled."""
        stepper = Stepper(self.network, self.shared, worker)
        state = self._load(stepper, worker)
        self.network.train()
        begun, saved = time.monotonic() - state["seconds"], time.monotonic()
        is_last = False
        while not is_last:
            chance = random.Random(f"{self.plan.seed} {state['epoch']}")
            batches = batches_of(self.examples, self.lengths, BATCH_PIECES, chance)
            mine = list(iterate(batches, worker, self.plan.workers))
            for number in range(state["step_of_epoch"], len(mine)):
                if worker == 0:
                    self._look_at_clock(state, time.monotonic() - begun, time.monotonic() - saved)
                is_last, is_due = self._step(stepper, mine[number], worker, state)
                state["step_of_epoch"] = number + 1
                if is_due:
                    state["seconds"] = time.monotonic() - begun
                    self._save(stepper, worker, state)
                    saved = time.monotonic()
                if is_last:
                    break
            else:
                state["epoch"], state["step_of_epoch"] = state["epoch"] + 1, 0

    def _step(
        self, stepper: Stepper, places: list[int], worker: int, state: Any
    ) -> tuple[bool, bool]:
        seed = f"{self.plan.seed} {state['step']} {worker}"
        chance = random.Random(seed)
        torch.manual_seed(chance.getrandbits(62))
        batch = self.collator.collate([self.examples[place] for place in places], chance)
        stepper.clear()
        losses = loss_of(self.network, batch, WEIGHTS)
        total: torch.Tensor = sum(losses.values(), torch.zeros(()))
        total.backward()  # type: ignore[no-untyped-call]
        words, is_last, is_due = stepper.step(batch.words, lambda at: self.plan.rate * rate_at(at))
        state["words"] += words
        state["step"] += 1
        for name, loss in losses.items():
            state["losses"][name] = state["losses"].get(name, 0.0) + float(loss.detach())
        state["losses"]["count"] = state["losses"].get("count", 0.0) + batch.words
        return is_last, is_due

    def _look_at_clock(self, state: Any, seconds: float, unsaved: float) -> None:
        """Let worker 0 tell all: progress, whether this is the last step, whether to save."""
        progress = max(state["words"] / self.plan.words, seconds / self.plan.seconds)
        is_last = progress >= 1.0
        self.shared.plan[0] = min(progress, 1.0)
        self.shared.plan[1] = float(is_last)
        self.shared.plan[2] = float(is_last or unsaved > SAVE_EVERY)
        if state["step"] % LOG_EVERY == 0 and state["losses"]:
            count = state["losses"].pop("count")
            told = {name: round(loss / count, 3) for name, loss in state["losses"].items()}
            logger.info(
                "step %d, %d words, epoch %d, %.0f s, progress %.3f, loss %s",
                state["step"],
                state["words"],
                state["epoch"],
                seconds,
                progress,
                told,
            )
            state["losses"] = {}

    def _save(self, stepper: Stepper, worker: int, state: Any) -> None:
        torch.save(stepper.optimizer.state_dict(), self.out / f"optimizer-{worker}.new")
        if worker == 0:
            kept = {name: value for name, value in state.items() if name != "losses"}
            weights = self.network.state_dict()
            torch.save({"network": weights, "state": kept}, self.out / "last.new")
        self.shared.barrier.wait()
        (self.out / f"optimizer-{worker}.new").replace(self.out / f"optimizer-{worker}.pt")
        if worker == 0:
            (self.out / "last.new").replace(self.out / "last.pt")
            logger.info("saved at %d words, %.0f s", state["words"], state["seconds"])

    def _load(self, stepper: Stepper, worker: int) -> dict[str, Any]:
        state = {"words": 0, "step": 0, "epoch": 0, "step_of_epoch": 0, "seconds": 0.0}
        if (self.out / "last.pt").exists():
            saved = torch.load(self.out / "last.pt", weights_only=True)
            state = saved["state"]
            if worker == 0:
                self.network.load_state_dict(saved["network"])
                logger.info("goes on at %d words", state["words"])
            path = self.out / f"optimizer-{worker}.pt"
            stepper.optimizer.load_state_dict(torch.load(path, weights_only=True))
        self.shared.barrier.wait()
        return {**state, "losses": {}}


def rate_at(progress: float) -> float:
    """Return the share of the top learning rate at `progress` in [0, 1]."""
    return min(progress / WARM, (1.0 - progress) / (1.0 - WARM), 1.0)


if __name__ == "__main__":
    main()
