import { verdicts } from '@touchstone/contract'
import type { Reject, Summary } from './stream/index.ts'
import { count, duration, visible } from './terminal.ts'

/** Summary of a run for people. */
export function summaryLines(summary: Summary, seconds: number, rejectsKept: boolean): string[] {
  const { rows, rejects } = summary
  if (rows === 0 && rejects === 0) {
    return summary.damage ? [] : ['The input contains no listings.']
  }
  const rate = Math.round(rows / Math.max(seconds, 0.001)).toLocaleString('en')
  const counts = verdicts.map(
    (verdict) => `${summary.verdicts[verdict].toLocaleString('en')} ${verdict}`,
  )
  const lines = [
    `Screened ${count(rows, 'listing')} in ${duration(seconds)} (${rate} a second): ${counts.join(', ')}.`,
  ]
  if (rejects === 0) return lines
  if (rejectsKept) {
    lines.push(`${count(rejects, 'line')} could not be read; the rejects file has the reasons.`)
    return lines
  }
  lines.push(`${count(rejects, 'line')} could not be read:`)
  for (const reject of summary.firstRejects) lines.push(`  ${rejectLine(reject)}`)
  if (rejects > summary.firstRejects.length) {
    lines.push(
      `  … and ${rejects - summary.firstRejects.length} more; --rejects FILE saves all of them`,
    )
  }
  return lines
}

/** An invalid line as one line of text: number, field, fault, value and correction. */
export function rejectLine(reject: Reject): string {
  const field = reject.pointer === '' ? 'it' : reject.pointer
  return visible(
    `line ${reject.line}: ${field} ${reject.reason}; found ${reject.found}; ${reject.remedy}`,
  )
}
