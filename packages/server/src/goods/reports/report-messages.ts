import { maxReportMessages } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import type { ReportRow } from './repository.ts'

const whenFull = { maker: ', which is the most', reporter: ': write to the maker instead' } as const

/** The report with one message more. */
export function withMessage(report: ReportRow, by: keyof typeof whenFull, text: string): ReportRow {
  if (report.messages.length >= maxReportMessages) {
    throw new AppError({
      code: 'report-full',
      message: `the report has ${maxReportMessages} messages${whenFull[by]}`,
    })
  }
  return { ...report, messages: [...report.messages, { by, text, at: new Date().toISOString() }] }
}
