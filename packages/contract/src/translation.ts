import { z } from 'zod'

function text(most: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(most)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), {
      message: 'must be text without null characters or half surrogate pairs',
    })
}

/** The words of an offer in another language, as a person wrote or pasted them. */
export const NewTranslation = z
  .strictObject({
    version: z.int().min(1).meta({ description: 'The version whose words were translated.' }),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .max(35)
      .meta({ description: 'BCP 47, of the translation.' }),
    title: text(2000).optional(),
    description: text(100_000).optional(),
    machine: text(100).optional().meta({
      description: 'What made it, where a machine did; absent where a person translated.',
    }),
  })
  .refine(({ title, description }) => title !== undefined || description !== undefined, {
    path: ['title'],
    message: 'must be there, or else the description',
  })
  .meta({ id: 'NewTranslation' })
export type NewTranslation = z.infer<typeof NewTranslation>
