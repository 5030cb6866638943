"""Trains a tiny tokenizer of every kind that the hub's decoders and encoders use, in the layout of their repositories."""
from dataclasses import dataclass, field

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

TEXT = [
    "The garden lies behind the house, and behind the garden lies the sea.",
    "She said: \"It's 12 o'clock, we'll be late!\" They weren't; the train left at 12:45.",
    "In the morning the birds sing, in the evening the frogs. Nobody knows what they say.",
    "Der Fuchs läuft über die Brücke und grüßt niemanden. Ça va? Où est l'été? Añadió: mañana.",
    "Дом стоит у реки. 猫は庭にいます。 小さな家。 🌱 grows, 🐸 sings, 👩‍🌾 works.",
    "def area(width, height):\n    return width * height\n\n\tprint(area(3, 4))\n",
    "one two three four five six seven eight nine ten eleven twelve thirteen",
    "  two spaces, then   three; a tab\tand a line\nbreak. 3.14159 and 2,718 and 1000000",
]
GPT2_SPLIT = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
QWEN_SPLIT = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
              r"|\s+(?!\S)|\s+")
LLAMA3_SPLIT = QWEN_SPLIT.replace(r"\p{N}|", r"\p{N}{1,3}|", 1)
BLOOM_SPLIT = " ?[^(\\s|[.,!?…。，、।۔،])]+"


@dataclass
class Kind:
    """A tokenizer and what stands beside it in tokenizer_config.json."""
    tokenizer: Tokenizer
    config: dict = field(default_factory=dict)

    def fast(self) -> PreTrainedTokenizerFast:
        return PreTrainedTokenizerFast(tokenizer_object=self.tokenizer, clean_up_tokenization_spaces=False, **self.config)


def byte_level(split: str | None, special: list[str], size: int = 320, normalizer=None) -> Tokenizer:
    t = Tokenizer(models.BPE())
    if normalizer is not None:
        t.normalizer = normalizer
    if split is None:
        t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    else:
        t.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(split), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.ByteLevel(trim_offsets=False)
    t.train_from_iterator(TEXT, trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return t


def adds_first(t: Tokenizer, token: str) -> None:
    """The tokenizer itself puts this token in front of a text."""
    template = processors.TemplateProcessing(single=f"{token} $A", pair=f"{token} $A {token} $B",
                                             special_tokens=[(token, t.token_to_id(token))])
    t.post_processor = template


def gpt2() -> Kind:
    return Kind(byte_level(None, ["<|endoftext|>"]), dict(bos_token="<|endoftext|>", eos_token="<|endoftext|>", unk_token="<|endoftext|>"))


def gpt_neox() -> Kind:
    """GPT-NeoX keeps runs of spaces as tokens of their own that are added, not special."""
    t = byte_level(None, ["<|endoftext|>", "<|padding|>"], normalizer=normalizers.NFC())
    t.add_tokens([AddedToken(" " * n, normalized=True) for n in (4, 3, 2)])
    return Kind(t, dict(bos_token="<|endoftext|>", eos_token="<|endoftext|>"))


def opt() -> Kind:
    t = byte_level(None, ["<s>", "<pad>", "</s>", "<unk>"])
    adds_first(t, "</s>")
    return Kind(t, dict(bos_token="</s>", eos_token="</s>", pad_token="<pad>", unk_token="</s>"))


def qwen() -> Kind:
    t = byte_level(QWEN_SPLIT, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], normalizer=normalizers.NFC())
    return Kind(t, dict(eos_token="<|im_end|>", pad_token="<|endoftext|>"))


def llama3() -> Kind:
    t = byte_level(LLAMA3_SPLIT, ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"])
    adds_first(t, "<|begin_of_text|>")
    return Kind(t, dict(bos_token="<|begin_of_text|>", eos_token="<|eot_id|>"))


def smollm2() -> Kind:
    t = byte_level(None, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    return Kind(t, dict(bos_token="<|im_start|>", eos_token="<|im_end|>"))


def bloom() -> Kind:
    return Kind(byte_level(BLOOM_SPLIT, ["<unk>", "<s>", "</s>", "<pad>"]),
                dict(bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"))


def byte_fallback(metaspace: bool, size: int = 400) -> Tokenizer:
    """Llama 2's way (the whole text is one word, a leading mark is put in front), or the newer one through Metaspace."""
    special = ["<unk>", "<s>", "</s>"]
    t = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    marked = [line.replace("🌱", "").replace("🐸", "").replace("👩‍🌾", "").replace("猫", "") for line in TEXT]
    t.train_from_iterator(marked, trainers.BpeTrainer(vocab_size=size - 256, special_tokens=special, show_progress=False))
    model = __import__("json").loads(t.to_str())["model"]
    vocabulary = {token: n for n, token in enumerate([*special, *(f"<0x{byte:02X}>" for byte in range(256))])}
    for token in sorted(model["vocab"], key=model["vocab"].get):
        vocabulary.setdefault(token, len(vocabulary))
    merges = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in model["merges"]]
    t = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    if metaspace:
        t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    else:
        t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.add_special_tokens(special)
    adds_first(t, "<s>")
    return t


def llama2() -> Kind:
    return Kind(byte_fallback(metaspace=False), dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>"))


def mistral() -> Kind:
    return Kind(byte_fallback(metaspace=True), dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>"))


def unigram() -> Kind:
    t = Tokenizer(models.Unigram())
    t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    t.decoder = decoders.Metaspace(prepend_scheme="always")
    t.train_from_iterator(TEXT, trainers.UnigramTrainer(
        vocab_size=300, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
    t.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)])
    return Kind(t, dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>"))


def wordpiece() -> Kind:
    t = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    t.normalizer = normalizers.BertNormalizer(lowercase=True)
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    t.decoder = decoders.WordPiece(prefix="##")
    t.train_from_iterator(TEXT, trainers.WordPieceTrainer(
        vocab_size=320, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False))
    ids = {token: t.token_to_id(token) for token in ("[CLS]", "[SEP]")}
    t.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=list(ids.items()))
    return Kind(t, dict(unk_token="[UNK]", sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", mask_token="[MASK]"))


KINDS = dict(gpt2=gpt2, gpt_neox=gpt_neox, opt=opt, qwen=qwen, llama3=llama3, smollm2=smollm2, bloom=bloom, llama2=llama2,
             mistral=mistral, unigram=unigram, wordpiece=wordpiece)
