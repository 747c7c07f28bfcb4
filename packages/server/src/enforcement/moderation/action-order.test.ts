import { randomUUID } from 'node:crypto'
import type { ModerationAction, ReceivedNoticeView } from '@touchstone/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { validNotice, MarketplaceFixture } from './test/marketplace-fixture.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { withdrawReceivedNotice } from './index.ts'
import { applyNotifierAction } from './notifier-actions.ts'
import type { ReceivedNotice } from './receive-notice.ts'

const reasons = 'The title says so, and the name is a registered mark.'
const steps = [
  'triage',
  'start-review',
  'request-information',
  'respond',
  'no-action',
  'gone',
  'restrict',
  'decide',
  'impose',
  'drop',
  'withdraw',
  'complain',
  'review',
  'uphold',
  'reject',
  'seller-complains',
  'reinstate',
  'replace',
  'record-notifier-informed',
  'again',
] as const
type Step = { step: (typeof steps)[number]; at: 0 | 1 }
type Instance = ReceivedNoticeView['items'][number]['instances'][number]

const anyStep: fc.Arbitrary<Step> = fc.record({
  step: fc.constantFrom(...steps),
  at: fc.constantFrom(0, 1),
})
const inForceStates = new Set(['statement-sent', 'statement-exempt'])
const undecided = new Set(['received', 'on-hold', 'triaged', 'in-review', 'information-requested'])

