/** What the catalogue lists: compiled models of WebLLM, and ONNX repositories on the hub. */
import { fits, type Fit, type Machine } from './gpu-fit.ts';
import { variantFit } from './onnx-fit.ts';
import type { HubModel } from './onnx-hub-models.ts';
import type { WebLlmModel } from './web-llm-models.ts';

export type ListedModel = WebLlmModel | HubModel;

/** An ONNX model runs on the CPU, too; its precisions are not known yet, so the size is guessed. */
function fitsHub({ estimatedDownloadBytes }: HubModel, machine: Machine): Fit {
	return variantFit({ id: 'q8', sizeBytes: estimatedDownloadBytes }, machine);
}

/** @returns the verdict, with every reason against it */
export function fitsListed(model: ListedModel, machine: Machine): Fit {
	return model.kind === 'hub' ? fitsHub(model, machine) : fits(model, machine);
}
