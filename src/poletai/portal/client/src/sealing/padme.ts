/** Padme: the padded length of a message, which tells at most O(log log L) bits of L. */

/** Return the padded length; at most 12 % more than `length`, which is in bytes. */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = floorLog2(length);
  const size = floorLog2(exponent) + 1;
  const step = 2 ** Math.max(exponent - size, 0);
  return Math.ceil(length / step) * step;
}

function floorLog2(value: number): number {
  // Math.log2 rounds near powers of two; halving whole numbers does not.
  let power = 0;
  for (let rest = value; rest >= 2; rest = Math.floor(rest / 2)) power++;
  return power;
}
