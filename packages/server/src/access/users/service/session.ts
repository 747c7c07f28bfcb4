import { randomUUID } from 'node:crypto'
import type { SessionView } from '@touchstone/contract'
import { recordEvent } from '../../audit/index.ts'
import { noOrganisation } from '../../organisations/index.ts'
import type { Transaction } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import {
  expiryOf,
  hashToken,
  isOver,
  missingStepOf,
  newToken,
  type Session,
  type SessionMethod,
  type SignedIn,
} from '../types.ts'
import { findUser, listMemberships, type MembershipRow } from '../repository/users.ts'
import { endDevices, findUnannouncedLock, setSecondFactorLock } from '../repository/credentials.ts'
import {
  deleteSession,
  deleteSessions,
  findSession,
  findSessionByToken,
  findSessionRights,
  insertSession,
  listSessions,
  updateSession,
} from '../repository/sessions.ts'
import { issueDevice } from './known-device.ts'
import { selfContext, type Caller, type UserDependencies } from './sign-in-settings.ts'

/** A session with its token, which goes into the cookie and is not stored. */
export type OpenedSession = {
  token: string
  state: SessionView
  /** A new device cookie for the browser, if it gets one. */
  device?: string | undefined
}

// The store records the last request at most once a minute.
const seenMilliseconds = 60_000

/** Opens a session in a transaction of the user, whose identity the caller has verified. */
export async function openSession(options: {
  handle: Transaction
  personId: string
  membership: MembershipRow | undefined
  method: SessionMethod
  secondFactor: boolean
  caller: Caller
  now: number
}): Promise<OpenedSession> {
  const { handle, personId, membership, method, secondFactor, caller, now } = options
  const token = newToken()
  const at = new Date(now)
  const session: Session = {
    id: randomUUID(),
    personId,
    organisationId: membership?.organisationId ?? null,
    method,
    secondFactor,
    secondFactorLockedAt: secondFactor ? await consumeLockNotice(handle, personId) : null,
    agent: caller.agent.slice(0, 200),
    createdAt: at,
    lastSeenAt: at,
    expiresAt: at,
  }
  const standing = await loadRights(handle, session)
  session.expiresAt = expiryOf(now, standing.lacks !== null)
  await insertSession(handle, { ...session, tokenHash: hashToken(token) })
  await recordEvent({
    handle,
    organisationId: session.organisationId,
    action: 'signed-in',
    subject: { kind: 'session', id: session.id },
    detail: { method, lacks: standing.lacks },
  })
  return { token, state: await stateOf(handle, session) }
}

/**
 * The user of a session token. Throws the same `not-signed-in` for an unknown token, an expired session, or a deleted
 * user. Opens its own transactions.
 */
export async function authenticateSession(
  { store, settings }: UserDependencies,
  token: string,
): Promise<SignedIn> {
  const hash = hashToken(token)
  const now = settings.clock()
  const session = await store.transact({ as: 'visitor', session: hash.toString('hex') }, (handle) =>
    findSessionByToken(handle, hash),
  )
  if (session === undefined || isOver(session, now)) throw notSignedIn()
  return store.transact({ as: 'self', personId: session.personId }, async (handle) => {
    // Also if the clock was ahead: otherwise the session would count as idle until the clock catches up.
    if (Math.abs(now - session.lastSeenAt.getTime()) > seenMilliseconds) {
      await updateSession(handle, session.id, { lastSeenAt: new Date(now) })
    }
    return loadRights(handle, session)
  })
}

/** The current rights of a session's user. */
async function loadRights(handle: Transaction, session: Session): Promise<SignedIn> {
  const { personId, organisationId, secondFactor } = session
  const standing = await findSessionRights(handle, personId, organisationId)
  if (standing === undefined) throw notSignedIn()
  const { membership, enrolled, mustChange, installationAdmin } = standing
  // The membership ended while a session was being opened for it.
  const actsForNobody = organisationId === null ? !installationAdmin : membership === null
  if (actsForNobody) throw notSignedIn()
  const required = membership?.requireTwoFactor ?? false
  const lacks = missingStepOf({ enrolled, secondFactor, mustChange, required })
  const acting = lacks === null ? membership : null
  return {
    kind: 'person',
    id: personId,
    organisationId: acting?.organisationId ?? noOrganisation,
    roles: acting?.roles ?? [],
    brands: acting?.brands ?? [],
    territories: acting?.territories ?? [],
    installationAdmin: installationAdmin && lacks === null,
    sessionId: session.id,
    secondFactor,
    lacks,
    actsFor: membership?.organisationId ?? null,
  }
}

/** Renews a session under a new token: tokens seen before the change become invalid. */
export async function renewSession(options: {
  handle: Transaction
  actor: SignedIn
  change?: { organisationId?: string | null; secondFactor?: boolean }
  now: number
}): Promise<OpenedSession> {
  const { handle, actor, change = {}, now } = options
  const before = await ownSession(handle, actor)
  const isProven = change.secondFactor === true && !before.secondFactor
  const notice = isProven
    ? { secondFactorLockedAt: await consumeLockNotice(handle, actor.id) }
    : undefined
  const session: Session = { ...before, ...change, ...notice }
  const { lacks } = await loadRights(handle, session)
  const token = newToken()
  // An incomplete session has a short life; a complete one counts from its creation.
  const expiresAt = expiryOf(session.createdAt.getTime(), lacks !== null)
  const longer = expiresAt > before.expiresAt ? expiresAt : before.expiresAt
  await updateSession(handle, session.id, {
    ...change,
    ...notice,
    tokenHash: hashToken(token),
    lastSeenAt: new Date(now),
    expiresAt: longer,
  })
  return { token, state: await stateOf(handle, { ...session, expiresAt: longer }) }
}

