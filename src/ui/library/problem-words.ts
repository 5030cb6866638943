/** What is wrong with a model of the user's own, in words. */
import type { ModelProblem } from '#catalog/custom-model.ts';
import { formatBytes } from '../format.ts';

export function problemText(problem: ModelProblem): string {
	switch (problem.code) {
		case 'file-missing':
			return problem.hint === null
				? `${problem.file} is missing.`
				: `${problem.file} is missing. There is ${problem.hint}, which is another kind of file.`;
		case 'field-invalid': {
			const where = problem.field === '' ? problem.file : `${problem.file}, ${problem.field}`;
			return `${where}: expected ${problem.expected}.`;
		}
		case 'size-differs':
			return `${problem.file} has ${formatBytes(problem.actualBytes)}, not the ${formatBytes(problem.expectedBytes)} that the model lists.`;
		case 'unsupported':
			return `${problem.file}: ${problem.reason}, which cannot be run here.`;
	}
}
