/** What the catalogue lists: compiled models of WebLLM, and ONNX repositories on the hub. */
import { fits, type Fit, type FitReason, type Machine } from './gpu-fit.ts';
import { variantFit } from './onnx-fit.ts';
import type { HubModel } from './onnx-hub-models.ts';
import type { WebLlmModel } from './web-llm-models.ts';

export type ListedModel = WebLlmModel | HubModel;

/** An ONNX model runs on the CPU, too; its precisions are not known yet, so the size is guessed. */
function fitsHub({ use, estimatedDownloadBytes }: HubModel, machine: Machine): Fit {
	const guess = variantFit({ id: 'q8', sizeBytes: estimatedDownloadBytes }, machine);
	const reasons: FitReason[] = use === 'fill-mask' ? [{ code: 'fills-masks' }] : [];
	reasons.push(...guess.reasons);
	if (guess.verdict !== 'works' || reasons.length === 0) return { ...guess, reasons };
	return { verdict: 'may-not-work', reasons };
}

/** @returns the verdict, with every reason against it */
export function fitsListed(model: ListedModel, machine: Machine): Fit {
	return model.kind === 'hub' ? fitsHub(model, machine) : fits(model, machine);
}
