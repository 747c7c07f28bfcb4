import { ModerationAction } from '@touchstone/contract'
import { expect, test } from 'vitest'
import {
  actOf,
  askedFor,
  commonSteps,
  lacks,
  purchasesOf,
  stepsOf,
  triage,
  type FieldInput,
} from './moderation-steps.ts'

const states: readonly (readonly [string, readonly string[]])[] = [
  [
    'notice',
    [
      'received',
      'on-hold',
      'triaged',
      'in-review',
      'information-requested',
      'decided',
      'notifier-informed',
    ],
  ],
  ['restriction', ['proposed', 'statement-sent', 'statement-exempt']],
  ['transparency-filing', ['queued', 'rejected']],
  ['complaint', ['lodged', 'human-review', 'upheld', 'rejected']],
  ['dispute-settlement', ['referred', 'engaged', 'extended', 'decided']],
  ['life-safety-report', ['suspected']],
  ['buyer-notification', ['aware', 'selected', 'notified-in-part', 'notified', 'published']],
]
const all = states.flatMap(([workflow, names]) =>
  names.flatMap((state) =>
    stepsOf({ workflow, state, facts: {} }, 'reversed').map(
      (step) => [workflow, state, step] as const,
    ),
  ),
)

test.each(all)(
  'in %s %s what a form gives is an act of the interface',
  (_machine, _state, step) => {
    const input: FieldInput = {
      memberState: 'DE',
      extendedDays: '30',
      publishedAt: 'https://a.example/x',
      listing: 'https://console.example/listings/0b6f7a8c-1d2e-4f3a-8b4c-5d6e7f8a9b0c?x=1',
      purchases: 'A-1; 2026-11-02; yes\nA-2; 2026-11-03; no',
      lifeSafety: 'true',
    }
    const typed: FieldInput = Object.fromEntries(
      step.fields.map(({ name, kind, values }) => [
        name,
        input[name] ??
          (kind === 'day'
            ? '2026-11-20'
            : (values?.[0] ?? (kind === 'flagger' ? '' : 'Statement'))),
      ]),
    )
    expect(lacks(step, typed)).toBe(false)
    const action = actOf(step, typed, 'n-1/restriction')
    expect(ModerationAction.safeParse(action).error).toBeUndefined()
  },
)

test('every act but those with a statement is offered somewhere', () => {
  const offered = new Set(all.map(([, , { type }]) => type))
  const known = ModerationAction.options.map(({ shape }) => shape.type.value)
  // Matching is available beside the listing in every state.
  expect(known.filter((type) => !offered.has(type as never)).sort()).toEqual([
    'match',
    'replace',
    'restrict',
  ])
})

test('a field required in only one case is not missing in another', () => {
  const typed: FieldInput = { knowledge: 'no', knowledgeReason: 'x', lifeSafety: 'false' }
  expect(lacks(triage, typed)).toBe(false)
  expect(askedFor(triage, typed).map(({ name }) => name)).not.toContain('suspicion')
  expect(actOf(triage, { ...typed, suspicion: 'left over' }, 'n')).not.toHaveProperty('suspicion')
  expect(lacks(triage, { ...typed, knowledgeReason: '  ' })).toBe(true)
})

test('a seller’s complaint is not decided together with the notice', () => {
  const complaint = { workflow: 'complaint', state: 'lodged' }
  expect(stepsOf({ ...complaint, facts: { addressee: 'recipient' } })).toEqual([])
  expect(stepsOf({ ...complaint, facts: { addressee: 'notifier' } })).not.toEqual([])
})

test('informing buyers stops only if the decision they are informed of was reversed', () => {
  const buyers = { workflow: 'buyer-notification', state: 'selected', facts: {} }
  const acts = (origin: string) => stepsOf(buyers, origin).map(({ type }) => type)
  expect(acts('statement-sent')).toEqual(['record-buyers-informed', 'record-publication'])
  expect(acts('reversed')).toContain('stop-informing-buyers')
})

test('purchases are read one a line, in the signs that tables use', () => {
  expect(purchasesOf('A-1;2026-11-02;yes\n\nA-2\t2026-11-03\tNo\nA-3, 2026-11-04')).toEqual([
    { id: 'A-1', on: '2026-11-02', contactKnown: true },
    { id: 'A-2', on: '2026-11-03', contactKnown: false },
    { id: 'A-3', on: '2026-11-04', contactKnown: true },
  ])
})

test('many items are offered what can be done with each of them', () => {
  const acts = (...states: Parameters<typeof commonSteps>[0][number]['state'][]) =>
    commonSteps(states.map((state) => ({ state }))).map(({ type }) => type)
  expect(acts()).toEqual([])
  expect(acts('received', 'received')).toEqual(['triage'])
  expect(acts('in-review', 'information-requested')).toEqual(['decide'])
  expect(acts('received', 'triaged')).toEqual([])
  // Decided items have no actions in common.
  expect(acts('decided')).toEqual([])
})
