/** Characters that show the next character of a number format literally. */
const escapes: ReadonlySet<string> = new Set(['\\', '_', '*'])

/**
 * Whether a number format shows a date or time (ECMA-376 part 1, 18.8.31): whether a code for day, month, year, hour,
 * minute or second occurs outside its literals and conditions. One pass.
 */
export function isDateFormat(code: string): boolean {
  const bare = withoutTexts(code)
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare)
}

function withoutTexts(code: string): string {
  const parts: string[] = []
  const closings = new Map<string, number>()
  for (let at = 0; at < code.length; at++) {
    const sign = code.charAt(at)
    if (escapes.has(sign) && at + 1 < code.length) at++
    else if (sign === '"' || sign === '[') {
      const end = sign === '"' ? '"' : ']'
      // One that is missing is missing for every later opening character too.
      let to = closings.get(end) ?? 0
      if (to <= at) {
        const found = code.indexOf(end, at + 1)
        to = found === -1 ? Infinity : found
        closings.set(end, to)
      }
      if (to === Infinity) parts.push(sign)
      else if (sign === '[' && isElapsedTime(code, at + 1, to)) parts.push(sign)
      else at = to
    } else parts.push(sign)
  }
  return parts.join('')
}

/** [h], [mm] and [sss] count hours, minutes and seconds beyond a day. */
function isElapsedTime(code: string, from: number, to: number): boolean {
  const letter = code.charAt(from).toLowerCase()
  if (letter !== 'h' && letter !== 'm' && letter !== 's') return false
  for (let at = from; at < to; at++) if (code.charAt(at).toLowerCase() !== letter) return false
  return true
}
