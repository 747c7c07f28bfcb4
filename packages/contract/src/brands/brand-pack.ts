import { z } from 'zod'
import { Alias, Brand, PriceBand } from './catalog.ts'
import { isoDate } from '../money.ts'

/** A brand of the starter pack: a catalog brand with a source for every row. */
export const PackBrand = Brand.extend({
  owner: z.string(),
  commonWord: z.boolean(),
  aliases: z.array(Alias.extend({ language: z.string(), kind: Alias.shape.kind.unwrap() })),
  productTypes: z.array(z.string()).min(1).meta({
    description: 'IDs from the product type vocabulary.',
  }),
  channels: z.never().optional().meta({
    description: 'No channel policy of a real brand is included.',
  }),
  priceBands: z.array(PriceBand.extend({ verified: z.boolean() })),
  source: z.string().min(3).meta({ description: 'Source of the names and product types.' }),
})
  .strict()
  .meta({ id: 'PackBrand' })
export type PackBrand = z.infer<typeof PackBrand>

export const BrandPack = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    version: z.int().min(1),
    updated: isoDate,
    note: z.string(),
    brands: z.array(PackBrand),
  })
  .meta({ id: 'BrandPack', title: 'Starter brand pack' })
export type BrandPack = z.infer<typeof BrandPack>
