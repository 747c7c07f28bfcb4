import type { Context, Store } from '../../../platform/db/index.ts'
import type { OidcConfig } from '../../../platform/config/index.ts'
import type { Sealer } from '../../../platform/encryption/index.ts'
import type { SignedIn } from '../types.ts'
import type { Cost } from '../password.ts'

/** Settings of the installation that concern signing in. */
export type SignInSettings = {
  sealer: Sealer
  /** The server's address for browsers: scheme, host and port. */
  publicUrl: string | undefined
  /** False only on this machine, which browsers reach without https. */
  secureCookie: boolean
  oidc: OidcConfig | undefined
  /** Cost of a password hash. */
  cost: Cost
  /** Folder of the first password's file. */
  dataDir: string | undefined
  /** Whether the installation has a mail server. */
  sendsMail?: boolean
  /** Milliseconds since 1970. */
  clock: () => number
}

/** For use cases that open their own transactions. */
export type UserDependencies = { store: Store; settings: SignInSettings }

/** Origin of a request, for throttling and the list of sessions. */
export type Caller = {
  address: string
  agent: string
  /** The browser's device cookie, if it has one. */
  device: string | undefined
}

/** The context of a user acting on their own account; events go to the log of the session's organisation. */
export function selfContext({ id, actsFor }: SignedIn): Context {
  return { as: 'self', personId: id, ...(actsFor !== null && { organisationId: actsFor }) }
}
