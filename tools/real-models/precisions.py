"""The layout of a hub's ONNX repository, with more precisions, from what optimum exported:

    pip install optimum-onnx onnxruntime onnx onnx_ir
    optimum-cli export onnx --model CHECKPOINT --task text-generation-with-past EXPORTED
    python tools/real-models/precisions.py EXPORTED FOLDER/NAME

Writes onnx/model.onnx (float32) as it is, onnx/model_quantized.onnx (8 bits, activations rounded in every
step) and onnx/model_q4.onnx (MatMulNBits, blocks of 32).
"""

import shutil
import sys
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer


def copy(exported: Path, folder: Path) -> None:
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    for file in exported.iterdir():
        is_weight = ".onnx" in file.name
        target = folder / "onnx" if is_weight else folder
        shutil.copyfile(file, target / file.name)


def main(exported: Path, folder: Path) -> None:
    copy(exported, folder)
    weights = str(exported / "model.onnx")
    quantize_dynamic(
        weights,
        str(folder / "onnx/model_quantized.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=False,
        reduce_range=False,
        extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
    )
    quantizer = MatMulNBitsQuantizer(onnx.load(weights), bits=4, block_size=32, is_symmetric=True)
    quantizer.process()
    quantizer.model.save_model_to_file(str(folder / "onnx/model_q4.onnx"), use_external_data_format=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
