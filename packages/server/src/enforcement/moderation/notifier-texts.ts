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
      `We received your notice about ${number} on ${receivedAt.toISOString()}. Its number is ${notice}.`,
      'We will decide on it and tell you the decision. With the code shown to you when you sent it, you can check its status.',
      'If you did not send us a notice, someone else used your address: you do not need to do anything.',
    ].join('\n\n'),
  }
}

const outcomes: Record<string, string> = {
  'no-action': 'We are taking no action on it.',
  restrict: 'We restrict it.',
  'already-gone': 'It was no longer available when we decided.',
  'authority-order': 'An authority has ordered us to act, and we are following that order.',
}

const means: Record<string, string> = {
  not: 'No automated means were used in the decision.',
  partly: 'Automated means supported the decision; a person decided.',
  fully: 'The decision was made by automated means only.',
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
      : `We intended to restrict it but did not: ${asked.dropped}`
  return {
    subject: `${texts.platform}: our decision on your notice`,
    text: [
      `This concerns item ${asked.position + 1} of your notice ${asked.notice}.`,
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
      'A person made the decision.',
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
      ? [`You can turn to a certified out-of-court dispute settlement body: ${texts.bodies}`]
      : []),
    `You can go to court: ${texts.court}`,
  ]
}
