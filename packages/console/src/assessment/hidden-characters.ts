/** A visible stretch of text, or an invisible character replaced by its name. */
export type Visible = { text: string; hidden: boolean }

// Control characters except line breaks and tabs, direction marks, zero-width characters and lone surrogates: in
// third-party text they can disguise what it says.
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Splits a text at its invisible characters and names each by its code point. */
export function visibleParts(text: string): Visible[] {
  const parts: Visible[] = []
  let at = 0
  for (const { 0: character, index } of text.matchAll(unseen)) {
    if (index > at) parts.push({ text: text.slice(at, index), hidden: false })
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    parts.push({ text: `U+${code}`, hidden: true })
    at = index + character.length
  }
  if (at < text.length) parts.push({ text: text.slice(at), hidden: false })
  return parts
}
