export { personRoles, type Actor, type Key, type Organisation, type PersonRole } from './model.ts'
export { hasScope, mayCreateOrganisation, mayManageKeys } from './policy.ts'
export { contextOf, createKey, createOrganisation, revokeKey, signInByKey } from './service.ts'
export { findOrganisation, listKeys } from './store.ts'