onOneEngine((engine) => {
  let store: Store
  let market: MarketplaceFixture
  let number = 100
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    market = await MarketplaceFixture.in(store, 'pasar')
  })
  afterAll(() => store?.close())

  const itemOf = async (received: ReceivedNotice) => (await market.read(received)).items[0]!

  /** Tries one action on each possible target; what the law refuses changes nothing. */
  async function attempt(received: ReceivedNotice, { step }: Step): Promise<void> {
    const { instances } = await itemOf(received)
    const find = (workflow: string, fits: (one: Instance) => boolean = () => true): string =>
      instances.findLast((one) => one.workflow === workflow && fits(one))?.id ?? 'none'
    const by = async (action: ModerationAction, actor = market.analyst): Promise<void> => {
      await market.act(received, action, actor)
    }
    const noticeScope = { organisationId: market.organisationId, noticeId: received.id }
    const asNotifier = (action: Parameters<typeof applyNotifierAction>[0]['action']) =>
      market.scope((handle) =>
        applyNotifierAction({ handle, ...noticeScope, action, now: market.now }),
      )
    const complaint = find('complaint', ({ state }) => state !== 'complainant-informed')
    const deliver = { by: 'own-channel', to: `m-${randomUUID()}` } as const
    const decide = (outcome: 'no-action' | 'already-gone' | 'restrict') =>
      by({ type: 'decide', outcome, reasons })
    switch (step) {
      case 'triage':
        return by({ type: step, knowledge: 'yes', knowledgeReason: 'x', lifeSafety: false })
      case 'start-review':
        return by({ type: step })
      case 'request-information':
        return by({ type: step, question: 'Which name?' })
      case 'respond':
        return asNotifier({ type: step, position: 0, text: 'On the clasp.' })
      case 'no-action':
        return decide('no-action')
      case 'gone':
        return decide('already-gone')
      case 'decide':
        return decide('restrict')
      case 'restrict':
        return void (await market.restrict(received))
      case 'impose': {
        const instance = find('restriction', ({ state }) => state === 'proposed')
        const statement = await market.completed(received)
        return by({ type: 'restrict', instance, statement, deliver, illegalProduct: false })
      }
      case 'replace': {
        const instance = find('restriction')
        const statement = await market.completed(received, { measures: [{ measure: 'demote' }] })
        return by({
          type: 'replace',
          instance,
          statement,
          deliver,
          illegalProduct: false,
          replacementReason: 'x',
        })
      }
      case 'drop':
        return by({ type: step, instance: find('restriction'), reason: 'On second thoughts.' })
      case 'withdraw':
      case 'again':
        return withdraw(received)
      case 'complain':
        return asNotifier({ type: step, position: 0, grounds: 'Look again.' })
      case 'review':
        return by(
          { type: 'start-complaint-review', instance: complaint, qualification: 'x' },
          market.reviewer,
        )
      case 'uphold':
        return by(
          {
            type: 'uphold-complaint',
            instance: complaint,
            complaintReasons: 'The clasp.',
            upholdReason: 'inaction-unfounded',
          },
          market.reviewer,
        )
      case 'reject':
        return by(
          { type: 'reject-complaint', instance: complaint, complaintReasons: 'The same.' },
          market.reviewer,
        )
      case 'seller-complains':
        return by({ type: 'record-referral', origin: find('restriction'), body: 'A body' })
      case 'reinstate':
        return by({
          type: step,
          instance: find('restriction'),
          reversalSource: 'own-error',
          reason: 'We erred.',
        })
      case 'record-notifier-informed':
        return by({ type: step, reference: 'letter 7' })
    }
  }

  const withdraw = async ({ id: noticeId }: ReceivedNotice): Promise<void> => {
    const { organisationId, now } = market
    const why = { cause: 'mistaken', reason: 'x', now } as const
    await asOperator(store, (handle) =>
      withdrawReceivedNotice({ handle, organisationId, noticeId, ...why }),
    )
  }

  /** Whether something that was decided separately depends on this restriction, determined from the view alone. */
  function isNeeded(restriction: Instance, all: Instance[], others: Instance[]): boolean {
    const below = all.filter(({ id }) => id.startsWith(`${restriction.id}/`))
    return (
      below.some(
        ({ workflow, facts }) =>
          workflow === 'complaint' && facts['complaintReasons'] !== undefined,
      ) ||
      others.some(({ facts }) => facts['outcome'] === 'already-gone') ||
      /replacement|complaint/.test(restriction.id)
    )
  }

  test('in any order of steps, every item can be decided, nothing is reported twice, and measures agree', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 12 }), async (chosen) => {
        const id = String(++number)
        await market.take(id)
        const notices = [
          await market.receive(validNotice(id, { email: `a${id}@velmoraq.example` })),
          await market.receive(validNotice(id, { email: `b${id}@velmoraq.example` })),
        ] as const
        for (const one of chosen) {
          await attempt(notices[one.at], one).catch((error: unknown) => {
            if (!(error instanceof AppError) || error.status >= 500) throw error
          })
          market.later(1)
        }
        const keys = market.messages.map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        for (const received of notices) {
          const acknowledged = keys.filter((key) => key === `acknowledgement:${received.id}`)
          expect(acknowledged).toHaveLength(1)
          const item = await itemOf(received)
          for (const instance of item.instances.filter(
            ({ workflow }) => workflow === 'restriction',
          )) {
            const activeMeasures = item.measures.filter((one) => one.instance === instance.id)
            const holds = activeMeasures.some(({ endedAt }) => endedAt === null)
            expect([instance.id, holds]).toEqual([instance.id, inForceStates.has(instance.state)])
          }
          // Decided or withdrawn, or somebody can still decide.
          if (undecided.has(item.instances[0]!.state)) await bringToDecision(received)
        }
        const [first, other] = notices
        await withdraw(first)
        const { instances } = await itemOf(first)
        const others = (await itemOf(other)).instances
        for (const instance of instances.filter(({ workflow }) => workflow === 'restriction')) {
          if (inForceStates.has(instance.state))
            expect(isNeeded(instance, instances, others)).toBe(true)
        }
        const finalState = instances[0]!.state
        expect(undecided.has(finalState)).toBe(false)
      }),
      { numRuns: 4 },
    )
  })

  async function bringToDecision(received: ReceivedNotice): Promise<void> {
    const firstSteps = ['triage', 'start-review', 'no-action'] as const
    for (const step of firstSteps) {
      await attempt(received, { step, at: 0 }).catch(() => undefined)
    }
    expect(undecided.has((await itemOf(received)).instances[0]!.state)).toBe(false)
  }
})
