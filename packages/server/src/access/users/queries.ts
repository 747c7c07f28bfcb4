import { sql } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

export const userProfiles = exportedQuery
  .selectFrom('people')
  .select(['id', 'email', 'name', 'locale', 'sample'])

export const memberRights = exportedQuery
  .selectFrom('memberships')
  .select(['organisation_id', 'person_id', 'roles', 'brands', 'territories'])

/** Invitations that were neither accepted nor revoked, expired ones too. */
export const openInvitations = exportedQuery
  .selectFrom('invitations')
  .select(['id', 'organisation_id', 'expires_at'])
  .where(sql<boolean>`accepted_at is null and revoked_at is null`)
