import type { Measure, StatementOfReasons } from '@touchstone/contract'

const done: Record<Measure, string> = {
  remove: 'it is removed from view',
  disable: 'access to it is disabled',
  demote: 'it is shown further down',
  label: 'it carries a label',
  'restrict-age': 'it is shown to adults alone',
  'restrict-interaction': 'what others can do with it is limited',
  'other-visibility': 'it is shown otherwise',
  'hold-funds': 'payments for it are held',
  'end-payments': 'payments for it are ended',
  'other-payments': 'payments for it are restricted',
  'suspend-service': 'the service is suspended',
  'suspend-service-in-part': 'a part of the service is suspended',
  'end-service': 'the service is ended',
  'end-service-in-part': 'a part of the service is ended',
  'suspend-account': 'the account is suspended',
  'end-account': 'the account is ended',
}

const found: Record<StatementOfReasons['source'], string> = {
  notice: 'A notice under Article 16 of Regulation (EU) 2022/2065 led to this decision.',
  'flagger-notice': 'A notice of a trusted flagger led to this decision.',
  'other-notification': 'A report that is no notice under Article 16 led to this decision.',
  'own-initiative': 'We looked into this on our own initiative.',
}

const decided: Record<StatementOfReasons['automatedDecision'], string> = {
  not: 'A person took the decision, without automated means.',
  partly: 'A person took the decision with the help of automated means.',
  fully: 'The decision was taken by automated means alone.',
}

/**
 * The statement of reasons as text for the person who is restricted (Art. 17(3) and (4) DSA): measures,
 * territory and duration, facts, what led to it, automated means, the ground and why, the ways of redress.
 */
export function statementText(statement: StatementOfReasons): string {
  const { ground, notifier, redress } = statement
  const parts = [
    `Statement of reasons of ${statement.platform}`,
    section('What we decided', [
      `This is about ${statement.subject}.`,
      ...statement.measures.map(
        ({ measure, words, endsOn }) =>
          `From ${statement.startsOn} ${done[measure]}${words === undefined ? '' : `: ${words}`}; ${
            endsOn === undefined ? 'no end is set' : `this ends with ${endsOn}`
          }.`,
      ),
      `It holds in ${[...new Set(statement.territory)].sort().join(', ')}.`,
    ]),
    section('What we relied on', [
      statement.facts,
      found[statement.source],
      ...(notifier === undefined
        ? []
        : [
            `The notice came from ${notifier.name}. We name the notifier because ${notifier.necessity}`,
          ]),
    ]),
    section('Automated means', [
      statement.automatedDetection
        ? 'Automated means found the content.'
        : 'The content was not found by automated means.',
      decided[statement.automatedDecision],
    ]),
    section(
      'The ground',
      ground.kind === 'illegal'
        ? [`We hold the content illegal under: ${ground.legalGround}`, `Why: ${ground.why}`]
        : [
            `We hold the content to be against our terms: ${ground.clause}`,
            `Why: ${ground.why}`,
            ...(ground.alsoIllegal === true ? ['We also hold it illegal.'] : []),
          ],
    ),
    section('What you can do', [
      ...(redress.complaint === undefined
        ? []
        : [
            `You can complain to us free of charge until ${redress.complaint.until}: ${redress.complaint.where}`,
          ]),
      ...(redress.bodies === undefined
        ? []
        : [
            `You can turn to a certified out-of-court body, also without complaining first: ${redress.bodies}`,
          ]),
      `You can go to court: ${redress.court}`,
    ]),
  ]
  return `${parts.join('\n\n')}\n`
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n')
}
