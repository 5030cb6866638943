/** A run's title where it is read: your own as it is, a sender's as a quotation. */
import { quotedWords, strangersWords } from './strangers-words.ts';

/** @returns '' where there is no title */
export function titleWords(title: string, isOwn = false): string {
	if (strangersWords(title) === '') return '';
	return isOwn ? strangersWords(title) : quotedWords(title);
}
