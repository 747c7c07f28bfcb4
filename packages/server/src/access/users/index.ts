export { networkOf } from './sign-in-delays.ts'
export type { Invitation, Member, User, SignedIn } from './types.ts'
export { owaspCost, type Cost } from './password.ts'
export { mayReadAudit } from './policy.ts'
export { sessionCookie, type SessionCookie } from './routes/cookie.ts'
export { userRoutes } from './routes/users.ts'
export {
  addSampleMember,
  ensureFirstAdmin,
  eraseUser,
  inviteToOrganisation,
  listAllUsers,
  generatePassword,
  purgeSignIns,
  resetUserPassword,
  type FirstAdmin,
} from './service/installation-users.ts'
export { authenticateSession } from './service/session.ts'
export { throttleAttempt } from './service/throttle-attempts.ts'
export type { UserDependencies, SignInSettings } from './service/sign-in-settings.ts'
