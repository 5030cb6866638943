/** The width of a probability's bar where no axis says the scale: all of `room` is 100 %, whatever else is shown. */
export function barWidth(probability: number, room: number): number {
	return Math.min(1, Math.max(0, probability)) * room;
}
