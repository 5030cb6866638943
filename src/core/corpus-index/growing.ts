/** Typed arrays that grow. */

export class GrowingUint32 {
	values: Uint32Array;
	length = 0;

	/** @param capacity entries until it first has to grow */
	constructor(capacity: number) {
		this.values = new Uint32Array(capacity);
	}

	push(value: number): void {
		if (this.length === this.values.length) {
			const wider = new Uint32Array(this.length + (this.length >> 1) + 16);
			wider.set(this.values);
			this.values = wider;
		}
		this.values[this.length++] = value;
	}

	get(index: number): number {
		return this.values[index] as number;
	}
}

export class GrowingUint16 {
	values: Uint16Array;
	length = 0;

	/** @param capacity entries until it first has to grow */
	constructor(capacity: number) {
		this.values = new Uint16Array(capacity);
	}

	push(value: number): void {
		if (this.length === this.values.length) {
			const wider = new Uint16Array(this.length + (this.length >> 1) + 16);
			wider.set(this.values);
			this.values = wider;
		}
		this.values[this.length++] = value;
	}
}
