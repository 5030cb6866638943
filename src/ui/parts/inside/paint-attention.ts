/** Draws attention weights as pixels: query downwards, key to the right. */
import type { Attention, HeadPlace } from '#core/attention/attention.ts';
import { RAMP_SIZE } from '../../kit/pictures/colours.ts';

/** A canvas of all heads of a large model is drawn with several tokens a pixel. */
const MOST_PIXELS = 4_000_000;

interface Raster {
	/** Tokens a pixel, in each direction. */
	readonly perPixel: number;
	/** Of one head, in pixels. */
	readonly side: number;
}

interface Grid extends Raster {
	readonly width: number;
	readonly height: number;
	/** From one head to the next, in pixels. */
	readonly step: number;
}

/** One head, a pixel a pair of tokens. */
export function oneRaster({ length }: Attention): Raster {
	return { perPixel: 1, side: length };
}

/** Every head, a row a layer. */
export function gridRaster({ layers, heads, length }: Attention): Grid {
	const perPixel = Math.max(1, Math.ceil(length * Math.sqrt((layers * heads) / MOST_PIXELS)));
	const side = Math.ceil(length / perPixel);
	const gap = Math.max(1, Math.round(side / 16));
	const step = side + gap;
	return { perPixel, side, step, width: heads * step - gap, height: layers * step - gap };
}

/** The colour scale as `rampPixels` gives it, one number a colour. */
function packed(ramp: Uint8ClampedArray): Uint32Array {
	return new Uint32Array(ramp.slice().buffer);
}

/**
 * Fills one head's square. Most weights are small, so the colour goes by the square root; where a
 * pixel stands for several pairs it shows the largest weight.
 */
function paintHead(
	image: { readonly pixels: Uint32Array; readonly width: number },
	{ weights, length }: Attention,
	{ layer, head }: HeadPlace,
	{ perPixel, side, ramp, left, top }: Raster & { ramp: Uint32Array; left: number; top: number }
): void {
	const all = weights[layer] ?? new Float32Array(0);
	const largest = new Float32Array(side);
	for (let y = 0; y < side; y++) {
		largest.fill(0);
		const end = Math.min(length, (y + 1) * perPixel);
		for (let query = y * perPixel; query < end; query++) {
			const row = (head * length + query) * length;
			for (let key = 0; key <= query; key++) {
				const weight = all[row + key] ?? 0;
				const x = perPixel === 1 ? key : Math.floor(key / perPixel);
				if (weight > (largest[x] ?? 0)) largest[x] = weight;
			}
		}
		let at = (top + y) * image.width + left;
		const seen = Math.min(side, Math.ceil(end / perPixel));
		for (let x = 0; x < seen; x++) {
			image.pixels[at++] = ramp[(Math.sqrt(largest[x] ?? 0) * (RAMP_SIZE - 1)) | 0] ?? 0;
		}
	}
}

/** The canvas must be square with the side of `oneRaster`. */
export function paintOne(
	context: CanvasRenderingContext2D,
	attention: Attention,
	place: HeadPlace,
	ramp: Uint8ClampedArray
): void {
	const raster = oneRaster(attention);
	const data = context.createImageData(raster.side, raster.side);
	const image = { pixels: new Uint32Array(data.data.buffer), width: raster.side };
	paintHead(image, attention, place, { ...raster, ramp: packed(ramp), left: 0, top: 0 });
	context.putImageData(data, 0, 0);
}

/** The canvas must have the size of `gridRaster`. */
export function paintAll(
	context: CanvasRenderingContext2D,
	attention: Attention,
	ramp: Uint8ClampedArray
): void {
	const { perPixel, side, width, height, step } = gridRaster(attention);
	const data = context.createImageData(width, height);
	const image = { pixels: new Uint32Array(data.data.buffer), width };
	const colours = packed(ramp);
	for (let layer = 0; layer < attention.layers; layer++) {
		for (let head = 0; head < attention.heads; head++) {
			const place = { perPixel, side, ramp: colours, left: head * step, top: layer * step };
			paintHead(image, attention, { layer, head }, place);
		}
	}
	context.putImageData(data, 0, 0);
}
