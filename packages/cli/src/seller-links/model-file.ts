import { createHash } from 'node:crypto'
import { faultsOf, TouchstoneError } from '@touchstone/contract'
import { identifierTypes, type SellerModel } from '@touchstone/linkage'
import { z } from 'zod'
import { faultyDocument, readDocument, type DocumentKind } from '../document-file.ts'

const format = 'touchstone-seller-model'
const version = 1

const share = z.number().gt(0).lt(1)
const whole = z.int().min(1)
const Likeness = z.strictObject({ weight: z.number().min(0), usual: z.number() })
const Frequencies = z.strictObject({
  rarest: whole,
  accounts: z.record(z.string(), whole),
})
const Features = z.strictObject({
  length: z.number().gt(0),
  listings: z.record(z.string(), whole),
})
const Model = z.strictObject({
  prior: z.number(),
  likeness: z.strictObject({
    words: Likeness,
    letters: Likeness,
    style: Likeness,
    prices: Likeness,
    pricing: Likeness,
    pictures: Likeness,
  }),
  identifiers: z.record(
    z.enum(identifierTypes),
    z.strictObject({ m: share, u: share, most: whole }),
  ),
  mostWithPicture: whole,
  limits: z.strictObject({ block: whole, owner: whole }),
  statistics: z.strictObject({
    accounts: z.int().min(0),
    counted: z.int().min(0),
    frequencies: z.strictObject({ words: Frequencies, letters: Frequencies, prices: Frequencies }),
    habits: z.strictObject({
      style: z.array(z.array(z.number())),
      pricing: z.array(z.array(z.number())),
    }),
    references: z.array(
      z.strictObject({
        seller: z.string(),
        marketplace: z.string(),
        words: Features,
        letters: Features,
        prices: Features,
      }),
    ),
  }),
}) satisfies z.ZodType<SellerModel>

const ModelFile = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  digest: z.string(),
  model: Model,
})

const kind: DocumentKind = {
  name: 'model',
  code: 'unusable-input',
  least: 'what touchstone train-links writes',
}

/** A model and the SHA-256 of it, by which two are told apart. */
export type NamedModel = { model: SellerModel; digest: string }

export function nameModel(model: SellerModel): NamedModel {
  return { model, digest: digestOf(model) }
}

export function textOfModel({ model, digest }: NamedModel): string {
  return `${JSON.stringify({ format, version, digest, model }, null, 1)}\n`
}

/** Reads a model. A file of another kind, or one that was changed, is refused as a whole. */
export async function readModel(path: string): Promise<NamedModel> {
  const { text, value } = await readDocument(path, kind)
  const parsed = ModelFile.safeParse(value)
  if (!parsed.success) throw faultyDocument(path, kind, faultsOf(parsed.error, value), text)
  const { digest } = parsed.data
  // Of what was read: a schema may put fields into an order of its own.
  const { model } = value as { model: SellerModel }
  if (digestOf(model) !== digest) {
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `the model ${path} cannot be used: it is not as it was written, since its digest is another one; use the original, or fit a new one with train-links`,
    })
  }
  return { model, digest }
}

function digestOf(model: SellerModel): string {
  return createHash('sha256').update(JSON.stringify(model)).digest('hex')
}
