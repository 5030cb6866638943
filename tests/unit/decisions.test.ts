/** Every decision says when it was taken and whether it still holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const FOLDER = 'docs/decisions';
const HEAD =
	/^# [^\d\s].*\n\n\*\*Date:\*\* (\d{4}-\d{2}-\d{2}) · \*\*Status:\*\* (.+)\n\n\*\*Context\.\*\* /;
const STATUS = /^(proposed|accepted|rejected|superseded by \[(\d{4})\]\((\d{4}-[a-z\d-]+\.md)\))$/;

const files = readdirSync(FOLDER).toSorted();

function headOf(file: string): { readonly date: string; readonly status: string } {
	const head = HEAD.exec(readFileSync(`${FOLDER}/${file}`, 'utf8'));
	const [, date = '', status = ''] = head ?? [];
	return { date, status };
}

describe('docs/decisions', () => {
	test('are numbered from 0001 on, each number once', () => {
		expect(files.length).toBeGreaterThanOrEqual(15);
		expect(files.map((file) => file.slice(0, 4))).toEqual(
			files.map((_, index) => String(index + 1).padStart(4, '0'))
		);
	});

	test.each(files)('%s begins with its title, date and status, then the context', (file) => {
		const { date, status } = headOf(file);
		const form = '"# Title", "**Date:** YYYY-MM-DD · **Status:** accepted", "**Context.** …"';
		expect(date, `${file} must begin with ${form}`).not.toBe('');
		expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
		expect(status).toMatch(STATUS);
	});

	test.each(files)('%s says what was decided, and what follows from it', (file) => {
		const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
		expect(text).toContain('\n**Decision.** ');
		expect(text).toContain('\n**Consequences.**');
	});

	test('one that was superseded names a later one', () => {
		for (const file of files) {
			const [, , number, target] = STATUS.exec(headOf(file).status) ?? [];
			if (target === undefined) continue;
			expect(files, `${file} names ${target}`).toContain(target);
			expect(target.slice(0, 4)).toBe(number);
			expect(target > file, `${target} must be later than ${file}`).toBe(true);
		}
	});
});
