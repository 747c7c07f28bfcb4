import { randomBytes } from 'node:crypto'
import { openingOfLink } from '../confidentiality-holds/index.ts'
import { hashSecret } from '../../access/organisations/index.ts'
import { networkOf, throttleAttempt, type UserDependencies } from '../../access/users/index.ts'
import type { Context, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { linkEndOf, tokenHashOf, type AppealLinkRow } from './types.ts'
import { recordAppealEvent } from './require-appeal-access.ts'
import { bindLink, findVisitorLink, openedLinks, markLinkRevoked } from './repository.ts'

/** The holder of a link: not a member of the organisation, and known by the link alone. */
export function recipientContext({
  organisationId,
  id,
}: Pick<AppealLinkRow, 'organisationId' | 'id'>): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'recipient', id } }
}

type Opening = {
  token: string
  /** The browser's cookie, if it opened a link before. */
  session: string | undefined
  address: string
}

/**
 * Opens a link for the first browser that presents its token, and for the same one again. Guesses are throttled as
 * for a sign-in.
 */
export async function openLink(
  dependencies: UserDependencies,
  { token, session, address }: Opening,
): Promise<{ link: string; session: string }> {
  const { store, settings } = dependencies
  const now = new Date(settings.clock())
  const marks = [{ kind: 'link-address', name: networkOf(address) } as const]
  return throttleAttempt(dependencies, [marks], async () => {
    const tokenHash = tokenHashOf(token)
    if (tokenHash === undefined) throw noLink()
    const link = await store.transact(
      { as: 'visitor', appealToken: tokenHash.toString('hex') },
      (handle) => findVisitorLink(handle, { tokenHash }),
    )
    if (link === undefined) throw noLink()
    if (link.openedAt !== null) {
      if (linkEndOf(link, now) !== undefined) throw noLink()
      const again = await linkOfSession(dependencies, session, link.id)
      if (again === undefined || session === undefined) throw openedElsewhere()
      return { link: link.id, session }
    }
    // A browser has one secret for all links that it opens.
    const known = session !== undefined && (await isKnown(dependencies, session))
    const fresh = known ? session : randomBytes(32).toString('base64url')
    await store.transact(recipientContext(link), async (handle) => {
      const { organisationId, id } = link
      // Checked for every link, so that a held one and an expired one take equally long to get the same answer.
      const { held, until = link.expiresAt } = await openingOfLink(handle, {
        organisationId,
        now,
        link: id,
      })
      if (held || linkEndOf({ ...link, expiresAt: until }, now) !== undefined) throw noLink()
      const sessionHash = hashSecret(fresh)
      if (!(await bindLink(handle, { id, sessionHash, now, until }))) throw openedElsewhere()
      const subject = { kind: 'appeal-link', id } as const
      await recordAppealEvent({ handle, organisationId, action: 'appeal-link-opened', subject })
    })
    return { link: link.id, session: fresh }
  })
}

async function isKnown({ store }: UserDependencies, session: string): Promise<boolean> {
  const hash = tokenHashOf(session)
  if (hash === undefined) return false
  const links = await store.transact(
    { as: 'visitor', appealSession: hash.toString('hex') },
    (handle) => openedLinks(handle, hash),
  )
  return links.length > 0
}

async function linkOfSession(
  { store }: UserDependencies,
  session: string | undefined,
  id: string,
): Promise<AppealLinkRow | undefined> {
  const sessionHash = session === undefined ? undefined : tokenHashOf(session)
  if (sessionHash === undefined) return undefined
  return store.transact({ as: 'visitor', appealSession: sessionHash.toString('hex') }, (handle) =>
    findVisitorLink(handle, { sessionHash, id }),
  )
}

/** Ends all links opened in this browser, also for anyone who copied its cookie. */
export async function endBrowserLinks(
  { store, settings }: UserDependencies,
  session: string,
): Promise<void> {
  const sessionHash = tokenHashOf(session)
  if (sessionHash === undefined) return
  const links = await store.transact(
    { as: 'visitor', appealSession: sessionHash.toString('hex') },
    (handle) => openedLinks(handle, sessionHash),
  )
  const now = new Date(settings.clock())
  for (const link of links) {
    const { id, organisationId } = link
    await store.transact(recipientContext(link), async (handle) => {
      await markLinkRevoked(handle, { organisationId, id, now })
      await recordAppealEvent({
        handle,
        organisationId,
        action: 'appeal-link-revoked',
        subject: { kind: 'appeal-link', id },
      })
    })
  }
}

/** Runs work for a recipient whose browser opened this link, while the link is valid. */
export async function runAsRecipient<T>(
  dependencies: UserDependencies,
  { session, link: id }: { session: string | undefined; link: string },
  work: (handle: Transaction, link: AppealLinkRow, now: Date) => Promise<T>,
): Promise<T> {
  const now = new Date(dependencies.settings.clock())
  const link = await linkOfSession(dependencies, session, id)
  if (link === undefined || linkEndOf(link, now) !== undefined) throw noLink()
  return dependencies.store.transact(recipientContext(link), (handle) => work(handle, link, now))
}

/** The same error for a nonexistent, an expired and a held link, which reveals nothing. */
function noLink(): AppError {
  return new AppError({
    code: 'not-found',
    message: 'this link has expired or been revoked: ask the marketplace for a new one',
  })
}

function openedElsewhere(): AppError {
  return new AppError({
    code: 'link-opened-elsewhere',
    message: 'this link was opened in another browser: ask the marketplace for a new one',
  })
}
