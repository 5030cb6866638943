/** A Python script that repeats a run's request outside the browser, with the same sampler. */
import type { AnyRun } from '../run-file/any-run.ts';
import type { Run } from '../run-file/schema.ts';
import { settingsOf } from '../sampling/settings.ts';
import { PYTHON_SAMPLER } from './python-sampler.ts';

const ONNX_MODEL = `
def open_model(folder):
    """A function from the ids so far to the logits that follow: ONNX Runtime, with a KV cache."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(
        str(Path(folder) / RUN["weights_file"]), options, providers=["CPUExecutionProvider"]
    )
    inputs = {each.name: each for each in session.get_inputs()}
    past_names = [name for name in inputs if name.startswith("past_key_values.")]
    outputs = ["logits"] + [name.replace("past_key_values", "present") for name in past_names]
    dtypes = {"tensor(float)": np.float32, "tensor(float16)": np.float16}

    def empty(each):
        shape = [size if isinstance(size, int) else 0 for size in each.shape]
        shape[0] = 1
        shape[2] = 0
        return np.zeros(shape, dtypes[each.type])

    state = {"past": {name: empty(inputs[name]) for name in past_names}, "length": 0}

    def next_logits(new_ids):
        for token in new_ids:  # one token a step
            total = state["length"] + 1
            feeds = {"input_ids": np.array([[token]], np.int64), **state["past"]}
            if "attention_mask" in inputs:
                feeds["attention_mask"] = np.ones((1, total), np.int64)
            if "position_ids" in inputs:
                feeds["position_ids"] = np.array([[total - 1]], np.int64)
            logits, *present = session.run(outputs, feeds)
            state["past"] = dict(zip(past_names, present))
            state["length"] = total
        return logits[0, -1]

    return next_logits
`;

const TRANSFORMERS_MODEL = `
def open_model(name):
    """A function from the ids so far to the logits that follow: transformers, with a KV cache."""
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).eval()
    state = {"past": None}

    def next_logits(new_ids):
        with torch.no_grad():
            out = model(
                torch.tensor([list(new_ids)]), past_key_values=state["past"], use_cache=True
            )
        state["past"] = out.past_key_values
        return out.logits[0, -1].float().numpy()

    return next_logits
`;

const MAIN = `
def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    next_logits = open_model(sys.argv[1])
    settings, prompt, recorded = RUN["settings"], RUN["prompt_token_ids"], RUN["token_ids"]
    output = []
    new_ids = prompt
    while len(output) < RUN["max_tokens"]:
        logits = next_logits(new_ids)
        forced = RUN["forced_token_ids"]
        if len(output) < len(forced):
            token = forced[len(output)]
        else:
            token = draw(logits, settings, int(RUN["seed"]), prompt, output)
        output.append(token)
        new_ids = [token]
        # Stop sequences are texts: the recorded length stands for them.
        if token in RUN["stop_token_ids"] or len(output) == len(recorded):
            break
    print(json.dumps({"token_ids": output}))
    same = next((i for i, pair in enumerate(zip(output, recorded)) if pair[0] != pair[1]), None)
    if same is None:
        print(f"all {len(output)} tokens are the recorded ones", file=sys.stderr)
    else:
        print(f"the first {same} of {len(recorded)} tokens are the recorded ones", file=sys.stderr)


if __name__ == "__main__":
    main()
`;

function requestData({ model, request, output }: Run): object {
	const weights = model.resources.find(({ name }) => name.endsWith('.onnx'));
	return {
		model_digest: model.digest,
		weights_file: weights?.name ?? null,
		seed: request.seed,
		settings: settingsOf(request),
		max_tokens: request.max_tokens,
		// JSON leaves these out where they have no value.
		date_told_to_template: request.date,
		spelled_tokens: request.spelled_tokens,
		stop_token_ids: request.stop_token_ids,
		forced_token_ids: request.forced_token_ids,
		prompt_token_ids: request.prompt_token_ids,
		token_ids: output.token_ids
	};
}

/** Nothing from a file may end the docstring or begin an escape. */
function docText(text: string): string {
	return text.replaceAll(/[\\"\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ').slice(0, 200);
}

const ONNX_DOC = `Needs numpy and onnxruntime, and the model's folder:

    python repeat_run.py path/to/model

Native ONNX Runtime computes with other kernels than the one in browsers: logits differ by about
1e-5, so that a choice that was closer than that may fall the other way.`;

const TRANSFORMERS_DOC = `Needs numpy, torch and transformers, and the name or folder of the original weights:

    python repeat_run.py organisation/model

The browser ran a compiled, quantized copy of them (MLC), for which Python has no runtime without a
GPU: with the original weights the tokens will part from the recorded ones sooner or later.`;

/** A Python string with JSON in it: a JSON text inside a JSON text has no surprises. */
function pythonData(value: object): string {
	return JSON.stringify(JSON.stringify(value));
}

/**
 * @param name what this app calls the model, or a quotation
 * @param doc what follows on the run's and the model's names in the script's docstring
 * @param data is `RUN` in the code
 * @returns the text of `repeat_run.py`
 */
export function repeatScript(
	{ id, model }: Pick<AnyRun, 'id' | 'model'>,
	name: string,
	doc: string,
	data: object,
	code: string
): string {
	return `"""Repeats the Glasshouse run ${id}
of ${docText(name)} (${docText(model.quantization)})${doc}
"""

import json
import sys
from pathlib import Path

import numpy as np

RUN = json.loads(
    ${pythonData(data)}
)

${code}`.replaceAll(/\n{4,}/g, '\n\n\n');
}

/**
 * @param name what this app calls the model, or a quotation
 * @returns the text of `repeat_run.py`
 */
export function pythonScript(run: Run, name: string): string {
	const isOnnx = run.model.format === 'onnx';
	const doc = `.

${isOnnx ? ONNX_DOC : TRANSFORMERS_DOC}

The sampler is the run's own, ${run.request.sampler}: counter-based Gumbel noise, so that the same
seed gives the same noise everywhere. No download is made by this script but what the library makes.`;
	const code = [PYTHON_SAMPLER, isOnnx ? ONNX_MODEL : TRANSFORMERS_MODEL, MAIN].join('\n');
	return repeatScript(run, name, doc, requestData(run), code);
}
