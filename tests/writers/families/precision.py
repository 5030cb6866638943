"""The hub's precisions: how a matrix is stored, and what it is worth once it is read back.

Each `pack_*` gives what the graph holds; `rounded` gives the float64 values that this stands for. Packing rounded values
again gives the same codes, so a model whose weights were rounded first is an exact reference for its quantized graph.
"""
import numpy as np

BLOCK = 32
BNB_BLOCK = 64
NF4 = np.array([-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
                -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
                0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023,
                1.0])


def pack_int8(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric, one scale a row."""
    peak = np.abs(rows).max(1)
    scale = (np.where(peak > 0, peak, 1) / 127).astype(np.float32)
    return np.round(rows / scale[:, None]).clip(-127, 127).astype(np.int8), scale


def pack_uint8(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One scale and one zero point a row."""
    low, high = np.minimum(rows.min(1), 0), np.maximum(rows.max(1), 0)
    scale = (np.where(high > low, high - low, 1) / 255).astype(np.float32)
    zero = np.round(-low / scale)
    codes = np.round(rows / scale[:, None]) + zero[:, None]
    return codes.clip(0, 255).astype(np.uint8), scale, zero.clip(0, 255).astype(np.uint8)


def pack_q4(rows: np.ndarray, scale_type=np.float32) -> tuple[np.ndarray, np.ndarray]:
    """MatMulNBits: codes 0..15 around 8, two to a byte, low nibble first; one scale a block."""
    n, k = rows.shape
    blocks = rows.reshape(n, k // BLOCK, BLOCK)
    at = np.abs(blocks).argmax(-1, keepdims=True)
    scale = (np.take_along_axis(blocks, at, -1) / -8.0).astype(scale_type)
    scale = np.where(scale == 0, scale_type(1), scale)
    codes = np.clip(np.round(blocks / scale.astype(np.float64)) + 8, 0, 15).astype(np.uint8)
    return codes[..., 0::2] | codes[..., 1::2] << 4, scale.reshape(n, k // BLOCK)


def pack_bnb4(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """MatMulBnb4 with NF4: blocks over the flattened matrix, high nibble first."""
    blocks = rows.reshape(-1, BNB_BLOCK)
    peak = np.abs(blocks).max(1).astype(np.float32)
    unit = blocks / np.where(peak > 0, peak, 1)[:, None]
    codes = np.abs(unit[..., None] - NF4).argmin(-1).astype(np.uint8).reshape(-1)
    return codes[0::2] << 4 | codes[1::2], peak


def rounded(rows: np.ndarray, precision: str) -> np.ndarray:
    """What a (outputs, inputs) matrix is worth in this precision."""
    if precision == "fp16":
        return rows.astype(np.float16).astype(np.float64)
    if precision in ("int8", "dynamic"):
        codes, scale = pack_int8(rows)
        return codes * scale[:, None].astype(np.float64)
    if precision == "uint8":
        codes, scale, zero = pack_uint8(rows)
        return (codes.astype(np.float64) - zero[:, None]) * scale[:, None]
    if precision in ("q4", "q4f16"):
        packed, scale = pack_q4(rows, np.float16 if precision == "q4f16" else np.float32)
        codes = np.stack([packed & 15, packed >> 4], -1).reshape(*packed.shape[:2], BLOCK).astype(np.float64)
        return ((codes - 8) * scale[..., None].astype(np.float64)).reshape(rows.shape)
    if precision == "bnb4":
        packed, peak = pack_bnb4(rows)
        codes = np.stack([packed >> 4, packed & 15], -1).reshape(-1, BNB_BLOCK)
        return (NF4.astype(np.float32).astype(np.float64)[codes] * peak[:, None]).reshape(rows.shape)
    return rows.astype(np.float32).astype(np.float64)
