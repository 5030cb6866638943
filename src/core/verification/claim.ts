/** What someone claims about an output, from a run file or, with less in it, from a link. */
import { promptDigest } from '../link/prompt-digest.ts';
import type { RunLink } from '../link/link-schema.ts';
import type {
	FinishReason,
	Run,
	RunEngine,
	RunRequest,
	RunResource,
	TokenTrace
} from '../run-file/schema.ts';

export interface Claim {
	readonly model: {
		readonly digest: string;
		readonly quantization: string;
		/** Empty from a link: then the files that differ cannot be named. */
		readonly resources: readonly RunResource[];
	};
	readonly engine: RunEngine;
	/** Without the prompt's token ids: see `promptTokenIds`. */
	readonly request: Omit<RunRequest, 'prompt_token_ids'>;
	/** Null from a link, which has only their digest. */
	readonly promptTokenIds: readonly number[] | null;
	/** `sha256:<hex>` over the prompt's token ids; see `promptDigest`. */
	readonly promptDigest: string;
	readonly tokenIds: readonly number[];
	/** One for each of `tokenIds`; null from a link. */
	readonly trace: readonly TokenTrace[] | null;
	/** Null from a link that has only the tokens. */
	readonly text: string | null;
	readonly finishReason: FinishReason;
	readonly stopSequence: string | null;
	/** `sha256:<hex>` over all positions' logits. */
	readonly logitsDigest: string;
}

export function claimOfRun(run: Pick<Run, 'model' | 'engine' | 'request' | 'output'>): Claim {
	const { model, engine, request, output } = run;
	const { prompt_token_ids: promptTokenIds, ...rest } = request;
	return {
		model: {
			digest: model.digest,
			quantization: model.quantization,
			resources: model.resources
		},
		engine,
		request: rest,
		promptTokenIds,
		promptDigest: promptDigest(promptTokenIds),
		tokenIds: output.token_ids,
		trace: output.tokens,
		text: output.text,
		finishReason: output.finish_reason,
		stopSequence: output.stop_sequence,
		logitsDigest: output.logits_digest
	};
}

export function claimOfLink({ model, request, made }: RunLink): Claim {
	return {
		model: { digest: model.digest, quantization: model.quantization, resources: [] },
		engine: made.engine,
		request: {
			...request,
			template_digest: made.template_digest,
			stop_token_ids: made.stop_token_ids
		},
		promptTokenIds: null,
		promptDigest: made.prompt_digest,
		tokenIds: made.token_ids,
		trace: null,
		text: made.text ?? null,
		finishReason: made.finish_reason,
		stopSequence: made.stop_sequence,
		logitsDigest: made.logits_digest
	};
}
