import type { ModerationAction } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { applyNotifierAction, toNotifierView } from '../notifier-actions.ts'
import { decideAction, type ModerationFixture } from './moderation-fixture.ts'
import { validNotice } from './marketplace-fixture.ts'

/** Who reviews a decision, inside and outside the marketplace. */
export function complaintTests(desk: ModerationFixture): void {
  const { listing, states, holding } = desk

  test('no action is reported at once, and a notifier’s complaint is decided by another person', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    await market.upTo(received, decideAction)
    expect((await states(received))['n']).toBe('notifier-informed')
    const of = { organisationId: market.organisationId, noticeId: received.id }
    const complain = {
      type: 'complain',
      position: 0,
      grounds: 'The clasp bears the name.',
    } as const
    await market.scope((handle) =>
      applyNotifierAction({ handle, ...of, action: complain, now: market.now }),
    )
    const instance = `n-${received.id}-0/complaint-notifier`
    const review: ModerationAction = {
      type: 'start-complaint-review',
      instance,
      qualification: 'Trade mark lawyer',
    }
    await expect(market.act(received, review)).rejects.toThrow(/admins and reviewers/)
    await market.act(received, review, market.reviewer)
    const upheld: ModerationAction = {
      type: 'uphold-complaint',
      instance,
      upholdReason: 'inaction-unfounded',
      complaintReasons: 'The picture shows the registered name on the clasp.',
    }
    await market.act(received, upheld, market.reviewer)
    expect(await states(received)).toMatchObject({
      'n/complaint-notifier': 'complainant-informed',
      'n/complaint-notifier/restriction': 'proposed',
    })
    const seen = await market.scope((handle) => toNotifierView({ handle, ...of }))
    expect(seen.items[0]).toMatchObject({
      decision: { outcome: 'no-action' },
      complaint: {
        state: 'complainant-informed',
        decision: expect.stringMatching(/clasp/) as string,
      },
    })
    expect(market.messages.at(-1)?.text).toMatch(/We uphold your complaint/)
  })

  test('the person who made the decision does not decide on the complaint', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    const { reviewer } = market
    await market.act(received, {
      type: 'triage',
      knowledge: 'no',
      knowledgeReason: 'x y',
      lifeSafety: false,
    })
    await market.act(received, { type: 'start-review' })
    await market.act(received, decideAction, reviewer)
    const of = { organisationId: market.organisationId, noticeId: received.id }
    const complain = { type: 'complain', position: 0, grounds: 'Look again.' } as const
    await market.scope((handle) =>
      applyNotifierAction({ handle, ...of, action: complain, now: market.now }),
    )
    const instance = `n-${received.id}-0/complaint-notifier`
    const review: ModerationAction = {
      type: 'start-complaint-review',
      instance,
      qualification: 'Lawyer',
    }
    await expect(market.act(received, review, reviewer)).rejects.toThrow(/made the first decision/)
  })

  test('a certified body has 90 days, 180 where it extends, and its decision is followed or not', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    await market.restrict(received)
    const origin = `n-${received.id}-0/restriction`
    await market.act(received, { type: 'record-referral', origin, body: 'Body of Lumen' })
    const { items } = await market.read(received)
    const instance = items[0]!.instances.find(
      ({ workflow }) => workflow === 'dispute-settlement',
    )!.id
    const today = market.now.toISOString().slice(0, 10)
    await market.act(received, { type: 'engage-in-dispute', instance, receivedOn: today })
    const tooLong = {
      type: 'record-dispute-extension',
      instance,
      extendedDays: 91,
      complexity: 'x',
    } as const
    await expect(market.act(received, tooLong)).rejects.toThrow(/cannot exceed 90 days/)
    await market.act(received, { ...tooLong, extendedDays: 90 })
    await market.act(received, {
      type: 'record-dispute-decision',
      instance,
      inFavourOf: 'other-party',
      manifestBadFaith: false,
      decidedOn: today,
    })
    const implement = { type: 'implement-decision', instance, feesPaidBy: 'nobody' } as const
    await expect(market.act(received, implement)).rejects.toThrow(/the platform pays/)
    await market.act(received, { ...implement, feesPaidBy: 'platform' })
    const reason = 'The body decided for the seller.'
    const undo: ModerationAction = {
      type: 'reinstate',
      instance: origin,
      reversalSource: 'out-of-court',
      reason,
    }
    await market.act(received, undo)
    expect((await holding()).filter((one) => one.instance === origin)).toEqual([])
  })
}
