import type { Input, Summary } from './stream/index.ts'
import { count, duration } from './terminal.ts'

export type Progress<Shown extends unknown[]> = {
  show(...shown: Shown): void
  /** Clears the bar, so that further output starts on an empty line. */
  clear(): void
}

type Terminal = { isTTY?: boolean; write(text: string): unknown }

const updateMilliseconds = 200
const barWidth = 24

/** A progress bar with rate and remaining time on standard error, if that is a terminal. */
export function showProgress(
  input: Pick<Input, 'size' | 'bytesRead'>,
  stream: Terminal,
): Progress<[summary: Readonly<Summary>]> {
  return showLine(
    (seconds, { rows }) =>
      progressLine(count(rows, 'listing'), rows, seconds, input.bytesRead(), input.size),
    stream,
  )
}

/** The same for a known number of items. */
export function showShare(noun: string, stream: Terminal): Progress<[done: number, of: number]> {
  return showLine(
    (seconds, done, of) => progressLine(count(done, noun), done, seconds, done, of),
    stream,
  )
}

/** The last of these lines. */
export function showStatus(stream: Terminal): Progress<[line: string]> {
  return showLine((_seconds, line) => line, stream)
}

function showLine<Shown extends unknown[]>(
  line: (seconds: number, ...shown: Shown) => string,
  stream: Terminal,
): Progress<Shown> {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  const started = Date.now()
  let last = 0
  return {
    show: (...shown) => {
      const now = Date.now()
      if (now - last < updateMilliseconds) return
      last = now
      stream.write(`\r\x1b[2K${line((now - started) / 1000, ...shown)}`)
    },
    clear: () => {
      if (last > 0) stream.write('\r\x1b[2K')
    },
  }
}

/** @param what the current activity; `doneBytes` of `size` are done, in any unit */
export function progressLine(
  what: string,
  done: number,
  seconds: number,
  doneBytes: number,
  size: number | undefined,
): string {
  const rate = seconds > 0 ? Math.round(done / seconds) : 0
  const parts = [what, `${rate.toLocaleString('en')}/s`]
  if (size === undefined || size === 0) return parts.join('  ')
  const share = Math.min(1, doneBytes / size)
  const filled = Math.round(share * barWidth)
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
  if (share > 0) parts.push(`${duration((seconds / share) * (1 - share))} left`)
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${parts.join('  ')}`
}
