/**
 * The text without the signs of `signs` at its end: `withoutEnd('a//', '/')` is "a". In one pass, where
 * `/\/+$/` looks for the end anew from every sign. `signs` holds single UTF-16 units.
 */
export function trimEnd(text: string, signs: string): string {
  let end = text.length
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
