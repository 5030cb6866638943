import type { CatalogModel } from '#catalog/model.ts';
import { toAppError, type AppError } from '#core/errors.ts';
import type { SplitText, TokenizerApi, TokenizerPlace } from '#protocol/tokenizer-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { Task } from '../page/task.svelte.ts';

/** What one model makes of some texts. */
export interface ModelSplit {
	readonly model: CatalogModel;
	/** Null while it is being split. */
	readonly split: SplitText | null;
	readonly error: AppError | null;
}

/** Texts as every model here splits them, side by side. */
export class TokensState {
	text = $state('Mia has a red kite. Schön, dass es 🌱 gibt!');
	modelId = $state<string | null>(null);
	/** The own text, then the sentences of the languages. */
	splits = $state.raw<readonly ModelSplit[]>([]);

	readonly #model: ModelState;
	readonly #tokenizer: TokenizerApi;
	readonly #baseUrl: string;
	readonly #splitting = new Task();

	/** @param baseUrl where the app is served, with a trailing slash */
	constructor(model: ModelState, tokenizer: TokenizerApi, baseUrl: string) {
		this.#model = model;
		this.#tokenizer = tokenizer;
		this.#baseUrl = baseUrl;
	}

	/** The built-in model and those stored in this browser. */
	get models(): readonly CatalogModel[] {
		return this.#model.catalog;
	}

	/** The model whose tokens are shown: the chosen one, else the one in use, else the first. */
	get shown(): CatalogModel | undefined {
		const wanted = this.modelId ?? this.#model.model?.id;
		return this.models.find(({ id }) => id === wanted) ?? this.models[0];
	}

	/** Splits with every model; a newer call makes an older one's answers void. */
	async split(texts: readonly string[]): Promise<void> {
		const before = this.splits;
		const models = [...this.models];
		this.splits = models.map((model) => ({
			model,
			split: before.find((each) => each.model.id === model.id)?.split ?? null,
			error: null
		}));
		await this.#splitting.run(null, async (_signal, tell) => {
			const split = async (model: CatalogModel): Promise<void> => {
				const answer = await this.#splitWith(model, texts);
				if (!tell(null)) return;
				this.splits = this.splits.map((each) => (each.model.id === model.id ? answer : each));
			};
			await Promise.all(models.map(split));
		});
	}

	async #splitWith(model: CatalogModel, texts: readonly string[]): Promise<ModelSplit> {
		try {
			const split = await this.#tokenizer.split(this.#placeOf(model), texts, false);
			return { model, split, error: null };
		} catch (error) {
			return { model, split: null, error: toAppError(error) };
		}
	}

	#placeOf({ stored, source }: CatalogModel): TokenizerPlace {
		return stored === undefined
			? { kind: 'url', folderUrl: this.#baseUrl + source.url }
			: { kind: 'stored', modelId: stored.id };
	}
}