/** A lock of the second factor, shown to the user in the next session proven by it. */
async function consumeLockNotice(handle: Transaction, personId: string): Promise<Date | null> {
  const lockedAt = await findUnannouncedLock(handle, personId)
  if (lockedAt !== null) await setSecondFactorLock(handle, personId, null)
  return lockedAt
}

async function ownSession(handle: Transaction, actor: SignedIn): Promise<Session> {
  const session = await findSession(handle, actor.id, actor.sessionId)
  if (session === undefined) throw notSignedIn()
  return session
}

export async function readSessionState(
  { store }: UserDependencies,
  actor: SignedIn,
): Promise<SessionView> {
  return store.transact(selfContext(actor), async (handle) =>
    stateOf(handle, await ownSession(handle, actor)),
  )
}

async function stateOf(handle: Transaction, session: Session): Promise<SessionView> {
  const { lacks, actsFor } = await loadRights(handle, session)
  const person = await findUser(handle, session.personId)
  if (person === undefined) throw notSignedIn()
  const standing = await findSessionRights(handle, person.id, null)
  const memberships = await listMemberships(handle, person.id)
  const acting = memberships.find(({ organisationId }) => organisationId === actsFor)
  return {
    lacks,
    person: { ...person, twoFactor: standing?.enrolled ?? false },
    organisation: acting === undefined ? null : describe(acting),
    organisations: memberships.map(({ slug, name }) => ({ slug, name })),
    expiresAt: session.expiresAt.toISOString(),
    secondFactorLockedAt: session.secondFactorLockedAt?.toISOString() ?? null,
  }
}

function describe(membership: MembershipRow): NonNullable<SessionView['organisation']> {
  const { organisationId: id, slug, name, kind, roles, brands, territories } = membership
  return { id, slug, name, kind, roles, brands, territories }
}

/** Switches the session to another organisation of the user, or to none for the operator's users. */
export async function switchOrganisation(
  { store, settings }: UserDependencies,
  actor: SignedIn,
  slug: string | null,
): Promise<OpenedSession> {
  if (slug === null) return switchToInstallation({ store, settings }, actor)
  const memberships = await store.transact({ as: 'self', personId: actor.id }, (handle) =>
    listMemberships(handle, actor.id),
  )
  const membership = memberships.find((candidate) => candidate.slug === slug)
  // Another's organisation and a nonexistent one look the same.
  if (membership === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `you are not a member of an organisation ${slug}`,
      pointer: '/organisation',
    })
  }
  const { organisationId } = membership
  const context = { as: 'self', personId: actor.id, organisationId } as const
  return store.transact(context, async (handle) => {
    await recordEvent({
      handle,
      organisationId,
      action: 'organisation-switched',
      subject: { kind: 'session', id: actor.sessionId },
    })
    const change = { organisationId }
    return renewSession({ handle, actor, change, now: settings.clock() })
  })
}

async function switchToInstallation(
  { store, settings }: UserDependencies,
  actor: SignedIn,
): Promise<OpenedSession> {
  if (actor.installationAdmin !== true) {
    throw new AppError({
      code: 'operator-required',
      message: 'only operators can act for no organisation',
      pointer: '/organisation',
    })
  }
  return store.transact(selfContext(actor), async (handle) => {
    await recordEvent({
      handle,
      organisationId: actor.actsFor,
      action: 'organisation-switched',
      subject: { kind: 'session', id: actor.sessionId },
      detail: { to: 'installation' },
    })
    const change = { organisationId: null }
    return renewSession({ handle, actor, change, now: settings.clock() })
  })
}

export async function signOut({ store }: UserDependencies, actor: SignedIn): Promise<void> {
  await store.transact(selfContext(actor), async (handle) => {
    await deleteSession(handle, actor.id, actor.sessionId)
    await recordEvent({
      handle,
      organisationId: actor.actsFor,
      action: 'signed-out',
      subject: { kind: 'session', id: actor.sessionId },
    })
  })
}

export async function listOwnSessions(
  { store, settings }: UserDependencies,
  actor: SignedIn,
): Promise<(Session & { current: boolean })[]> {
  const sessions = await store.transact(selfContext(actor), (handle) =>
    listSessions(handle, actor.id),
  )
  return sessions
    .filter((session) => !isOver(session, settings.clock()))
    .map((session) => ({ ...session, current: session.id === actor.sessionId }))
}

/** Ends a session and forgets all known devices; returns a new device cookie for the requesting browser. */
export async function endOwnSession(
  { store, settings }: UserDependencies,
  actor: SignedIn,
  id: string,
): Promise<string | undefined> {
  return store.transact(selfContext(actor), async (handle) => {
    if (!(await deleteSession(handle, actor.id, id))) {
      throw new AppError({
        code: 'not-found',
        message: `there is no session ${id}`,
        pointer: '/id',
      })
    }
    await recordEvent({
      handle,
      organisationId: actor.actsFor,
      action: 'session-ended',
      subject: { kind: 'session', id },
    })
    await endDevices(handle, actor.id)
    return issueDevice(settings, handle, actor.id)
  })
}

/** Ends a user's other sessions, and forgets all known devices. */
export async function endOtherSessions(handle: Transaction, actor: SignedIn): Promise<void> {
  await deleteSessions(handle, actor.id, { except: actor.sessionId })
  await endDevices(handle, actor.id)
}

function notSignedIn(): AppError {
  return new AppError({
    code: 'session-invalid',
    message: 'the session is unknown or has ended: sign in again at /api/v1/session',
  })
}
