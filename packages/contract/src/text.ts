import { z } from 'zod'

/** False for text with a null character or half a surrogate pair, which no column of text takes. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Takes no text that a column of PostgreSQL refuses: none with null characters or half surrogate pairs. */
export function storable(text: z.ZodString): z.ZodString {
  return text.refine(isStorableText, {
    message: 'must be text without null characters or half surrogate pairs',
  })
}

/** What is kept as it was written, with white space around it. */
export function asWritten(most: number): z.ZodString {
  return storable(z.string().min(1).max(most))
}

/** What people write: at least one character other than white space, and `most` at the most. */
export function text(most: number): z.ZodString {
  return storable(z.string().trim().min(1).max(most))
}
