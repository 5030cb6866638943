/** Which view is shown, in step with the address. */
import { parseRoute, routeAddress, type Route } from './routes.ts';

export class RouteState {
	current = $state.raw<Route>({ view: 'play' });
	/** Resolves once something different from a link is shown: opening a link starts nothing by itself. */
	readonly pastLink: Promise<void>;
	readonly #location: Pick<Location, 'hash'>;
	#passLink: () => void = () => undefined;

	constructor(location: Pick<Location, 'hash'>) {
		this.#location = location;
		this.pastLink = new Promise((resolve) => {
			this.#passLink = resolve;
		});
		this.read();
	}

	/** Takes the route from the address; called when the address changes. */
	read(): void {
		this.#show(parseRoute(this.#location.hash));
	}

	go(route: Route): void {
		this.#location.hash = routeAddress(route);
		this.#show(route);
	}

	#show(route: Route): void {
		this.current = route;
		if (route.view !== 'link') this.#passLink();
	}
}
