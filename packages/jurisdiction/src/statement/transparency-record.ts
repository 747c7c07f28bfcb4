import type { Measure, StatementOfReasons } from '@touchstone/contract'
import type { TransparencyRecord } from './transparency-schema.ts'

type Target =
  | { of: 'visibility'; value: NonNullable<TransparencyRecord['decision_visibility']>[number] }
  | { of: 'monetary'; value: NonNullable<TransparencyRecord['decision_monetary']> }
  | { of: 'service'; value: NonNullable<TransparencyRecord['decision_provision']> }
  | { of: 'account'; value: NonNullable<TransparencyRecord['decision_account']> }

const targets: Record<Measure, Target> = {
  remove: { of: 'visibility', value: 'DECISION_VISIBILITY_CONTENT_REMOVED' },
  disable: { of: 'visibility', value: 'DECISION_VISIBILITY_CONTENT_DISABLED' },
  demote: { of: 'visibility', value: 'DECISION_VISIBILITY_CONTENT_DEMOTED' },
  label: { of: 'visibility', value: 'DECISION_VISIBILITY_CONTENT_LABELLED' },
  'restrict-age': { of: 'visibility', value: 'DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED' },
  'restrict-interaction': {
    of: 'visibility',
    value: 'DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED',
  },
  'other-visibility': { of: 'visibility', value: 'DECISION_VISIBILITY_OTHER' },
  'hold-funds': { of: 'monetary', value: 'DECISION_MONETARY_SUSPENSION' },
  'end-payments': { of: 'monetary', value: 'DECISION_MONETARY_TERMINATION' },
  'other-payments': { of: 'monetary', value: 'DECISION_MONETARY_OTHER' },
  'suspend-service': { of: 'service', value: 'DECISION_PROVISION_TOTAL_SUSPENSION' },
  'suspend-service-in-part': { of: 'service', value: 'DECISION_PROVISION_PARTIAL_SUSPENSION' },
  'end-service': { of: 'service', value: 'DECISION_PROVISION_TOTAL_TERMINATION' },
  'end-service-in-part': { of: 'service', value: 'DECISION_PROVISION_PARTIAL_TERMINATION' },
  'suspend-account': { of: 'account', value: 'DECISION_ACCOUNT_SUSPENDED' },
  'end-account': { of: 'account', value: 'DECISION_ACCOUNT_TERMINATED' },
}

const sources = {
  notice: 'SOURCE_ARTICLE_16',
  'flagger-notice': 'SOURCE_TRUSTED_FLAGGER',
  'other-notification': 'SOURCE_TYPE_OTHER_NOTIFICATION',
  'own-initiative': 'SOURCE_VOLUNTARY',
} as const

const decisions = {
  not: 'AUTOMATED_DECISION_NOT_AUTOMATED',
  partly: 'AUTOMATED_DECISION_PARTIALLY',
  fully: 'AUTOMATED_DECISION_FULLY',
} as const

/**
 * The record of a statement of reasons for the Transparency Database. It is built from the same facts as the text;
 * `transparencyRecordFaults` states whether it may be sent. The database accepts one measure each for payments,
 * service and account: the first is used. Several measures of visibility get one end: the latest, or none if one of
 * them has none.
 */
export function transparencyRecord(statement: StatementOfReasons): Record<string, unknown> {
  const { content, ground, measures } = statement
  const of = (kind: Target['of']): StatementOfReasons['measures'] =>
    measures.filter(({ measure }) => targets[measure].of === kind)
  const [visibility, monetary, service, account] = [
    of('visibility'),
    of('monetary'),
    of('service'),
    of('account'),
  ]
  const value = ([first]: StatementOfReasons['measures']): string | undefined =>
    first && targets[first.measure].value
  const record = {
    puid: statement.puid,
    decision_visibility:
      visibility.length > 0 ? visibility.map(({ measure }) => targets[measure].value) : undefined,
    decision_visibility_other: visibility.find(({ words }) => words !== undefined)?.words,
    decision_monetary: value(monetary),
    decision_monetary_other: monetary[0]?.words,
    decision_provision: value(service),
    decision_account: value(account),
    account_type: statement.account && `ACCOUNT_TYPE_${statement.account.toUpperCase()}`,
    ...groundFields(ground),
    decision_ground_reference_url: ground.url,
    decision_facts: statement.facts,
    content_type: content.types.map(
      (type) => `CONTENT_TYPE_${type.toUpperCase().replace('-', '_')}`,
    ),
    content_type_other: content.typeWords,
    category: statement.category,
    category_addition: some(statement.furtherCategories),
    category_specification: some(statement.keywords),
    category_specification_other: statement.keywordWords,
    territorial_scope: [...new Set(statement.territory)].sort(),
    content_language: content.language?.toUpperCase(),
    content_date: content.postedOn,
    application_date: statement.startsOn,
    end_date_visibility_restriction: lastEnd(visibility),
    end_date_monetary_restriction: monetary[0]?.endsOn,
    end_date_service_restriction: service[0]?.endsOn,
    end_date_account_restriction: account[0]?.endsOn,
    source_type: sources[statement.source],
    source_identity: statement.notifier?.name,
    automated_detection: statement.automatedDetection ? 'Yes' : 'No',
    automated_decision: decisions[statement.automatedDecision],
    content_id: content.ean === undefined ? undefined : { 'EAN-13': content.ean },
  }
  return Object.fromEntries(Object.entries(record).filter(([, field]) => field !== undefined))
}

function groundFields(ground: StatementOfReasons['ground']): Record<string, string | undefined> {
  if (ground.kind === 'illegal') {
    return {
      decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
      illegal_content_legal_ground: ground.legalGround,
      illegal_content_explanation: ground.why,
    }
  }
  return {
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: ground.clause,
    incompatible_content_explanation: ground.why,
    ...(ground.alsoIllegal !== undefined && {
      incompatible_content_illegal: ground.alsoIllegal ? 'Yes' : 'No',
    }),
  }
}

function lastEnd(measures: StatementOfReasons['measures']): string | undefined {
  const ends = measures.map(({ endsOn }) => endsOn)
  return ends.includes(undefined) ? undefined : ends.sort().at(-1)
}

function some<T>(list: readonly T[]): T[] | undefined {
  return list.length > 0 ? [...list] : undefined
}
