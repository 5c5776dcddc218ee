"""The rival of `./flowtracer bench model`: transformers on PyTorch, float32, a random model of the shape of Qwen3-0.6B.

Prints one JSON line: prefill of 512 tokens (logits of the last position) with sdpa, the same with every attention kept (eager), and decoding, all in
tokens a second, best of the rounds. Needs: torch, transformers (in an environment of their own).

Usage: python bench/peers/model.py [--rounds N] [--threads N]
"""
import argparse
import json
import os
import time

import torch
from transformers import Qwen3Config, Qwen3ForCausalLM

PROMPT, NEW = 512, 16


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--threads", type=int, default=os.cpu_count())
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(1)
    config = Qwen3Config(vocab_size=151_936, hidden_size=1024, intermediate_size=3072, num_hidden_layers=28, num_attention_heads=16,
                         num_key_value_heads=8, head_dim=128, tie_word_embeddings=True, max_position_embeddings=40_960,
                         rope_parameters={"rope_type": "default", "rope_theta": 1e6})
    ids = torch.randint(0, config.vocab_size, (1, PROMPT))
    result = {"bench": "model", "engine": f"transformers on torch {torch.__version__}", "threads": chosen.threads, "prompt_tokens": PROMPT}
    model = Qwen3ForCausalLM(config).eval()
    with torch.no_grad():
        for name, attention, keep in (("prefill", "sdpa", False), ("prefill_with_attentions", "eager", True)):
            model.set_attn_implementation(attention)
            times = [seconds(lambda: model(ids, logits_to_keep=1, output_attentions=keep)) for _ in range(chosen.rounds + 1)][1:]
            result[f"{name}_tokens_per_second"] = round(PROMPT / min(times), 1)
        model.set_attn_implementation("sdpa")
        cache = model(ids, logits_to_keep=1, use_cache=True).past_key_values
        token = ids[:, :1]
        times = [seconds(lambda: model(token, past_key_values=cache, use_cache=True)) for _ in range(NEW)]
        result["decode_tokens_per_second"] = round(1 / sorted(times)[NEW // 2], 2)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
