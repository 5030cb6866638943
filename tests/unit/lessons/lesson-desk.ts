/** A built-in lesson and the model it speaks of, side by side: what the texts say is asked of the model. */
import { readFileSync } from 'node:fs';

import { sprout } from '#catalog/sprout.ts';
import type { LessonRecipe } from '#core/lesson/activity-schema.ts';
import { readLesson } from '#core/lesson/read-lesson.ts';
import type { Lesson } from '#core/lesson/schema.ts';
import type { RunOutput } from '#core/run-file/schema.ts';
import type { EngineSession } from '#engines/engine.ts';
import { DecodeLoop } from '#worker/decode-loop.ts';
import { prepareRequest } from '#worker/prepare-request.ts';
import { TokenBatches } from '#worker/token-batches.ts';
import { openSprout } from '../../../tools/sprout-logits.ts';

const FOLDER = new URL('../../../public/lessons/', import.meta.url);
const { signal } = new AbortController();

type LessonStep = Lesson['steps'][number];
type Request = LessonRecipe['request'];

export function lessonOf(id: string, language = 'en'): Lesson {
	return readLesson(readFileSync(new URL(`${id}.${language}.json`, FOLDER)));
}

/** Lessons keep a number and its % on one line; tests are written with blanks. */
const plainBlanks = (text: string) => text.replaceAll('\u00a0', ' ');

/** One decimal, as the lessons write it. */
export function percent(share: number): string {
	return `${(100 * share).toFixed(1)} %`;
}

export class LessonDesk {
	readonly lesson: Lesson;
	readonly #sessions = new Map<string, EngineSession>();

	constructor(id: string) {
		this.lesson = lessonOf(id);
	}

	step(id: string): LessonStep {
		const found = this.lesson.steps.find((step) => step.id === id);
		if (found === undefined) throw new Error(`${this.lesson.id} has no step ${id}`);
		return found;
	}

	/** Everything that a step says, to learners and to the teacher. */
	words(id: string): string {
		const { text, question, reveal, teacher_note: note } = this.step(id);
		const options = question !== null && 'options' in question ? question.options : [];
		const sample = question?.type === 'text' ? question.sample : '';
		return plainBlanks([text, question?.text, ...options, sample, reveal?.text, note].join('\n'));
	}

	/** The texts of the options that count as right. */
	rightOptions(id: string): string[] {
		const { question } = this.step(id);
		if (question?.type !== 'choice' || question.right === null) throw new Error('no key');
		return question.right.map((index) => plainBlanks(question.options[index] ?? ''));
	}

	/** The worksheet as it stands in the file. */
	worksheet(): string {
		return plainBlanks(JSON.stringify(this.lesson.worksheet));
	}

	rightNumber(id: string): number {
		const { question } = this.step(id);
		if (question?.type !== 'number' || question.right === null) throw new Error('no key');
		return question.right;
	}

	/** What a step writes, in order; the values of a sweep one by one. */
	recipes(id: string): LessonRecipe[] {
		const { activity } = this.step(id);
		if (activity?.type === 'write' || activity?.type === 'sweep') return [activity.recipe];
		if (activity?.type === 'compare') return activity.recipes;
		throw new Error(`${id} writes nothing`);
	}

	async session(precisionId = 'int8'): Promise<EngineSession> {
		const known = this.#sessions.get(precisionId);
		if (known !== undefined) return known;
		const precision = sprout.precisions.find(({ id }) => id === precisionId);
		if (precision === undefined) throw new Error(`Sprout has no ${precisionId}`);
		const session = await openSprout(precision);
		this.#sessions.set(precisionId, session);
		return session;
	}

	async write({ model, request }: LessonRecipe, changes: Partial<Request> = {}) {
		const precision = (model ?? this.lesson.model).quantization;
		return this.run({ ...request, ...changes }, precision);
	}

	async run(request: Request, precisionId = 'int8'): Promise<RunOutput> {
		const session = await this.session(precisionId);
		const { mode, messages, prompt, seed, forced_token_ids: forcedTokenIds, ...rest } = request;
		const settings = { ...rest, seed: seed ?? '1' };
		const said =
			mode === 'chat'
				? { mode, messages, forcedTokenIds }
				: { mode, prompt: prompt ?? '', forcedTokenIds };
		const prepared = prepareRequest(
			{ prompt: said, settings, forcedTokenIds, alternatives: 0 },
			session
		);
		const batches = new TokenBatches(() => undefined, 0);
		return new DecodeLoop(session, prepared, 0, batches).run(signal);
	}

	/** What is written by all recipes of a step. */
	async texts(id: string): Promise<string[]> {
		const texts: string[] = [];
		for (const recipe of this.recipes(id)) texts.push((await this.write(recipe)).text);
		return texts;
	}

	/** The answer at temperature 0. */
	async answer(question: string, precisionId = 'int8'): Promise<RunOutput> {
		const request = greedy({ mode: 'chat', messages: [{ role: 'user', content: question }] });
		return this.run(request, precisionId);
	}

	/** What the model says that a + b is; NaN when it says no number. */
	async sum(a: number, b: number): Promise<number> {
		const { text } = await this.answer(`What is ${a} + ${b}?`);
		return Number(/= (\d+)\.$/.exec(text)?.[1]);
	}

	/** Probabilities of what follows a text, by token id. */
	async distribution(
		prompt: string,
		{ temperature = 1, precision = 'int8' } = {}
	): Promise<number[]> {
		const session = await this.session(precision);
		session.reset();
		const logits = await session.step(session.tokenizer.encode(prompt, true), signal);
		const scaled = Array.from(logits, (logit) => logit / temperature);
		const largest = Math.max(...scaled);
		const weights = scaled.map((value) => Math.exp(value - largest));
		const sum = weights.reduce((total, weight) => total + weight, 0);
		return weights.map((weight) => weight / sum);
	}

	/** The probability of one token after a text. @param word with its blank */
	async probability(
		prompt: string,
		word: string,
		options: { temperature?: number; precision?: string } = {}
	): Promise<number> {
		const ids = await this.tokenIds(word);
		if (ids.length !== 1) throw new Error(`${word} is not one token`);
		return (await this.distribution(prompt, options))[ids[0] ?? -1] ?? NaN;
	}

	/** @param text without the blank that stands before every text */
	async tokenIds(text: string): Promise<number[]> {
		const { tokenizer } = await this.session();
		return tokenizer.encode(text.replace(/^ /, ''), true);
	}

	async dispose(): Promise<void> {
		for (const session of this.#sessions.values()) await session.dispose();
	}
}

/** A whole request from what differs: temperature 0, no filters. */
export function greedy(parts: Partial<Request>): Request {
	return {
		mode: 'completion',
		messages: [],
		prompt: null,
		forced_token_ids: [],
		sampler: 'gumbel-philox/1',
		seed: '1',
		temperature: 0,
		top_k: 0,
		top_p: 1,
		min_p: 0,
		repetition_penalty: 1,
		presence_penalty: 0,
		frequency_penalty: 0,
		logit_bias: {},
		max_tokens: 40,
		stop_sequences: [],
		...parts
	};
}
