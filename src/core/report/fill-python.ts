/** A Python script that asks a masked language model the same outside the browser. */
import { maskPasses } from '../fill-mask/mask-passes.ts';
import type { FillMaskRun } from '../fill-mask/schema.ts';
import { repeatScript } from './python-script.ts';

const MAIN = `
def log_softmax(logits):
    shifted = logits.astype(np.float64) - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(
        str(Path(sys.argv[1]) / RUN["weights_file"]), options, providers=["CPUExecutionProvider"]
    )
    names = [each.name for each in session.get_inputs()]
    answers, largest = [], 0.0
    for each in RUN["passes"]:
        row = np.array([each["token_ids"]], np.int64)
        feeds = {
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.zeros_like(row),
        }
        (logits,) = session.run(["logits"], {name: feeds[name] for name in names})
        for position, recorded in zip(each["positions"], each["recorded"]):
            logprobs = log_softmax(logits[0, position])
            best = np.argsort(-logprobs, kind="stable")[: RUN["top_k"]]
            answers.append(
                {
                    "sentence": each["sentence"],
                    "position": position,
                    "token_ids": best.tolist(),
                    "logprobs": logprobs[best].tolist(),
                }
            )
            for token, logprob in recorded:
                largest = max(largest, abs(logprobs[token] - logprob))
    print(json.dumps({"answers": answers}))
    print(f"logprobs differ from the recorded ones by at most {largest:.1e} nats", file=sys.stderr)


if __name__ == "__main__":
    main()
`;

function requestData({ model, request, output }: FillMaskRun): object {
	const weights = model.resources.find(({ name }) => name.endsWith('.onnx'));
	const answersAt = output.sentences.map(
		({ answers }) => new Map(answers.map((answer) => [answer.position, answer]))
	);
	return {
		model_digest: model.digest,
		weights_file: weights?.name ?? null,
		top_k: request.top_k,
		passes: maskPasses(request).map(({ sentence, tokenIds, positions }) => {
			const recorded = positions.map((position) => {
				const { alternatives = [] } = answersAt[sentence]?.get(position) ?? {};
				return alternatives.map(({ id, logprob }) => [id, logprob]);
			});
			return { sentence, token_ids: tokenIds, positions, recorded };
		})
	};
}

const DOC = `: what it expects in the places of masks.

Needs numpy and onnxruntime, and the model's folder:

    python repeat_run.py path/to/model

Native ONNX Runtime computes with other kernels than the one in browsers: logits differ by about
1e-5, and by more where activations are quantized. No download is made by this script.`;

/**
 * @param name what this app calls the model, or a quotation
 * @returns the text of `repeat_run.py`
 */
export function fillPythonScript(run: FillMaskRun, name: string): string {
	return repeatScript(run, name, DOC, requestData(run), MAIN);
}
