import type { Input, Summary } from './stream/index.ts'
import { count, duration } from './terminal.ts'

export type Progress = {
  show(summary: Readonly<Summary>): void
  /** Takes the bar away, so that what follows starts on a clean line. */
  clear(): void
}

const updateMilliseconds = 200
const barWidth = 24

/** A bar with rate and time left on standard error, where that is a terminal; else nothing. */
export function showProgress(
  input: Pick<Input, 'size' | 'taken'>,
  stream: { isTTY?: boolean; write(text: string): unknown } = process.stderr,
): Progress {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  const started = Date.now()
  let shown = 0
  return {
    show: (summary) => {
      const now = Date.now()
      if (now - shown < updateMilliseconds) return
      shown = now
      const seconds = (now - started) / 1000
      stream.write(`\r\x1b[2K${progressLine(summary.rows, seconds, input.taken(), input.size)}`)
    },
    clear: () => {
      if (shown > 0) stream.write('\r\x1b[2K')
    },
  }
}

export function progressLine(
  rows: number,
  seconds: number,
  taken: number,
  size: number | undefined,
): string {
  const rate = seconds > 0 ? Math.round(rows / seconds) : 0
  const parts = [count(rows, 'offer'), `${rate.toLocaleString('en')}/s`]
  if (size === undefined || size === 0) return parts.join('  ')
  const share = Math.min(1, taken / size)
  const filled = Math.round(share * barWidth)
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
  if (share > 0) parts.push(`${duration((seconds / share) * (1 - share))} left`)
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${parts.join('  ')}`
}
