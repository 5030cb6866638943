/** Questions about a session's inputs and outputs, and the one error that they end in. */
import type { InferenceSession } from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';

export type Metadata = readonly InferenceSession.ValueMetadata[];
type TensorMetadata = InferenceSession.TensorValueMetadata;

export function invalidGraph(problem: string): AppError {
	return new AppError('model-unsupported', `not a decoder that can be run: ${problem}`, {
		details: { problem }
	});
}

/** @throws AppError `model-unsupported` */
export function requireTensor(
	values: Metadata,
	kind: 'input' | 'output',
	name: string
): TensorMetadata {
	const found = values.find((value) => value.name === name);
	if (found?.isTensor !== true) throw invalidGraph(`the ${kind} "${name}" is missing`);
	return found;
}

/** @throws AppError `model-unsupported` */
export function requireType(tensor: TensorMetadata, ...types: readonly string[]): void {
	if (types.includes(tensor.type)) return;
	throw invalidGraph(`"${tensor.name}" is ${tensor.type}, not ${types.join(' or ')}`);
}

/** An axis without a length; the runtime says −1 of those that have no name, as an unsigned number. */
export function isOpen(length: number | string): boolean {
	return typeof length === 'string' || length <= 0 || length >= 2 ** 31;
}
