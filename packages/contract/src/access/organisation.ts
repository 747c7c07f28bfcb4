import { z } from 'zod'

/** Role of an organisation in the alliance. A rights holder may be a group or a house of one. */
export const organisationKinds = [
  'rights-holder',
  'marketplace',
  'authority',
  'counsel',
  'payment-provider',
  'host',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** All scopes of API keys; without the scope an endpoint refuses the key. */
export const scopes = [
  'listings:read',
  'listings:write',
  'catalog:read',
  'catalog:write',
  'decisions:write',
  'outcomes:write',
  'moderation:read',
  'moderation:write',
  'filings:write',
  'webhooks:write',
  'codes:read',
  'codes:write',
  'scans:write',
] as const
export type Scope = (typeof scopes)[number]

/** Slug of an organisation in addresses and commands: lowercase letters, digits and hyphens. */
export const Slug = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

export const OrganisationInput = z.strictObject({
  kind: z.enum(organisationKinds),
  slug: Slug,
  name: z.string().trim().min(1).max(200),
  parent: Slug.optional().meta({ description: 'Slug of the organisation’s parent group.' }),
})
export type OrganisationInput = z.infer<typeof OrganisationInput>

export const NewKey = z.strictObject({
  organisation: Slug,
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  label: z.string().trim().min(1).max(100).optional().meta({ description: 'Purpose of the key.' }),
})
export type NewKey = z.infer<typeof NewKey>
