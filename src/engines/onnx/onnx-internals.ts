/** Attention, logit lens and switched-off heads of any ONNX decoder whose file shows them. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';
import type { EngineInternals, HeadPlace } from '../engine.ts';
import {
	cutOutputLayer,
	switchName,
	withHeadSwitches,
	withOutput
} from './graph/derived-graphs.ts';
import { cannotLook, hasOutsideWeights, readGraph, writeGraph } from './graph/onnx-graph.ts';
import { isOpen } from './metadata.ts';
import { headsOf, type ModelConfig } from './model-config.ts';
import { translateOrtError } from './onnx-errors.ts';
import { OnnxSession, type Outputs } from './onnx-session.ts';
import type { OnnxSessionParts } from './onnx-session-parts.ts';

export interface InternalsParts extends OnnxSessionParts {
	readonly session: InferenceSession;
	/** The model's file, or null: what a session with switches, and the output layer alone, are made from. */
	readonly weights: Uint8Array<ArrayBuffer> | null;
	readonly config: ModelConfig;
	readonly createSession: (graph: Uint8Array) => Promise<InferenceSession>;
}

const MOST_ATTENTION_BYTES = 128 * 1024 * 1024;
/** Larger files are not kept in memory beside the session that was made from them. */
const MOST_WEIGHT_BYTES = 256 * 1024 * 1024;

export function keptWeights(weights: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
	return weights.length > MOST_WEIGHT_BYTES ? null : weights;
}

/** `name.0`, `name.1` … in order. */
function numberedOutputs({ outputNames }: InferenceSession, name: string): string[] {
	const numberOf = (output: string) => Number(output.slice(name.length + 1));
	return outputNames
		.filter((output) => output.startsWith(`${name}.`) && Number.isInteger(numberOf(output)))
		.sort((a, b) => numberOf(a) - numberOf(b));
}

function headCount({ session, config }: InternalsParts, attention: string): number | undefined {
	const metadata = session.outputMetadata.find(({ name }) => name === attention);
	const size = metadata?.isTensor === true ? metadata.shape[1] : undefined;
	if (size !== undefined && !isOpen(size)) return Number(size);
	return headsOf(config);
}

/** @returns undefined when the model's file has no attention outputs */
export function openInternals(main: OnnxSession, parts: InternalsParts): OnnxInternals | undefined {
	const attentions = numberedOutputs(parts.session, 'attentions');
	const [first] = attentions;
	const heads = first === undefined ? undefined : headCount(parts, first);
	if (heads === undefined) return undefined;
	return new OnnxInternals(main, parts, { attentions, heads });
}

/** The sessions made from the model's graph. */
interface Derived {
	/** The model with a switch for every head, and its last residual stream as an output. */
	readonly whole: InferenceSession;
	/** Takes `residual`, gives `logits`; null when it cannot be cut out of the graph. */
	readonly outputLayer: InferenceSession | null;
	readonly residual: string | null;
}

class OnnxInternals implements EngineInternals {
	readonly layers: number;
	readonly heads: number;
	readonly maxTokens: number;

	readonly #main: OnnxSession;
	readonly #parts: InternalsParts;
	readonly #attentions: readonly string[];
	#derived: Promise<Derived> | null = null;

	constructor(
		main: OnnxSession,
		parts: InternalsParts,
		{ attentions, heads }: { attentions: readonly string[]; heads: number }
	) {
		this.#main = main;
		this.#parts = parts;
		this.#attentions = attentions;
		this.layers = attentions.length;
		this.heads = heads;
		const fitting = Math.floor(Math.sqrt(MOST_ATTENTION_BYTES / (4 * heads * this.layers)));
		this.maxTokens = Math.min(parts.contextLength, fitting);
	}

	async attend(
		tokenIds: readonly number[],
		signal: AbortSignal
	): Promise<Float32Array<ArrayBuffer>[]> {
		this.#check(tokenIds);
		const length = tokenIds.length;
		const weights = this.#attentions.map(() => new Float32Array(this.heads * length * length));
		const onOutputs = (outputs: Outputs, from: number, count: number) => {
			for (const [layer, name] of this.#attentions.entries()) {
				const rows = outputs[name] as Float32Array;
				const keys = from + count; // rows: [heads, count, keys]
				for (let row = 0; row < this.heads * count; row++) {
					const query = Math.floor(row / count) * length + from + (row % count);
					weights[layer]?.set(rows.subarray(row * keys, (row + 1) * keys), query * length);
				}
			}
		};
		await this.#main.observe(tokenIds, { names: this.#attentions, onOutputs }, signal);
		return weights;
	}

