import { randomUUID } from 'node:crypto'
import {
  mostJoinedAlone,
  type LinkJudgementActionInput,
  type LinkJudgementsInput,
  type LinkJudgementView,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { z } from 'zod'
import { joinedAccounts } from './joined-accounts.ts'
import {
  findJudgementsById,
  findNetworksOfAccounts,
  insertJudgements,
  insertSecondRow,
  pageOfJudgements,
  type JudgementCursor,
  type JudgementRow,
} from './judgements-repository.ts'
import { mayApproveJudgement, mayJudgeLinks } from './policy.ts'
import { requireReader, type ServiceInput } from './read-links.ts'

/** A page of judgements, with one row more than it shows. */
export async function listJudgements(
  options: ServiceInput<{ limit: number; after?: JudgementCursor }>,
): Promise<{ row: JudgementRow; shown: Outgoing<LinkJudgementView> }[]> {
  const { handle, actor, input } = options
  const { organisationId } = await requireReader(handle, actor)
  const rows = await pageOfJudgements(handle, organisationId, input)
  return rows.map((row) => ({ row, shown: toJudgementView(row) }))
}

/** Records what a person says of pairs of accounts: all of it, or nothing. */
export async function judgeLinks(
  options: ServiceInput<LinkJudgementsInput>,
): Promise<{ items: Outgoing<LinkJudgementView>[] }> {
  const { handle, actor, input } = options
  if (!mayJudgeLinks(actor)) throw notAllowed()
  const { organisationId } = actor
  const { judgements } = input
  const members = await findNetworksOfAccounts(
    handle,
    organisationId,
    judgements.flatMap(({ a, b }) => [a, b]),
  )
  for (const [at, pair] of judgements.entries()) {
    for (const side of ['a', 'b'] as const)
      if (!members.has(pair[side]))
        throw new AppError({
          code: 'not-found',
          message: `there is no seller account ${pair[side]}`,
          pointer: `/judgements/${at}/${side}`,
        })
    if (pair.a === pair.b)
      throw new AppError({
        code: 'validation-failed',
        message: 'an account is the same as itself: name two accounts',
        pointer: `/judgements/${at}/b`,
      })
  }
  const joined = joinedAccounts(judgements, members)
  const added = judgements.map(({ a, b, judgement, reason = null }) => {
    const [one = '', other = ''] = [a, b].toSorted()
    const needsApproval = judgement === 'same' && (joined.get(a) ?? 0) > mostJoinedAlone
    return { id: randomUUID(), a: one, b: other, judgement, reason, needsApproval }
  })
  await insertJudgements(handle, organisationId, added)
  await recordEvent({
    handle,
    organisationId,
    action: 'links-judged',
    subject: { kind: 'organisation', id: organisationId },
    // The reason is a person's words about a seller: it can be erased, unlike the log.
    detail: { judgements: added.map(({ id, a, b, judgement }) => ({ id, a, b, judgement })) },
  })
  const rows = await findJudgementsById(
    handle,
    organisationId,
    added.map(({ id }) => id),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return { items: added.flatMap(({ id }) => byId.get(id) ?? []).map(toJudgementView) }
}

/** Withdraws a judgement, or approves another person’s. */
export async function actOnJudgement(
  options: ServiceInput<{ id: string; action: LinkJudgementActionInput['action'] }>,
): Promise<Outgoing<LinkJudgementView>> {
  const { handle, actor, input } = options
  if (!mayJudgeLinks(actor)) throw notAllowed()
  const { organisationId } = actor
  const { id, action } = input
  const judgement = await requireJudgement(options, organisationId)
  if (judgement.withdrawnAt !== null)
    throw new AppError({
      code: 'judgement-withdrawn',
      message: `judgement ${id} was withdrawn already`,
      pointer: '/id',
    })
  if (action.type === 'approve') {
    if (!judgement.needsApproval || judgement.approvedBy !== null)
      throw new AppError({
        code: 'judgement-in-force',
        message: `judgement ${id} needs no approval`,
        pointer: '/id',
      })
    if (!mayApproveJudgement(actor, judgement.by))
      throw new AppError({
        code: 'second-approver-required',
        message: `a judgement that joins more than ${mostJoinedAlone} accounts must be approved by another person`,
      })
  }
  const kind = action.type === 'approve' ? 'approval' : 'withdrawal'
  const isNew = await insertSecondRow(handle, organisationId, {
    id: randomUUID(),
    kind,
    of: judgement,
  })
  if (isNew)
    await recordEvent({
      handle,
      organisationId,
      action: kind === 'approval' ? 'link-judgement-approved' : 'link-judgement-withdrawn',
      subject: { kind: 'link-judgement', id: judgement.id },
      detail: {},
    })
  return toJudgementView(await requireJudgement(options, organisationId))
}

async function requireJudgement(
  { handle, input: { id } }: ServiceInput<{ id: string }>,
  organisationId: string,
): Promise<JudgementRow> {
  const [found] = z.uuid().safeParse(id).success
    ? await findJudgementsById(handle, organisationId, [id])
    : []
  if (found !== undefined) return found
  throw new AppError({ code: 'not-found', message: `there is no judgement ${id}`, pointer: '/id' })
}

export function toJudgementView(row: JudgementRow): Outgoing<LinkJudgementView> {
  const { needsApproval, ...view } = row
  const isInForce = !needsApproval || row.approvedBy !== null
  return {
    ...view,
    state: row.withdrawnAt !== null ? 'withdrawn' : isInForce ? 'in-force' : 'awaiting-approval',
  }
}

function notAllowed(): AppError {
  return new AppError({
    code: 'permission-required',
    message: 'only admins, analysts and reviewers without limits judge links',
  })
}
