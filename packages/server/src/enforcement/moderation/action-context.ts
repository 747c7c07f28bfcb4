import type { ProceedingAct, ReceptionAct } from '@touchstone/contract'
import type { CaseState, Matter } from '@touchstone/jurisdiction'
import { actInHouse, caseInHouse } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { notAllowed, readerOf } from './settings.ts'
import { descendantsOf, type QueueMessage } from './types.ts'
import { mayReview } from './policy.ts'
import type { SellerLinks } from './seller-link.ts'
import { findNotice, itemsOf, type KeptItem, type KeptNotice } from './repository.ts'
import { tellNotifier, type Telling } from './notify-notifier.ts'

type Person = Extract<Actor, { kind: 'person' }>

export type Acting = {
  handle: Handle
  actor: Actor
  now: Date
  queueMessage: QueueMessage | undefined
  sellerLinks?: SellerLinks | undefined
  input: { id: string; position: number; act: ReceptionAct }
}

/** A proceeding under its lock, and the matter in it from which on somebody acts. */
export type Ground = Omit<Acting, 'actor' | 'input'> & {
  person: Person
  organisationId: string
  proceedingId: string
  /** What everything that is acted on came of: the item of a notice, or what the house began by itself. */
  root: string
  about: { offerKey: string; listingId: string | null; seller?: string }
  /** In which role of the regime restrictions are imposed and dropped here. */
  as: 'moderator' | 'misuse-officer'
  state: CaseState
  /** The notice that led to it, where one did. */
  notice?: KeptNotice
}

/** An item with all that an act on it needs. */
export type Scene = Ground & {
  input: Acting['input']
  notice: KeptNotice
  item: KeptItem
  /** Whether a machine's word on the offer lay beside the notice. */
  assessed: boolean
}

export async function findItem(
  handle: Handle,
  organisationId: string,
  { id, position }: { id: string; position: number },
): Promise<{ notice: KeptNotice; item: KeptItem }> {
  const notice = await findNotice(handle, organisationId, { id })
  const item = (await itemsOf(handle, organisationId, id)).find((one) => one.position === position)
  if (notice !== undefined && item !== undefined) return { notice, item }
  const message = `there is no item ${position} of a notice ${id}`
  throw new AppError({ code: 'not-found', message, pointer: '/id' })
}

/** A notice in the reader's organisation. */
export async function noticeIn(handle: Handle, actor: Actor, id: string): Promise<KeptNotice> {
  const notice = await findNotice(handle, readerOf(actor).organisationId, { id })
  if (notice !== undefined) return notice
  throw new AppError({ code: 'not-found', message: `there is no notice ${id}`, pointer: '/id' })
}

type Fields = Record<string, string | number | boolean | string[]>

export function byModerator(id: string, transition: string, fields: Fields): ProceedingAct {
  return { type: 'act', id, transition, role: 'moderator', fields }
}

export async function moved(ground: Ground, acts: ProceedingAct[]): Promise<void> {
  const { handle, organisationId, proceedingId, now, person } = ground
  const input = { id: proceedingId, acts, now, person: person.id }
  await actInHouse({ handle, organisationId, input })
}

export async function stateNow({
  handle,
  organisationId,
  proceedingId,
}: Ground): Promise<CaseState> {
  return (await caseInHouse({ handle, organisationId, input: { id: proceedingId } })).state
}

export function tellingOf({
  handle,
  organisationId,
  item,
  state,
  now,
  queueMessage,
}: Scene): Telling {
  return { handle, organisationId, item, state, now, queueMessage }
}

export async function told(scene: Scene): Promise<void> {
  await tellNotifier({ ...tellingOf(scene), state: await stateNow(scene) })
}

/** A matter that came of this item, however far: of others in the same proceeding their own items speak. */
export function inItem({ state, root }: Pick<Ground, 'state' | 'root'>, id: string): string {
  if (descendantsOf(state, root).some((one) => one.id === id)) return id
  throw new AppError({
    code: 'not-found',
    message: `nothing called ${id} came of this item`,
    pointer: '/matter',
  })
}

export function matterOf(ground: Ground, id: string): Matter {
  const matter = ground.state.matters[inItem(ground, id)]
  if (matter === undefined) throw new AppError({ code: 'internal', message: 'a matter was lost' })
  return matter
}

export function reviewerOf({ person }: Pick<Ground, 'person'>): void {
  if (mayReview(person)) return
  throw notAllowed('this is for people with the role admin or reviewer')
}
