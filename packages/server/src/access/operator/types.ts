import type { OrganisationKind } from '@touchstone/contract'

export type OrganisationOverview = {
  slug: string
  name: string
  kind: OrganisationKind
  parent: string | null
  createdAt: Date
  members: number
  decidesOnClaims: boolean
  publishesErrorLedger: boolean
  marketplaces: string[]
  requireTwoFactor: boolean
}

export type OrganisationRetention = {
  organisation: string
  name: string
  clearDays: number
  personalDays: number
  holds: number
  oldestHoldAt: Date | null
}

/** The command that writes a backup. */
export const backupCommand = 'touchstone db backup <file>'
