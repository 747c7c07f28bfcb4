import type { ModerationSettings } from '@touchstone/contract'

type Texts = ModerationSettings['texts']

/** Confirms receipt. It holds nothing that the sender wrote: else anybody could have us write to anybody. */
export function acknowledgementText(asked: {
  texts: Texts
  notice: string
  items: number
  receivedAt: Date
}): { subject: string; text: string } {
  const { texts, notice, items, receivedAt } = asked
  const number = `${items} item${items === 1 ? '' : 's'}`
  return {
    subject: `${texts.platform}: your notice was received`,
    text: [
      `We have received your notice on ${number} on ${receivedAt.toISOString()}. Its number is ${notice}.`,
      'We will decide on it and tell you what we decide. With the code that you were shown when you sent it you can see how it stands.',
      'If you sent us no notice, somebody else gave your address: you need do nothing.',
    ].join('\n\n'),
  }
}

const outcomes: Record<string, string> = {
  'no-action': 'We take no action on it.',
  restrict: 'We restrict it.',
  'already-gone': 'It was no longer there when we decided.',
  'authority-order': 'An authority has ordered us to act, and we follow that order.',
}

const means: Record<string, string> = {
  not: 'No automated means were used to decide.',
  partly: 'Automated means helped to decide; a person decided.',
  fully: 'The decision was taken by automated means alone.',
}

/** What a notifier is told of a decision (Art. 16(5) and (6) DSA), without a word of the seller's. */
export function decisionText(asked: {
  texts: Texts
  notice: string
  position: number
  outcome: string
  reasons: string
  measures: readonly string[]
  dropped?: string
  automated: string
  redress: readonly string[]
  complainUntil?: string
}): { subject: string; text: string } {
  const { texts, redress, measures } = asked
  const decided =
    asked.dropped === undefined
      ? `${outcomes[asked.outcome] ?? ''}${measures.length === 0 ? '' : ` Measures: ${measures.join(', ')}.`}`
      : `We meant to restrict it and did not: ${asked.dropped}`
  return {
    subject: `${texts.platform}: our decision on your notice`,
    text: [
      `This is about item ${asked.position + 1} of your notice ${asked.notice}.`,
      decided,
      `Why: ${asked.reasons}`,
      means[asked.automated] ?? '',
      ...redressLines({ texts, redress, until: asked.complainUntil }),
    ]
      .filter((one) => one !== '')
      .join('\n\n'),
  }
}

/** What whoever complained is told (Art. 20(5) DSA). */
export function complaintText(asked: {
  texts: Texts
  upheld: boolean
  reasons: string
  redress: readonly string[]
}): { subject: string; text: string } {
  return {
    subject: `${asked.texts.platform}: our decision on your complaint`,
    text: [
      asked.upheld ? 'We uphold your complaint.' : 'We reject your complaint.',
      `Why: ${asked.reasons}`,
      'A person decided on it.',
      ...redressLines({ ...asked, until: undefined }),
    ].join('\n\n'),
  }
}

function redressLines(asked: {
  texts: Texts
  redress: readonly string[]
  until: string | undefined
}): string[] {
  const { texts, redress, until } = asked
  return [
    ...(redress.includes('internal-complaint') && until !== undefined
      ? [`You can complain to us free of charge until ${until}: ${texts.complaints}`]
      : []),
    ...(redress.includes('out-of-court')
      ? [`You can turn to a certified out-of-court body: ${texts.bodies}`]
      : []),
    `You can go to court: ${texts.court}`,
  ]
}
