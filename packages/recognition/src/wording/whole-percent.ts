/**
 * A probability in whole per cent, rounded down: at least `n` exactly if the probability is at least n/100. Rounded to
 * the nearest, a probability could appear to reach a threshold that it is below.
 */
export function wholePercent(probability: number): number {
  const percent = Math.floor(probability * 100)
  if (probability >= (percent + 1) / 100) return percent + 1
  return probability < percent / 100 ? percent - 1 : percent
}
