import { exportedQuery } from '../../platform/db/index.ts'

export const userProfiles = exportedQuery
  .selectFrom('people')
  .select(['id', 'email', 'name', 'locale', 'sample'])

export const memberRights = exportedQuery
  .selectFrom('memberships')
  .select(['organisation_id', 'person_id', 'roles', 'brands'])
