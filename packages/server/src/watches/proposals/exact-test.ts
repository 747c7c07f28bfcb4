/** Logarithms of factorials, as far as needed so far. */
const logFactorials = [0]

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) {
    logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i))
  }
  return logFactorials[n] ?? 0
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

/** How many of the finds, and of the other listings, have a word. */
export type WordCounts = { finds: number; ofFinds: number; others: number; ofOthers: number }

/**
 * How probable it is that at least so many of the listings with a word are finds, if the word had nothing to do with it:
 * Fisher’s exact test, one-sided.
 */
export function chanceOf({ finds, ofFinds, others, ofOthers }: WordCounts): number {
  const having = finds + others
  const ways = logChoose(ofFinds + ofOthers, having)
  let chance = 0
  for (let k = Math.max(finds, having - ofOthers); k <= Math.min(having, ofFinds); k++) {
    chance += Math.exp(logChoose(ofFinds, k) + logChoose(ofOthers, having - k) - ways)
  }
  return Math.min(1, chance)
}

/** How many times as often finds have the word, as if half a listing more of each kind had it. */
export function timesAsOften({ finds, ofFinds, others, ofOthers }: WordCounts): number {
  return (finds + 0.5) / (ofFinds + 1) / ((others + 0.5) / (ofOthers + 1))
}
