/** What is wrong with a model of the user's own, in words. */
import type { ModelProblem } from '#catalog/custom-model.ts';
import { formatBytes } from '#words/format.ts';

export function problemText(problem: ModelProblem): string {
	switch (problem.code) {
		case 'file-missing':
			return problem.hint === null
				? `${problem.file} is missing.`
				: `${problem.file} is missing. ${problem.hint} is there, but it is another kind of file.`;
		case 'field-invalid': {
			const where = problem.field === '' ? problem.file : `${problem.file}, ${problem.field}`;
			return `${where}: expected ${problem.expected}.`;
		}
		case 'size-differs':
			return `${problem.file} has ${formatBytes(problem.actualBytes)}; the model lists ${formatBytes(problem.expectedBytes)}.`;
		case 'unsupported':
			return `${problem.file}: ${problem.reason}, which Glasshouse cannot run.`;
		case 'lfs-pointer':
			return `${problem.file} is only a Git LFS pointer, not the file itself.`;
	}
}

const isMissing = (problem: ModelProblem, pattern: RegExp): boolean =>
	problem.code === 'file-missing' && pattern.test(problem.file);

/** What to do about it, or to pick instead; empty when the problems say it themselves. */
export function problemAdvice(problems: readonly ModelProblem[]): string {
	if (problems.some(({ code }) => code === 'lfs-pointer')) {
		return 'This copy was made without Git LFS. Run “git lfs pull” in it, or download the model from its hub.';
	}
	if (problems.some((problem) => isMissing(problem, /^onnx\/model\.onnx$/))) {
		return 'Look for a version for browsers: often under onnx-community or Xenova.';
	}
	if (problems.some((problem) => isMissing(problem, /^model_lib\.wasm$/))) {
		return 'Enter the address of the compiled library.';
	}
	if (problems.some((problem) => isMissing(problem, /onnx_data/))) {
		return 'The copy is incomplete. Choose another precision, or ask its makers.';
	}
	if (problems.some((problem) => isMissing(problem, /^tokenizer/))) {
		return 'A model cannot read without its tokenizer. Choose an export with tokenizer.json.';
	}
	if (problems.some(({ code }) => code === 'unsupported')) {
		return 'Choose a model that writes text: a decoder.';
	}
	return '';
}
