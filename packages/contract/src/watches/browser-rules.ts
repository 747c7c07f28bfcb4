import { z } from 'zod'
import { text } from '../text.ts'

const Selector = text(500).meta({ description: 'CSS selector.' })

const FieldRule = z
  .strictObject({
    select: Selector.optional().meta({
      description: 'Within the element of the listing; without it, that element itself.',
    }),
    attribute: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,63}$/)
      .optional()
      .meta({ description: 'Without it, the text of the element.' }),
  })
  .meta({ id: 'BrowserFieldRule' })

/** Where a page that a browser has rendered shows its listings. */
export const BrowserRules = z
  .strictObject({
    waitFor: Selector.optional().meta({
      description: 'Read the page once it has this element; without it, once it stops loading.',
    }),
    listing: Selector.meta({ description: 'CSS selector of each listing on a page.' }),
    fields: z.strictObject({
      id: FieldRule,
      title: FieldRule,
      description: FieldRule.optional(),
      price: FieldRule.optional().meta({ description: 'As people write it: Rp 1.250.000.' }),
      url: FieldRule.optional().meta({ description: 'Without it, the address of the page.' }),
      image: FieldRule.optional(),
      seller: FieldRule.optional(),
    }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .meta({ description: 'Of prices that state none.' }),
    follow: z
      .array(Selector)
      .max(10)
      .default([])
      .meta({ description: 'CSS selectors of the links to further pages.' }),
  })
  .meta({ id: 'BrowserRules' })
export type BrowserRules = z.infer<typeof BrowserRules>
