/**
 * Removes all characters in `signs` from the end of a text: `trimEnd('a//', '/')` is "a". Runs in one pass, whereas
 * `/\/+$/` restarts at every character. `signs` contains single UTF-16 units.
 */
export function trimEnd(text: string, signs: string): string {
  let end = text.length
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
