import type { GlossPieceView } from '@touchstone/contract'

/** A gloss as plain text, to be copied: each word with its meaning in brackets behind it. */
export function glossText(
  pieces: readonly Pick<GlossPieceView, 'text' | 'is' | 'meaning'>[],
  unknown: string,
): string {
  return pieces
    .map(({ text, is, meaning }) => {
      if (is === 'plain') return text
      return `${text} [${is === 'known' ? (meaning ?? unknown) : unknown}]`
    })
    .join('')
}
