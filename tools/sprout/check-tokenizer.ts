// Reads [{text, ids}] from standard input (check_tokenizer.py) and compares with the tokenizer the app uses.
import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';

const folder = new URL('../../public/models/sprout/', import.meta.url);
const read = (name: string): object =>
	JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object;
const tokenizer = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
const rows = JSON.parse(readFileSync(0, 'utf8')) as { text: string; ids: number[] }[];

for (const { text, ids } of rows) {
	const encoded = tokenizer.encode(text, { add_special_tokens: false }).ids;
	if (encoded.join() !== ids.join()) {
		throw new Error(
			`${JSON.stringify(text)}: JavaScript ${encoded.join(' ')}, Python ${ids.join(' ')}`
		);
	}
	const decoded = tokenizer.decode(ids, { skip_special_tokens: false });
	if (decoded !== text)
		throw new Error(`${JSON.stringify(text)} decodes as ${JSON.stringify(decoded)}`);
}
console.log(`${String(rows.length)} texts have the same ids and come back unchanged.`);
