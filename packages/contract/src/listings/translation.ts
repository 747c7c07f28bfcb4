import { z } from 'zod'
import { asWritten } from '../text.ts'

/** The texts of a listing in another language, written or pasted by a person. */
export const TranslationInput = z
  .strictObject({
    version: z.int().min(1).meta({ description: 'The translated version.' }),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .max(35)
      .meta({ description: 'BCP 47 tag of the translation.' }),
    title: asWritten(2000).optional(),
    description: asWritten(100_000).optional(),
    machine: asWritten(100).optional().meta({
      description: 'What produced it, if a machine did; absent if a person translated it.',
    }),
  })
  .refine(({ title, description }) => title !== undefined || description !== undefined, {
    path: ['title'],
    message: 'is required unless there is a description',
  })
  .meta({ id: 'TranslationInput' })
export type TranslationInput = z.infer<typeof TranslationInput>
