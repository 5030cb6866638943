/**
 * `exp` and `ln` in float64 from + − * / alone. ECMAScript leaves `Math.exp` and `Math.log` to each
 * engine, so browsers differ in the last bit; these give the same bits everywhere. Error < 1 ulp.
 *
 * @see fdlibm 5.3, e_exp.c and e_log.c: "Copyright (C) 1993 by Sun Microsystems, Inc. All rights
 *   reserved. Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy,
 *   modify, and distribute this software is freely granted, provided that this notice is preserved."
 */

const LN2_HIGH = 6.9314718036912381649e-1; // ln 2, the last 20 bits zero: k * LN2_HIGH is exact
const LN2_LOW = 1.90821492927058770002e-10; // ln 2 − LN2_HIGH

/** 2^k for k from −1074 to 1023, at index k + 1074. Doubling and halving are exact. */
const POWER_OF_TWO = new Float64Array(2098);
const POWER_ZERO = 1074;
POWER_OF_TWO[POWER_ZERO] = 1;
for (let k = 1; k <= 1023; k++) {
	POWER_OF_TWO[POWER_ZERO + k] = (POWER_OF_TWO[POWER_ZERO + k - 1] ?? 0) * 2;
}
for (let k = 1; k <= POWER_ZERO; k++) {
	POWER_OF_TWO[POWER_ZERO - k] = (POWER_OF_TWO[POWER_ZERO - k + 1] ?? 0) / 2;
}

const EXP_OVERFLOW = 7.09782712893383973096e2;
const EXP_UNDERFLOW = -7.4513321910194110842e2;
const HALF_LN2 = 0.34657359027997264;
const ONE_AND_A_HALF_LN2 = 1.0397207708399179;
const INVERSE_LN2 = 1.442695040888963387;
const TINY = 3.725290298461914e-9; // 2^-28: the square no longer counts
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.6533902205465251539e-6;
const P5 = 4.13813679705723846039e-8;

/** The k that leaves |x − k ln 2| <= ln 2 / 2; 0 for NaN. */
function multiplesOfLn2(x: number): number {
	const magnitude = x < 0 ? -x : x;
	if (magnitude < HALF_LN2) return 0;
	if (magnitude < ONE_AND_A_HALF_LN2) return x < 0 ? -1 : 1;
	return (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
}

/** e to the power of `x`: 0 below −745.13…, Infinity above 709.78…, NaN for NaN. */
export function exp(x: number): number {
	if (x > EXP_OVERFLOW) return Infinity;
	if (x < EXP_UNDERFLOW) return 0;

	// x = k ln 2 + r with |r| <= ln 2 / 2, where r = high − low carries the rounding of k ln 2.
	const k = multiplesOfLn2(x);
	if (k === 0 && x < TINY && x > -TINY) return 1 + x;
	const high = x - k * LN2_HIGH; // k = 0 leaves x as it is
	const low = k * LN2_LOW;
	const r = high - low;

	// e^r = 1 + r + r c / (2 − c), c a polynomial in r² (Remez, error < 2^-59).
	const t = r * r;
	const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
	if (k === 0) return 1 - ((r * c) / (c - 2) - r);
	return timesPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k);
}

/** y · 2^k for y close to 1 and the k of finite results. */
function timesPowerOfTwo(y: number, k: number): number {
	if (k === 1024) return y * 2 * 8.98846567431158e307; // 2^1023: 2^1024 itself is no number
	if (k >= -1021) return y * (POWER_OF_TWO[POWER_ZERO + k] ?? 0);
	// Subnormal result: one rounding only, in the last product.
	return y * (POWER_OF_TWO[POWER_ZERO + k + 1000] ?? 0) * 9.33263618503218879e-302; // 2^-1000
}

const bits = new DataView(new ArrayBuffer(8));
const TWO_54 = 18014398509481984;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const L1 = 6.66666666666673513e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 0.14798198605106586;

/** Natural logarithm of `x`: −Infinity at ±0, NaN below 0 and for NaN, Infinity for Infinity. */
export function ln(x: number): number {
	if (!(x > 0)) return x === 0 ? -Infinity : NaN;
	if (x === Infinity) return Infinity;

	// x = 2^k (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2).
	let k = 0;
	if (x < SMALLEST_NORMAL) {
		k = -54;
		x *= TWO_54;
	}
	bits.setFloat64(0, x);
	let upper = bits.getInt32(0);
	k += (upper >> 20) - 1023;
	upper &= 0x000fffff;
	const aboveRoot2 = (upper + 0x95f64) & 0x100000;
	bits.setInt32(0, upper | (aboveRoot2 ^ 0x3ff00000));
	k += aboveRoot2 >> 20;
	return lnOnePlus(bits.getFloat64(0) - 1, k, upper);
}

/** ln(2^k (1 + f)); `upper` are the 20 high bits of the mantissa before halving. */
function lnOnePlus(f: number, k: number, upper: number): number {
	if ((0x000fffff & (2 + upper)) < 3) {
		// |f| < 2^-20
		if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
		const cubic = f * f * (0.5 - (1 / 3) * f);
		return k === 0 ? f - cubic : k * LN2_HIGH - (cubic - k * LN2_LOW - f);
	}
	const s = f / (2 + f);
	const z = s * s;
	const w = z * z;
	const even = w * (L2 + w * (L4 + w * L6));
	const odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
	const rest = even + odd;
	if (((upper - 0x6147a) | (0x6b851 - upper)) > 0) {
		const halfSquare = 0.5 * f * f;
		if (k === 0) return f - (halfSquare - s * (halfSquare + rest));
		return k * LN2_HIGH - (halfSquare - (s * (halfSquare + rest) + k * LN2_LOW) - f);
	}
	if (k === 0) return f - s * (f - rest);
	return k * LN2_HIGH - (s * (f - rest) - k * LN2_LOW - f);
}
