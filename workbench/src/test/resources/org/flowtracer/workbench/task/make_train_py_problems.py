"""Writes train-py-problems.json beside itself: what train.py draws, the script of the first bundled model, as the independent reference for our generators.

Usage: python make_train_py_problems.py      (needs no torch: only train.py's grammar is used)
"""
import json
import random
import sys
import zlib
from pathlib import Path
from unittest.mock import MagicMock

HERE = Path(__file__).parent
for name in ("torch", "tokenizers", "transformers"):
    sys.modules[name] = MagicMock()
sys.path.insert(0, str(HERE))
import train  # noqa: E402

rng = random.Random(1)
chains = []
for split in ("train", "validation", "test"):
    for _ in range(40):
        prompt, response, answer, needed, edges = train.chain(rng, split, truth=True)
        chains.append({"prompt": prompt, "response": response, "answer": answer, "split": split, "crc32": zlib.crc32(prompt.encode()),
                       "needed": sorted(needed), "edges": edges})
countdowns = []
for split in ("train", "validation", "test"):
    for _ in range(40):
        prompt, response, target = train.countdown(rng, split)
        countdowns.append({"prompt": prompt, "response": response, "answer": target, "split": split})
plans = [{"numbers": nums, "plans": sorted(f"{line} {expr}" for line, expr, _ in train.plans(nums))}
         for nums in ([3, 7, 25], [1, 1, 2], [12, 30, 6], [30, 29, 28])]
(HERE / "train-py-problems.json").write_text(json.dumps({"chains": chains, "countdowns": countdowns, "plans": plans}, indent=0) + "\n")
