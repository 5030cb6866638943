/** A learner's answers as the app saves them, made without the app. */
import { readFileSync } from 'node:fs';

/** @param learner each number is another learner's file */
export function answersFile(learner: number): object {
	const lesson = JSON.parse(
		readFileSync(new URL('../../public/lessons/first-look.en.json', import.meta.url), 'utf8')
	) as { title: string };
	return {
		type: 'glasshouse.answers',
		version: 1,
		id: learner.toString(16).padStart(32, '0'),
		created: '2026-11-30T11:00:00.000Z',
		app: { name: 'Glasshouse', version: '0.1.0', commit: 'unknown' },
		lesson: {
			id: 'first-look',
			title: lesson.title,
			language: 'en',
			digest: `sha256:${'0'.repeat(64)}`
		},
		learner: `Learner ${learner}`,
		started: '2026-11-30T10:00:00.000Z',
		answers: []
	};
}

/** As a file input takes it. */
export const jsonFile = (name: string, text: string) => ({
	name,
	mimeType: 'application/json',
	buffer: Buffer.from(text)
});
