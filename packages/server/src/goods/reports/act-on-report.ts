import { bracketedCode, type ReportAction, type ReportView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { applyCaseAction, openCase } from '../../investigation/cases/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mayAnswerReports } from './policy.ts'
import { requireReport, toReportView } from './read-reports.ts'
import { withMessage } from './report-messages.ts'
import { recountSources, updateReport, type ReportRow } from './repository.ts'

type Options = {
  handle: Transaction
  actor: Actor
  id: string
  input: { action: ReportAction; expectedVersion?: number | undefined }
}

const recordedAs = {
  answer: 'report-answered',
  'put-into-case': 'report-put-into-case',
  clear: 'report-holder-cleared',
  'close-unfounded': 'report-closed',
} as const

/** Answers a report, puts it into a case, or closes it as unfounded. */
export async function actOnReport({
  handle,
  actor,
  id,
  input: { action, expectedVersion },
}: Options): Promise<Outgoing<ReportView>> {
  if (!mayAnswerReports(actor)) {
    throw new AppError({
      code: 'permission-required',
      message: 'only admins, analysts and reviewers who see the whole organisation answer reports',
    })
  }
  const report = await requireReport({ handle, actor, id, lock: true })
  requireVersion('the report', report, expectedVersion)
  const changed = {
    ...(await applyAction({ handle, actor }, report, action)),
    version: report.version + 1,
  }
  await updateReport(handle, changed)
  if (changed.state !== report.state) await recountSources(handle, report)
  const { organisationId, caseId } = changed
  await recordEvent({
    handle,
    organisationId,
    action: recordedAs[action.type],
    subject: { kind: 'report', id: report.id },
    ...(action.type === 'put-into-case' && { detail: { case: caseId } }),
  })
  return toReportView(await requireReport({ handle, actor, id }))
}

async function applyAction(
  { handle, actor }: Pick<Options, 'handle' | 'actor'>,
  report: ReportRow,
  action: ReportAction,
): Promise<ReportRow> {
  switch (action.type) {
    case 'answer':
      return { ...withMessage(report, 'maker', action.text), state: 'answered', reason: null }
    case 'clear':
      if (report.kind === 'contest')
        return { ...withMessage(report, 'maker', action.text), state: 'cleared', reason: null }
      throw new AppError({
        code: 'validation-failed',
        message: '/action/type clear concerns contests alone: answer this report instead',
        pointer: '/action/type',
      })
    case 'close-unfounded':
      return { ...report, state: 'unfounded', reason: action.reason }
    case 'put-into-case': {
      const input = { title: titleOf(report), about: 'product' as const, brands: [] }
      const caseId = action.case ?? String((await openCase({ handle, actor, input })).id)
      // The report stays where it is: its text is deleted with it, and never stands in the case.
      const note = { type: 'note', text: `Report ${report.id}: ${titleOf(report)}` } as const
      await applyCaseAction({ handle, actor, id: caseId, input: { action: note } })
      return { ...report, caseId }
    }
  }
}

function titleOf({ gtin, serial, listing }: ReportRow): string {
  const code = gtin === null ? undefined : bracketedCode({ gtin, serial })
  return (code ?? listing ?? '').slice(0, 200)
}
