"""Sprout as a model of LM Evaluation Harness: onnxruntime on one thread, batches of one, no torch."""
import json
import os

import jinja2
import numpy as np
import onnxruntime
from lm_eval.api.model import TemplateLM
from lm_eval.api.registry import register_model
from lm_eval.utils import get_rolling_token_windows, make_disjoint_window
from tokenizers import Tokenizer

FOLDER = os.environ["SPROUT"]
END_TOKENS = (0, 4)


@register_model("sprout")
class Sprout(TemplateLM):
    backend = "causal"
    tokenizer_name = "sprout"

    def __init__(self, file="model.onnx", batch_size=1, device=None, **_):
        super().__init__()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(f"{FOLDER}/onnx/{file}", options)
        self.tok = Tokenizer.from_file(f"{FOLDER}/tokenizer.json")
        with open(f"{FOLDER}/tokenizer_config.json") as config:
            self.template = json.load(config)["chat_template"]
        self.max_length = 512

    @property
    def eot_token_id(self):
        return 0

    def tok_encode(self, string, add_special_tokens=None, **_):
        return self.tok.encode(string, add_special_tokens=bool(add_special_tokens)).ids

    def chat_template(self, chat_template=False):
        return self.template

    def apply_chat_template(self, chat_history, add_generation_prompt=True):
        template = jinja2.Environment(trim_blocks=True, lstrip_blocks=True).from_string(self.template)
        return template.render(messages=chat_history, add_generation_prompt=add_generation_prompt, bos_token="", eos_token="")

    def logits(self, ids):
        n = len(ids)
        feeds = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, n), np.int64),
            "position_ids": np.arange(n, dtype=np.int64)[None],
        }
        for entry in self.session.get_inputs():
            if entry.name.startswith("past"):
                feeds[entry.name] = np.zeros((1, 2, 0, 32), np.float32)
        return self.session.run(["logits"], feeds)[0][0].astype(np.float64)

    def _loglikelihood_tokens(self, requests, disable_tqdm=False, **_):
        out = []
        for _pair, context, continuation in requests:
            ids = (context + continuation)[-(self.max_length + 1) :][:-1]
            rows = self.logits(ids)[-len(continuation) :]
            most = rows.max(-1, keepdims=True)
            logs = rows - most - np.log(np.exp(rows - most).sum(-1, keepdims=True))
            picked = logs[np.arange(len(continuation)), continuation]
            out.append((float(picked.sum()), bool((rows.argmax(-1) == np.array(continuation)).all())))
        return out

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        out = []
        for (text,) in [request.args for request in requests]:
            windows = get_rolling_token_windows(
                token_list=self.tok_encode(text),
                prefix_token=self.prefix_token_id,
                max_seq_len=self.max_length,
                context_len=1,
            )
            pairs = [(None, *make_disjoint_window(window)) for window in windows]
            out.append(sum(score for score, _ in self._loglikelihood_tokens(pairs)))
        return out

    def generate_until(self, requests, disable_tqdm=False):
        return [self.generate(context, options) for context, options in [r.args for r in requests]]

    def generate(self, context, options):
        most = options.get("max_gen_toks", 256)
        until = options.get("until", [])
        until = [until] if isinstance(until, str) else until
        ids, out = self.tok_encode(context)[-(self.max_length - most) :], []
        while len(out) < most:
            token = int(self.logits(ids + out)[-1].argmax())
            if token in END_TOKENS:
                break
            out.append(token)
            if any(stop in self.tok.decode(out) for stop in until):
                break
        text = self.tok.decode(out)
        for stop in until:
            text = text.split(stop)[0]
        return text
