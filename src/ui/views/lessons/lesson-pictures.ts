/** A small picture for each built-in lesson, on a field of 96 by 56: lines, what is filled, and what is pale. */
export interface LessonDrawing {
	/** Stroked. */
	readonly lines: string;
	/** Filled, in the colour of what matters. */
	readonly filled: string;
	/** Filled, in the colour of everything else. */
	readonly pale: string;
}

const box = (x: number, y: number, width: number, height: number): string =>
	`M${x} ${y}h${width}v${height}h${-width}Z`;
const dot = (x: number, y: number, r: number): string =>
	`M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const all = (...paths: readonly string[]): string => paths.join('');
const bars = (heights: readonly number[], left: number, step = 9): string =>
	all(...heights.map((height, i) => box(left + i * step, 48 - height, step - 3, height)));

/** By the lesson's id. */
export const LESSON_DRAWINGS: Readonly<Partial<Record<string, LessonDrawing>>> = {
	'first-look': { lines: 'M10 48h76', filled: bars([34], 20, 16), pale: bars([32, 30, 6], 38, 16) },
	'next-token': {
		lines: all(box(64, 20, 22, 16), 'M75 26v.01M75 31v.01'),
		filled: '',
		pale: all(box(10, 24, 14, 8), box(28, 24, 20, 8), box(52, 24, 8, 8))
	},
	tokens: {
		lines: 'M28 12v32M50 12v32M58 12v32',
		filled: box(30, 20, 18, 16),
		pale: all(box(10, 20, 16, 16), box(52, 20, 4, 16), box(60, 20, 26, 16))
	},
	temperature: {
		lines: 'M8 48h36M52 48h36',
		filled: bars([36, 8, 3, 2], 9),
		pale: bars([20, 17, 15, 12], 53)
	},
	seeds: {
		lines: all(box(14, 14, 28, 28), box(54, 14, 28, 28)),
		filled: all(
			dot(21, 21, 2.5),
			dot(35, 35, 2.5),
			dot(28, 28, 2.5),
			dot(61, 21, 2.5),
			dot(75, 35, 2.5),
			dot(68, 28, 2.5)
		),
		pale: ''
	},
	attention: {
		lines: 'M84 34C76 6 36 6 28 34M84 34C80 20 62 20 56 34',
		filled: all(box(22, 36, 12, 8), box(78, 36, 10, 8)),
		pale: all(box(8, 36, 10, 8), box(38, 36, 10, 8), box(52, 36, 10, 8), box(66, 36, 8, 8))
	},
	'facts-and-gaps': {
		lines: 'M12 32h6M24 32h6M36 32h6M48 32h6M60 32h6',
		filled: all(box(12, 12, 30, 6), box(46, 12, 36, 6)),
		pale: all(box(12, 44, 22, 4), box(38, 44, 44, 4))
	},
	'rule-or-memory': {
		lines: 'M14 46 50 12',
		filled: all(dot(20, 40, 3), dot(32, 29, 3), dot(44, 18, 3)),
		pale: all(dot(60, 20, 3), dot(72, 40, 3), dot(82, 14, 3), dot(66, 32, 3))
	},
	'auditing-a-bias': {
		lines: 'M48 10v36M36 46h24M22 22 74 12M22 22l-8 14h16ZM74 12l-8 14h16Z',
		filled: 'M14 36h16a8 6 0 0 1-16 0Z',
		pale: 'M66 26h16a8 6 0 0 1-16 0Z'
	},
	openness: {
		lines: all(box(10, 16, 16, 24), box(30, 16, 16, 24), box(50, 16, 16, 24), box(70, 16, 16, 24)),
		filled: all(box(10, 16, 16, 24), box(30, 16, 16, 24)),
		pale: box(50, 16, 16, 24)
	},
	quantization: {
		lines: 'M8 46C26 46 30 12 48 12S70 46 88 46',
		filled: '',
		pale: all(
			box(14, 40, 10, 8),
			box(24, 28, 10, 20),
			box(34, 16, 10, 32),
			box(44, 12, 10, 36),
			box(54, 18, 10, 30),
			box(64, 32, 10, 16),
			box(74, 42, 10, 6)
		)
	}
};
