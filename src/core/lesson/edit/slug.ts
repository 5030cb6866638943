const LONGEST = 80;

/** @returns a name for addresses from a title: `Über das Raten!` gives `uber-das-raten`; `lesson` if nothing remains */
export function slugOf(title: string): string {
	const words = title
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-');
	return words.slice(0, LONGEST).replaceAll(/^-+|-+$/g, '') || 'lesson';
}
