import { sql, type RawBuilder } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { purposeOf } from '../identifiers/index.ts'
import { noteJudged } from './judgements-repository.ts'
import { pictureOf } from './link-keys.ts'
import type { DecidedHub } from './types.ts'

type Decision = DecidedHub['decision']

/** The newest decision on a value that was not withdrawn. */
export type HubDecisionRow = {
  id: string
  decision: Decision
  reason: string | null
  needsApproval: boolean
  by: string
  at: string
  approvedBy: string | null
}

const bytesOf = (digest: string): Buffer => Buffer.from(digest, 'hex')

const notWithdrawn = sql`d.kind = 'decision' and not exists (
  select from link_hub_decisions w where w.decision_id = d.id and w.kind = 'withdrawal'
)`
const approval = sql`
  select y.actor_id from link_hub_decisions y where y.decision_id = d.id and y.kind = 'approval'`

/** The decision on a value of an organisation, as JSON; null without one. */
export function standingDecision(
  organisation: RawBuilder<unknown>,
  digest: RawBuilder<unknown>,
): RawBuilder<HubDecisionRow | null> {
  return sql`(
    select json_build_object('id', d.id, 'decision', d.decision, 'reason', d.reason,
      'needsApproval', d.needs_approval, 'by', d.actor_id, 'at', d.at,
      'approvedBy', (${approval}))
    from link_hub_decisions d
    where d.organisation_id = ${organisation} and d.digest = ${digest} and ${notWithdrawn}
    order by d.at desc, d.id desc limit 1
  )`
}

type DecidedRow = {
  digest: string
  decision: Decision
  type: string
  value: Buffer | null
  picture: Buffer | null
}

/** What people decided of hubs and did not withdraw; if it needs another person, once they approved. */
export async function findHubDecisions(
  handle: Transaction,
  { organisationId, sealer }: { organisationId: string; sealer: Sealer },
): Promise<DecidedHub[]> {
  const { rows } = await runPrepared(
    sql<DecidedRow>`
      select distinct on (d.digest) encode(d.digest, 'hex') as digest, d.decision,
        coalesce(i.type, d.type) as type, i.sealed as value, h.sealed as picture
      from link_hub_decisions d
      left join seller_identifiers i on i.organisation_id = d.organisation_id and i.digest = d.digest
      left join link_hubs h on h.organisation_id = d.organisation_id and h.digest = d.digest
      where d.organisation_id = ${organisationId}::uuid and ${notWithdrawn}
        and (not d.needs_approval or exists (${approval}))
      order by d.digest, d.at desc, d.id desc`,
    handle,
  )
  return rows.map(({ digest, decision, type, value, picture }) => {
    const sealed = value ?? picture
    const purpose = value === null ? pictureOf(organisationId) : purposeOf(organisationId)
    const known = sealed && {
      type: type as NonNullable<DecidedHub['known']>['type'],
      value: sealer.open(sealed, purpose).toString(),
    }
    return { digest, decision, known }
  })
}

export async function insertHubDecision(
  handle: Transaction,
  organisationId: string,
  added: {
    id: string
    digest: string
    type: string
    decision: Decision
    reason: string
    needsApproval: boolean
  },
): Promise<void> {
  await sql`
    insert into link_hub_decisions (id, organisation_id, kind, digest, type, decision, reason,
      needs_approval)
    values (${added.id}::uuid, ${organisationId}::uuid, 'decision', ${bytesOf(added.digest)},
      ${added.type}, ${added.decision}, ${added.reason}, ${added.needsApproval})`.execute(handle)
  await noteJudged(handle, organisationId)
}

/** Withdraws or approves a decision by a second row; false if that has been done already. */
export async function insertHubDecisionRow(
  handle: Transaction,
  organisationId: string,
  { id, kind, of }: { id: string; kind: 'withdrawal' | 'approval'; of: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into link_hub_decisions (id, organisation_id, kind, digest, type, decision, decision_id)
    select ${id}::uuid, organisation_id, ${kind}, digest, type, decision, id
    from link_hub_decisions
    where organisation_id = ${organisationId}::uuid and id = ${of}::uuid and kind = 'decision'
    on conflict do nothing returning id`.execute(handle)
  if (rows.length > 0) await noteJudged(handle, organisationId)
  return rows.length > 0
}
