/** The licences of everything in the built app that others made, as one text for people. */
import { readFileSync } from 'node:fs';
import { crates, npmParts, type Part } from './parts.ts';

const RULE = '-'.repeat(80);

function describe({ name, version, licence, text }: Part): string {
	const own = text ?? 'Under the Apache License 2.0, whose text is at the end.';
	return `${RULE}\n${name} ${version} (${licence})\n\n${own}\n`;
}

function oniguruma(): string {
	const path = 'tools/tokenizers/native/licences.json';
	const { oniguruma: text } = JSON.parse(readFileSync(path, 'utf8')) as { oniguruma: string };
	return `${RULE}\nOniguruma, in onig_sys (BSD-2-Clause)\n\n${text}\n`;
}

/** @param dist the built folder. @throws Error for a part whose licence nobody has allowed or that ships none */
export function licencesText(dist: string): string {
	return [
		'Glasshouse is under the Apache License 2.0, whose text is at the end; so is Sprout, the model that comes with it.',
		'It contains these works of others, with thanks. First what is in its scripts and in runtime/:\n',
		...npmParts(dist).map(describe),
		`${RULE}\n${RULE}\n\nWhat is compiled into its tokenizers (WebAssembly, with Rust's standard library, MIT OR Apache-2.0):\n`,
		...crates().map(describe),
		oniguruma(),
		`${RULE}\n${RULE}\n`,
		readFileSync('LICENSE', 'utf8').trim(),
		''
	].join('\n');
}
