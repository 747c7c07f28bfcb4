/** Likeness of two names from 0 to 1 (Winkler 1990): shared letters near each other, more for a common beginning. */
export function jaroWinkler(one: string, other: string): number {
  const jaro = jaroOf(one, other)
  let prefix = 0
  while (prefix < 4 && prefix < one.length && one[prefix] === other[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroOf(one: string, other: string): number {
  if (one === other) return 1
  if (one === '' || other === '') return 0
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1)
  const taken = new Uint8Array(other.length)
  const shared: number[] = []
  for (let i = 0; i < one.length; i++) {
    const last = Math.min(other.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (taken[j] === 1 || one.charCodeAt(i) !== other.charCodeAt(j)) continue
      taken[j] = 1
      shared.push(one.charCodeAt(i))
      break
    }
  }
  if (shared.length === 0) return 0
  let moved = 0
  let at = 0
  for (let j = 0; j < other.length; j++) {
    if (taken[j] === 1 && other.charCodeAt(j) !== shared[at++]) moved++
  }
  const count = shared.length
  return (count / one.length + count / other.length + (count - moved / 2) / count) / 3
}
