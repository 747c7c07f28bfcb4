import { z } from 'zod'
import { scopes, Slug } from './organisation.ts'

/** Roles of members. */
export const personRoles = ['admin', 'analyst', 'reviewer', 'auditor'] as const
export type PersonRole = (typeof personRoles)[number]

/** Email address, stored and compared in lowercase. */
export const Email = z.email().max(254).toLowerCase()

/** Language of a user's pages: a BCP 47 tag. */
export const Locale = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)

/** Territory of a right: a country (ISO 3166-1), or a regional office (WIPO ST.3) such as EM or WO. */
export const Territory = z.string().regex(/^[A-Z]{2}$/)

const unique = (items: readonly string[]): boolean => new Set(items).size === items.length

export const Roles = z.array(z.enum(personRoles)).min(1).refine(unique, 'names a role twice')
const Brands = z.array(z.string().min(1).max(100)).max(500).refine(unique, 'names a brand twice')
const Territories = z.array(Territory).max(300).refine(unique, 'names a territory twice')

/** A member's roles, and the brands and territories they are limited to. */
export const MemberRightsInput = z.strictObject({
  roles: Roles,
  brands: Brands.default([]).meta({ description: 'Brand IDs. Empty for all brands.' }),
  territories: Territories.default([]).meta({
    description:
      'Two-letter codes; empty for all territories. Territories limit rights: claims by the office of their register, and the organisations that rights are granted to. They do not limit listings, because a listing shows at most where goods ship from, not where they are sold.',
  }),
})
export type MemberRightsInput = z.infer<typeof MemberRightsInput>

/** A password chosen by a person; the server explains why it refuses one. */
export const NewPassword = z.string().min(12).max(256)
const Password = z.string().min(1).max(256)
/** Six digits of an authenticator app, or a recovery code. */
const Code = z.string().min(6).max(40)
const Token = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const PersonName = z.string().trim().min(1).max(200)

export const SignInInput = z.strictObject({
  email: Email,
  password: Password,
  code: Code.optional(),
})
export type SignInInput = z.infer<typeof SignInInput>
export const CodeInput = z.strictObject({ code: Code })
export const PasswordChangeInput = z.strictObject({ current: Password, next: NewPassword })
export type PasswordChangeInput = z.infer<typeof PasswordChangeInput>
export const OrganisationSwitchInput = z.strictObject({
  organisation: Slug.nullable().meta({
    description: 'Null to act for no organisation, as the operator does.',
  }),
})
export const ProfileChangeInput = z.strictObject({
  name: PersonName.optional(),
  locale: Locale.optional(),
})
export type ProfileChangeInput = z.infer<typeof ProfileChangeInput>

export const InvitationInput = MemberRightsInput.extend({ email: Email })
export type InvitationInput = z.infer<typeof InvitationInput>
export const InvitationLookupInput = z.strictObject({ token: Token })
export const InvitationAcceptanceInput = z.strictObject({
  token: Token,
  name: PersonName.optional().meta({
    description: 'Required without a session. A person with an account keeps their existing name.',
  }),
  locale: Locale.optional(),
  password: Password.optional().meta({
    description:
      'Required without a session: a new password of at least 12 characters, or the password of the existing account.',
  }),
})
export type InvitationAcceptanceInput = z.infer<typeof InvitationAcceptanceInput>

export const ApiKeyInput = z.strictObject({
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  label: z.string().trim().min(1).max(100).optional(),
})
export const OrganisationChangeInput = z.strictObject({
  requireTwoFactor: z.boolean().meta({
    description:
      'Whether members must set up a second factor before they can do anything else. Only an admin who signed in with a second factor can require it of others.',
  }),
})
export type OrganisationChangeInput = z.infer<typeof OrganisationChangeInput>
