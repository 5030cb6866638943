/** Options of a prediction mostly follow a space, which a field cannot show: there the options are without it. */

/** Whether all options that are written begin with a space. */
export function areSpaced(options: readonly string[]): boolean {
	return options.every((option) => option === '' || option.startsWith(' '));
}

/** As its field shows it. */
export function shownOption(option: string, isSpaced: boolean): string {
	return isSpaced && option.startsWith(' ') ? option.slice(1) : option;
}

/** As the lesson has it. @param typed as in the field; nothing typed is no option yet */
export function keptOption(typed: string, isSpaced: boolean): string {
	return isSpaced && typed !== '' ? ` ${typed}` : typed;
}