	async lens(
		tokenIds: readonly number[],
		{ onLogits }: Parameters<EngineInternals['lens']>[1],
		signal: AbortSignal
	): Promise<void> {
		this.#check(tokenIds);
		const { outputLayer, residual } = await this.#derive();
		const states = numberedOutputs(this.#parts.session, 'hidden_states');
		if (states.length < this.layers) throw cannotLook('lens', 'there are no hidden states');
		if (outputLayer === null || residual === null) {
			throw cannotLook('lens', 'no output layer can be cut out of the graph');
		}
		const names = [...states.slice(0, this.layers), residual];
		const whole = await this.ablated([]);
		const chunks: { readonly outputs: Outputs; readonly from: number; readonly count: number }[] =
			[];
		try {
			const onOutputs = (outputs: Outputs, from: number, count: number) => {
				chunks.push({ outputs, from, count });
			};
			await whole.observe(tokenIds, { names, onOutputs }, signal);
		} finally {
			await whole.dispose();
		}
		for (const { outputs, from, count } of chunks) {
			for (const [layer, name] of names.entries()) {
				if (signal.aborted) throw new AppError('aborted', 'cancelled between two layers');
				const logits = await this.#read(
					outputLayer,
					residual,
					outputs[name] as Float32Array,
					count
				);
				const size = logits.length / count;
				for (let i = 0; i < count; i++) {
					onLogits(layer, from + i, logits.subarray(i * size, (i + 1) * size));
				}
			}
		}
	}

	async ablated(heads: readonly HeadPlace[]): Promise<OnnxSession> {
		const { whole } = await this.#derive();
		const { engine, ort } = this.#parts;
		const off = heads.map(({ layer, head }) => `${layer}.${head}`);
		const constantFeeds = Object.fromEntries(
			this.#attentions.map((attention, layer) => {
				const switches = new Float32Array(this.heads).fill(1);
				for (const place of heads) if (place.layer === layer) switches[place.head] = 0;
				const shape = [1, this.heads, 1, 1];
				return [switchName(attention), new ort.Tensor('float32', switches, shape)];
			})
		);
		return new OnnxSession({
			...this.#parts,
			// The session underneath is shared, and outlives the one that is given out.
			session: {
				run: whole.run.bind(whole),
				release: () => Promise.resolve()
			},
			constantFeeds,
			engine: { ...engine, options: { ...engine.options, 'heads-off': off.join(' ') } }
		});
	}

	async dispose(): Promise<void> {
		const derived = await this.#derived?.catch(() => null);
		await derived?.whole.release();
		await derived?.outputLayer?.release();
	}

	#check(tokenIds: readonly number[]): void {
		if (tokenIds.length >= 1 && tokenIds.length <= this.maxTokens) return;
		throw new AppError('engine-failed', `1 to ${this.maxTokens} tokens can be looked at`);
	}

	/** @returns shape [count, vocabularySize] */
	async #read(
		outputLayer: InferenceSession,
		residual: string,
		states: Float32Array,
		count: number
	): Promise<Float32Array> {
		const shape = [1, count, states.length / count];
		const tensor: Tensor = new this.#parts.ort.Tensor('float32', states, shape);
		try {
			const { logits } = await outputLayer.run({ [residual]: tensor }, ['logits']);
			return (await (logits as Tensor).getData(true)) as Float32Array;
		} catch (error) {
			throw translateOrtError(error, 'run');
		}
	}

	#derive(): Promise<Derived> {
		this.#derived ??= this.#createDerived().catch((error: unknown) => {
			this.#derived = null;
			throw error;
		});
		return this.#derived;
	}

	async #createDerived(): Promise<Derived> {
		const { weights, createSession } = this.#parts;
		if (weights === null) throw cannotLook('ablation', 'its file is too large');
		const graph = readGraph(weights);
		if (hasOutsideWeights(graph)) throw cannotLook('ablation', 'its weights lie in several files');
		const layer = cutOutputLayer(graph);
		const switched = withHeadSwitches(graph, this.#attentions, this.heads);
		const whole = layer === null ? switched : withOutput(switched, layer.residual);
		return {
			whole: await createSession(writeGraph(whole)),
			outputLayer: layer === null ? null : await createSession(writeGraph(layer.graph)),
			residual: layer?.residual ?? null
		};
	}
}
