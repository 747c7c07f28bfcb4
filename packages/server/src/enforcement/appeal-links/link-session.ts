import { randomBytes } from 'node:crypto'
import { openingOfLink } from '../confidentiality-holds/index.ts'
import { hashSecret } from '../../access/organisations/index.ts'
import { networkOf, throttleAttempt, type UserDependencies } from '../../access/users/index.ts'
import type { Context, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { linkEndOf, tokenHashOf, type AppealLinkRow } from './types.ts'
import { recordAppealEvent } from './service.ts'
import { bindLink, findVisitorLink, openedLinks, markLinkRevoked } from './repository.ts'

/** Whoever came by a link: nobody of the organisation, and known by the link alone. */
function recipientContext({ organisationId, id }: AppealLinkRow): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'recipient', id } }
}

type Opening = {
  token: string
  /** What the browser's cookie holds, where it opened a link before. */
  session: string | undefined
  address: string
}

/**
 * Opens a link for the browser that brings its token first, and for that one again. Who guesses waits, as at
 * the sign-in.
 */
export async function openLink(
  house: UserDependencies,
  { token, session, address }: Opening,
): Promise<{ link: string; session: string }> {
  const { store, settings } = house
  const now = new Date(settings.clock())
  const marks = [{ kind: 'link-address', name: networkOf(address) } as const]
  return throttleAttempt(house, [marks], async () => {
    const tokenHash = tokenHashOf(token)
    if (tokenHash === undefined) throw noLink()
    const link = await store.transact(
      { as: 'visitor', appealToken: tokenHash.toString('hex') },
      (handle) => findVisitorLink(handle, { tokenHash }),
    )
    if (link === undefined) throw noLink()
    if (link.openedAt !== null) {
      if (linkEndOf(link, now) !== undefined) throw noLink()
      const again = await linkOfSession(house, session, link.id)
      if (again === undefined || session === undefined) throw openedElsewhere()
      return { link: link.id, session }
    }
    // A browser keeps one secret for all the links that it opens.
    const known = session !== undefined && (await isKnown(house, session))
    const fresh = known ? session : randomBytes(32).toString('base64url')
    await store.transact(recipientContext(link), async (handle) => {
      const { organisationId, id } = link
      // Asked of every link, so that one that is held and one that ended take the same way to the same answer.
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

/** Ends every link that this browser opened: whoever sits down after finds nothing, nor who copied its cookie. */
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

/** Runs for a recipient whose browser opened this link, as long as the link lasts. */
export async function runAsRecipient<T>(
  house: UserDependencies,
  { session, link: id }: { session: string | undefined; link: string },
  work: (handle: Transaction, link: AppealLinkRow, now: Date) => Promise<T>,
): Promise<T> {
  const now = new Date(house.settings.clock())
  const link = await linkOfSession(house, session, id)
  if (link === undefined || linkEndOf(link, now) !== undefined) throw noLink()
  return house.store.transact(recipientContext(link), (handle) => work(handle, link, now))
}

/** The same for a link that never was, one that ended and one that is held: whoever asks learns nothing by it. */
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
