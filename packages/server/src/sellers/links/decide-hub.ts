import { randomUUID } from 'node:crypto'
import { mostJoinedAlone, type LinkHubActionInput, type LinkHubView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  insertHubDecision,
  insertHubDecisionRow,
  type HubDecisionRow,
} from './hub-decisions-repository.ts'
import { findHub, type HubRow } from './links-repository.ts'
import { mayApproveJudgement, mayJudgeLinks } from './policy.ts'
import { pictureIn, showHubs, type ServiceInput } from './read-links.ts'

type Action = LinkHubActionInput['action']
type Deciding = ServiceInput<{ id: string; action: Action }> & { sealer: Sealer }

/** Confirms that a value is a hub, restores it, withdraws the decision on it or approves another person’s. */
export async function actOnHub(options: Deciding): Promise<Outgoing<LinkHubView>> {
  const { handle, actor, input, sealer } = options
  if (!mayJudgeLinks(actor))
    throw new AppError({
      code: 'permission-required',
      message: 'only admins, analysts and reviewers without limits decide on hubs',
    })
  const { organisationId } = actor
  const hub = await requireHub(options, organisationId)
  if (input.action.type === 'confirm' || input.action.type === 'restore')
    await decide(options, organisationId, { hub, action: input.action })
  else await actOnDecision(options, organisationId, { hub, action: input.action })
  const now = await requireHub(options, organisationId)
  const [shown] = await showHubs(handle, [now], pictureIn(sealer, organisationId))
  if (shown === undefined) throw new Error('a hub was decided on and is missing')
  return shown
}

async function decide(
  { handle }: Deciding,
  organisationId: string,
  { hub, action }: { hub: HubRow; action: Extract<Action, { type: 'confirm' | 'restore' }> },
): Promise<void> {
  if (hub.standing !== null)
    throw new AppError({
      code: 'hub-decided',
      message: `hub ${hub.id} was ${hub.standing.decision} already: withdraw that decision first`,
      pointer: '/action/type',
    })
  const decision = action.type === 'confirm' ? 'confirmed' : 'restored'
  const { id: digest, type, accounts } = hub
  const id = randomUUID()
  await insertHubDecision(handle, organisationId, {
    id,
    digest,
    type,
    decision,
    reason: action.reason,
    needsApproval: decision === 'restored' && accounts > mostJoinedAlone,
  })
  await recordEvent({
    handle,
    organisationId,
    action: 'link-hub-decided',
    subject: { kind: 'link-hub', id: digest },
    // The reason is a person's words: it can be erased, unlike the log.
    detail: { id, decision, accounts },
  })
}

async function actOnDecision(
  { handle, actor }: Deciding,
  organisationId: string,
  { hub, action }: { hub: HubRow; action: Extract<Action, { type: 'withdraw' | 'approve' }> },
): Promise<void> {
  const { decision: id, type } = action
  if (hub.standing?.id !== id)
    throw new AppError({
      code: 'hub-decision-withdrawn',
      message: `decision ${id} on hub ${hub.id} was withdrawn, or is of another hub`,
      pointer: '/action/decision',
    })
  if (type === 'approve') {
    if (!awaitsApproval(hub.standing))
      throw new AppError({
        code: 'hub-decision-in-force',
        message: `decision ${id} needs no approval`,
        pointer: '/action/decision',
      })
    if (!mayApproveJudgement(actor, hub.standing.by))
      throw new AppError({
        code: 'second-approver-required',
        message: `a value on more than ${mostJoinedAlone} accounts is restored once another person approves it`,
      })
  }
  const kind = type === 'approve' ? 'approval' : 'withdrawal'
  const isNew = await insertHubDecisionRow(handle, organisationId, {
    id: randomUUID(),
    kind,
    of: id,
  })
  if (isNew)
    await recordEvent({
      handle,
      organisationId,
      action: kind === 'approval' ? 'link-hub-decision-approved' : 'link-hub-decision-withdrawn',
      subject: { kind: 'link-hub', id: hub.id },
      detail: { id },
    })
}

function awaitsApproval({ needsApproval, approvedBy }: HubDecisionRow): boolean {
  return needsApproval && approvedBy === null
}

async function requireHub(
  { handle, input: { id } }: Deciding,
  organisationId: string,
): Promise<HubRow> {
  const hub = await findHub(handle, organisationId, id)
  if (hub !== undefined) return hub
  throw new AppError({ code: 'not-found', message: `there is no hub ${id}`, pointer: '/id' })
}
