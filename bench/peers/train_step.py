"""One training step in PyTorch, in the shape of `flowtracer bench train`: Qwen3, 1.19 M parameters, 64 x 96 tokens, float32.

Prints one JSON line. Needs: torch; transformers; a C++ compiler for --compile.
Usage: python train_step.py [--compile] [--threads N] [--rounds N] [--sequences B] [--length T]
"""
import argparse, json, statistics, time
import torch
from transformers import Qwen3Config, Qwen3ForCausalLM


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--sequences", type=int, default=64)
    parser.add_argument("--length", type=int, default=96)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    config = Qwen3Config(vocab_size=64, hidden_size=128, intermediate_size=384, num_hidden_layers=6, num_attention_heads=4,
                         num_key_value_heads=2, head_dim=32, tie_word_embeddings=True, max_position_embeddings=1024, use_cache=False)
    model = Qwen3ForCausalLM(config).train()
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}],
                                  lr=1e-3, betas=(0.9, 0.95), eps=1e-8, fused=True)
    shape = (options.sequences, options.length)
    ids, labels = torch.randint(0, 64, shape), torch.randint(0, 64, shape)
    forward = torch.compile(model) if options.compile else model

    def step():
        logits = forward(ids).logits
        loss = torch.nn.functional.cross_entropy(logits.view(-1, 64), labels.view(-1), ignore_index=-100)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    for _ in range(5):
        step()
    seconds = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"bench": "train", "peer": "torch " + torch.__version__ + (" compile" if options.compile else " eager"),
                      "train_step_seconds": round(statistics.median(seconds), 4), "train_step_seconds_shortest": round(min(seconds), 4),
                      "parameters": sum(p.numel() for p in model.parameters()), "sequences": options.sequences, "length": options.length,
                      "rounds": options.rounds, "threads": torch.get_num_threads()}))


main()
