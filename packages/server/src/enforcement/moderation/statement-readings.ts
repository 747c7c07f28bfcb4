import type { StatementOfReasons } from '@touchstone/contract'
import { statementReading } from '@touchstone/jurisdiction'

/** A statement of reasons in the languages of the console: a reviewer can read what the seller gets in another one. */
export function readingsOf(statement: StatementOfReasons) {
  return {
    en: statementReading(statement, 'en'),
    id: statementReading(statement, 'id'),
    zh: statementReading(statement, 'zh'),
  }
}
