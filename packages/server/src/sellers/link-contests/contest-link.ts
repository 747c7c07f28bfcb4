import { randomUUID } from 'node:crypto'
import type {
  LinkContestActionInput,
  LinkContestDetailView,
  LinkContestInput,
  LinkContestView,
} from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  findJudges,
  findLink,
  judgeDifferent,
  noteJudged,
  readEvidence,
  requireReader,
  showLinks,
  suspendLink,
  toAccountView,
} from '../links/index.ts'
import { findAccountsById, requireVisibleAccount } from '../seller-accounts/index.ts'
import { recordPrivateSellers } from '../seller-profiles/index.ts'
import { contestBarOf, mayRecordContests } from './policy.ts'
import {
  findContest,
  insertContest,
  lockContest,
  pageOfContests,
  storeDecision,
  type ContestCursor,
  type ContestFilter,
  type ContestRow,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** A page of contests, with one row more than it shows. */
export async function listContests(
  options: ServiceInput<ContestFilter & { limit: number; after?: ContestCursor }>,
): Promise<{ row: ContestRow; shown: Outgoing<LinkContestView> }[]> {
  const { handle, actor, input } = options
  const { organisationId } = await requireReader(handle, actor)
  const rows = await pageOfContests(handle, organisationId, input)
  return rows.map((row) => ({ row, shown: toView(row) }))
}

/** A contest with what the link rested on, and whether the caller may decide it. */
export async function readContest(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<LinkContestDetailView>> {
  const { handle, actor, input } = options
  const viewer = await requireReader(handle, actor)
  const { organisationId } = viewer
  const contest = requireFound(await findById(findContest, handle, organisationId, input.id), input)
  const { a, b, account, other, evidence } = contest
  const accounts = await findAccountsById(handle, [a, b])
  await recordPrivateSellers(handle, organisationId, [...accounts.values()])
  const link = evidence && {
    ...evidence,
    a,
    b,
    judgement: null,
    since: new Date(evidence.since),
  }
  const shown = await showLinks(options, viewer, link === null ? [] : [link])
  return {
    ...toView(contest),
    sides: [account, other].flatMap((id) => {
      const row = accounts.get(id)
      return row === undefined ? [] : [toAccountView(row, viewer)]
    }),
    link: (link && shown.get(link)) ?? null,
    bar:
      contestBarOf(actor, {
        by: contest.by,
        judges: await findJudges(handle, organisationId, contest),
      }) ?? null,
  }
}

/** Records that a seller contests a link, and suspends it. */
export async function recordContest(
  options: ServiceInput<LinkContestInput>,
): Promise<Outgoing<LinkContestView>> {
  const { handle, actor, input } = options
  if (!mayRecordContests(actor)) throw notAllowed()
  const { organisationId } = actor
  const { account, other, text } = input
  await requireVisibleAccount({ handle, actor, id: account }, '/account')
  await requireVisibleAccount({ handle, actor, id: other }, '/other')
  const [a = '', b = ''] = [account, other].toSorted()
  const { isLinked, linkedBy } = await readEvidence(handle, { a, b })
  if (!isLinked)
    throw new AppError({
      code: 'accounts-not-linked',
      message: `accounts ${account} and ${other} are not linked`,
      pointer: '/other',
    })
  const id = randomUUID()
  const link = await findLink(handle, { a, b })
  const evidence =
    link === undefined
      ? null
      : {
          weight: link.weight,
          probability: link.probability,
          linked: link.linked,
          reasons: link.reasons,
          since: link.since.toISOString(),
        }
  const contest = { id, a, b, account, text, linkedBy, evidence }
  if (!(await insertContest(handle, organisationId, contest)))
    throw new AppError({
      code: 'link-contested',
      message: `the link of accounts ${account} and ${other} is contested already`,
      pointer: '/other',
    })
  await suspendLink(handle, organisationId, { a, b })
  await recordEvent({
    handle,
    organisationId,
    action: 'link-contested',
    subject: { kind: 'link-contest', id },
    detail: { account, other },
  })
  return toView(await requireContest(handle, organisationId, id))
}

/** Upholds or rejects a contest. */
export async function decideContest(
  options: ServiceInput<{ id: string; action: LinkContestActionInput['action'] }>,
): Promise<Outgoing<LinkContestView>> {
  const { handle, actor, input } = options
  if (!mayRecordContests(actor)) throw notAllowed()
  const { organisationId } = actor
  const { id, action } = input
  const contest = await requireContest(handle, organisationId, id)
  if (contest.state !== 'open')
    throw new AppError({
      code: 'link-contest-decided',
      message: `contest ${id} was ${contest.state} already`,
      pointer: '/id',
    })
  const judges = await findJudges(handle, organisationId, contest)
  if (contestBarOf(actor, { by: contest.by, judges }) !== undefined)
    throw new AppError({
      code: 'other-reviewer-required',
      message: 'a person who neither recorded the contest nor judged these accounts must decide',
    })
  const { reason } = action
  const isUpheld = action.type === 'uphold'
  const judgement = isUpheld
    ? await judgeDifferent(handle, organisationId, {
        ...contest,
        reason,
        // What a judgement decided says nothing of the evidence.
        probability:
          contest.evidence?.reasons.some(({ family }) => family === 'judgement') === false
            ? contest.evidence.probability
            : null,
      })
    : null
  await noteJudged(handle, organisationId)
  const state = isUpheld ? 'upheld' : 'rejected'
  await storeDecision(handle, contest.id, { state, by: actor.id, reason, judgement })
  await recordEvent({
    handle,
    organisationId,
    action: isUpheld ? 'link-contest-upheld' : 'link-contest-rejected',
    subject: { kind: 'link-contest', id: contest.id },
    detail: { judgement },
  })
  return toView(await requireContest(handle, organisationId, id))
}

async function requireContest(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<ContestRow> {
  return requireFound(await findById(lockContest, handle, organisationId, id), { id })
}

async function findById(
  find: typeof findContest,
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<ContestRow | undefined> {
  return z.uuid().safeParse(id).success ? find(handle, organisationId, id) : undefined
}

function requireFound(found: ContestRow | undefined, { id }: { id: string }): ContestRow {
  if (found !== undefined) return found
  throw new AppError({ code: 'not-found', message: `there is no contest ${id}`, pointer: '/id' })
}

function toView({
  a: _,
  b: _b,
  linkedBy: _l,
  evidence: _e,
  ...view
}: ContestRow): Outgoing<LinkContestView> {
  return view
}

function notAllowed(): AppError {
  return new AppError({
    code: 'permission-required',
    message: 'only admins, analysts and reviewers without limits record and decide contests',
  })
}
