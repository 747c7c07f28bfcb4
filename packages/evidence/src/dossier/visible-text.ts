/** Control characters, halves of characters, direction overrides and what no character is. */
const unseen =
  /[\p{Cc}\p{Cs}\p{Cn}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu

/** Text with line breaks as spaces and every character that hides or reorders others shown by its code point. */
export function visibleText(text: string): string {
  return text.replaceAll(/[\t\n\r]+/g, ' ').replaceAll(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
  })
}

/** The text, cut to a number of UTF-16 units, never through a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const mark = ' […]'
  const end = most - mark.length
  const isHalf = /[\ud800-\udbff]/.test(text[end - 1] ?? '')
  return `${text.slice(0, isHalf ? end - 1 : end)}${mark}`
}
