/** Counts the answers of a class. */
import type { Answer, Answered, Answers } from './answers-schema.ts';

export interface OptionCount {
	readonly text: string;
	readonly count: number;
	/** True for a word that a learner typed. */
	readonly isOwn: boolean;
}

export interface TalliedText {
	/** May be empty. */
	readonly learner: string;
	readonly text: string;
}

export interface TalliedNumber {
	readonly learner: string;
	readonly value: number;
}

/** One question with everything that was answered to it. */
export interface QuestionTally {
	readonly step: string;
	readonly question: Answered['question'];
	/** How many learners answered it. */
	readonly count: number;
	/** Of choices and predictions: the options in order, then own words, most frequent first. */
	readonly options: readonly OptionCount[];
	readonly texts: readonly TalliedText[];
	/** From the smallest. */
	readonly numbers: readonly TalliedNumber[];
}

export interface LessonTally {
	readonly lesson: Answers['lesson'];
	/** Of how many learners there are answers. */
	readonly learners: number;
	/** In the lesson's order, as far as the files tell it. */
	readonly questions: readonly QuestionTally[];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const key = keyOf(item);
		groups.set(key, [...(groups.get(key) ?? []), item]);
	}
	return groups;
}

/** One of each attempt: the file that was written last, whatever the order they came in. */
export function newestOfEach(files: readonly Answers[]): Answers[] {
	const newest = new Map<string, Answers>();
	for (const file of files) {
		const key = `${file.lesson.digest} ${file.id}`;
		const before = newest.get(key);
		if (before === undefined || before.created <= file.created) newest.set(key, file);
	}
	return [...newest.values()];
}

/**
 * @param files answers in any order, of any number of lessons; the same attempt twice counts once
 * @returns a tally for each lesson, the one with most learners first. Questions that differ in any word
 *   are counted apart, even if their files claim to be of one lesson
 */
export function tally(files: readonly Answers[]): LessonTally[] {
	const byLesson = groupBy(newestOfEach(files), ({ lesson }) => lesson.digest);
	const tallies = [...byLesson.values()].flatMap((group) => {
		const [first] = group;
		if (first === undefined) return [];
		return [{ lesson: first.lesson, learners: group.length, questions: tallyQuestions(group) }];
	});
	return tallies.sort((a, b) => b.learners - a.learners);
}

interface Said {
	readonly learner: string;
	readonly answered: Answered;
	/** Its place in the learner's file. */
	readonly place: number;
}

function tallyQuestions(files: readonly Answers[]): QuestionTally[] {
	const said = files.flatMap(({ learner, answers }) =>
		answers.map((answered, place): Said => ({ learner, answered, place }))
	);
	const byQuestion = groupBy(said, ({ answered: { step, question } }) =>
		JSON.stringify([step, question])
	);
	return [...byQuestion.values()]
		.toSorted((a, b) => lastPlace(a) - lastPlace(b))
		.flatMap((group) => {
			const [first] = group;
			return first === undefined ? [] : [tallyQuestion(first.answered, group)];
		});
}

/** Who skips questions has the later ones early: the one who skipped fewest knows the order best. */
function lastPlace(group: readonly Said[]): number {
	return Math.max(...group.map(({ place }) => place));
}

function tallyQuestion({ step, question }: Answered, group: readonly Said[]): QuestionTally {
	const answers = group.map(({ learner, answered }) => ({ learner, answer: answered.answer }));
	return {
		step,
		question,
		count: group.length,
		options: countOptions(
			question.options,
			answers.map(({ answer }) => answer)
		),
		texts: answers.flatMap(({ learner, answer }) =>
			answer.type === 'text' ? [{ learner, text: answer.text }] : []
		),
		numbers: answers
			.flatMap(({ learner, answer }) =>
				answer.type === 'number' ? [{ learner, value: answer.value }] : []
			)
			.sort((a, b) => a.value - b.value)
	};
}

function countOptions(options: readonly string[], answers: readonly Answer[]): OptionCount[] {
	const counts = options.map((text) => ({ text, count: 0, isOwn: false }));
	const own = new Map<string, number>();
	for (const answer of answers) {
		for (const place of placesOf(answer)) {
			const counted = counts[place];
			if (counted !== undefined) counted.count++;
		}
		if (answer.type === 'prediction' && answer.option === null) {
			const word = answer.own.trim();
			own.set(word, (own.get(word) ?? 0) + 1);
		}
	}
	const words = [...own].map(([text, count]) => ({ text, count, isOwn: true }));
	return [...counts, ...words.sort((a, b) => b.count - a.count)];
}

function placesOf(answer: Answer): readonly number[] {
	if (answer.type === 'choice') return answer.chosen;
	return answer.type === 'prediction' && answer.option !== null ? [answer.option] : [];
}

/** One answer as text, for lists and tables. */
export function answerText({ question, answer }: Answered): string {
	switch (answer.type) {
		case 'choice':
			return answer.chosen.map((place) => question.options[place] ?? '').join('; ');
		case 'text':
			return answer.text;
		case 'number':
			return `${answer.value}`;
		case 'prediction':
			return (answer.option === null ? answer.own : (question.options[answer.option] ?? '')).trim();
	}
}

const CSV_HEAD = [
	'lesson',
	'lesson_digest',
	'attempt',
	'learner',
	'step',
	'question',
	'answer',
	'time'
];

/** Every answer in a row of its own; the same attempt twice is there once. */
export function answersCsv(files: readonly Answers[]): string {
	const rows = newestOfEach(files).flatMap((file) =>
		file.answers.map((answered) => [
			file.lesson.title,
			file.lesson.digest,
			file.id,
			file.learner,
			answered.step,
			answered.question.text,
			answerText(answered),
			answered.answered
		])
	);
	return [CSV_HEAD, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** Spreadsheets take a cell that begins with one of these for a formula, and learners type freely. */
const FORMULA = /^[=+\-@\t\r]/;

function csvCell(text: string): string {
	const safe = FORMULA.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
