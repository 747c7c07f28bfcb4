export { networkOf } from './sign-in-delays.ts'
export type { Invitation, Member, Person, SignedIn } from './types.ts'
export { owaspCost } from './password.ts'
export { mayReadAudit } from './policy.ts'
export { sessionCookie, type SessionCookie } from './routes/cookie.ts'
export { peopleRoutes } from './routes/users.ts'
export {
  enrolMember,
  ensureFirstAdmin,
  erasePerson,
  inviteInto,
  listAllPeople,
  newPassword,
  purgeSignIns,
  resetPerson,
  type FirstAdmin,
} from './service/installation-users.ts'
export { signInBySession } from './service/session.ts'
export { throttled } from './service/throttle.ts'
export type { House, PeopleSettings } from './service/settings.ts'
