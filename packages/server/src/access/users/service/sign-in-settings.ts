import type { Context, Store } from '../../../platform/db/index.ts'
import type { OidcConfig } from '../../../platform/config/index.ts'
import type { Sealer } from '../../../platform/encryption/index.ts'
import type { SignedIn } from '../types.ts'
import type { Cost } from '../password.ts'

/** What signing in needs to know of the installation. */
export type SignInSettings = {
  sealer: Sealer
  /** Where browsers reach the server: scheme, host and port. */
  publicUrl: string | undefined
  /** False on this machine alone, where browsers come without https. */
  secureCookie: boolean
  oidc: OidcConfig | undefined
  /** What hashing a password costs. */
  cost: Cost
  /** Where the first password lies until it is changed. */
  dataDir: string | undefined
  /** Whether the installation has a mail server. */
  sendsMail?: boolean
  /** Milliseconds since 1970. */
  clock: () => number
}

/** The store and the settings, for use cases that open their own transactions. */
export type UserDependencies = { store: Store; settings: SignInSettings }

/** Where a request comes from, for the throttle and the list of sessions. */
export type Caller = {
  address: string
  agent: string
  /** What the browser's device cookie holds, if it has one. */
  device: string | undefined
}

/** What a signed-in person does for itself; the log is that of whom the session acts for. */
export function selfContext({ id, actsFor }: SignedIn): Context {
  return { as: 'self', personId: id, ...(actsFor !== null && { organisationId: actsFor }) }
}
