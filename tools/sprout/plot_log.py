"""Draws log.jsonl as loss.svg: nats per token on the validation documents of each kind, beside the grammar's entropy."""
import json
from pathlib import Path

HERE = Path(__file__).parent
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 50, 20, 150, 40
MOST_NATS = 3.0
COLOURS = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#777777", "#000000"]


def main():
    lines = [json.loads(line) for line in (HERE / "log.jsonl").read_text().splitlines()]
    entries = list({entry["step"]: entry for entry in lines if "validation" in entry}.values())
    last = entries[-1]["tokens"]
    x = lambda tokens: LEFT + (WIDTH - LEFT - RIGHT) * tokens / last
    y = lambda nats: TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(nats, MOST_NATS) / MOST_NATS)
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for nats in (0, 0.5, 1, 1.5, 2, 2.5, 3):
        svg.append(f'<path d="M{LEFT} {y(nats):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/><text x="{LEFT - 8}" y="{y(nats) + 4:.1f}" text-anchor="end">{nats:g}</text>')
    step = next(s for s in (1, 2, 5, 10, 20, 50) if last / 1e6 / s < 9)
    for million in range(0, int(last / 1e6) + 1, step):
        svg.append(f'<text x="{x(million * 1e6):.1f}" y="{HEIGHT - 20}" text-anchor="middle">{million}</text>')
    svg.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 4}" text-anchor="middle">million tokens; up: nats per token; dashed: what the grammar itself needs</text>')
    for (kind, colour) in zip(entries[-1]["validation"]["kinds"], COLOURS):
        points = [(entry["tokens"], entry["validation"]["kinds"][kind]["nats"]) for entry in entries]
        entropy = entries[-1]["validation"]["kinds"][kind]["entropy"]
        path = " ".join(f"{x(tokens):.1f},{y(nats):.1f}" for tokens, nats in points)
        svg.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        svg.append(f'<path d="M{x(last) - 30:.1f} {y(entropy):.1f}h30" stroke="{colour}" stroke-dasharray="3 2"/>')
        row = COLOURS.index(colour)
        svg.append(f'<text x="{WIDTH - RIGHT + 12}" y="{TOP + 18 + 18 * row}" fill="{colour}">{kind} {points[-1][1]:.2f}</text>')
    (HERE / "loss.svg").write_text("\n".join([*svg, "</svg>", ""]))


if __name__ == "__main__":
    main()
