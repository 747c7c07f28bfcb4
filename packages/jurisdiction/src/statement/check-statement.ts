import type { StatementFaultCode, StatementOfReasons } from '@touchstone/contract'
import { localDateAt } from '../calendar/index.ts'
import { dutyApplies, type Profile, type Rules } from '../regime/index.ts'
import {
  transparencyRecordFaults,
  type TransparencyRecordFault,
} from './check-transparency-record.ts'
import { transparencyRecord } from './transparency-record.ts'
import { accusingWords, isReason } from './wording-checks.ts'

type StatementContext = {
  rules: Rules
  profile: Profile
  /** Names, addresses and the like of the parties, which must not reach a public record. */
  known?: readonly string[]
  /** When it is to be sent, as an ISO 8601 date and time. */
  at: string
}

/**
 * The reasons for which a statement of reasons cannot be sent, each as a sentence; empty if there are none. If the
 * Transparency Database must receive it, its record is checked by the database's rules too.
 */
export function statementFaults(
  statement: StatementOfReasons,
  context: StatementContext,
): TransparencyRecordFault[] {
  const { rules, profile, known = [], at } = context
  const today = localDateAt(at, rules.regime.timeZone)
  const binds = (duty: string): boolean => dutyApplies(rules.duty(duty), profile, today).applies
  const faults: TransparencyRecordFault[] = []
  const addFault = (code: StatementFaultCode, field: string, message: string, found = ''): number =>
    faults.push({ field, message, code, found })
  const { ground, redress, startsOn, measures } = statement
  const named = ground.kind === 'illegal' ? ground.legalGround : ground.clause
  if (!isReason(ground.why, named)) {
    addFault(
      'reason-missing',
      'ground.why',
      'It must say why the ground applies: naming the law or the clause is not enough.',
    )
  }
  for (const [field, text] of [
    ['facts', statement.facts],
    ['ground.why', ground.why],
  ] as const) {
    for (const words of accusingWords(text)) {
      addFault(
        'accusing-words',
        field,
        `“${words}” is a conclusion: state the facts, such as the wording of the title or the content of the picture.`,
        words,
      )
    }
  }
  if (today > startsOn) {
    addFault(
      'starts-in-past',
      'startsOn',
      `It was due on ${startsOn} at the latest, the day on which the restriction starts.`,
      startsOn,
    )
  }
  for (const { measure, endsOn } of measures) {
    if (endsOn !== undefined && endsOn < startsOn)
      addFault('ends-before-start', 'measures', `“${measure}” ends before it begins.`, endsOn)
  }
  if (redress.complaint === undefined && binds('complaints')) {
    addFault(
      'complaint-way-missing',
      'redress.complaint',
      'It must say where and until when the recipient can complain.',
    )
  }
  if (redress.bodies === undefined && binds('out-of-court')) {
    addFault(
      'bodies-missing',
      'redress.bodies',
      'It must say which out-of-court bodies the recipient can contact.',
    )
  }
  return binds('transparency-database')
    ? [...faults, ...transparencyRecordFaults(transparencyRecord(statement), known)]
    : faults
}
