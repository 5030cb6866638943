"""Writes tests/fixtures/fill-mask: a tiny random masked language model in each layout that the hub's exports have, the logits
that the family's own transformers class computes in float64, and the token ids that Hugging Face's tokenizer gives. BERT also as
the hub's `model_quantized.onnx`, whose reference rounds weights and activations where the graph does.

    python tests/writers/fill-mask/write_fixtures.py
"""
import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
import transformers as hf
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

FIXTURES = Path(__file__).resolve().parents[3] / "tests" / "fixtures" / "fill-mask"
TEXT = [
    "The nurse said that she was tired, and the doctor said that he was late.",
    "A teacher, a farmer and an engineer walked to the garden behind the house.",
    "Paris is the capital of France; Rome is the capital of Italy.",
    "The dog is playing with the ball. The cat is sleeping on the mat.",
    "It isn't raining today: the children played in the playground all morning.",
    "She works as a nurse. He works as a doctor. They work together every day.",
    "The capital of the country is a large city on the river.",
    "Unbelievable stories were told and retold by the sleeping farmer's friend.",
]
# Where tokenizers differ: case, accents, punctuation, blanks around the mask, unknown signs.
CASES = [
    "The nurse said that {mask} was tired.",
    "the doctor said that{mask}was late",
    "{mask} is the capital of France; {mask} is not.",
    "Ünbelievable:  the farmer's cat isn't  playing!",
    "{mask}",
    "東京 is a city 🌱.",
]
FP32 = "onnx/model.onnx"
QUANTIZED = "onnx/model_quantized.onnx"
# Largest difference from float64 that a file's logits may have. An activation that lies between two steps of 8 bits can be
# rounded the other way in float32, and then moves the logits by more than arithmetic does.
TOLERANCE = {FP32: 1e-4, QUANTIZED: 0.02}
SMALL = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64)


@dataclass(frozen=True)
class Layout:
    model: type
    config: hf.PretrainedConfig
    inputs: tuple[str, ...]
    mask: str
    files: tuple[str, ...] = (FP32,)


