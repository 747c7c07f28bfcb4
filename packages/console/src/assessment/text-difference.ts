/** The removed and the added text, and the unchanged text around them. */
export type Difference = { head: string; before: string; after: string; tail: string }

const contextLength = 60

/** Finds the one stretch in which two texts differ, with some context. */
export function differenceOf(before: string, after: string): Difference {
  let start = 0
  const shortest = Math.min(before.length, after.length)
  while (start < shortest && before[start] === after[start]) start++
  let end = 0
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++
  // A partly changed word or number counts as a whole: "49.90" became "45.00", not single digits.
  while (start > 0 && (isWithinWord(before, start) || isWithinWord(after, start))) start--
  while (
    end > 0 &&
    (isWithinWord(before, before.length - end) || isWithinWord(after, after.length - end))
  )
    end--
  // Neither border may split a surrogate pair.
  if (start > 0 && /[\ud800-\udbff]/.test(before.charAt(start - 1))) start--
  if (end > 0 && /[\udc00-\udfff]/.test(before.charAt(before.length - end))) end--
  return {
    head: shortened(before.slice(0, start), 'end'),
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
    tail: shortened(before.slice(before.length - end), 'start'),
  }
}

const ofWord = /[\p{Script=Latin}\p{Nd}.,]/u

function isWithinWord(text: string, at: number): boolean {
  return ofWord.test(text.charAt(at - 1)) && ofWord.test(text.charAt(at))
}

function shortened(text: string, keep: 'start' | 'end'): string {
  const characters = [...text]
  if (characters.length <= contextLength) return text
  return keep === 'start'
    ? `${characters.slice(0, contextLength).join('')}…`
    : `…${characters.slice(-contextLength).join('')}`
}
