"""All of it: fetch the encoder, train, export in 8 and in 32 bits, measure, write the card.

An interrupted run goes on where it stopped: call it again with the same ``--work``.
"""

from __future__ import annotations

import argparse
import datetime
import logging
from pathlib import Path

from training.card import write_card
from training.encoder import fetch_encoder
from training.evaluate import evaluate
from training.export import export
from training.files import write_json
from training.train import Plan, train


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--work", type=Path, required=True, help="folder for encoder and run")
    parser.add_argument("--out", type=Path, default=Path("data/model"), help="folder to ship")
    parser.add_argument("--words", type=int, default=4_500_000)
    parser.add_argument("--seconds", type=float, default=9_000.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--date", default=datetime.datetime.now(datetime.UTC).date().isoformat())
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = fetch_encoder(options.work / "encoder")
    run, exact = options.work / "run", options.work / "exact"
    run.mkdir(parents=True, exist_ok=True)
    plan = Plan(options.words, options.seconds, options.seed, workers=2)
    train(options.corpora, encoder, run, plan)
    for out, is_small in ((options.out, True), (exact, False)):
        export(run, encoder, options.corpora, out, is_small=is_small, date=options.date)
    write_json(options.out / "figures.json", evaluate(options.out, options.corpora, exact))
    write_card(options.out)


if __name__ == "__main__":
    main()
