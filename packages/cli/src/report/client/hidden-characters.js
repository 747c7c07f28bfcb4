// @ts-check

const names = new Map([
  [0x00ad, 'soft hyphen'],
  [0x034f, 'combining grapheme joiner'],
  [0x061c, 'Arabic letter mark'],
  [0x200b, 'zero-width space'],
  [0x200c, 'zero-width non-joiner'],
  [0x200d, 'zero-width joiner'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'end of direction'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x2060, 'word joiner'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'end of isolate'],
  [0xfeff, 'zero-width no-break space'],
])

const hidden =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

// Scripts that are rightly written with joiners and non-joiners between their letters.
const joiningLetter =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * @param {string} text
 * @param {number} at
 */
function characterBefore(text, at) {
  return (
    /(?:[\ud800-\udbff][\udc00-\udfff]|[^])$/.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? ''
  )
}

/**
 * Emoji sequences and joining scripts use the same characters honestly; a box there would break
 * the writing that it explains.
 * @param {string} text
 * @param {number} at
 * @param {number} code
 */
function isOrdinary(text, at, code) {
  const before = characterBefore(text, at)
  const after = String.fromCodePoint(text.codePointAt(at + 1) ?? 0)
  if (code === 0x200c || code === 0x200d) {
    if (joiningLetter.test(before) && joiningLetter.test(after)) return true
    return (
      code === 0x200d &&
      /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u.test(before) &&
      /[\p{Extended_Pictographic}\u2640\u2642]/u.test(after)
    )
  }
  if (code === 0xfe0e || code === 0xfe0f) {
    return (
      /[\p{Extended_Pictographic}#*0-9]/u.test(before) &&
      (!/[#*0-9]/.test(before) || after === '\u20e3')
    )
  }
  return false
}

/**
 * Cuts a text into runs; a run with `label` stands for one character that cannot be seen.
 * @param {string} text
 * @returns {{ text: string, label?: string, name?: string }[]}
 */
export function visibleRuns(text) {
  /** @type {{ text: string, label?: string, name?: string }[]} */
  const runs = []
  let from = 0
  for (const match of text.matchAll(hidden)) {
    const code = match[0].codePointAt(0) ?? 0
    if (isOrdinary(text, match.index, code)) continue
    if (match.index > from) runs.push({ text: text.slice(from, match.index) })
    const name = code >= 0xd800 && code <= 0xdfff ? 'half of a character' : names.get(code)
    runs.push({
      text: match[0],
      label: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
      name: name ?? 'invisible character',
    })
    from = match.index + match[0].length
  }
  if (from < text.length) runs.push({ text: text.slice(from) })
  return runs
}
