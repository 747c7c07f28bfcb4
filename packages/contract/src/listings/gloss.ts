import { z } from 'zod'

/** Languages in which meanings of words are given. */
export const glossLanguages = ['en', 'id', 'zh'] as const
export type GlossLanguage = (typeof glossLanguages)[number]

export const glossKinds = [
  'brand',
  'disguised-brand',
  'goods',
  'condition-or-role',
  'term',
] as const
export type GlossKind = (typeof glossKinds)[number]

/** A piece of a text: with its meaning, a word without one, or numbers, signs and spaces. */
export const GlossPieceView = z
  .object({
    text: z.string(),
    is: z.enum(['known', 'unknown', 'plain']).meta({
      description:
        '`unknown`: a word or passage that the engine does not understand. `plain`: numbers, signs and spaces.',
    }),
    kind: z.enum(glossKinds).optional().meta({
      description: 'Of a known piece. `term`: counterfeit language.',
    }),
    meaning: z.string().optional().meta({ description: 'Of a known piece.' }),
    meaningLanguage: z.enum(glossLanguages).optional().meta({
      description: 'The meanings of counterfeit language are in English.',
    }),
  })
  .meta({ id: 'GlossPieceView' })
export type GlossPieceView = z.infer<typeof GlossPieceView>

export const GlossView = z
  .object({
    version: z.int().meta({ description: 'The version of the listing that was read.' }),
    fields: z.array(
      z.object({
        field: z.string().meta({ description: 'title, description, category, attributes/NAME.' }),
        pieces: z.array(GlossPieceView).meta({ description: 'Joined, they give the text.' }),
        cut: z
          .boolean()
          .meta({ description: 'True if only the beginning of a long text is read.' }),
        known: z.int(),
        unknown: z.int().meta({ description: 'Number of words that are not understood.' }),
      }),
    ),
    known: z.int(),
    unknown: z.int(),
  })
  .meta({ id: 'GlossView' })
export type GlossView = z.infer<typeof GlossView>
