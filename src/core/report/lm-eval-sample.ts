/**
 * One line of a `samples_*.jsonl` file, as EleutherAI's lm-evaluation-harness logs generations, so
 * that its tools can read a run among their own.
 *
 * @see https://github.com/EleutherAI/lm-evaluation-harness
 */
import { sha256Hex } from '../digest/sha256.ts';
import type { Run } from '../run-file/schema.ts';

function hash(value: unknown): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return sha256Hex(new TextEncoder().encode(text));
}

/** @param docId index of the sample within its file, from 0 */
export function lmEvalSampleLine(run: Run, docId = 0): string {
	const { request, output } = run;
	const context =
		request.mode === 'completion' ? (request.prompt ?? '') : JSON.stringify(request.messages);
	const doc =
		request.mode === 'completion' ? { prompt: request.prompt } : { messages: request.messages };
	const generation = {
		until: request.stop_sequences,
		max_gen_toks: request.max_tokens,
		do_sample: request.temperature > 0,
		temperature: request.temperature,
		top_k: request.top_k,
		top_p: request.top_p
	};
	const sample = {
		doc_id: docId,
		doc,
		target: '',
		arguments: { gen_args_0: { arg_0: context, arg_1: generation } },
		resps: [[output.text]],
		filtered_resps: [output.text],
		filter: 'none',
		metrics: [],
		doc_hash: hash(doc),
		prompt_hash: hash(context),
		target_hash: hash(''),
		// Not the harness's own: they lead back to the run.
		glasshouse_run_id: run.id,
		glasshouse_model_digest: run.model.digest,
		glasshouse_seed: request.seed
	};
	return `${JSON.stringify(sample)}\n`;
}
