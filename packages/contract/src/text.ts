import { z } from 'zod'

/** False for text with a null character or a lone surrogate, which PostgreSQL cannot store. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Rejects text with null characters or lone surrogates, which PostgreSQL cannot store. */
export function storable(text: z.ZodString): z.ZodString {
  return text.refine(isStorableText, {
    message: 'must be text without null characters or unpaired surrogates',
  })
}

/** Text stored unchanged, with surrounding white space. */
export function asWritten(most: number): z.ZodString {
  return storable(z.string().min(1).max(most))
}

/** Text from people: at least one character other than white space, and no more than `most`. */
export function text(most: number): z.ZodString {
  return storable(z.string().trim().min(1).max(most))
}
