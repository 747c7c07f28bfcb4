import type { ItemDecisionInput, StatementOfReasons } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { decideItem } from './decide-item.ts'
import { reviewItem } from './review-item.ts'
import { servedLocally, validNotice } from './test/marketplace-fixture.ts'
import { ModerationFixture } from './test/moderation-fixture.ts'

type Restricting = Extract<ItemDecisionInput, { outcome: 'restrict' }>

onOneEngine((engine) => {
  const desk = ModerationFixture.on(engine)
  const names = starterPackNames()
  const review = (received: { id: string }) => {
    const { admin: actor, now } = desk.market
    const input = { id: received.id, position: 0 }
    const source = { names: () => names, engine: () => 'none' }
    return desk.market.as((handle) => reviewItem({ handle, actor, engine: source, now, input }))
  }
  const decide = (received: { id: string }, decision: ItemDecisionInput) => {
    const { analyst: actor, now } = desk.market
    const input = { id: received.id, position: 0, decision }
    const acting = { actor, now, sendsMail: true, serverAddress: servedLocally, input }
    return desk.market.as((handle) => decideItem({ handle, ...acting }), actor)
  }
  const proposed = async (received: { id: string }): Promise<Restricting> => {
    const { proposal, version } = await review(received)
    return {
      outcome: 'restrict',
      triage: { knowledge: 'yes', knowledgeReason: proposal.knowledgeReason, lifeSafety: false },
      reasons: proposal.reasons,
      byAssessment: false,
      expectedVersion: version,
      restriction: {
        statement: proposal.statement as unknown as StatementOfReasons,
        deliver: proposal.deliver!,
        illegalProduct: false,
      },
    }
  }

  test('a review proposes a statement that can be sent as it is, and names every check', async () => {
    const number = await desk.listing()
    const received = await desk.market.receive(
      validNotice(number, { email: 'r1@velmoraq.example' }),
    )
    const itemReview = await review(received)
    expect(itemReview).toMatchObject({
      state: 'received',
      notifier: { type: 'normal', items: 0, reversed: 0, isSafeguarded: false },
      clearance: null,
      isOnHold: false,
      suggestsThreat: false,
      measures: [],
      candidates: [],
      faults: [],
    })
    expect(itemReview.text).toMatch(/access to it is disabled/)
    expect(itemReview.proposal.deliver).toEqual({
      by: 'own-channel',
      to: `Seller account seller-of-${number}`,
    })
  })

  test('one step triages, reviews, decides, restricts and informs both sides', async () => {
    const received = await desk.market.receive(
      validNotice(await desk.listing(), { email: 'r2@velmoraq.example' }),
    )
    const { sellerLink, restriction } = await decide(received, await proposed(received))
    expect(restriction).toBe(`n-${received.id}-0/restriction`)
    expect(sellerLink?.url).toMatch(/\/appeal#/)
    expect(await desk.states(received)).toMatchObject({
      n: 'notifier-informed',
      'n/restriction': 'statement-sent',
    })
    const [statement] = await desk.market.statements(received.items[0]!.proceedingId)
    expect(statement?.text).toContain('under a sign protected by the right EM 018000001')
  })

  test('a refusal changes nothing, and a version that was overtaken is refused', async () => {
    const received = await desk.market.receive(
      validNotice(await desk.listing(), { email: 'r3@velmoraq.example' }),
    )
    const decision = await proposed(received)
    const { restriction } = decision
    const bare = { ...restriction.statement, facts: 'This is a fake.' }
    await expect(
      decide(received, { ...decision, restriction: { ...restriction, statement: bare } }),
    ).rejects.toMatchObject({ code: 'statement-invalid' })
    expect(await desk.states(received)).toEqual({ n: 'received' })
    const { triage: _, ...untriaged } = decision
    await expect(decide(received, untriaged)).rejects.toMatchObject({
      code: 'transition-field-missing',
    })
    await desk.market.act(received, {
      type: 'triage',
      knowledge: 'yes',
      knowledgeReason: 'The title says so.',
      lifeSafety: false,
    })
    await expect(decide(received, decision)).rejects.toMatchObject({ code: 'version-mismatch' })
    await decide(received, await proposed(received))
    expect(await desk.states(received)).toMatchObject({ 'n/restriction': 'statement-sent' })
  })

  test('the record of a notifier counts what was reversed and withdrawn elsewhere', async () => {
    const email = 'r4@velmoraq.example'
    const first = await desk.market.receive(validNotice(await desk.listing(), { email }))
    await decide(first, await proposed(first))
    await desk.market.act(first, {
      type: 'reinstate',
      instance: `n-${first.id}-0/restriction`,
      reversalSource: 'own-error',
      reason: 'The seller is the holder.',
    })
    const second = await desk.market.receive(
      validNotice(await desk.listing(), { email: 'R4@velmoraq.example' }),
    )
    const { notifier } = await review(second)
    expect(notifier).toMatchObject({ items: 1, decided: 1, restricted: 1, reversed: 1 })
  })

  test('an item that nobody matched names the listing at its exact address', async () => {
    const place = { urls: ['https://pasar.example/elsewhere/new'], identifiers: ['n-1'] }
    const received = await desk.market.receive(
      validNotice('x', { items: [place], email: 'r5@velmoraq.example' }),
    )
    expect((await review(received)).candidates).toEqual([])
    const id = await desk.market.take('late-1', 'Velmoraq bag', place.urls[0])
    expect((await review(received)).candidates).toEqual([
      { listing: id, title: 'Velmoraq bag', id: 'late-1', isExactAddress: true },
    ])
  })
})
