/** Every view has an address in the fragment, so that it can be linked and survives a reload. */
export type Route =
	| { readonly view: 'play' }
	| { readonly view: 'library' }
	| { readonly view: 'runs' }
	| { readonly view: 'run'; readonly id: string };

const RUN_ADDRESS = /^#\/runs\/(sha256:[0-9a-f]{64})$/;

export function parseRoute(hash: string): Route {
	const run = RUN_ADDRESS.exec(hash);
	if (run?.[1] !== undefined) return { view: 'run', id: run[1] };
	if (hash.startsWith('#/library')) return { view: 'library' };
	return hash.startsWith('#/runs') ? { view: 'runs' } : { view: 'play' };
}

export function routeAddress(route: Route): string {
	return route.view === 'run' ? `#/runs/${route.id}` : `#/${route.view}`;
}

export class RouteState {
	current = $state.raw<Route>({ view: 'play' });
	readonly #location: Pick<Location, 'hash'>;

	constructor(location: Pick<Location, 'hash'>) {
		this.#location = location;
		this.read();
	}

	/** Takes the route from the address; called when the address changes. */
	read(): void {
		this.current = parseRoute(this.#location.hash);
	}

	go(route: Route): void {
		this.#location.hash = routeAddress(route);
		this.current = route;
	}
}