def word_piece(lowercase: bool) -> Tokenizer:
    """The words of the texts and their letters; long words are left out, so that they come in pieces. The library's own trainer
    gives another vocabulary each time."""
    words = sorted(set(re.findall(r"\w+|[^\w\s]", " ".join(TEXT).lower() if lowercase else " ".join(TEXT))))
    letters = sorted(set("".join(words)))
    starts = [word for word in words if len(word) < 8 and not word.endswith("ing")]
    parts = ["##able", "##ed", "##er", "##ing", "##s", "play", "sleep", "un", *letters, *(f"##{letter}" for letter in letters)]
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {token: index for index, token in enumerate(dict.fromkeys([*special, *starts, *parts]))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.add_special_tokens(special)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")])
    return tokenizer


def byte_level() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.train_from_iterator(TEXT, trainers.BpeTrainer(
        vocab_size=399, min_frequency=1, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    # It takes the blank before it along, as RoBERTa's does.
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(
        sep=("</s>", tokenizer.token_to_id("</s>")), cls_token=("<s>", tokenizer.token_to_id("<s>")), add_prefix_space=False)
    return tokenizer


def layouts(sizes: dict[str, int]) -> dict[str, Layout]:
    return {
        "bert": Layout(
            hf.BertForMaskedLM, hf.BertConfig(**SMALL, vocab_size=sizes["bert"], max_position_embeddings=64),
            ("input_ids", "attention_mask", "token_type_ids"), "[MASK]", (FP32, QUANTIZED)),
        "distilbert": Layout(
            hf.DistilBertForMaskedLM, hf.DistilBertConfig(
                vocab_size=sizes["distilbert"], dim=32, n_layers=2, n_heads=4, hidden_dim=64, max_position_embeddings=64),
            ("input_ids", "attention_mask"), "[MASK]"),
        # Positions count from 2: 66 rows are 64 tokens.
        "roberta": Layout(
            hf.RobertaForMaskedLM, hf.RobertaConfig(
                **SMALL, vocab_size=sizes["roberta"], max_position_embeddings=66, type_vocab_size=1,
                pad_token_id=1, bos_token_id=0, eos_token_id=2),
            ("input_ids", "attention_mask"), "<mask>"),
    }


def random_model(layout: Layout, seed: int) -> torch.nn.Module:
    """Weights wide enough that logits differ by several units, as a trained model's do."""
    torch.manual_seed(seed)
    layout.config._attn_implementation = "eager"
    model = layout.model(layout.config).eval()
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if weights.ndim == 2:
                torch.nn.init.normal_(weights, std=0.5 if "embed" in name else 0.25)
            elif "bias" in name:
                torch.nn.init.normal_(weights, std=0.1)
    return model


class Logits(torch.nn.Module):
    """What an export keeps: the inputs by position, the logits alone."""

    def __init__(self, model: torch.nn.Module, inputs: tuple[str, ...]):
        super().__init__()
        self.model, self.inputs = model, inputs

    def forward(self, *values: torch.Tensor) -> torch.Tensor:
        return self.model(**dict(zip(self.inputs, values))).logits


def feeds(layout: Layout, ids: list[int]) -> dict[str, np.ndarray]:
    row = np.array([ids], np.int64)
    every = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
    return {name: every[name] for name in layout.inputs}


def export(model: torch.nn.Module, layout: Layout, path: Path) -> None:
    example = feeds(layout, list(range(8)))
    axes = {name: {0: "batch_size", 1: "sequence_length"} for name in (*layout.inputs, "logits")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Logits(model, layout.inputs).eval(), tuple(torch.from_numpy(value) for value in example.values()), path,
            input_names=list(layout.inputs), output_names=["logits"], dynamic_axes=axes, opset_version=14, dynamo=False)


def quantize(source: Path, target: Path) -> None:
    """As the hub's files were made: int8 weights, one scale a column; activations in 8 bits, one scale a tensor and pass."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        quantize_dynamic(source, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def stored_weights(source: Path, quantized: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Every matrix that was quantized: as it was, and what its codes stand for."""
    before, after = ({each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer} for path in (source, quantized))
    pairs = []
    for name in [name.removesuffix("_quantized") for name in after if name.endswith("_quantized")]:
        codes, scale, zero = (after[f"{name}_{part}"].astype(np.float64) for part in ("quantized", "scale", "zero_point"))
        pairs.append((before[name], (codes - zero) * scale))
    return pairs


def rounded_to_8_bits(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    """What DynamicQuantizeLinear makes of the whole input of a matrix."""
    (x,) = inputs
    low, high = x.min().clamp(max=0), x.max().clamp(min=0)
    scale = (high - low) / 255
    zero = (-low / scale).round().clamp(0, 255)
    return (((x / scale).round() + zero).clamp(0, 255).sub(zero).mul(scale), *inputs[1:])


def with_8_bits(model: torch.nn.Module, pairs: list[tuple[np.ndarray, np.ndarray]]) -> torch.nn.Module:
    """The graph's own roundings, in float64; a weight is known by its values, since exports forget names."""
    model = model.double()
    with torch.no_grad():
        for module in model.modules():
            weight = getattr(module, "weight", None)
            if not isinstance(module, (torch.nn.Linear, torch.nn.Embedding)) or weight is None:
                continue
            is_linear = isinstance(module, torch.nn.Linear)
            own = weight.numpy().astype(np.float32)
            own = own.T if is_linear else own
            worth = [stored for original, stored in pairs if original.shape == own.shape and (original == own).all()]
            if len(worth) != 1:
                raise ValueError(f"{len(worth)} quantized weights for {module}")
            module.weight = torch.nn.Parameter(torch.from_numpy(worth[0].T if is_linear else worth[0]))
            if is_linear:
                module.register_forward_pre_hook(rounded_to_8_bits)
    return model


def double_logits(model: torch.nn.Module, layout: Layout, ids: list[int]) -> np.ndarray:
    with torch.no_grad():
        values = {name: torch.from_numpy(value) for name, value in feeds(layout, ids).items()}
        return model.double()(**values).logits[0].numpy()


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent="\t", ensure_ascii=False) + "\n")


def write_file(folder: Path, name: str, layout: Layout, model: torch.nn.Module, ids: list[int]) -> dict[str, object]:
    """The reference's entry for one weights file; the files come in the order of `Layout.files`, fp32 first."""
    if name == FP32:
        export(model, layout, folder / name)
    else:
        quantize(folder / FP32, folder / name)
        model = with_8_bits(model, stored_weights(folder / FP32, folder / name))
    expected = double_logits(model, layout, ids)
    stem = Path(name).stem
    expected.astype("<f4").tofile(folder / f"{stem}.logits.f32")
    own = ort.InferenceSession(folder / name).run(None, feeds(layout, ids))[0][0]
    difference = np.abs(own - expected).max()
    print(f"{folder.name} {stem}: logits {expected.min():.1f} to {expected.max():.1f}, largest difference {difference:.1e}")
    assert difference < TOLERANCE[name]
    return dict(tolerance=TOLERANCE[name], logits=f"{stem}.logits.f32")


def write_layout(name: str, layout: Layout, tokenizer: Tokenizer, seed: int) -> None:
    folder = FIXTURES / name
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    config = layout.config.to_diff_dict()
    config["architectures"] = [layout.model.__name__]
    for sized in ("vocab_size", "max_position_embeddings", "pad_token_id"):
        config[sized] = getattr(layout.config, sized)
    config.pop("transformers_version", None)
    tokenizer.save(str(folder / "tokenizer.json"))
    length = {"model_max_length": 64} if name == "distilbert" else {}
    write_json(folder / "tokenizer_config.json", {"mask_token": layout.mask, **length})
    texts = [text.format(mask=layout.mask) for text in CASES]
    cases = [{"text": text, "token_ids": tokenizer.encode(text).ids} for text in texts]
    model = random_model(layout, seed)
    write_json(folder / "config.json", config)
    files = {file: write_file(folder, file, layout, model, cases[0]["token_ids"]) for file in layout.files}
    reference = {"mask_token_id": tokenizer.token_to_id(layout.mask), "files": files, "cases": cases}
    write_json(folder / "reference.json", reference)


def main() -> None:
    tokenizers = {"bert": word_piece(True), "distilbert": word_piece(False), "roberta": byte_level()}
    sizes = {name: tokenizer.get_vocab_size() for name, tokenizer in tokenizers.items()}
    for seed, (name, layout) in enumerate(layouts(sizes).items()):
        write_layout(name, layout, tokenizers[name], seed)


if __name__ == "__main__":
    main()
