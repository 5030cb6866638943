export type Pane = 'recipe' | 'output' | 'glass';
/** Which number of a token gives it its colour. */
export type Colouring = 'probability' | 'entropy' | 'margin' | 'off';

/** How the playground is being looked at; nothing of it changes what is written. */
export class ViewState {
	/** Which column a narrow screen shows. */
	pane = $state<Pane>('output');
	colouring = $state<Colouring>('probability');
	showSpecial = $state(false);
	/** Whether the views of the model's inside are unfolded. */
	isInsideOpen = $state(false);
}
