"""The rivals of `./flowtracer bench rollout`: sampling at temperature 1 from a random model in the shape of Qwen3 with 1.19 M parameters, float32.

Prints one JSON line: tokens of the responses a second, of transformers' generate and of a loop written by hand on PyTorch with a cache made once.
Needs: torch, transformers (in an environment of their own).

Usage: python rollout.py [--threads N] [--rounds N] [--prompts N] [--prompt-tokens N] [--new-tokens N]
"""
import argparse, json, statistics, time
import torch
from torch.nn import functional
from transformers import Qwen3Config, Qwen3ForCausalLM


@torch.no_grad()
def by_hand(model, ids, new):
    """One batch: prompts in one pass, then token by token; weights and rotation are transformers', the arithmetic is written out."""
    config, rows, prompt = model.config, *ids.shape
    H, G, d = config.num_attention_heads, config.num_key_value_heads, config.head_dim
    total, core = prompt + new, model.model
    cache = [torch.empty(2, rows, G, total, d) for _ in core.layers]
    cosine, sine = core.rotary_emb(torch.empty(1), torch.arange(total)[None])
    out = torch.empty(rows, new, dtype=torch.long)
    logs = torch.empty(rows, new)

    def turned(x, at, to):
        first, second = x.chunk(2, -1)
        return x * cosine[:, None, at:to] + torch.cat((-second, first), -1) * sine[:, None, at:to]

    def forward(tokens, at):
        T = tokens.shape[1]
        hidden = functional.embedding(tokens, core.embed_tokens.weight)
        for layer, kept in zip(core.layers, cache):
            a = layer.self_attn
            normed = functional.rms_norm(hidden, (config.hidden_size,), layer.input_layernorm.weight, config.rms_norm_eps)
            q = functional.rms_norm(functional.linear(normed, a.q_proj.weight).view(rows, T, H, d), (d,), a.q_norm.weight, config.rms_norm_eps)
            k = functional.rms_norm(functional.linear(normed, a.k_proj.weight).view(rows, T, G, d), (d,), a.k_norm.weight, config.rms_norm_eps)
            kept[0, :, :, at:at + T] = turned(k.transpose(1, 2), at, at + T)
            kept[1, :, :, at:at + T] = functional.linear(normed, a.v_proj.weight).view(rows, T, G, d).transpose(1, 2)
            mixed = functional.scaled_dot_product_attention(turned(q.transpose(1, 2), at, at + T), kept[0, :, :, :at + T], kept[1, :, :, :at + T],
                                                            is_causal=T > 1, enable_gqa=True)
            hidden = hidden + functional.linear(mixed.transpose(1, 2).reshape(rows, T, H * d), a.o_proj.weight)
            normed = functional.rms_norm(hidden, (config.hidden_size,), layer.post_attention_layernorm.weight, config.rms_norm_eps)
            m = layer.mlp
            hidden = hidden + functional.linear(functional.silu(functional.linear(normed, m.gate_proj.weight)) * functional.linear(normed, m.up_proj.weight),
                                                m.down_proj.weight)
        last = functional.rms_norm(hidden[:, -1], (config.hidden_size,), core.norm.weight, config.rms_norm_eps)
        return functional.linear(last, model.lm_head.weight)

    logits = forward(ids, 0)
    for step in range(new):
        log = functional.log_softmax(logits, -1)
        token = torch.multinomial(log.exp(), 1)
        out[:, step] = token[:, 0]
        logs[:, step] = log.gather(1, token)[:, 0]
        if step + 1 < new:
            logits = forward(token, prompt + step)
    return out, logs


@torch.no_grad()
def difference(model, ids, new):
    """How far the log-probabilities of the loop are from one pass of transformers over the whole text."""
    out, logs = by_hand(model, ids, new)
    reference = functional.log_softmax(model(torch.cat((ids, out), 1)).logits, -1)
    return (reference[:, ids.shape[1] - 1:-1].gather(2, out[..., None])[..., 0] - logs).abs().max().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--prompts", type=int, default=256)
    parser.add_argument("--prompt-tokens", type=int, default=32)
    parser.add_argument("--new-tokens", type=int, default=64)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    config = Qwen3Config(vocab_size=64, hidden_size=128, intermediate_size=384, num_hidden_layers=6, num_attention_heads=4,
                         num_key_value_heads=2, head_dim=32, tie_word_embeddings=True, max_position_embeddings=1024,
                         bos_token_id=None, eos_token_id=None, pad_token_id=None)
    model = Qwen3ForCausalLM(config).eval()
    new = options.new_tokens
    ids = torch.randint(0, 64, (options.prompts, options.prompt_tokens))
    ways = {"generate": lambda: model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=True, temperature=1.0, top_k=0, top_p=1.0,
                                               min_new_tokens=new, max_new_tokens=new),
            "by_hand": lambda: by_hand(model, ids, new)}
    assert difference(model, ids[:8], new) < 1e-4
    seconds = {name: [] for name in ways}
    for round in range(-2, options.rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if round >= 0:
                seconds[name].append(time.perf_counter() - start)
    tokens = options.prompts * new
    result = {"bench": "rollout", "peer": "torch " + torch.__version__}
    for name, times in seconds.items():
        result[f"{name}_tokens_per_second"] = round_to(tokens / statistics.median(times))
        result[f"{name}_tokens_per_second_fastest"] = round_to(tokens / min(times))
    result |= {"parameters": sum(p.numel() for p in model.parameters()), "prompts": options.prompts, "prompt_tokens": options.prompt_tokens,
               "new_tokens": new, "rounds": options.rounds, "threads": torch.get_num_threads()}
    print(json.dumps(result))


def round_to(value):
    return float(f"{value:.4g}")


main()
