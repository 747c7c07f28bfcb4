import type { FastifyInstance } from 'fastify'
import type { UserDependencies } from '../service/sign-in-settings.ts'
import { sessionCookie } from './cookie.ts'
import { memberRoutes } from './members.ts'
import { organisationRoutes } from './organisation.ts'
import { sessionRoutes } from './sessions.ts'

/** All endpoints about users: sign-in, account, members, organisation. */
export function userRoutes(app: FastifyInstance, dependencies: UserDependencies): void {
  const cookie = sessionCookie(dependencies.settings.secureCookie)
  sessionRoutes(app, dependencies, cookie)
  memberRoutes(app, dependencies, cookie)
  organisationRoutes(app, dependencies)
}
