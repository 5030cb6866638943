/** The sampler in Python with numpy, as it is in exported scripts. Follows `docs/sampler.md`. */
export const PYTHON_SAMPLER = `
def philox4x32_10(counter_low, position, seed):
    """Philox4x32-10 (Salmon et al., SC'11) for many counters [counter_low, position, 0, 0] at once."""
    mask = np.uint64(0xFFFFFFFF)
    c0 = counter_low.astype(np.uint64)
    c1 = np.full_like(c0, position)
    c2 = np.zeros_like(c0)
    c3 = np.zeros_like(c0)
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c0
        p1 = np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (
            (p1 >> np.uint64(32)) ^ c1 ^ np.uint64(k0),
            p1 & mask,
            (p0 >> np.uint64(32)) ^ c3 ^ np.uint64(k1),
            p0 & mask,
        )
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def gumbel(seed, position, ids):
    """Standard Gumbel noise of each token id at one output position, in nats."""
    w0, w1, w2, w3 = philox4x32_10(ids >> 1, position, seed)
    even = ids % 2 == 0
    high = np.where(even, w0, w2).astype(np.float64)
    low = (np.where(even, w1, w3) >> np.uint64(12)).astype(np.float64)
    u = (high * 2.0**20 + low + 0.5) / 2.0**52
    return -np.log(-np.log(u))


def penalized(logits, settings, prompt_ids, output_ids):
    x = logits.astype(np.float64)
    r = settings["repetition_penalty"]
    seen = np.unique(np.array(list(prompt_ids) + list(output_ids), dtype=np.int64))
    seen = seen[seen < len(x)]
    if r != 1:
        x[seen] = np.where(x[seen] > 0, x[seen] / r, x[seen] * r)
    ids, counts = np.unique(np.array(output_ids, dtype=np.int64), return_counts=True)
    counts = counts[ids < len(x)]
    ids = ids[ids < len(x)]
    x[ids] -= settings["frequency_penalty"] * counts + settings["presence_penalty"]
    for token, bias in settings["logit_bias"].items():
        if int(token) < len(x):
            x[int(token)] += bias
    return x


def draw(logits, settings, seed, prompt_ids, output_ids):
    """The token that gumbel-philox/1 draws after the given ones."""
    x = penalized(logits, settings, prompt_ids, output_ids)
    if settings["temperature"] == 0:
        return int(np.argmax(x))
    x = x / settings["temperature"]
    ids = np.flatnonzero(x > -np.inf)
    order = ids[np.lexsort((ids, -x[ids]))]  # by x descending, then by id
    weights = np.exp(x - x[order[0]])
    if settings["top_k"] > 0:
        order = order[: settings["top_k"]]
    if settings["top_p"] < 1:
        total = weights[np.sort(order)].sum()
        mass = np.cumsum(weights[order])
        order = order[: int(np.searchsorted(mass, settings["top_p"] * total)) + 1]
    if settings["min_p"] > 0:
        order = order[weights[order] >= settings["min_p"]]
    ids = np.sort(order)
    scores = x[ids] + gumbel(seed, len(output_ids), ids)
    return int(ids[np.argmax(scores)])
`;
