import { recordEvent } from '../../access/audit/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { informedSellersOf, storeContestDecision } from '../referral-notices/index.ts'
import { requirePreparer } from './draft-referral.ts'
import { notifyOfUpheldContest } from './notify-recipients.ts'
import type { StepInput } from './release-referral.ts'
import { requireOwn } from './require-referral.ts'

type Decision = { contest: string; reason: string; outcome: 'upheld' | 'rejected' }

/**
 * Decides what a seller contests; a person does who neither submitted the referral nor released it. If it is upheld, no
 * report about these listings counts any more, and every recipient of them is told.
 */
export async function decideContest({ handle, actor, input }: StepInput<Decision>): Promise<void> {
  const person = requirePreparer(actor)
  const { id, expectedVersion, contest, reason, outcome } = input
  const { row, draft } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  const seller = (await informedSellersOf(handle, id)).find((one) => one.id === contest)
  if (seller?.contest == null) {
    const message = `the referral has no contest ${contest}`
    throw new AppError({ code: 'not-found', message, pointer: '/action/contest' })
  }
  if (seller.contest !== 'open') {
    throw new AppError({
      code: 'referral-contest-decided',
      message: `the contest was ${seller.contest} already`,
      pointer: '/action/contest',
    })
  }
  if (person.id === draft.submittedBy || person.id === draft.releasedBy) {
    throw new AppError({
      code: 'other-reviewer-required',
      message: 'a person who neither submitted nor released the referral must decide',
    })
  }
  await storeContestDecision(handle, { id: contest, contest: outcome, by: person.id, reason })
  const { organisationId } = row
  await recordEvent({
    handle,
    organisationId,
    action: outcome === 'upheld' ? 'referral-contest-upheld' : 'referral-contest-rejected',
    subject: { kind: 'referral', id },
    detail: { contest },
  })
  if (outcome === 'rejected') return
  const { refs, listings } = seller
  await notifyOfUpheldContest(handle, { row, contest, refs, listings })
}
