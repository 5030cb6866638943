/** Why one precision is offered first, in words. */
import type { ChoiceReason } from '#catalog/onnx-fit.ts';

const CHOICE_TEXTS: Readonly<Record<ChoiceReason, string>> = {
	'full-and-small': 'It is small enough to be taken as it was trained.',
	'gpu-with-f16': 'The fewest bytes for this graphics card, which computes in 16-bit floats.',
	'gpu-without-f16': 'The fewest bytes that this graphics card runs well: it has no 16-bit floats.',
	cpu: 'Eight bits are the fastest on the CPU, where it will run here.',
	'only-one-left': 'The only one that can run here.'
};

export function choiceText(reason: ChoiceReason): string {
	return CHOICE_TEXTS[reason];
}
