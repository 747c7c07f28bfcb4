import type { StatementFaultCode } from '@touchstone/contract'
import { isEan13 } from './ean13.ts'
import {
  TransparencyRecord,
  decisionFields,
  endedRestrictions,
  maxBatchSize,
} from './transparency-schema.ts'
import { personalTraces } from './personal-data.ts'

/** The fault of one field of a record, as a sentence for the person who corrects it. */
export type TransparencyRecordFault = {
  field: string
  message: string
  code: StatementFaultCode
  /** The word, day or field concerned; or empty. */
  found: string
}

/** A fault of the record itself, which its field tells best. */
function recordFault(field: string, message: string): TransparencyRecordFault {
  return { field, message, code: 'record-invalid', found: field }
}

const freeTexts = [
  'decision_visibility_other',
  'decision_monetary_other',
  'illegal_content_legal_ground',
  'illegal_content_explanation',
  'incompatible_content_ground',
  'incompatible_content_explanation',
  'decision_facts',
  'decision_ground_reference_url',
  'content_type_other',
  'category_specification_other',
  'source_identity',
  'puid',
] as const

/**
 * Checks a record for the Transparency Database against its schema, and against requirements of the law that the
 * database does not test: end dates not before the start, the check digit of an EAN, no personal data, no field of
 * the branch that was not taken, no notifier for a decision on own initiative. `known` are details of the parties
 * (names, addresses, user names) that must not appear.
 */
export function transparencyRecordFaults(
  value: unknown,
  known: readonly string[] = [],
): TransparencyRecordFault[] {
  const parsed = TransparencyRecord.safeParse(value)
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => {
      const field = path.join('.')
      return recordFault(field, `${field || 'The record'}: ${message}.`)
    })
  }
  const statement = parsed.data
  return [
    ...dateFaults(statement),
    ...branchFaults(statement),
    ...contentFaults(statement),
    ...freeTexts.flatMap((field) =>
      personalTraces(statement[field] ?? '', known).map(({ kind, found }) => ({
        field,
        message: `${field} appears to contain personal data, a ${kind}: “${found}”. The database is public: remove it.`,
        code: 'personal-data' as const,
        found,
      })),
    ),
  ]
}

/** The faults of a batch by the place of each record; a batch of more than a hundred is no batch. */
export function batchFaults(
  values: readonly unknown[],
  known: readonly string[] = [],
): (TransparencyRecordFault & { index: number })[] {
  const size =
    values.length < 1 || values.length > maxBatchSize
      ? [
          {
            index: 0,
            ...recordFault('statements', `A batch contains 1 to ${maxBatchSize} records.`),
          },
        ]
      : []
  const faults = values.flatMap((value, index) =>
    transparencyRecordFaults(value, known).map((fault) => ({ index, ...fault })),
  )
  const puids = values.map((value) => (value as { puid?: unknown } | null)?.puid)
  const twice = puids.flatMap((puid, index) =>
    puids.indexOf(puid) === index
      ? []
      : [
          {
            index,
            ...recordFault('puid', 'Two records of the batch have the same identifier.'),
          },
        ],
  )
  return [...size, ...faults, ...twice]
}

function dateFaults(statement: TransparencyRecord): TransparencyRecordFault[] {
  return endedRestrictions.flatMap((endedRestriction) => {
    const field = `end_date_${endedRestriction}_restriction` as const
    const end = statement[field]
    if (end === undefined) return []
    if (statement[decisionFields[endedRestriction]] === undefined) {
      return [recordFault(field, `${field} ends a restriction that is not named.`)]
    }
    return end < statement.application_date
      ? [
          recordFault(
            field,
            `${field} is before the start of the restriction, ${statement.application_date}.`,
          ),
        ]
      : []
  })
}

function branchFaults(statement: TransparencyRecord): TransparencyRecordFault[] {
  const other =
    statement.decision_ground === 'DECISION_GROUND_ILLEGAL_CONTENT'
      ? ([
          'incompatible_content_ground',
          'incompatible_content_explanation',
          'incompatible_content_illegal',
        ] as const)
      : (['illegal_content_legal_ground', 'illegal_content_explanation'] as const)
  return other
    .filter((field) => statement[field] !== undefined)
    .map((field) =>
      recordFault(field, `${field} belongs to the other ground and would be dropped.`),
    )
}

function contentFaults(statement: TransparencyRecord): TransparencyRecordFault[] {
  const faults: TransparencyRecordFault[] = []
  const ean = statement.content_id?.['EAN-13']
  if (ean !== undefined && !isEan13(ean)) {
    faults.push(recordFault('content_id', `The check digit of the EAN ${ean} is wrong.`))
  }
  if (statement.category_addition?.includes(statement.category)) {
    faults.push(
      recordFault(
        'category_addition',
        'A further category repeats the first and would be dropped.',
      ),
    )
  }
  if (statement.source_type === 'SOURCE_VOLUNTARY' && statement.source_identity !== undefined) {
    faults.push(
      recordFault(
        'source_identity',
        'A decision on own initiative has no notifier; the field would be ignored.',
      ),
    )
  }
  if (
    statement.category_specification_other !== undefined &&
    !statement.category_specification?.includes('KEYWORD_OTHER')
  ) {
    faults.push(
      recordFault(
        'category_specification_other',
        'A keyword in your own words is only allowed with KEYWORD_OTHER.',
      ),
    )
  }
  return faults
}
