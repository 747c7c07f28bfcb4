import traditional from 'opencc-js/dict/TSCharacters'

/** Traditional Chinese characters with their Simplified one; the first if several are given. */
const simplifiedOf = new Map<string, string>()
for (const pair of traditional.split('|')) {
  const [from, to] = pair.split(' ')
  if (from !== undefined && to !== undefined && to.length === from.length)
    simplifiedOf.set(from, to)
}

/**
 * The Simplified form of a Han character, otherwise the character itself, so that 愛馬仕 and 爱马仕 are one name. By
 * characters, not phrases: no listing depends on the difference between Traditional characters that share a
 * Simplified one. Source: OpenCC's TSCharacters dictionary.
 */
export function simplified(char: string): string {
  const once = simplifiedOf.get(char)
  // 薴 is 苧, and that in turn 苎.
  return once === undefined ? char : (simplifiedOf.get(once) ?? once)
}
