import { z } from 'zod'
import { isPlainPath } from '../bag/index.ts'
import { CustodyEvent } from '../custody/index.ts'

const words = z.string().min(1).max(4000)
const itemName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,100}$/)
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)

/** One item of evidence, as the index names it. */
export const Resource = z.strictObject({
  name: itemName,
  /** Beside the index, inside `data`. */
  path: z
    .string()
    .refine(isPlainPath, 'contains characters other than letters, digits, . _ - and /'),
  title: words,
  description: words.optional(),
  mediatype: z.string().regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.+-]+)*$/),
  bytes: z.int().min(0),
  hash: digest,
  /** The item that it was made of, in the package or withheld from it, and how. */
  derivedFrom: z.strictObject({ name: itemName, hash: digest, how: words }).optional(),
})
export type Resource = z.infer<typeof Resource>

/** An item that a seal in the package covers but that is not included, for example because it was redacted. */
export const WithheldItem = z.strictObject({
  name: itemName,
  path: z.string().refine(isPlainPath),
  title: words,
  bytes: z.int().min(0),
  hash: digest,
  reason: words,
})
export type WithheldItem = z.infer<typeof WithheldItem>

/**
 * The index of a package: a Data Package (datapackage.org, version 2), the format that WACZ uses too, with the
 * custody log as an additional property.
 */
export const PackageIndex = z.strictObject({
  $schema: z.literal('https://datapackage.org/profiles/2.0/datapackage.json'),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,100}$/),
  title: words,
  description: words.optional(),
  created: z.iso.datetime({ precision: 3 }),
  contributors: z.array(z.strictObject({ title: words, roles: z.array(words) })),
  /** The subject of the evidence: the listing, by its address. */
  sources: z.array(
    z.strictObject({ title: words, path: z.url({ protocol: /^https?$/ }).optional() }),
  ),
  resources: z.array(Resource).min(1),
  withheld: z.array(WithheldItem).optional(),
  custody: z.array(CustodyEvent),
})
export type PackageIndex = z.infer<typeof PackageIndex>

/** Path of the index in a bag. */
export const indexPath = 'data/datapackage.json'

/** Path of the head of the publisher's audit log: a tag file, which the seal covers. */
export const auditLogPath = 'audit-log/head.json'
