import { randomUUID } from 'node:crypto'
import type {
  InformationRequestActionInput,
  InformationRequestInput,
  InformationRequestView,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import {
  findOrganisation,
  findOrganisationById,
  type Actor,
  type Organisation,
} from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { onOtherSide } from '../referral-notices/index.ts'
import { mayRequestInformation } from './policy.ts'
import { requireAdmin, requireReader, requireReceived, type Caller } from './require-referral.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
type Row = Omit<Outgoing<InformationRequestView>, 'own' | 'id' | 'state'> & {
  id: string
  state: InformationRequestView['state']
  authorityId: string
  organisationId: string
}

const operator = { as: 'operator', actor: { kind: 'operator', id: 'referrals' } } as const

const columns = sql`i.id, i.authority_id as "authorityId", i.authority_name as authority,
  i.organisation_id as "organisationId", i.addressee_name as addressee,
  i.referral_id as referral, i.ordered_by as "order", i.basis, i.items,
  i.respond_by::text as "respondBy", i.state, i.version, i.opened_at as "openedAt", i.answer,
  i.refusal_reason as "refusalReason", i.settled_at as "settledAt"`

/** An organisation that can be asked. */
export async function findAddressee(store: Store, slug: string): Promise<Organisation> {
  const found = await store.transact(operator, (handle) => findOrganisation(handle, slug))
  if (found !== undefined) return found
  throw new AppError({
    code: 'referral-recipient-unsuitable',
    message: `this installation has no organisation ${slug} that can be asked: correct the slug`,
    pointer: '/addressee',
  })
}

export async function listInformationRequests({
  handle,
  actor,
  input: { state, after, limit },
}: ServiceInput<{
  state?: InformationRequestView['state'] | undefined
  after?: { at: Date; id: string }
  limit: number
}>): Promise<Outgoing<InformationRequestView>[]> {
  const { organisationId } = requireReader(actor)
  const inState = state === undefined ? sql`` : sql`and i.state = ${state}::text`
  const beyond =
    after === undefined
      ? sql``
      : sql`and (i.opened_at, i.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
  const { rows } = await sql<Row>`
    select ${columns} from information_requests i
    where (i.organisation_id = ${organisationId}::uuid or i.authority_id = ${organisationId}::uuid)
      ${inState} ${beyond}
    order by i.opened_at desc, i.id desc limit ${limit}`.execute(handle)
  return rows.map((row) => toView(row, organisationId))
}

export async function requireRequester({
  handle,
  actor,
}: {
  handle: Transaction
  actor: Actor
}): Promise<{ caller: Caller; own: Organisation }> {
  const caller = requireReader(actor)
  const own = await findOrganisationById(handle, caller.organisationId)
  if (own !== undefined && mayRequestInformation(actor, own.kind)) return { caller, own }
  throw new AppError({
    code: 'organisation-kind-not-permitted',
    message: 'only admins and analysts of an authority request information',
  })
}

/** Opens a request in the name of an authority. */
export async function openInformationRequest({
  handle,
  actor,
  input,
  addressee,
}: ServiceInput<InformationRequestInput> & { addressee: Organisation }): Promise<
  Outgoing<InformationRequestView>
> {
  const { caller, own } = await requireRequester({ handle, actor })
  const { organisationId } = caller
  if (addressee.id === organisationId) {
    throw new AppError({
      code: 'referral-recipient-unsuitable',
      message: 'an authority asks nothing of itself: name another organisation',
      pointer: '/addressee',
    })
  }
  const { referral = null, order, basis, items, respondBy = null } = input
  if (referral !== null) {
    const row = await requireReceived({ handle, actor: caller, id: referral })
    if (row.organisationId !== addressee.id) {
      throw new AppError({
        code: 'validation-failed',
        message: 'this organisation did not send the referral: name its sender, or no referral',
        pointer: '/referral',
      })
    }
  }
  const id = randomUUID()
  await sql`
    insert into information_requests (id, authority_id, authority_name, organisation_id,
      addressee_name, referral_id, ordered_by, basis, items, respond_by)
    values (${id}::uuid, ${organisationId}::uuid, ${own.name}, ${addressee.id}::uuid,
      ${addressee.name}, ${referral}::uuid, ${order}, ${basis}, ${items}::text[],
      ${respondBy}::date)`.execute(handle)
  const row = await requireRequest(handle, id)
  await logOnBothSides(handle, row, { own: organisationId, action: 'information-request-opened' })
  return toView(row, organisationId)
}

/** Every look at a request is logged. */
export async function readInformationRequest({
  handle,
  actor,
  input: { id },
}: ServiceInput<{ id: string }>): Promise<Outgoing<InformationRequestView>> {
  const { organisationId } = requireReader(actor)
  const row = await requireRequest(handle, id)
  const action = 'information-request-read'
  await recordEvent({ handle, organisationId, action, subject: subjectOf(row) })
  return toView(row, organisationId)
}

const actions = {
  answer: 'information-request-answered',
  refuse: 'information-request-refused',
  withdraw: 'information-request-withdrawn',
} as const

const states = { answer: 'answered', refuse: 'refused', withdraw: 'withdrawn' } as const

/** Answered or refused by an admin of whoever was asked; withdrawn by the authority. */
export async function settleInformationRequest({
  handle,
  actor,
  input: { id, action, expectedVersion },
}: ServiceInput<{ id: string } & InformationRequestActionInput>): Promise<
  Outgoing<InformationRequestView>
> {
  const { organisationId } = requireReader(actor)
  const row = await requireRequest(handle, id, { lock: true })
  const person = requireAdmin(actor)
  const settler = action.type === 'withdraw' ? row.authorityId : row.organisationId
  if (settler !== organisationId) {
    throw new AppError({
      code: 'permission-required',
      message: 'the organisation that was asked answers or refuses; the authority withdraws',
    })
  }
  requireVersion('the request for information', row, expectedVersion)
  if (row.state !== 'open') {
    throw new AppError({
      code: 'information-request-settled',
      message: `the request for information was already ${row.state}`,
    })
  }
  const answer = action.type === 'answer' ? action.text : null
  const refusal = action.type === 'refuse' ? action.reason : null
  await sql`
    update information_requests set state = ${states[action.type]}, answer = ${answer},
      refusal_reason = ${refusal}, settled_at = now(), settled_by = ${person.id}
    where id = ${id}::uuid`.execute(handle)
  await logOnBothSides(handle, row, { own: organisationId, action: actions[action.type] })
  return toView(await requireRequest(handle, id), organisationId)
}

async function logOnBothSides(
  handle: Transaction,
  row: Row,
  { own, action }: { own: string; action: AuditAction },
): Promise<void> {
  const subject = subjectOf(row)
  await recordEvent({ handle, organisationId: own, action, subject })
  const other = own === row.authorityId ? row.organisationId : row.authorityId
  await onOtherSide(handle, other, (lent) =>
    recordEvent({ handle: lent, organisationId: other, action, subject }),
  )
}

function subjectOf({ id }: Row): { kind: 'information-request'; id: string } {
  return { kind: 'information-request', id }
}

async function requireRequest(
  handle: Transaction,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<Row> {
  if (z.uuid().safeParse(id).success) {
    const { rows } = await sql<Row>`
      select ${columns} from information_requests i where i.id = ${id}::uuid
      ${lock ? sql`for update of i` : sql``}`.execute(handle)
    if (rows[0] !== undefined) return rows[0]
  }
  throw new AppError({
    code: 'not-found',
    message: `there is no request for information ${id}`,
    pointer: '/id',
  })
}

function toView(
  { authorityId, organisationId: _, ...row }: Row,
  caller: string,
): Outgoing<InformationRequestView> {
  return { ...row, own: authorityId === caller }
}
