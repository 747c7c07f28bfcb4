import { z } from 'zod'
import { Assessment } from './listings/assessment.ts'
import { Catalog } from './brands/catalog.ts'
import { Lexicon } from './review/lexicon.ts'
import { Listing } from './listings/listing.ts'
import { SellerPortfolio } from './listings/portfolio.ts'
import { BrandPack } from './brands/brand-pack.ts'
import { Weights } from './review/weights.ts'

const schemas = {
  listing: Listing,
  catalog: Catalog,
  assessment: Assessment,
  lexicon: Lexicon,
  pack: BrandPack,
  weights: Weights,
  portfolio: SellerPortfolio,
}

export type Noun = keyof typeof schemas
export const nouns = Object.keys(schemas) as Noun[]

/** The JSON Schema (draft 2020-12) of a file of this noun. */
export function jsonSchemaOf(noun: Noun): Record<string, unknown> {
  const { $schema, $ref, $defs = {}, ...rest } = z.toJSONSchema(schemas[noun], { io: 'input' })
  // zod puts a schema with an id among the definitions; readers expect it at the top.
  const id = $ref?.replace('#/$defs/', '') ?? ''
  const { [id]: root, ...others } = $defs
  return {
    $schema,
    $id: `${noun}.schema.json`,
    title: noun,
    ...rest,
    ...root,
    ...(Object.keys(others).length > 0 && { $defs: others }),
  }
}
